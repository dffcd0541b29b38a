// Builds what one scenario is played on: a simulator of its own with real doors, the client as a process in an
// environment that redirects every SDK to it, and the journal. Nothing is shared between two stages.

import { setTimeout as after } from 'node:timers/promises';
import type { ServiceName } from '../contracts/protocol/index.js';
import { faults } from '../simulator/core/faults.js';
import { defaultTenant } from '../simulator/core/tenant.js';
import {
  type CallView,
  createSimulator,
  type Finding,
  type Listening,
  type Simulator,
  type SimulatorOptions,
} from '../simulator/index.js';
import { type ClientProcess, startClient } from './adapter/client-process.js';
import type { AdapterConfig } from './adapter/protocol.js';
import { createClientUnderJudgement } from './client-under-judgement.js';
import { Interrupted } from './expectations.js';
import { namesOf, type Stage } from './scenario.js';
import type { ScorecardCall, ScorecardFinding } from './scorecard.js';

/** Redirects a program to a listening simulator: the environment to run it in, and how to clean up. */
export type Surroundings = (listening: Listening) => {
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
};

export interface OpenStage {
  readonly stage: Stage;
  readonly process: ClientProcess;
  /** What the journal holds, for the scorecard. */
  journal(): Promise<{
    readonly calls: readonly ScorecardCall[];
    readonly findings: readonly ScorecardFinding[];
  }>;
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
  /** Aborts when the user ends the run (Ctrl-C). */
  readonly interrupt: AbortSignal;
}

/** Between two looks at the journal, ms. */
const LOOK = 15;

/** Starts the simulator and the client; whoever opens a stage closes it. If that fails, nothing is left open. */
export async function openStage(options: StageOptions): Promise<OpenStage> {
  const closing = new AbortController();
  const now = options.simulator.now ?? (() => Date.now());
  const simulator = await createSimulator({
    ...options.simulator,
    now,
    // A client is judged by what the provider sends, and by nothing that it could lean on here alone.
    plain: true,
    // A late answer must not keep anybody waiting whose scenario is over.
    sleep: (ms) => after(ms, undefined, { signal: closing.signal }).catch(() => {}),
  });
  try {
    const listening = await simulator.listen({ host: '127.0.0.1', tlsPort: 0, proxyPort: 0 });
    const surroundings = options.surroundings(listening);
    return await stageOf(options, { simulator, listening, surroundings, closing, startedAt: now() });
  } catch (error) {
    await simulator.close();
    throw error;
  }
}

/** What a stage stands on. */
interface Ground {
  readonly simulator: Simulator;
  readonly listening: Listening;
  readonly surroundings: ReturnType<Surroundings>;
  readonly closing: AbortController;
  /** ms on the clock of the journal. */
  readonly startedAt: number;
}

async function stageOf(options: StageOptions, ground: Ground): Promise<OpenStage> {
  const { service, interrupt } = options;
  const { simulator, listening, surroundings, closing, startedAt } = ground;
  const tenant = {
    ...(await simulator.control.tenant(defaultTenant.clientCode)),
    ...urlsOf(listening),
  };
  const config = await configOf(simulator, tenant, listening);
  const process = startClient(options.command, { ...surroundings.env, ...addresses(config) }, interrupt);
  const calls = journalOf(simulator, tenant);
  const stage: Stage = {
    service,
    names: namesOf(service),
    client: createClientUnderJudgement({ ...options, process, config, tenant }),
    tenant,
    calls,
    until: waiting(options, closing.signal),
    pause: (ms) => after(ms, undefined, { signal: interrupt }).catch(() => Promise.reject(new Interrupted())),
    refuseConnections: () => simulator.close(),
  };
  return {
    stage,
    process,
    journal: async () => ({
      calls: (await calls()).map((call) => scorecardCall(call, startedAt)),
      findings: countFindings(await tenant.findings()),
    }),
    async close() {
      closing.abort();
      await process.end();
      await simulator.close();
      surroundings.remove();
    },
  };
}

const configOf = async (
  { control }: Simulator,
  { linkId, secretKey, clientCode }: Stage['tenant'],
  listening: Listening,
): Promise<AdapterConfig> => ({
  ...urlsOf(listening),
  linkId,
  secretKey,
  clientCode,
  trust: await control.caPem(),
});

/** The calls of the institution and those that named none, in the order in which they came. */
const journalOf =
  ({ control }: Simulator, tenant: Stage['tenant']): Stage['calls'] =>
  async (operation) => {
    const all = [...(await tenant.calls()), ...(await control.unnamedCalls())];
    return all
      .filter((call) => operation === undefined || call.operation === operation)
      .sort((one, other) => one.number - other.number);
  };

/** Looks again and again until a condition holds; ends with the patience, the scenario's time, or the stage. */
const waiting =
  ({ patience, limit, interrupt }: StageOptions, closing: AbortSignal): Stage['until'] =>
  async (condition) => {
    const end = performance.now() + patience;
    while (!(await condition())) {
      if (interrupt.aborted) throw new Interrupted();
      if (performance.now() > end || limit.aborted || closing.aborted) return false;
      await after(LOOK);
    }
    return true;
  };

const urlsOf = ({ url }: Listening) => ({ authUrl: url, serviceUrl: url });

/** For programs that are told by their environment; the rest stands in what `exec` sets. */
const addresses = ({ authUrl, serviceUrl }: AdapterConfig) => ({
  KAKAOCERT_AUTH_URL: authUrl,
  KAKAOCERT_SERVICE_URL: serviceUrl,
});

/** A call as a row; `startedAt` is in ms on the clock of the journal. */
export const scorecardCall = (
  { operation, request, at, status, outcome, fault }: CallView,
  startedAt: number,
): ScorecardCall => ({
  operation: operation ?? `${request.method} ${request.target}`,
  at: Math.max(0, Date.parse(at) - startedAt),
  status: fault === null || faults[fault].answered ? status : null,
  outcome: fault === null ? outcome : `${outcome}, ${fault}`,
});

/** Findings by id, in the order in which they came first. */
function countFindings(findings: readonly Pick<Finding, 'id' | 'why'>[]): readonly ScorecardFinding[] {
  const first = new Map([...findings].reverse().map((finding) => [finding.id, finding]));
  return [...new Set(findings.map(({ id }) => id))].flatMap((id) => {
    const finding = first.get(id);
    const times = findings.filter((one) => one.id === id).length;
    return finding === undefined ? [] : { id, why: finding.why, times };
  });
}
