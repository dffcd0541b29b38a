import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { isLoopback } from '../../../simulator/doors/loopback.js';
import { createSimulator } from '../../../simulator/index.js';
import { version } from '../../../simulator/version.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';

let now: number;
let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];
const clockOf = (clientCode: string) => `/tenants/${clientCode}/clock`;
const clock = clockOf(TESTER.clientCode);

beforeEach(async () => {
  now = NOON;
  ({ fetch } = await createSimulator({ now: () => now }));
  caller = createCaller(fetch, { now: () => now });
});

test('health tells the version; the CA is a PEM that says TEST', async () => {
  expect((await caller.control('GET', '/health')).json).toEqual({ status: 'ok', version });
  const pem = await caller.control('GET', '/ca.pem');
  expect(pem.headers.get('content-type')).toBe('application/x-pem-file');
  expect(pem.text).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+\n-----END CERTIFICATE-----\n$/);
});

test('a receipt shows everything known, and what can come next', async () => {
  const id = await requested(caller, requestCMS());
  expect((await caller.control('GET', `/receipts/${id}`)).json).toEqual({
    receiptId: id,
    service: 'cms',
    clientCode: TESTER.clientCode,
    state: 0,
    request: { ...requestCMS(), isAppUseYN: false },
    requestedAt: '2026-11-23T01:00:00.000Z',
    expiresAt: '2026-11-23T01:05:00.000Z',
    signAt: null,
    viewedAt: null,
    signedAt: null,
    verifyUntil: null,
    verifiedAt: null,
    txId: null,
    signature: null,
    appResult: null,
    next: ['view', 'sign', 'expire'],
  });
  const listed = await caller.control('GET', `/tenants/${TESTER.clientCode}/receipts`);
  expect(listed.json.receipts.map((receipt: { receiptId: string }) => receipt.receiptId)).toEqual([id]);
});

