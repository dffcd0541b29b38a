import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hosts } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import {
  type Breakage,
  type FaultKind,
  faultKinds,
  faults,
  faultyReply,
} from '../../../simulator/core/faults.js';
import { brokenTransports } from '../../../simulator/doors/broken.js';
import { kakaocertHandlers } from '../../../simulator/doors/msw.js';
import { createSimulator, type Fault, type Simulator } from '../../../simulator/index.js';
import { createCaller, type FetchLike, NOON, requested, TESTER } from '../../support/caller.js';

// Every fault of the table through every door: what a client sees must be what the table says.

const server = setupServer();
/** The real one: MSW puts its own in its place. */
const socketFetch = globalThis.fetch;
const slept: number[] = [];
let simulator: Simulator;
let url: string;

beforeAll(async () => {
  simulator = await createSimulator({
    now: () => NOON,
    sleep: async (ms) => {
      slept.push(ms);
    },
  });
  ({ url } = await simulator.listen());
  server.listen({ onUnhandledRequest: 'bypass' });
  server.use(...kakaocertHandlers(simulator));
});
afterAll(async () => {
  server.close();
  await simulator.close();
});

const doors = {
  fetch: { auth: 'http://sim.test', service: 'http://sim.test', fetch: () => simulator.fetch as FetchLike },
  socket: {
    auth: '',
    service: '',
    fetch: () => ((target, init) => socketFetch(url + target, init)) as FetchLike,
  },
  msw: {
    auth: `https://${hosts.auth.default}`,
    service: `https://${hosts.service.default}`,
    fetch: () => globalThis.fetch as FetchLike,
  },
} as const;
type Door = keyof typeof doors;

/** What a client sees of a call. */
type Seen =
  | {
      readonly status: number;
      readonly type: string | null;
      readonly encoding: string | null;
      readonly text: string | null;
    }
  | { readonly error: string; readonly code: string | undefined };

/** What a client sees of a way of breaking off, where it isn't an answer. For one that is not here, the doors must agree. */
const seenOf: Readonly<Partial<Record<Breakage, Seen>>> = {
  close: { error: 'TypeError', code: 'UND_ERR_SOCKET' },
  reset: { error: 'TypeError', code: 'ECONNRESET' },
  silence: { error: 'AbortError', code: undefined },
};

async function read(answer: Promise<Response>): Promise<Seen> {
  try {
    const response = await answer;
    const { status, headers } = response;
    // A body that can't be read to its end is told by null.
    const text = await response.text().catch(() => null);
    return { status, type: headers.get('content-type'), encoding: headers.get('content-encoding'), text };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return { error: name, code: cause?.code };
  }
}

/** Calls once; a client of a fault that is silent gives up as soon as the call has come. */
async function seen(door: Door, target: string, authorization: string, isSilent: boolean): Promise<Seen> {
  const { fetch, service } = doors[door];
  const tenant = await simulator.control.tenant(TESTER.clientCode);
  await tenant.clearCalls();
  const giveUp = new AbortController();
  const answer = read(fetch()(service + target, { headers: { authorization }, signal: giveUp.signal }));
  if (isSilent) {
    while ((await tenant.calls()).length === 0) await new Promise(setImmediate);
    giveUp.abort();
  }
  return answer;
}

const everywhere = (Object.keys(doors) as Door[]).flatMap((door) =>
  faultKinds.map((kind) => [door, kind] as const),
);

test.each(everywhere)('%s: %s is what the table says', async (door, kind: FaultKind) => {
  const { when, answered, example } = faults[kind];
  const fault = { fault: kind, ...(example as object) } as Fault;
  const tenant = await simulator.control.tenant(TESTER.clientCode);
  await tenant.reset();
  const auth = createCaller(doors[door].fetch(), { origin: doors[door].auth });
  const authorization = await auth.authorization();
  const caller = createCaller(simulator.fetch as FetchLike);
  const id = await requested(caller, requestCMS());
  await tenant.receipts.sign(id);
  const target = `/SignDirectDebit/Status/${id}`;
  const whole = await caller.get(target);
  const reply = { status: whole.status, headers: Object.fromEntries(whole.headers), body: whole.text };
  const expected = faultyReply(reply, fault);
  expect(expected, 'a fault that changes nothing').not.toEqual(reply);
  const { broken } = expected;

  slept.length = 0;
  await tenant.faults.add('getCMSState', fault);
  const got = await seen(door, target, authorization, broken === 'silence');
  expect('status' in got).toBe(answered);
  expect(slept).toEqual(expected.delay === undefined ? [] : [expected.delay]);
  if (broken !== undefined && broken !== 'halfBody') {
    const { msw } = brokenTransports[broken];
    const isPlain = door === 'msw' && msw === 'network error';
    const inProcess = async () => {
      await tenant.faults.add('getCMSState', fault);
      return seen('fetch', target, authorization, false);
    };
    expect(got).toEqual(
      isPlain ? { error: 'TypeError', code: undefined } : (seenOf[broken] ?? (await inProcess())),
    );
  } else {
    // In process nobody decodes a body, so there a wrong content-encoding hurts nobody.
    const isUnreadable = expected.headers['content-encoding'] === 'gzip' && door !== 'fetch';
    expect(got).toEqual({
      status: expected.status,
      type: expected.headers['content-type'] ?? null,
      encoding: expected.headers['content-encoding'] ?? null,
      text: broken === 'halfBody' || isUnreadable ? null : expected.body,
    });
  }

  await tenant.faults.add('verifyCMS', fault);
  await seen(door, `/SignDirectDebit/Verify/${id}`, authorization, broken === 'silence');
  expect((await tenant.receipts.get(id)).verifiedAt === null).toBe(when === 'before');
  expect((await tenant.calls()).at(-1)?.fault).toBe(kind);
});
