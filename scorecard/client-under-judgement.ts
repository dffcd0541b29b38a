// How a scenario calls the client: the calls of the adapter protocol, each with everything that it needs.

import type { ServiceName } from '../contracts/protocol/index.js';
import { requestFor } from '../fixtures/requests.js';
import type { ClientProcess } from './adapter/client-process.js';
import type { AdapterCall, AdapterConfig, Answer } from './adapter/protocol.js';
import { Interrupted, Wrong } from './expectations.js';
import type { ClientUnderJudgement, Stage } from './scenario.js';

export interface ClientOptions {
  readonly service: ServiceName;
  readonly process: ClientProcess;
  readonly config: AdapterConfig;
  readonly tenant: Stage['tenant'];
  /** How long an answer is waited for, ms. */
  readonly patience: number;
  /** Aborts when the time of the scenario is up. */
  readonly limit: AbortSignal;
  /** Aborts when the person at the terminal has enough. */
  readonly interrupt: AbortSignal;
}

type Asked = Omit<AdapterCall, 'id' | 'service' | 'config'>;

/** Speaks to a client's process. It rejects only when the time is up or the run is interrupted. */
export function createClientUnderJudgement(options: ClientOptions): ClientUnderJudgement {
  const { service, tenant } = options;
  /** What the client was asked to send, by receipt: the expectation of its Verify. */
  const sent = new Map<unknown, Readonly<Record<string, unknown>>>();
  let requests = 0;
  /** The example, whose Token is another each time: it is made for one use. */
  const example = () => {
    requests += 1;
    const request: Readonly<Record<string, unknown>> = requestFor(service);
    return 'Token' in request && requests > 1
      ? { ...request, Token: `${request.Token} ${requests}` }
      : request;
  };
  return {
    async request(changes = {}, { appUseYN } = {}) {
      const request = { ...example(), ...changes };
      const call = { do: 'request', request, ...(appUseYN === undefined ? {} : { appUseYN }) } as const;
      const answer = await ask(options, call);
      if (answer.kind === 'result') sent.set(answer.result.receiptId, request);
      return answer;
    },
    status: (receiptId) => ask(options, { do: 'status', receiptId }),
    wait: (receiptId) => ask(options, { do: 'wait', receiptId }),
    async verify(receiptId, signature) {
      const { request, requestedAt } = await tenant.receipts.get(receiptId);
      const company = companyOf(tenant, request.SubClientID);
      return ask(options, {
        do: 'verify',
        receiptId,
        ...(signature === undefined ? {} : { signature }),
        expect: { request: sent.get(receiptId) ?? request, requestedAt, company },
      });
    },
  };
}

async function ask(options: ClientOptions, call: Asked): Promise<Answer> {
  const { process, service, config, patience, limit, interrupt } = options;
  if (limit.aborted)
    throw new Wrong(
      { en: 'the time for this scenario ran out', ko: '시나리오 제한 시간을 넘김' },
      { en: 'an end in time', ko: '시간 안에 끝남' },
    );
  const answer = await process.ask({ ...call, service, config }, patience);
  if (interrupt.aborted) throw new Interrupted();
  return answer;
}

/** Whom the consent names: the sub-client, where it is registered. */
const companyOf = ({ subClients, clientName }: Stage['tenant'], subClient: unknown): string =>
  subClients.find(({ code }) => code === subClient)?.name ?? clientName;
