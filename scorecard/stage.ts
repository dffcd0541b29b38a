// Builds what one scenario is played on: a simulator of its own with real doors, the client as a process in an
// environment that leads every SDK to it, and the journal. Nothing is shared between two stages.

import { setTimeout as after } from 'node:timers/promises';
import type { OperationName, ServiceName } from '../contracts/protocol/index.js';
import { requestCMS, requestESign, requestVerifyAuth } from '../fixtures/requests.js';
import { faultRows } from '../simulator/core/faults.js';
import type { CallView } from '../simulator/core/journal.js';
import { defaultTenant } from '../simulator/core/tenant.js';
import { createSimulator, type Finding, type Listening, type SimulatorOptions } from '../simulator/index.js';
import { type ClientProcess, startClient } from './adapter/client-process.js';
import type { AdapterCall, AdapterConfig } from './adapter/protocol.js';
import type { CardCall, CardFinding } from './card.js';
import { Interrupted, Wrong } from './expectations.js';
import { type ClientUnderJudgement, names, type Stage } from './scenario.js';

/** Leads a program to a listening simulator: the environment to run it in, and how to clean up. */
export type Surroundings = (listening: Listening) => {
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
};

export interface OpenStage {
  readonly stage: Stage;
  readonly process: ClientProcess;
  /** What the journal holds, for the card. */
  seen(): Promise<{ readonly calls: readonly CardCall[]; readonly findings: readonly CardFinding[] }>;
  close(): Promise<void>;
}

interface StageOptions {
  readonly service: ServiceName;
  readonly command: readonly string[];
  readonly surroundings: Surroundings;
  readonly simulator: SimulatorOptions;
  /** How long an answer is waited for, ms. */
  readonly patience: number;
  /** Aborts when the time of the scenario is up. */
  readonly limit: AbortSignal;
  /** Aborts when the person at the terminal has enough. */
  readonly interrupt: AbortSignal;
}

const examples = { cms: requestCMS, verifyAuth: requestVerifyAuth, esign: requestESign };
/** Between two looks at the journal, ms. */
const LOOK = 15;

export async function openStage(options: StageOptions): Promise<OpenStage> {
  const { service, patience, limit, interrupt } = options;
  const closing = new AbortController();
  const now = options.simulator.now ?? Date.now;
  const simulator = await createSimulator({
    ...options.simulator,
    now,
    // A late answer must not keep anybody waiting whose scenario is over.
    sleep: (ms) => after(ms, undefined, { signal: closing.signal }).catch(() => {}),
  });
  const listening = await simulator.listen({ host: '127.0.0.1', tlsPort: 0, proxyPort: 0 });
  const { env, remove } = options.surroundings(listening);
  const { control } = simulator;
  const tenant = { ...(await control.tenant(defaultTenant.clientCode)), ...urlsOf(listening) };
  const config: AdapterConfig = {
    authUrl: listening.url,
    serviceUrl: listening.url,
    linkId: tenant.linkId,
    secretKey: tenant.secretKey,
    clientCode: tenant.clientCode,
    trust: await control.caPem(),
  };
  const process = startClient(options.command, { ...env, ...addresses(config) }, interrupt);
  const startedAt = now();
  const calls = async (operation?: OperationName) => {
    const all = [...(await tenant.calls()), ...(await control.unnamedCalls())];
    return all
      .filter((call) => operation === undefined || call.operation === operation)
      .sort((one, other) => one.number - other.number);
  };

  const ask = async (call: Omit<AdapterCall, 'id' | 'service' | 'config'>) => {
    if (limit.aborted) throw new Wrong('the time for this scenario ran out', 'an end in time');
    const answer = await process.ask({ ...call, service, config }, patience);
    if (interrupt.aborted) throw new Interrupted();
    return answer;
  };
  const company = (subClient: unknown) =>
    tenant.subClients.find(({ code }) => code === subClient)?.name ?? tenant.clientName;
  /** What the client was asked to send, by receipt: the expectation of its Verify. */
  const asked = new Map<unknown, Readonly<Record<string, unknown>>>();
  const client: ClientUnderJudgement = {
    async request(changes = {}, { appUseYN } = {}) {
      const request = { ...examples[service](), ...changes };
      const answer = await ask({ do: 'request', request, ...(appUseYN === undefined ? {} : { appUseYN }) });
      if (answer.kind === 'result') asked.set(answer.result.receiptId, request);
      return answer;
    },
    status: (receiptId) => ask({ do: 'status', receiptId }),
    wait: (receiptId) => ask({ do: 'wait', receiptId }),
    async verify(receiptId, signature) {
      const { request, requestedAt } = await tenant.receipts.get(receiptId);
      return ask({
        do: 'verify',
        receiptId,
        ...(signature === undefined ? {} : { signature }),
        expect: {
          request: asked.get(receiptId) ?? request,
          requestedAt,
          company: company(request.SubClientID),
        },
      });
    },
  };

  const stage: Stage = {
    service,
    names: names[service],
    client,
    tenant,
    calls,
    async until(condition) {
      const end = performance.now() + patience;
      while (!(await condition())) {
        if (interrupt.aborted) throw new Interrupted();
        if (performance.now() > end || limit.aborted || closing.signal.aborted) return false;
        await after(LOOK);
      }
      return true;
    },
    pause: (ms) => after(ms, undefined, { signal: interrupt }).catch(() => Promise.reject(new Interrupted())),
    refuseConnections: () => simulator.close(),
  };
  return {
    stage,
    process,
    async seen() {
      return {
        calls: (await calls()).map((call) => cardCall(call, startedAt)),
        findings: countFindings(await tenant.findings()),
      };
    },
    async close() {
      closing.abort();
      await process.end();
      await simulator.close();
      remove();
    },
  };
}

const urlsOf = ({ url }: Listening) => ({ authUrl: url, serviceUrl: url });

/** For programs that are told by their environment; the rest stands in what `exec` sets. */
const addresses = ({ authUrl, serviceUrl }: AdapterConfig) => ({
  KAKAOCERT_AUTH_URL: authUrl,
  KAKAOCERT_SERVICE_URL: serviceUrl,
});

/** A call as a row; `startedAt` is in ms on the clock of the journal. */
export const cardCall = (
  { operation, request, at, status, outcome, fault }: CallView,
  startedAt: number,
): CardCall => ({
  operation: operation ?? `${request.method} ${request.target}`,
  at: Math.max(0, Date.parse(at) - startedAt),
  status: fault === null || faultRows[fault].answered ? status : null,
  outcome: fault === null ? outcome : `${outcome}, ${fault}`,
});

/** Findings by id, in the order in which they came first. */
function countFindings(findings: readonly Pick<Finding, 'id' | 'why'>[]): readonly CardFinding[] {
  const first = new Map([...findings].reverse().map((finding) => [finding.id, finding]));
  return [...new Set(findings.map(({ id }) => id))].flatMap((id) => {
    const finding = first.get(id);
    const times = findings.filter((one) => one.id === id).length;
    return finding === undefined ? [] : { id, why: finding.why, times };
  });
}