test('view, sign and expire answer the receipt, or 409 with the next events', async () => {
  const id = await requested(caller, requestCMS());
  expect((await caller.control('POST', `/receipts/${id}/view`)).json.viewedAt).toBe(
    '2026-11-23T01:00:00.000Z',
  );
  expect((await caller.control('POST', `/receipts/${id}/sign`, {})).json).toMatchObject({
    state: 1,
    next: ['verify'],
  });
  const again = await caller.control('POST', `/receipts/${id}/sign`);
  expect(again.status).toBe(409);
  expect(again.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(again.json).toEqual({
    type: 'about:blank',
    status: 409,
    title: 'Conflict',
    detail: 'The receipt is signed: it can\'t take "sign".',
    next: ['verify'],
  });
  const expired = await requested(caller, requestCMS());
  expect((await caller.control('POST', `/receipts/${expired}/expire`)).json).toMatchObject({
    state: 2,
    next: [],
  });
  expect((await caller.control('POST', `/receipts/${expired}/view`)).status).toBe(409);
});

test('the app cancels: the receipt tells with which code and when, waits on, and can be signed', async () => {
  const id = await requested(caller, { ...requestCMS(), isAppUseYN: true });
  const cancelled = await caller.control('POST', `/receipts/${id}/cancel`);
  expect(cancelled.status).toBe(200);
  expect(cancelled.json).toMatchObject({
    state: 0,
    viewedAt: null,
    signature: null,
    appResult: { code: 5000, at: '2026-11-23T01:00:00.000Z' },
    next: ['view', 'sign', 'expire', 'cancel'],
  });
  now += 1500;
  const failed = await caller.control('POST', `/receipts/${id}/cancel`, { code: 4006 });
  expect(failed.json.appResult).toEqual({ code: 4006, at: '2026-11-23T01:00:01.500Z' });
  expect((await caller.control('POST', `/receipts/${id}/sign`)).json).toMatchObject({
    state: 1,
    signature: expect.stringMatching(/\S/),
    verifyUntil: '2026-11-23T01:30:01.500Z',
    appResult: { code: 4006 },
    next: ['verify'],
  });
  expect((await caller.control('POST', `/receipts/${id}/cancel`)).status).toBe(409);
});

test('a Talk message has no app that could cancel', async () => {
  const id = await requested(caller, requestCMS());
  const refused = await caller.control('POST', `/receipts/${id}/cancel`);
  expect(refused.json).toMatchObject({
    status: 409,
    detail: expect.stringMatching(/"cancel".*App-to-App/),
    next: ['view', 'sign', 'expire'],
  });
  expect((await caller.control('GET', `/receipts/${id}`)).json.appResult).toBeNull();
});

test.each([0, 100_000, 1.5, '5000'])('a cancel with the code %j is refused', async (code) => {
  const id = await requested(caller, { ...requestCMS(), isAppUseYN: true });
  expect((await caller.control('POST', `/receipts/${id}/cancel`, { code })).status).toBe(400);
  expect((await caller.control('GET', `/receipts/${id}`)).json.appResult).toBeNull();
});

test('the clock advances, sets and freezes, at once and forward only', async () => {
  const put = async (body: object) => (await caller.control('PUT', clock, body)).json;
  expect(await put({ advance: 'PT5M' })).toEqual({ now: '2026-11-23T01:05:00.000Z', frozen: false });
  now += 1000;
  expect((await caller.control('GET', clock)).json).toEqual({
    now: '2026-11-23T01:05:01.000Z',
    frozen: false,
  });
  expect(await put({ freeze: true })).toEqual({ now: '2026-11-23T01:05:01.000Z', frozen: true });
  now += 60_000;
  expect(await put({ advance: 'P1DT0.5S' })).toEqual({ now: '2026-11-24T01:05:01.500Z', frozen: true });
  expect(await put({ set: '2026-12-01T09:00:00+09:00' })).toEqual({
    now: '2026-12-01T00:00:00.000Z',
    frozen: true,
  });
  expect(await put({ freeze: false })).toEqual({ now: '2026-12-01T00:00:00.000Z', frozen: false });
  now += 1;
  expect((await caller.control('GET', clock)).json.now).toBe('2026-12-01T00:00:00.001Z');
  expect((await caller.control('PUT', clock, { set: '2026-11-30T00:00:00Z' })).status).toBe(409);
});

test.each([
  [400, {}],
  [400, { advance: 'PT1M', freeze: true }],
  [400, { advance: 'P1Y' }],
  [400, { advance: 'P1M' }],
  [400, { advance: '-PT1M' }],
  [400, { advance: 'PT' }],
  [400, { advance: '5m' }],
  [400, { advance: 5 }],
  [400, { set: '2026-12-01' }],
  [400, { set: '2026-12-01T00:00:00' }],
  [400, { set: 'tomorrow' }],
  [400, { freeze: 'yes' }],
  [400, { stop: true }],
  [422, { set: '2049-06-01T00:00:00Z' }],
  [422, { advance: 'P99999D' }],
])('a clock change is refused with %d: %j', async (status, change) => {
  const answer = await caller.control('PUT', clock, change);
  expect([answer.status, answer.json.detail], answer.text).toEqual([status, expect.stringMatching(/\S/)]);
  expect((await caller.control('GET', clock)).json).toEqual({
    now: '2026-11-23T01:00:00.000Z',
    frozen: false,
  });
});

test("one tenant's clock is not another's", async () => {
  const other = (await caller.control('POST', '/tenants', {})).json;
  await caller.control('PUT', clock, { advance: 'P30D' });
  expect((await caller.control('GET', clockOf(other.clientCode))).json.now).toBe('2026-11-23T01:00:00.000Z');
});

test('a tenant is made with credentials of its own, changed and removed', async () => {
  const made = await caller.control('POST', '/tenants', { clientName: '가나다 주식회사', sign: 'immediate' });
  expect(made.status).toBe(201);
  expect(made.json).toEqual({
    clientCode: expect.stringMatching(/^0\d{11}$/),
    clientName: '가나다 주식회사',
    linkId: expect.stringMatching(/^\S+$/),
    secretKey: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    subClients: [],
    sign: 'immediate',
    form: 'der',
  });
  const { clientCode } = made.json;
  const theirs = createCaller(fetch, { credentials: made.json, now: () => now });
  const id = await requested(theirs, requestCMS());
  expect((await theirs.get(`/SignDirectDebit/Status/${id}`)).json).toMatchObject({
    state: 1,
    clientName: '가나다 주식회사',
  });
  const subClients = [{ code: '020040000005', name: '별칭' }];
  expect((await caller.control('PATCH', `/tenants/${clientCode}`, { subClients })).json.subClients).toEqual(
    subClients,
  );
  expect((await caller.control('GET', `/tenants/${clientCode}`)).json).toMatchObject({
    subClients,
    sign: 'immediate',
  });
  expect((await caller.control('DELETE', `/tenants/${clientCode}`)).status).toBe(204);
  expect((await caller.control('GET', `/tenants/${clientCode}`)).status).toBe(404);
  expect((await caller.control('GET', `/receipts/${id}`)).status).toBe(404);
});

test('one LinkID holds several tenants with one secret; a taken clientCode is a conflict', async () => {
  const first = (await caller.control('POST', '/tenants', { linkId: 'SHARED' })).json;
  const second = await caller.control('POST', '/tenants', { linkId: 'SHARED' });
  expect([second.status, second.json.secretKey]).toEqual([201, first.secretKey]);
  const secretKey = TESTER.secretKey;
  expect((await caller.control('POST', '/tenants', { linkId: 'SHARED', secretKey })).status).toBe(409);
  expect((await caller.control('PATCH', `/tenants/${first.clientCode}`, { secretKey })).status).toBe(409);
  expect((await caller.control('POST', '/tenants', { clientCode: first.clientCode })).status).toBe(409);
});

test.each([
  { clientCode: '12' },
  { clientCode: 20040000001 },
  { linkId: 'with space' },
  { secretKey: 'short' },
  { sign: 'sometimes' },
  { sign: 'polls:-1' },
  { subClients: [{ code: '1' }] },
  { clientName: '가'.repeat(81) },
  { unknown: 1 },
])('a tenant is not made from %j', async (settings) => {
  expect((await caller.control('POST', '/tenants', settings)).status).toBe(400);
});

test('unknown paths, methods and things are told apart', async () => {
  expect((await caller.control('GET', '/nothing')).status).toBe(404);
  const wrong = await caller.control('DELETE', '/health');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
  expect((await caller.control('GET', '/receipts/1')).json.detail).toBe('There is no receipt "1".');
  expect((await caller.control('GET', '/tenants/1/clock')).status).toBe(404);
  expect((await caller.send('GET', '/_sim/nothing')).status).toBe(404);
  expect((await caller.send('GET', '/_simulator')).json).toEqual({
    code: expect.any(Number),
    message: expect.any(String),
  });
});

test('a body must be JSON: no form, no text, no broken JSON', async () => {
  const path = `/_sim/v1/tenants`;
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ]) {
    const answer = await caller.send('POST', path, { body: '{}', headers: { 'content-type': type } });
    expect(answer.status, type).toBe(415);
  }
  const json = { 'content-type': 'application/json; charset=utf-8' };
  expect((await caller.send('POST', path, { body: '{', headers: json })).status).toBe(400);
  expect((await caller.send('POST', path, { body: '{"__proto__":{}}', headers: json })).status).toBe(400);
  expect((await caller.send('POST', path, { body: '{}', headers: json })).status).toBe(201);
});

