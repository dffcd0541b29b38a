import { expect, test } from 'vitest';
import { ContractViolation, createKakaocertService, ProviderRefusal } from '../../client/index.js';
import {
  CODE,
  CREDENTIALS,
  createProvider,
  failure,
  json,
  NOW,
  RECEIPT_ID,
  refusal,
  request,
  start,
  stateAnswer,
  tokenAnswer,
  verifyAnswer,
} from './provider.js';

const clientOf = (answers: Parameters<typeof start>[0]) => start(answers).client;
const stateOf = (state: () => Response) => clientOf({ state }).getCMSState(CODE, RECEIPT_ID);
const verifyOf = (verify: () => Response) => clientOf({ verify }).verifyCMS(CODE, RECEIPT_ID);

test.each([
  [
    'an HTML page',
    new Response('<h1>x</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    502,
  ],
  ['an empty body', new Response('', { status: 400 }), 400],
  ['an empty 200', new Response(''), 200],
  ['no body at all', new Response(null, { status: 204 }), 204],
  ['JSON cut short', json('{"receiptID":"0220504'), 200],
  ['a failure cut short', json('{"code":-3101', 400), 400],
  ['201 with a good body', json(stateAnswer(), 201), 201],
  ['206 with a good body', json(stateAnswer(), 206), 206],
  ['a redirect', new Response(null, { status: 302, headers: { location: '/elsewhere' } }), 302],
  ['an array', json([stateAnswer()]), 200],
  ['null', json('null'), 200],
  ['a string', json('"ok"'), 200],
  ['a failure without code', json({ message: '거절' }, 400), 400],
  ['a failure without message', json({ code: -31010001 }, 400), 400],
  ['a failure with a positive code', json({ code: 404, message: 'Not Found' }, 404), 404],
  ['a failure with a fractional code', json({ code: -1.5, message: 'x' }, 400), 400],
  ['a failure with a code in words', json({ code: '-1e3', message: 'x' }, 400), 400],
  ['a refusal dressed as success', refusal(-31010001, 200), 200],
  ['bytes that are not UTF-8', new Response(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 200],
  ['over 256 kB', json({ ...stateAnswer(), more: 'x'.repeat(300_000) }), 200],
])('%s breaks the contract', async (_what, response, status) => {
  const error = await failure(stateOf(() => response));
  expect(error).toBeInstanceOf(ContractViolation);
  expect(error).toMatchObject({ code: -99999999, operation: 'getCMSState', evidence: { status } });
});

test('text in another encoding is not read as if it were UTF-8', async () => {
  const [before, after] = JSON.stringify(stateAnswer({ tmstitle: '|' })).split('|');
  const eucKr = Buffer.concat([
    Buffer.from(before ?? ''),
    Buffer.from([0xc1, 0xa6]),
    Buffer.from(after ?? ''),
  ]);
  await expect(stateOf(() => new Response(eucKr))).rejects.toThrow('its body is not UTF-8');
});

test('a violation carries what came: status, content type and the first 2,048 characters', async () => {
  const page = `<html>${'가'.repeat(5000)}`;
  const error = await failure(
    stateOf(() => new Response(page, { status: 503, headers: { 'content-type': 'text/html' } })),
  );
  expect(error).toMatchObject({
    evidence: { status: 503, contentType: 'text/html', text: page.slice(0, 2048) },
    message:
      'The answer to getCMSState breaks the contract: its body is not JSON (HTTP 503, text/html). See error.evidence.',
  });
});

test('a violation of Verify keeps the whole answer: there won’t be another', async () => {
  const signedData = `${'A'.repeat(4000)}==`;
  const error = await failure(verifyOf(() => json(verifyAnswer({ signedData }))));
  expect(error).toMatchObject({ name: 'ContractViolation' });
  expect((error as ContractViolation).evidence.text).toContain(signedData);
});

test.each<[object, string]>([
  [{ state: '1' }, '"state" must be one of 0, 1, 2'],
  [{ state: 3 }, '"state" must be one of 0, 1, 2'],
  [{ state: null }, '"state" is missing'],
  [{ expires_in: '60' }, '"expires_in" must be integer'],
  [{ expires_in: 60.5 }, '"expires_in" must be integer'],
  [{ verifyNameYN: 1 }, '"verifyNameYN" must be boolean'],
  [{ tmstitle: undefined }, '"tmstitle" is missing'],
  [{ payload: 7 }, '"payload" must be string or null'],
  [{ completeDT: '2022-05-04' }, '"completeDT" must match ^[0-9]{14}$'],
  [{ receiptID: '022050410003800002' }, `"receiptID" must be ${RECEIPT_ID}, the receipt asked about`],
  [{ receiptID: undefined, receiptId: RECEIPT_ID }, '"receiptID" is missing'],
])('a state with %j is refused', async (changes, problem) => {
  await expect(stateOf(() => json(stateAnswer(changes)))).rejects.toThrow(`contract: ${problem} (HTTP 200`);
});

test('unknown fields pass, absent optional ones read as null', async () => {
  const { subClientName: _, viewDT: __, tx_id: ___, ...rest } = stateAnswer();
  const state = await stateOf(() => json({ ...rest, brandNew: [1], __proto__: null }));
  expect(state).toMatchObject({ subClientName: null, viewDT: null, tx_id: null, brandNew: [1] });
});

test.each([[null], [''], [undefined]])(
  'optional text of %j says nothing: null in Status, absent in Request',
  async (nothing) => {
    const client = clientOf({ request: () => json({ receiptId: RECEIPT_ID, tx_id: nothing }) });
    expect(await client.requestCMS(CODE, request)).toStrictEqual({ receiptId: RECEIPT_ID });
    const changes = { viewDT: nothing, payload: nothing, subClientCode: nothing, tx_id: nothing };
    const state = await stateOf(() => json(stateAnswer(changes)));
    expect(state).toMatchObject({ viewDT: null, payload: null, subClientCode: null, tx_id: null });
  },
);

test.each<[object, string]>([
  [{ receiptId: '022050410003800002' }, `"receiptId" must be ${RECEIPT_ID}, the receipt asked about`],
  [{ signedData: '' }, '"signedData" must be base64url without padding'],
  [{ signedData: 'MIAG+-AA' }, '"signedData" must be base64url without padding'],
  [{ signedData: 'MIAGCQ=' }, '"signedData" must be base64url without padding'],
  [{ signedData: 'MIAGCR' }, '"signedData" must be base64url without padding'],
  [{ signedData: 'MIAG CQ' }, '"signedData" must be base64url without padding'],
  [{ signedData: 'A'.repeat(4100) }, '"signedData" is longer than 4096 characters'],
  [{ signedData: null }, '"signedData" is missing'],
])('a Verify answer with %j is refused', async (changes, problem) => {
  await expect(verifyOf(() => json(verifyAnswer(changes)))).rejects.toThrow(problem);
});

test.each([['MIAG+A'], ['MIAGCQ=='], ['MIAG/A=='], ['MIAG-w==']])(
  'signedData in plain or padded base64 is handed over as it came, and the result says so: %s',
  async (signedData) => {
    const result = await verifyOf(() => json(verifyAnswer({ signedData })));
    expect(result).toEqual({
      receiptId: RECEIPT_ID,
      signedData,
      notice: expect.stringMatching(/^signedData came as base64 .*decode it as base64\.$/),
    });
    const { done, success, error } = oneOf();
    createKakaocertService({
      LinkID: CREDENTIALS.linkId,
      SecretKey: CREDENTIALS.secretKey,
      now: () => NOW,
      fetch: createProvider({ verify: () => json(verifyAnswer({ signedData })) }).fetch,
    }).verifyCMS(CODE, RECEIPT_ID, success, error);
    expect(await done).toEqual(result);
  },
);

/** A pair of callbacks, and what the first of them got. */
function oneOf() {
  let settle: (value: unknown) => void = () => {};
  const done = new Promise<unknown>((resolve) => {
    settle = resolve;
  });
  return { done, success: settle, error: settle };
}

test('signedData of exactly 4,096 characters is read', async () => {
  const signedData = 'A'.repeat(4096);
  expect((await verifyOf(() => json(verifyAnswer({ signedData })))).signedData).toBe(signedData);
});

test('VerifyAuth may return the Token itself, any text', async () => {
  const client = clientOf({ verify: () => json(verifyAnswer({ signedData: '본인인증 원문 1' })) });
  expect((await client.verifyAuth(CODE, RECEIPT_ID)).signedData).toBe('본인인증 원문 1');
});

test.each([
  ['..', '/x', 'a b', '1'.repeat(21)],
  ['1/2', '?', '%2e', ''],
])('a new receipt id must be usable: %s', async (...ids) => {
  for (const receiptId of ids) {
    const client = clientOf({ request: () => json({ receiptId }) });
    expect(await failure(client.requestCMS(CODE, request))).toBeInstanceOf(ContractViolation);
  }
});

test('a refusal has the provider’s own code, message and status', async () => {
  const error = await failure(stateOf(() => refusal(-31010010, 400, '접수아이디가 존재하지 않습니다.')));
  expect(error).toBeInstanceOf(ProviderRefusal);
  expect(error).toMatchObject({
    name: 'ProviderRefusal',
    code: -31010010,
    message: '접수아이디가 존재하지 않습니다.',
    status: 400,
    operation: 'getCMSState',
  });
});

test('a code in a string is read as the number it is', async () => {
  const error = await failure(stateOf(() => json({ code: '-31010010', message: 'x' }, 400)));
  expect(error).toMatchObject({ name: 'ProviderRefusal', code: -31010010 });
});

test.each<object>([
  { session_token: '' },
  { session_token: 'two words' },
  { session_token: '토큰' },
  { session_token: 7 },
  { expiration: '2022-05-04T01:30:38Z' },
  { expiration: undefined },
])('a Token answer with %j is refused before the call is made', async (changes) => {
  const { provider, client } = start({ token: () => json(tokenAnswer(changes)) });
  const error = await failure(client.verifyCMS(CODE, RECEIPT_ID));
  expect(error).toMatchObject({ name: 'ContractViolation', operation: 'token', maybeDelivered: false });
  expect(provider.count('verify')).toBe(0);
});
