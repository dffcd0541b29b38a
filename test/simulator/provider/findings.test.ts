import { beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { findingRules } from '../../../simulator/core/findings.js';
import { createSimulator, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested } from '../../support/caller.js';

const state = (id: string) => `/SignDirectDebit/Status/${id}`;
const verify = (id: string) => `/SignDirectDebit/Verify/${id}`;
let now: number;
let simulator: Simulator;
let tenant: TenantHandle;
let caller: Caller;

beforeEach(async () => {
  now = NOON;
  simulator = await createSimulator({ now: () => now });
  tenant = await simulator.tenant({ subClients: [{ code: '020040000005', name: '별칭' }] });
  caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant, now: () => now });
});

const found = async () => (await tenant.findings()).map(({ id }) => id);

test('a client that does everything right has no findings', async () => {
  const id = await requested(caller, requestCMS({ SubClientID: '020040000005' }));
  for (let poll = 0; poll < 5; poll += 1) {
    await caller.get(state(id));
    now += 3000;
  }
  await tenant.receipts.sign(id);
  await caller.get(state(id));
  await caller.get(verify(id));
  await caller.get(state(id));
  expect(await found()).toEqual([]);
});

test('every rule says why, in two languages, and where that is known from', () => {
  for (const { id, words, source } of findingRules) {
    expect(id).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
    expect(words.en).toMatch(/\.$/);
    expect(words.ko).toMatch(/[가-힣].*\.$/);
    expect(source).not.toBe('');
  }
  expect(new Set(findingRules.map(({ id }) => id)).size).toBe(findingRules.length);
});

test('a token is not reused', async () => {
  await caller.token();
  await caller.token();
  expect(await found()).toEqual(['token.notReused']);
  await tenant.clearFindings();
  now += 26 * 60_000;
  await caller.token();
  await caller.token({}, {});
  expect(await found()).toEqual(['token.notReused']);
});

test('a token asked for after one was refused is as it must be', async () => {
  await caller.get(state('1'));
  await tenant.tokens.expire();
  await caller.get(state('1'));
  caller.forget();
  await caller.get(state('1'));
  expect(await found()).toEqual([]);
});

test('three polls in a row, each within a second, are too fast; a control call or a pause begins anew', async () => {
  const id = await requested(caller, requestCMS());
  const poll = async (times: number) => {
    for (let at = 0; at < times; at += 1) {
      await caller.get(state(id));
      now += 999;
    }
  };
  await poll(2);
  await tenant.clock.advance('PT1S');
  await poll(2);
  await tenant.receipts.view(id);
  await poll(2);
  now += 1;
  await poll(2);
  expect(await found()).toEqual([]);
  await poll(1);
  expect(await found()).toEqual(['poll.tooFast']);
});

test('on a frozen clock no poll is too fast', async () => {
  await tenant.clock.freeze();
  const id = await requested(caller, requestCMS());
  for (let at = 0; at < 10; at += 1) await caller.get(state(id));
  expect(await found()).toEqual([]);
});

test('polling goes on after a final state', async () => {
  const id = await requested(caller, requestCMS());
  await tenant.receipts.expire(id);
  await caller.get(state(id));
  now += 5000;
  await caller.get(state(id));
  expect(await found()).toEqual(['poll.afterFinal']);
});

test('verify comes too early, and twice', async () => {
  const id = await requested(caller, requestCMS());
  await caller.get(verify(id));
  await tenant.receipts.sign(id);
  await caller.get(verify(id));
  await caller.get(verify(id));
  expect(await found()).toEqual(['verify.early', 'verify.twice']);
});

test('the same request is sent again while it is pending, and not once it is over', async () => {
  await requested(caller, requestCMS());
  await requested(caller, requestCMS({ PayLoad: 'another' }));
  expect(await found()).toEqual([]);
  await requested(caller, requestCMS());
  expect(await found()).toEqual(['request.resent']);
  await tenant.clock.advance('PT5M');
  await requested(caller, requestCMS());
  expect(await found()).toEqual(['request.resent']);
});

test.each([
  ['phone.hyphens', { ReceiverHP: '010-0000-0000' }],
  ['field.unknown', { receiverName: '홍시험' }],
  ['field.numericString', { Expires_in: '300' }],
  ['bank.unknown', { BankCode: '001' }],
  ['subClient.unknown', { SubClientID: '099999999999' }],
  ['payerNumber.tooLong', { ClientUserID: '123456789012345678901' }],
])('%s is found in a request', async (id, changes) => {
  await caller.post('/SignDirectDebit/Request', { ...requestCMS(), ...changes });
  expect(await found()).toEqual([id]);
});

