import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, TESTER } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

let now: number;
let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];

beforeEach(async () => {
  now = NOON;
  ({ fetch } = await createSimulator({ now: () => now }));
  caller = createCaller(fetch, { now: () => now });
});

/** A refusal is the provider's JSON with exactly the catalogue's code and message. */
test('a token lives 30 minutes and says what every SDK reads', async () => {
  const { status, json } = await caller.token();
  expect(status).toBe(200);
  expect(json).toEqual({
    session_token: expect.stringMatching(/^\S+$/),
    serviceID: 'KAKAOCERT',
    linkID: 'TESTER',
    usercode: '020040000001',
    ipaddress: '127.0.0.1',
    expiration: '2026-11-23T01:30:00.000Z',
    scope: ['member', '310', '320', '330'],
  });
});

test('/Time is bare text without milliseconds, quotes or newline', async () => {
  now += 459;
  const answer = await caller.send('GET', '/Time');
  expect(answer.text).toBe('2026-11-23T01:00:00Z');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
});

test('the body is signed as it travels: Python sends spaces', async () => {
  const body = '{"access_id": "020040000001", "scope": ["member", "310", "320", "330"]}';
  expect((await caller.send('POST', '/KAKAOCERT/Token', caller.tokenInit(body))).status).toBe(200);
});

test.each([
  '2026-11-23T01:00:00Z',
  '2026-11-23T01:00:00.459Z',
  '2026-11-23T00:50:00Z',
  '2026-11-23T01:10:00Z',
])('a date in the window is good with and without milliseconds: %s', async (date) => {
  expect((await caller.token({}, { date })).status).toBe(200);
});

test('header names are matched in any case', async () => {
  const { body, headers } = caller.tokenInit(caller.tokenBody());
  const capitalised = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
  const answer = await caller.send('POST', '/KAKAOCERT/Token', {
    body,
    headers: Object.fromEntries(capitalised),
  });
  expect(answer.status).toBe(200);
});

test.each([
  ['auth.header', { headers: { authorization: '' } }],
  ['auth.header', { headers: { authorization: 'LINKHUB TESTER' } }],
  ['auth.header', { headers: { authorization: 'Bearer TESTER abc' } }],
  ['auth.date', { date: 'yesterday' }],
  ['auth.date', { headers: { 'x-lh-date': '' } }],
  ['auth.dateWindow', { date: '2026-11-23T00:49:59.999Z' }],
  ['auth.dateWindow', { date: '2026-11-23T01:10:00.001Z' }],
  [
    'auth.linkId',
    { headers: { authorization: 'LINKHUB NOBODY t+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=' } },
  ],
  [
    'auth.signature',
    { headers: { authorization: 'LINKHUB TESTER t+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=' } },
  ],
  ['auth.signature', { headers: { authorization: 'LINKHUB TESTER short' } }],
  ['auth.signature', { headers: { 'x-lh-forwarded': '*' } }],
])('a Token request is refused with %s', async (id, options) => {
  expectRefusal(await caller.token({}, options as object), id);
});

test.each([
  ['field.access_id.required', { access_id: undefined }],
  ['field.access_id.required', { access_id: '' }],
  ['field.access_id.format', { access_id: 20040000001 }],
  ['auth.clientCode', { access_id: '020040000009' }],
  ['field.scope.required', { scope: undefined }],
  ['field.scope.format', { scope: 'member' }],
  ['field.scope.format', { scope: [310] }],
  ['auth.scope', { scope: [] }],
  ['auth.scope', { scope: ['member', 'partner'] }],
])('a signed Token body is refused with %s: %j', async (id, changes) => {
  expectRefusal(await caller.token(changes), id);
});

test('authentication comes before parsing', async () => {
  expectRefusal(await caller.send('POST', '/KAKAOCERT/Token', { body: '{' }), 'auth.header');
  expectRefusal(await caller.send('POST', '/KAKAOCERT/Token', caller.tokenInit('{')), 'body.malformed');
});

test('a token without a service scope opens the points, not the services', async () => {
  const { session_token } = (await caller.token({ scope: ['member'] })).json;
  const headers = { authorization: `Bearer ${session_token}` };
  expect((await caller.send('GET', '/KAKAOCERT/Point', { headers })).json).toEqual({ remainPoint: 1000 });
  expectRefusal(await caller.send('GET', '/SignDirectDebit/Status/1', { headers }), 'auth.scope');
});

test('a token ends with its 30 minutes, on the base clock', async () => {
  await caller.get('/KAKAOCERT/Point');
  now += 30 * 60_000 - 1;
  expect((await caller.get('/KAKAOCERT/Point')).status).toBe(200);
  now += 1;
  expectRefusal(await caller.get('/KAKAOCERT/Point'), 'token.expired');
});

test("moving the tenant's clock does not end its tokens", async () => {
  await caller.get('/KAKAOCERT/Point');
  await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance: 'P1D' });
  expect((await caller.get('/KAKAOCERT/Point')).status).toBe(200);
});

test('tokens are expired by an explicit call; a new one is good', async () => {
  await caller.get('/KAKAOCERT/Point');
  expect((await caller.control('POST', `/tenants/${TESTER.clientCode}/tokens/expire`)).status).toBe(204);
  expectRefusal(await caller.get('/KAKAOCERT/Point'), 'token.expired');
  caller.forget();
  expect((await caller.get('/KAKAOCERT/Point')).status).toBe(200);
});

