import { beforeEach, expect, test } from 'vitest';
import { fieldsOf } from '../../../contracts/protocol/field.js';
import { schema } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

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

test('request → state 0 → sign → state 1 → verify → verify refused', async () => {
  const id = await requested(caller, requestCMS());
  expect(id).toBe('026112310000000001');
  const waiting = await caller.get(state(id));
  expect(waiting.json).toEqual({
    receiptID: id,
    regDT: '20261123100000',
    state: 0,
    expires_in: 300,
    callCenterNum: '1600-0000',
    callCenterName: '시험 고객센터',
    allowSimpleRegistYN: false,
    verifyNameYN: true,
    payload: '시험 메모',
    requestDT: '20261123100000',
    expireDT: '20261123100500',
    clientCode: '020040000001',
    clientName: '시험이용기관',
    tmstitle: '시험 요청',
    tmsmessage: '시험용 메시지입니다.',
    subClientName: null,
    subClientCode: null,
    viewDT: null,
    completeDT: null,
    verifyDT: null,
    appUseYN: false,
    tx_id: null,
  });
  expect(Object.keys(waiting.json)).toEqual(fieldsOf(schema.ResultCMS).map(([name]) => name));
  expectRefusal(await caller.get(verify(id)), 'verify.notSigned');

  now += 1999;
  expect((await caller.control('POST', `/receipts/${id}/view`)).json.viewedAt).toBe(
    '2026-11-23T01:00:01.999Z',
  );
  now += 60_000;
  expect((await caller.control('POST', `/receipts/${id}/sign`)).json.state).toBe(1);
  const signed = await caller.get(state(id));
  expect(signed.json).toMatchObject({
    state: 1,
    viewDT: '20261123100001',
    completeDT: '20261123100101',
    verifyDT: null,
  });

  const verified = await caller.get(verify(id));
  expect(Object.keys(verified.json)).toEqual(['receiptId', 'signedData']);
  expect(verified.json.signedData).toMatch(/^[A-Za-z0-9_-]{100,4096}$/);
  expectRefusal(await caller.get(verify(id)), 'verify.already');
  expect((await caller.get(state(id))).json).toMatchObject({ state: 1, verifyDT: '20261123100101' });
});

test('what SDKs leave out is taken as not given: absent, null and empty alike', async () => {
  const { TMSMessage: _, PayLoad: __, CallCenterName: ___, ...rest } = requestCMS();
  const bodies = [
    rest,
    {
      ...rest,
      TMSMessage: null,
      PayLoad: null,
      SubClientID: null,
      BankAccountName: null,
      isAllowSimpleRegistYN: null,
    },
    { ...rest, TMSMessage: '', PayLoad: '', SubClientID: '', BankAccountName: '', CallCenterName: '' },
  ];
  for (const body of bodies) {
    const { json } = await caller.get(state(await requested(caller, { ...body, isVerifyNameYN: undefined })));
    expect(json).toMatchObject({
      tmsmessage: null,
      payload: null,
      callCenterName: null,
      subClientCode: null,
    });
    expect(json).toMatchObject({ allowSimpleRegistYN: false, verifyNameYN: false });
  }
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

test('a number sent as a numeric string, an unknown sub-client, bank and field are accepted', async () => {
  const body = {
    ...requestCMS({ SubClientID: '099999999999', BankCode: '001' }),
    Expires_in: '60',
    Unknown: { a: [1] },
  };
  const { json } = await caller.get(state(await requested(caller, body)));
  expect(json).toMatchObject({ expires_in: 60, subClientCode: '099999999999', subClientName: null });
});

test('lengths count code points: emoji and Hangul at the limit pass, one more is refused', async () => {
  for (const [name, rule] of fieldsOf(schema.RequestCMS)) {
    if (rule.maxLength === undefined || rule['x-charset'] !== undefined) continue;
    for (const character of ['한', '🦁']) {
      const longest = character.repeat(rule.maxLength);
      expect((await caller.post(REQUEST, { ...requestCMS(), [name]: longest })).status, name).toBe(200);
      expectRefusal(
        await caller.post(REQUEST, { ...requestCMS(), [name]: `${longest}${character}` }),
        `field.${name}.length`,
      );
    }
  }
});

test('every required field is missed by name, and it is the only one told', async () => {
  for (const [name, , required] of fieldsOf(schema.RequestCMS)) {
    for (const nothing of [undefined, null, '']) {
      const answer = await caller.post(REQUEST, { ...requestCMS(), [name]: nothing });
      if (required) expectRefusal(answer, `field.${name}.required`);
      else expect(answer.status, name).toBe(200);
    }
  }
});

test('every field of a wrong type is refused by name', async () => {
  for (const [name] of fieldsOf(schema.RequestCMS)) {
    for (const wrong of [[], {}, name.startsWith('is') ? 'true' : true, name.startsWith('is') ? 1 : ['x']]) {
      expectRefusal(await caller.post(REQUEST, { ...requestCMS(), [name]: wrong }), `field.${name}.format`);
    }
  }
});

test.each([
  ['ReceiverHP', '010-0000-0000', 'format'],
  ['ReceiverHP', '+821000000', 'format'],
  ['ReceiverHP', '０１０', 'format'],
  ['ReceiverHP', '010000000000', 'length'],
  ['ReceiverBirthDay', '1970-01-01', 'format'],
  ['ReceiverBirthDay', '19700230', 'format'],
  ['ReceiverBirthDay', '1970010', 'format'],
  ['ReceiverBirthDay', '197001010', 'length'],
  ['ReceiverName', '\ud800', 'format'],
  ['Expires_in', 0, 'range'],
  ['Expires_in', 1001, 'range'],
  ['Expires_in', -1, 'range'],
  ['Expires_in', '0', 'range'],
  ['Expires_in', 1.5, 'format'],
  ['Expires_in', 'soon', 'format'],
  ['Expires_in', '1e2', 'format'],
] as const)('%s %j is refused with %s', async (name, value, fault) => {
  expectRefusal(await caller.post(REQUEST, { ...requestCMS(), [name]: value }), `field.${name}.${fault}`);
});

test.each([1, 1000])('Expires_in %d is in range, and ends to the second', async (seconds) => {
  const id = await requested(caller, requestCMS({ Expires_in: seconds }));
  now += seconds * 1000 - 1;
  expect((await caller.get(state(id))).json.state).toBe(0);
  now += 1;
  expect((await caller.get(state(id))).json.state).toBe(2);
  expectRefusal(await caller.get(verify(id)), 'verify.expired');
  expect((await caller.control('POST', `/receipts/${id}/sign`)).status).toBe(409);
});

test('verify comes within 30 minutes of signing', async () => {
  const [soon, late] = [await requested(caller, requestCMS()), await requested(caller, requestCMS())];
  await caller.control('POST', `/receipts/${soon}/sign`);
  await caller.control('POST', `/receipts/${late}/sign`);
  const clock = (advance: string) =>
    caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance });
  await clock('PT29M59.999S');
  expect((await caller.get(verify(soon))).status).toBe(200);
  await clock('PT0.001S');
  expectRefusal(await caller.get(verify(late)), 'verify.tooLate');
});

