// A stand-in for the live service: a second simulator behind TLS and a proxy, under the real host names, whose people sign
// by themselves. Its control plane can't be reached, as there is none at the real service. Time passes only by sleeping.

import * as client from '../../client/index.js';
import { type LiveOptions, liveTarget, readLiveSettings } from '../../contracts/suite/live.js';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.js';
import { TESTER } from './caller.js';
import { portOf } from './connections.js';
import { tunnelledFetch } from './tunnelled-fetch.js';

export const liveEnvironment = {
  KAKAOCERT_LINK_ID: TESTER.linkId,
  KAKAOCERT_SECRET_KEY: TESTER.secretKey,
  KAKAOCERT_CLIENT_CODE: TESTER.clientCode,
  KAKAOCERT_RECEIVER_NAME: '김시험',
  KAKAOCERT_RECEIVER_HP: '01000000000',
  KAKAOCERT_RECEIVER_BIRTHDAY: '19700101',
} as const;

type LiveFetch = LiveOptions['fetch'];

export interface StandInOptions {
  readonly simulator?: SimulatorOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly live?: Partial<LiveOptions>;
  /** What is between the caller and the stand-in: a service that behaves in another way. */
  readonly behave?: (send: LiveFetch) => LiveFetch;
  /** Before anything is called. */
  readonly prepare?: (simulator: Simulator) => Promise<unknown>;
}

/** Whoever makes one hands its target to `runContract`, which closes it, or calls `close`. */
export async function createStandIn({
  simulator: options = {},
  env = {},
  live = {},
  behave = (send) => send,
  prepare,
}: StandInOptions = {}) {
  let now = Date.now();
  const simulator = await createSimulator({
    sign: 'polls:4',
    now: () => now,
    journalLimit: 20_000,
    ...options,
  });
  await prepare?.(simulator);
  const { proxy, tlsCa } = await simulator.listen({ proxyPort: 0 });
  const tunnel = tunnelledFetch(portOf(proxy), tlsCa ?? '');
  const said: string[] = [];
  const target = liveTarget({
    settings: readLiveSettings({ ...liveEnvironment, ...env }),
    fetch: behave(async (url, init) => {
      const response = await tunnel.fetch(url, init);
      // Node writes the Date header by the system's clock, which goes on while this one stands still.
      response.headers.set('date', new Date(now).toUTCString());
      return response;
    }),
    budget: { calls: 5000, messages: 1000 },
    hasPerson: true,
    sleep: async (ms) => {
      now += ms;
    },
    say: ({ en }) => said.push(en),
    now: () => now,
    trust: await simulator.control.caPem(),
    allowRealHosts: true,
    ...live,
  });
  const close = async () => {
    tunnel.close();
    await simulator.close();
  };
  const journal = async () => (await simulator.control.tenant(TESTER.clientCode)).calls();
  return {
    simulator,
    target: { ...target, client, close },
    close,
    said,
    journal,
    /** How many messages were sent to the receiver. */
    messages: async () =>
      (await journal()).filter(({ operation, status }) => operation?.startsWith('request') && status === 200)
        .length,
  };
}