test.each([
  [
    'outcomes',
    { operation: '__proto__', error: 'auth.ip' },
    'Body /operation: "__proto__" is none of token, ',
  ],
  ['outcomes', { operation: 'time', error: 'auth.ip' }, 'Body /operation: "time" is none of'],
  ['outcomes', { operation: 'verifyCMS', form: 'pem' }, 'Body /form: "pem" is none of der, observed, cades.'],
  ['faults', { operation: 'requestCMS', fault: 'explode' }, 'Body /fault: "explode" is none of delay, '],
  ['faults', { operation: 'requestCMS', fault: 'status', body: 'xml' }, 'Body /body: "xml" is none of'],
  ['barriers', { operation: '없음', calls: 1 }, 'Body /operation: "없음" is none of'],
])('%s take no word that is none of theirs: %j', async (what, body, detail) => {
  const answer = await caller.control('POST', `/tenants/${TESTER.clientCode}/${what}`, body);
  expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining(detail)]);
});

test.each([
  [
    { clientNam: '시험기관' },
    'Body /clientNam: there is no such member (given "시험기관"); the members are clientCode, linkId, clientName,',
  ],
  [{ clientCode: '12' }, 'Body /clientCode: "12" is not allowed; give a string (12 digits (manual 1.1)).'],
  [{ clientCode: 20040000001 }, 'Body /clientCode: 20040000001 is not allowed; give a string (12 digits'],
  [{ clientName: '' }, 'Body /clientName: "" is not allowed; give a string (1 to 80 characters).'],
  [
    { subClients: [{ code: '1', name: '가' }, { code: '1' }] },
    'Body /subClients/1/name: it is missing; give a string',
  ],
  [{ subClients: {} }, 'Body /subClients: {} is not allowed; give an array'],
  [{ sign: 'sometimes' }, 'sign: "sometimes" is none of manual, immediate, never'],
])('a tenant that can not be made from %j is told what can', async (settings, detail) => {
  const answer = await caller.control('POST', '/tenants', settings);
  expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining(detail)]);
});

test.each([
  [{}, 'Body /: it lacks advance or set or freeze; give one of these: {advance}, or {set}, or {freeze}.'],
  [{ advance: 'PT1M', freeze: true }, 'give one of these: {advance}, or {set}, or {freeze}.'],
  [{ stop: true }, 'Body /stop: there is no such member (given true); give one of these: {advance}, or'],
  [{ advance: 5 }, 'Body /advance: 5 is not allowed; give a string (0 to 64 characters; ISO 8601 duration'],
  [{ freeze: 'yes' }, 'Body /freeze: "yes" is not allowed; give a boolean.'],
])('a clock change that is none is told which there are: %j', async (change, detail) => {
  expect((await caller.control('PUT', clock, change)).json.detail).toContain(detail);
});