test.each([
  ['token.missing', ''],
  ['token.malformed', 'Bearer'],
  ['token.malformed', 'Basic abc'],
  ['token.malformed', 'Bearer abc'],
  ['token.malformed', 'Bearer e30.e30'],
  ['token.malformed', `Bearer ${'a'.repeat(3000)}.b`],
])('a call without a readable token is refused with %s: "%.20s"', async (id, authorization) => {
  expectRefusal(await caller.send('GET', '/KAKAOCERT/Point', { headers: { authorization } }), id);
});

test('a forged token is refused, whatever is changed in it', async () => {
  const { session_token } = (await caller.token()).json as { session_token: string };
  const [payload = '', seal = ''] = session_token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const forge = (changes: object) =>
    Buffer.from(JSON.stringify({ ...claims, ...changes })).toString('base64url');
  for (const forged of [
    `${forge({ expiresAt: now * 2 })}.${seal}`,
    `${forge({ scope: ['member', '310'] })}.${seal}`,
    `${payload}.${seal.slice(1)}`,
    `${payload}.`,
    `${payload}.${'A'.repeat(43)}`,
  ]) {
    expectRefusal(
      await caller.get('/KAKAOCERT/Point', { authorization: `Bearer ${forged}` }),
      'token.malformed',
    );
  }
});

test("one tenant's token does not open another's, nor outlive its tenant", async () => {
  const other = (await caller.control('POST', '/tenants', {})).json;
  const theirs = createCaller(fetch, { credentials: other, now: () => now });
  expect((await theirs.get('/KAKAOCERT/Point')).status).toBe(200);
  await caller.control('DELETE', `/tenants/${other.clientCode}`);
  expectRefusal(await theirs.get('/KAKAOCERT/Point'), 'token.expired');
  await caller.control('POST', '/tenants', { clientCode: other.clientCode, linkId: other.linkId });
  expectRefusal(await theirs.get('/KAKAOCERT/Point'), 'token.malformed');
});

test('a token forwarded for another address is bound to that address; * is bound to none', async () => {
  const bound = (await caller.token({}, { forwarded: '203.0.113.9' })).json;
  expect(bound.ipaddress).toBe('203.0.113.9');
  const headers = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  expectRefusal(await caller.send('GET', '/KAKAOCERT/Point', headers(bound.session_token)), 'token.ip');
  const free = (await caller.token({}, { forwarded: '*' })).json;
  expect(free.ipaddress).toBe('*');
  expect((await caller.send('GET', '/KAKAOCERT/Point', headers(free.session_token))).status).toBe(200);
});

test('points and URLs answer in their shapes', async () => {
  expect((await caller.get('/KAKAOCERT/PartnerPoint')).json).toEqual({ remainPoint: 1000 });
  expect((await caller.get('/KAKAOCERT/TotalPoint')).json).toEqual({
    totalPoint: 1000,
    chargePoint: 1000,
    bonusPoint: 0,
  });
  expect((await caller.get('/KAKAOCERT/URL?TG=CHRG')).json.url).toMatch(
    /^https:\/\/[a-z.-]+\.test\/\?TG=CHRG$/,
  );
  expectRefusal(await caller.get('/KAKAOCERT/URL'), 'field.TG.required');
  expectRefusal(await caller.get('/KAKAOCERT/URL?TG=ELSE'), 'field.TG.format');
});

test('a service call is refused for its date or its signature, after its token', async () => {
  const body = requestCMS();
  const path = '/SignDirectDebit/Request';
  expectRefusal(await caller.post(path, body, { authorization: 'Bearer x' }), 'token.malformed');
  expectRefusal(await caller.post(path, body, { 'x-lh-date': 'soon' }), 'call.date');
  expectRefusal(await caller.post(path, body, { 'x-lh-date': '2026-11-23T00:40:00Z' }), 'call.date');
  for (const auth of ['', 'TESTER', 'TESTER x', 'TESTER EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=']) {
    expectRefusal(await caller.post(path, body, { 'x-kc-auth': auth }), 'call.signature');
  }
});

test('a replay with a changed body is refused and makes no receipt', async () => {
  const path = '/SignDirectDebit/Request';
  const headers = {
    authorization: await caller.authorization(),
    'x-lh-date': new Date(now).toISOString(),
    'x-kc-auth': 'TESTER EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=',
  };
  expectRefusal(
    await caller.send('POST', path, { body: '{"CallCenterNum":"1600-0000"}', headers }),
    'call.signature',
  );
  expect((await caller.control('GET', `/tenants/${TESTER.clientCode}/receipts`)).json).toEqual({
    receipts: [],
  });
});

test('every row of the catalogue can be replaced, and a wrong id is told', async () => {
  const errors = { 'token.missing': { code: -12345678, message: '다른 문구', status: 403 } } as const;
  const simulator = await createSimulator({ errors });
  const answer = await createCaller(simulator.fetch).send('GET', '/KAKAOCERT/Point');
  expect([answer.status, answer.json]).toEqual([403, { code: -12345678, message: '다른 문구' }]);
  await expect(createSimulator({ errors: { ['no.such' as 'auth.ip']: {} } })).rejects.toThrow(
    '"no.such" is not an error id',
  );
});
