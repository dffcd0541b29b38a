import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { type ControlEvent, createSimulator, type Simulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';

// What happens, told to those who listen.

let now: number;
let simulator: Simulator;
let caller: Caller;

beforeEach(async () => {
  now = NOON;
  simulator = await createSimulator({ now: () => now });
  caller = createCaller(simulator.fetch, { now: () => now });
});

type Events = AsyncIterableIterator<ControlEvent>;

/** The next `count` events; a test that asks for one too many hangs, and fails. */
async function next(events: Events, count: number): Promise<readonly ControlEvent[]> {
  const seen: ControlEvent[] = [];
  while (seen.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    seen.push(value);
  }
  return seen;
}

const kindsOf = (events: readonly ControlEvent[]) => events.map(({ event }) => event);
const numberOf = ({ id }: ControlEvent) => Number(id.split('-')[1]);
const open = (target = '', headers: Record<string, string> = {}) =>
  simulator.fetch(`http://sim.test/_sim/v1/events${target}`, { headers });

test('a flow is told as it happens: calls and receipts, in their order, each with its tenant', async () => {
  const events = simulator.control.events();
  const receiptId = await requested(caller, requestCMS());
  await caller.control('POST', `/receipts/${receiptId}/sign`);
  await caller.get(`/SignDirectDebit/Verify/${receiptId}`);
  const seen = await next(events, 6);
  expect(kindsOf(seen)).toEqual(['call', 'receipt', 'call', 'receipt', 'receipt', 'call']);
  expect(seen.map(({ data }) => 'clientCode' in data && data.clientCode)).toEqual(
    Array.from({ length: 6 }, () => TESTER.clientCode),
  );
  expect(seen[0]?.data).toMatchObject({ operation: 'token', status: 200, outcome: 'ok', why: null });
  expect(JSON.stringify(seen)).not.toContain(TESTER.secretKey);
  expect(JSON.stringify(seen[0])).not.toMatch(/eyJ/);
  expect(seen.map(numberOf)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(new Set(seen.map(({ id }) => id.split('-')[0])).size).toBe(1);
});

test('a receipt carries what its phase is computed from', async () => {
  await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { freeze: true });
  const events = simulator.control.events();
  await caller.control('PATCH', `/tenants/${TESTER.clientCode}`, { sign: 'after:PT3S' });
  await requested(caller, requestCMS());
  const seen = await next(events, 3);
  expect(seen.at(-1)).toMatchObject({
    event: 'receipt',
    data: {
      state: 0,
      requestedAt: '2026-11-23T01:00:00.000Z',
      expiresAt: '2026-11-23T01:05:00.000Z',
      signAt: '2026-11-23T01:00:03.000Z',
      verifyUntil: null,
      now: '2026-11-23T01:00:00.000Z',
      frozen: true,
    },
  });
});

test('tenants, clocks and findings are told too, no secret with them', async () => {
  const events = simulator.control.events();
  const tenant = await simulator.tenant({ sign: 'immediate' });
  await tenant.change({ clientName: '다른 이름' });
  await tenant.clock.advance('PT5M');
  await tenant.reset();
  await tenant.delete();
  const seen = await next(events, 5);
  expect(seen.map(({ event, data }) => [event, 'change' in data ? data.change : null])).toEqual([
    ['tenant', 'made'],
    ['tenant', 'changed'],
    ['clock', null],
    ['tenant', 'reset'],
    ['tenant', 'removed'],
  ]);
  expect(seen[0]?.data).toMatchObject({ clientCode: tenant.clientCode, secretKey: null });
  expect(seen[2]?.data).toEqual({
    clientCode: tenant.clientCode,
    now: '2026-11-23T01:05:00.000Z',
    frozen: false,
  });
  await caller.token();
  await caller.token();
  await caller.token();
  const found = await next(events, 4);
  expect(found.at(-1)).toMatchObject({
    event: 'finding',
    data: { id: 'token.notReused', clientCode: TESTER.clientCode, operation: 'token' },
  });
});

test('who asks for one tenant hears of no other', async () => {
  const tenant = await simulator.tenant();
  const events = simulator.control.events({ clientCode: tenant.clientCode });
  await requested(caller, requestCMS());
  await caller.send('GET', '/nowhere');
  await tenant.clock.advance('PT1S');
  expect(kindsOf(await next(events, 1))).toEqual(['clock']);
});

test('a call that named no tenant is told with null', async () => {
  const events = simulator.control.events();
  await caller.send('GET', '/nowhere');
  expect((await next(events, 1))[0]?.data).toMatchObject({ clientCode: null, outcome: 'path.unknown' });
});

test('a reader that comes back goes on where it was', async () => {
  const before = simulator.control.events();
  await requested(caller, requestCMS());
  const [first] = await next(before, 1);
  await before.return?.();
  await caller.send('GET', '/nowhere');
  const after = simulator.control.events({ after: `${first?.id}` });
  expect(kindsOf(await next(after, 3))).toEqual(['receipt', 'call', 'call']);
});

test('a minute after the last one left nothing is kept, and who comes back is told of a gap', async () => {
  const before = simulator.control.events();
  await caller.send('GET', '/nowhere');
  const [last] = await next(before, 1);
  await before.return?.();
  now += 60_000;
  const after = simulator.control.events({ after: `${last?.id}` });
  const [gap] = await next(after, 1);
  expect([gap?.event, gap?.data]).toEqual(['gap', { now: '2026-11-23T01:01:00.000Z' }]);
  await caller.send('GET', '/nowhere');
  expect(kindsOf(await next(after, 1))).toEqual(['call']);
});

test.each([
  ['of another run', 'f00d-1'],
  ['that is still to come', '-99'],
  ['that is none', 'x'],
])('an id %s is a gap', async (_, after) => {
  const events = simulator.control.events({ after });
  expect(kindsOf(await next(events, 1))).toEqual(['gap']);
});

test('it is Server-Sent Events, and says where it is before anything happens', async () => {
  const response = await open();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const reader = response.body?.getReader();
  const read = async () => new TextDecoder().decode((await reader?.read())?.value);
  const opening = await read();
  expect(opening).toMatch(/^: .+\nid: [0-9a-f]+-0\n\n$/);
  await caller.send('GET', '/nowhere');
  expect(await read()).toMatch(/^id: [0-9a-f]+-1\nevent: call\ndata: \{.*\}\n\n$/);
});

test.each(['?clientCode=1', '?client=020040000001'])('a wrong query is refused: %s', async (query) => {
  expect((await open(query)).status).toBe(400);
  await expect(simulator.control.events({ clientCode: 'x' }).next()).rejects.toMatchObject({
    name: 'ControlError',
    status: 400,
  });
});

test('closing ends those who listen in process', async () => {
  const events = simulator.control.events();
  await caller.send('GET', '/nowhere');
  await next(events, 1);
  const end = events.next();
  await simulator.close();
  expect(await end).toEqual({ done: true, value: undefined });
});

test('who has given up by a signal is told its reason, and holds nothing', async () => {
  const giveUp = new AbortController();
  const events = simulator.control.events({ signal: giveUp.signal });
  await caller.send('GET', '/nowhere');
  await next(events, 1);
  const rest = events.next();
  giveUp.abort(new Error('enough'));
  await expect(rest).rejects.toThrow('enough');
});
