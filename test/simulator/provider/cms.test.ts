import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

// What only the simulator has; what is promised of any provider stands in contracts/suite/cases.

const REQUEST = '/SignDirectDebit/Request';
const state = (id: string) => `/SignDirectDebit/Status/${id}`;
const verify = (id: string) => `/SignDirectDebit/Verify/${id}`;

let now: number;
let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];

beforeEach(async () => {
  now = NOON;
  ({ fetch } = await createSimulator({ now: () => now }));
  caller = createCaller(fetch, { now: () => now });
});

test("the official sample's values pass: 9-digit phone, masked account, bank 004, its SubClientID", async () => {
  const id = await requested(
    caller,
    requestCMS({
      ReceiverHP: '010111222',
      BankAccountNum: '9-4324-5**7-58',
      Expires_in: 60,
      SubClientID: '020040000001',
    }),
  );
  expect((await caller.get(state(id))).json).toMatchObject({
    subClientCode: '020040000001',
    subClientName: '시험별칭',
  });
});

test('half a surrogate pair is no text', async () => {
  expectRefusal(
    await caller.post(REQUEST, { ...requestCMS(), ReceiverName: '\ud800' }),
    'field.ReceiverName.format',
  );
});

test("a foreign receipt's refusal has the headers of an unknown one's too", async () => {
  const id = await requested(caller, requestCMS());
  const other = (await caller.control('POST', '/tenants', {})).json;
  const theirs = createCaller(fetch, { credentials: other, now: () => now });
  for (const path of [state, verify]) {
    const [foreign, unknown] = [await theirs.get(path(id)), await theirs.get(path('026112310000099999'))];
    expect([...foreign.headers]).toEqual([...unknown.headers]);
  }
});

test('receipt ids are never issued twice: not in a second, not past 99,999, not after a reset', async () => {
  const { createIds } = await import('../../../simulator/world/ids.js');
  const ids = createIds();
  const issued = new Set(Array.from({ length: 100_001 }, () => ids.receiptId(NOON)));
  expect(issued.size).toBe(100_001);
  for (const id of issued) if (!/^0\d{17}$/.test(id)) throw new Error(id);
  expect(issued.has('026112310000099999')).toBe(true);
  expect(issued.has('026112310000100001')).toBe(true);
  expect(ids.receiptId(NOON + 1000)).toBe('026112310000100003');

  const first = await requested(caller, requestCMS());
  await caller.control('POST', `/tenants/${TESTER.clientCode}/reset`);
  expectRefusal(await caller.get(state(first)), 'receipt.unknown');
  expect(BigInt(await requested(caller, requestCMS()))).toBe(BigInt(first) + 1n);
});

test.each([
  ['immediate', [1]],
  ['polls:0', [1]],
  ['never', [0, 0]],
  ['manual', [0, 0]],
] as const)('with --sign %s Status answers %j', async (sign, answers) => {
  const simulator = await createSimulator({ now: () => now, sign });
  const poller = createCaller(simulator.fetch, { now: () => now });
  const id = await requested(poller, requestCMS());
  for (const expected of answers) expect((await poller.get(state(id))).json.state).toBe(expected);
});

test('with --sign after:PT3S the person signs at that instant, whenever it is asked', async () => {
  const simulator = await createSimulator({ now: () => now, sign: 'after:PT3S' });
  const poller = createCaller(simulator.fetch, { now: () => now });
  const id = await requested(poller, requestCMS());
  now += 2999;
  expect((await poller.get(state(id))).json.state).toBe(0);
  now += 60_000;
  expect((await poller.get(state(id))).json).toMatchObject({ state: 1, completeDT: '20261123100003' });
  expect((await poller.get(verify(id))).status).toBe(200);
  await expect(createSimulator({ sign: 'after:3' })).rejects.toThrow('sign: "after:3" is none of');
});

test.each([
  ['a __proto__ key', '{"__proto__":{"ReceiverName":"x"}}'],
  ['a __proto__ key inside', '{"a":{"b":[{"__proto__":1}]}}'],
  ['deep nesting', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
])('a signed body that is %s is malformed and makes no receipt', async (_, body) => {
  expectRefusal(await caller.post(REQUEST, body), 'body.malformed');
  expect((await caller.control('GET', `/tenants/${TESTER.clientCode}/receipts`)).json.receipts).toEqual([]);
});

test('a byte order mark before the JSON is skipped', async () => {
  expect((await caller.post(REQUEST, `\ufeff${JSON.stringify(requestCMS())}`)).status).toBe(200);
});