test('a clock off by over a minute, a content type that is not JSON, a missing version', async () => {
  const path = '/SignDirectDebit/Request';
  await caller.post(path, requestCMS(), { 'x-lh-date': new Date(now - 61_000).toISOString() });
  await caller.post(path, requestCMS({ PayLoad: '2' }), { 'content-type': 'text/plain' });
  await caller.post(path, requestCMS({ PayLoad: '3' }), { 'x-lh-version': '' });
  expect(await found()).toEqual(['clock.skew', 'contentType.wrong', 'version.missing']);
});

test('a secret in a URL is found, and masked in the journal', async () => {
  await caller.get(`/SignDirectDebit/Status/1?secretKey=${encodeURIComponent(tenant.secretKey)}`);
  expect(await found()).toEqual(['secret.inUrl']);
  const text = JSON.stringify(await tenant.calls());
  expect(text).not.toContain(tenant.secretKey);
  expect(text).not.toContain(encodeURIComponent(tenant.secretKey));
});

test.each([
  ['in base64url', (secret: string) => secret.replaceAll('+', '-').replaceAll('/', '_')],
  ['percent-encoded twice', (secret: string) => encodeURIComponent(encodeURIComponent(secret))],
  ['in base64', (secret: string) => btoa(`:${secret}`)],
])('a secret in a URL is found %s too', async (_, write) => {
  await caller.get(`/SignDirectDebit/Status/${write(tenant.secretKey)}`);
  expect(await found()).toEqual(['secret.inUrl']);
});

test('a finding names the call that showed it; the journal masks every secret', async () => {
  const id = await requested(caller, requestCMS());
  await caller.get(verify(id));
  const [finding] = await tenant.findings();
  const call = (await tenant.calls()).find(({ number }) => number === finding?.call);
  expect(call).toMatchObject({
    operation: 'verifyCMS',
    status: 400,
    outcome: 'verify.notSigned',
    at: '2026-11-23T01:00:00.000Z',
  });
  const text = JSON.stringify(await tenant.calls());
  expect(text).not.toContain((await caller.authorization()).slice(7));
  expect(text).not.toMatch(/LINKHUB \S+ [A-Za-z0-9+/]{20}/);
  expect(text).toContain('홍시험');
});

test('the journal is bounded, and calls that named no tenant are kept apart', async () => {
  const small = await createSimulator({ now: () => now, journalLimit: 10 });
  const own = await small.tenant();
  const theirs = createCaller(small.fetch as typeof fetch, { credentials: own, now: () => now });
  for (let at = 0; at < 25; at += 1) await theirs.get(state(String(at)));
  const calls = await own.calls();
  expect(calls).toHaveLength(10);
  expect(calls.at(-1)?.request.target).toBe(state('24'));
  await theirs.send('GET', '/nowhere');
  expect((await small.control.unnamedCalls()).map(({ outcome }) => outcome)).toEqual(['path.unknown']);
});

test('abandoned tenants go, those in use and the default one stay', async () => {
  const own = await createSimulator({ now: () => now, tenantLife: 60_000 });
  const [idle, used] = [await own.tenant(), await own.tenant()];
  for (let at = 0; at < 5; at += 1) {
    now += 14_000;
    await used.clock.now();
  }
  await own.tenant();
  await expect(idle.clock.now()).rejects.toMatchObject({ status: 404 });
  expect((await used.clock.now()).frozen).toBe(false);
  expect((await own.control.tenant('020040000001')).linkId).toBe('TESTER');
});

test('expectations on the calls fail with a table of them', async () => {
  const id = await requested(caller, requestCMS());
  await caller.get(state(id));
  await tenant.expect.calledTimes('getCMSState', 1);
  await tenant.expect.neverCalled('verifyCMS');
  await tenant.expect.sequence('token', 'requestCMS', 'getCMSState');
  await expect(tenant.expect.neverCalled('requestCMS')).rejects.toThrow(
    /0 times, but it was called 1 times\.\n# .*\n.*requestCMS +200 +ok/s,
  );
  await expect(tenant.expect.sequence('token')).rejects.toThrow('Expected the calls to be token.');
});
