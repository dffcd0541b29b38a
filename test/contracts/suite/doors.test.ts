import { setupServer } from 'msw/node';
import { beforeAll, expect, test } from 'vitest';
import * as client from '../../../client/index.js';
import { type CaseResult, runContract, type Target } from '../../../contracts/index.js';
import { hosts } from '../../../contracts/protocol/index.js';
import { kakaocertHandlers } from '../../../simulator/doors/msw.js';
import { createSimulator, type Simulator } from '../../../simulator/index.js';
import { portOf } from '../../support/connections.js';
import { tunnelledFetch } from '../../support/tunnelled-fetch.js';

// One suite through every door: what each answers must be the same, call by call.

const realHosts = {
  authUrl: `https://${hosts.auth.default}`,
  serviceUrl: `https://${hosts.service.default}`,
  allowRealHosts: true,
} as const;

/** Each door as a target; the control plane is always reached in process, because two of the doors don't serve it. */
const doors: Readonly<Record<string, (simulator: Simulator) => Promise<Target>>> = {
  Fastify: async (simulator) => ({ url: (await simulator.listen()).url }),
  MSW: async (simulator) => {
    const server = setupServer(...kakaocertHandlers(simulator));
    server.listen({ onUnhandledRequest: 'error' });
    return { ...realHosts, close: () => server.close() };
  },
  'TLS and proxy': async (simulator) => {
    const { proxy, tlsCa } = await simulator.listen({ proxyPort: 0 });
    return { ...realHosts, ...tunnelledFetch(portOf(proxy), tlsCa ?? '') };
  },
};

/** What must be the same: the verdict, and of each call the operation, status, kind of body and refusal. */
const summary = ({ case: { id }, verdict, why, exchanges }: CaseResult) => {
  const calls = exchanges.map(({ operation, method, answered: { status, headers, body } }) => [
    operation,
    method,
    status,
    headers['content-type'],
    headers.allow,
    status === 200 ? Object.keys(readObject(body)) : body,
  ]);
  // Who wins a race is not part of the contract.
  return { id, verdict, why, calls: id.endsWith('.onceInParallel') ? calls.map(String).sort() : calls };
};

const readObject = (body: string): object => (body.startsWith('{') ? JSON.parse(body) : {});

const inProcess = new Map<string, ReturnType<typeof summary>>();

beforeAll(async () => {
  for (const result of await runContract({ ...(await createSimulator()), client })) {
    inProcess.set(result.case.id, summary(result));
  }
});

test('in process every promise is kept', () => {
  expect(inProcess.size).toBeGreaterThan(300);
  expect([...inProcess.keys()].filter((id) => id.startsWith('client.')).length).toBeGreaterThan(30);
  expect([...inProcess.values()].filter(({ verdict }) => verdict !== 'kept')).toEqual([]);
});

test.each(Object.entries(doors))('through %s the suite gives equal results', async (_, open) => {
  const simulator = await createSimulator();
  try {
    const controlPlane = { url: 'http://kakaocert-simulator.test', fetch: simulator.fetch };
    const results = await runContract({ ...(await open(simulator)), controlPlane, client }, { parallel: 4 });
    expect(results.map(summary)).toEqual([...inProcess.values()]);
  } finally {
    await simulator.close();
  }
});