test('a foreign receipt answers exactly as an unknown one does', async () => {
  const id = await requested(caller, requestCMS());
  await caller.control('POST', `/receipts/${id}/sign`);
  const other = (await caller.control('POST', '/tenants', {})).json;
  const theirs = createCaller(fetch, { credentials: other, now: () => now });
  for (const path of [state, verify]) {
    const foreign = await theirs.get(path(id));
    const unknown = await theirs.get(path('026112310000099999'));
    expect([foreign.status, foreign.text, [...foreign.headers]]).toEqual([
      unknown.status,
      unknown.text,
      [...unknown.headers],
    ]);
    expectRefusal(foreign, 'receipt.unknown');
  }
  expect((await caller.get(verify(id))).status).toBe(200);
});

test('of 1,000 concurrent verifies of one receipt exactly one is answered', async () => {
  const id = await requested(caller, requestCMS());
  await caller.control('POST', `/receipts/${id}/sign`);
  await caller.authorization();
  const answers = await Promise.all(Array.from({ length: 1000 }, () => caller.get(verify(id))));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const answer of answers.filter(({ status }) => status !== 200))
    expectRefusal(answer, 'verify.already');
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
  expect(await requested(caller, requestCMS())).toBe('026112310000000002');
});

test.each([
  ['immediate', [1]],
  ['polls:2', [0, 0, 1, 1]],
  ['polls:0', [1]],
  ['never', [0, 0]],
  ['manual', [0, 0]],
] as const)('with --sign %s Status answers %j', async (sign, answers) => {
  const simulator = await createSimulator({ now: () => now, sign });
  const poller = createCaller(simulator.fetch, { now: () => now });
  const id = await requested(poller, requestCMS());
  for (const due of answers) expect((await poller.get(state(id))).json.state).toBe(due);
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
  ['not JSON', '{'],
  ['empty', ''],
  ['an array', '[]'],
  ['a string', '"x"'],
  ['null', 'null'],
  ['broken UTF-8', Buffer.from('7b2261223a22ff227d', 'hex')],
  ['a __proto__ key', '{"__proto__":{"ReceiverName":"x"}}'],
  ['a __proto__ key inside', '{"a":{"b":[{"__proto__":1}]}}'],
  ['deep nesting', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['a duplicate end', '{}{}'],
])('a signed body that is %s is malformed and makes no receipt', async (_, body) => {
  expectRefusal(await caller.post(REQUEST, body), 'body.malformed');
  expect((await caller.control('GET', `/tenants/${TESTER.clientCode}/receipts`)).json.receipts).toEqual([]);
});

test('a body past the limit is refused as too large', async () => {
  expectRefusal(
    await caller.post(REQUEST, requestCMS({ CallCenterName: 'x'.repeat(70_000) })),
    'body.tooLarge',
  );
});

test('a byte order mark before the JSON is skipped', async () => {
  expect((await caller.post(REQUEST, `\ufeff${JSON.stringify(requestCMS())}`)).status).toBe(200);
});