test('a delay that is none is told which there are, and the one that was meant what it lacks', async () => {
  const detail = async (delay: object) =>
    (
      await caller.control('POST', `/tenants/${TESTER.clientCode}/faults`, {
        operation: 'verifyCMS',
        fault: 'delay',
        delay,
      })
    ).json.detail;
  expect(await detail({ ms: -1 })).toContain('/delay/ms: -1 is not allowed; give a number (0 to 600000');
  expect(await detail({ distribution: 'uniform', min: 1 })).toContain(
    '/delay/max: it is missing; give a number',
  );
  expect(await detail({ distribution: 'normal', ms: 1 })).toContain(
    '/delay/distribution: "normal" is none of fixed, uniform, lognormal',
  );
  expect(await detail({})).toContain('Body /delay/ms: it is missing; give a number');
});

test('a route that takes no body says so', async () => {
  const answer = await caller.control('POST', `/tenants/${TESTER.clientCode}/reset`, { all: true });
  expect([answer.status, answer.json.detail]).toEqual([
    400,
    'Body /all: there is no such member (given true); none is taken.',
  ]);
});

test.each([
  ['a foreign Host', { host: 'evil.example' }],
  ["another page's Origin", { origin: 'http://evil.example' }],
  ['an opaque Origin', { origin: 'null' }],
  ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
  ['a same-site page', { 'sec-fetch-site': 'same-site' }],
])('%s is refused', async (_, headers) => {
  expect((await caller.send('GET', '/_sim/v1/health', { headers })).status).toBe(403);
});

test.each([
  [{ host: 'localhost:9080' }],
  [{ host: '127.0.0.1:9080', origin: 'http://127.0.0.1:9080', 'sec-fetch-site': 'same-origin' }],
  [{ host: '[::1]:9080' }],
])('the own page is served: %j', async (headers) => {
  expect((await caller.send('GET', '/_sim/v1/health', { headers })).status).toBe(200);
});

test('off loopback every control call but health needs the token; --allow-host names other hosts', async () => {
  const simulator = await createSimulator({ controlToken: 'a-control-token', allowHosts: ['sim.internal'] });
  const { url, controlToken } = await simulator.listen({ host: '0.0.0.0' });
  try {
    expect(controlToken).toBe('a-control-token');
    const origin = `http://127.0.0.1:${new URL(url).port}`;
    const outside = createCaller(globalThis.fetch, { origin });
    expect((await outside.control('GET', '/health')).status).toBe(200);
    expect((await outside.control('GET', `/tenants/${TESTER.clientCode}`)).status).toBe(401);
    const authorized = (token: string) =>
      outside.send('GET', `/_sim/v1/tenants/${TESTER.clientCode}`, {
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await authorized('wrong')).status).toBe(401);
    expect((await authorized('a-control-token')).status).toBe(200);
    const named = createCaller(simulator.fetch);
    expect((await named.send('GET', '/_sim/v1/health', { headers: { host: 'sim.internal' } })).status).toBe(
      200,
    );
  } finally {
    await simulator.close();
  }
});

test.each(['', 'with a space', '한글'])(
  'controlToken %j could never be sent, or is sent by everybody: a TypeError',
  async (controlToken) => {
    await expect(createSimulator({ controlToken })).rejects.toThrow(TypeError);
  },
);

test('a host name that only looks like loopback needs the token', async () => {
  expect(isLoopback('127.evil.example')).toBe(false);
  expect(isLoopback('localhost.evil.example')).toBe(false);
  for (const host of ['127.0.0.1', '127.0.0.77', '::1', 'localhost', '::ffff:127.0.0.1']) {
    expect(isLoopback(host), host).toBe(true);
  }
});

test('without an Authorization header nobody is let in off loopback, whatever the token', async () => {
  const simulator = await createSimulator();
  const { url } = await simulator.listen({ host: '0.0.0.0' });
  try {
    const origin = `http://127.0.0.1:${new URL(url).port}`;
    for (const authorization of [undefined, '', 'Bearer', 'Bearer ', 'Basic Og==']) {
      const headers = authorization === undefined ? {} : { authorization };
      const path = `${origin}/_sim/v1/tenants/${TESTER.clientCode}`;
      expect((await globalThis.fetch(path, { headers })).status, `${authorization}`).toBe(401);
    }
  } finally {
    await simulator.close();
  }
});
