import { Agent } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import type { FaultKind } from '../../../simulator/core/faults.js';
import { concerns } from '../../../simulator/core/finding-rule.js';
import { findingRules, rulesOf } from '../../../simulator/core/findings.js';
import { createSimulator, type Fault, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { agentFetch } from '../../support/agent-fetch.js';
import { type Caller, type Credentials, createCaller, NOON, requested } from '../../support/caller.js';

const state = (id: string) => `/SignDirectDebit/Status/${id}`;
const verify = (id: string) => `/SignDirectDebit/Verify/${id}`;
const REQUEST = '/SignDirectDebit/Request';
let now: number;
let simulator: Simulator;
let tenant: TenantHandle;
let caller: Caller;
let id: string;

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

test('every rule is asked of some calls, and only of those that have its field', () => {
  for (const rule of findingRules) {
    expect(Object.keys(operations).some((name) => concerns(rule, name as OperationName))).toBe(true);
  }
  expect(rulesOf('getCMSState', true).map(({ id }) => id)).toEqual([
    'poll.tooFast',
    'poll.afterFinal',
    'secret.inUrl',
  ]);
  const ofVerifyAuth = rulesOf('requestVerifyAuth', true).map(({ id }) => id);
  expect(ofVerifyAuth).toContain('phone.hyphens');
  expect(ofVerifyAuth).not.toContain('bank.unknown');
});

test('a program that asks for a token at each run, by hand, has done nothing wrong', async () => {
  for (let run = 0; run < 20; run += 1) {
    await caller.token();
    now += 5001;
  }
  expect(await found()).toEqual([]);
});

test('a third token within ten seconds: the first was not reused', async () => {
  await caller.token();
  await caller.token();
  now += 9999;
  expect(await found()).toEqual([]);
  await caller.token();
  expect(await found()).toEqual(['token.notReused']);
  await tenant.clearFindings();
  // Near their end all of them have to be replaced.
  now += 26 * 60_000;
  await caller.token();
  expect(await found()).toEqual([]);
});

describe('over connections', () => {
  let listening: Simulator;
  let one: TenantHandle;
  let agents: readonly [Agent, Agent];
  let callers: readonly Caller[];

  beforeEach(async () => {
    listening = await createSimulator({ now: () => now });
    const { url: origin } = await listening.listen();
    one = await listening.tenant();
    agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
    const options = { credentials: one, now: () => now, origin };
    callers = agents.map((agent) => createCaller(agentFetch(agent), options));
  });
  afterEach(async () => {
    for (const agent of agents) agent.destroy();
    await listening.close();
  });

  test('a second token on the one that carried the first: it was not reused', async () => {
    const [first, second] = callers as [Caller, Caller];
    for (const caller of [first, second]) {
      await caller.token();
      now += 60_000;
    }
    expect(await one.findings()).toEqual([]);
    await first.token();
    expect(await one.findings()).toMatchObject([{ id: 'token.notReused', field: null }]);
    const [a, b, c] = (await one.calls()).map(({ connection }) => connection);
    expect(a).toEqual(expect.any(Number));
    expect([b === a, c === a]).toEqual([false, true]);
  });

  test.each<[string, FaultKind, () => Promise<unknown>, string[]]>([
    ['at once, elsewhere', 'halfBody', async () => undefined, ['verify.repeated']],
    ['at once, after an answer that got lost', 'commitThenDrop', async () => undefined, ['verify.repeated']],
    ['a second later', 'halfBody', async () => (now += 1000), ['verify.twice']],
    [
      'after a look at the state',
      'halfBody',
      () => callers[0]?.get(state(id)) ?? Promise.reject(),
      ['verify.twice'],
    ],
    ['after a whole answer', 'delay', async () => undefined, ['verify.twice']],
  ])('a Verify that comes again %s', async (_, fault, between, findings) => {
    const [first, second] = callers as [Caller, Caller];
    id = await requested(first, requestCMS());
    await second.authorization();
    await one.receipts.sign(id);
    await one.faults.add('verifyCMS', fault === 'delay' ? { fault, delay: { ms: 0 } } : ({ fault } as Fault));
    await first.get(verify(id)).catch(() => {});
    await between();
    await second.get(verify(id));
    expect((await one.findings()).map((finding) => finding.id)).toEqual(findings);
  });
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

test.each(['a Status that said signed', 'a Verify'])('what %s has ended is not asked anew', async (how) => {
  const receiptId = await requested(caller, requestCMS());
  await tenant.receipts.sign(receiptId);
  await caller.get(`/SignDirectDebit/${how === 'a Verify' ? 'Verify' : 'Status'}/${receiptId}`);
  await requested(caller, requestCMS());
  expect(await found()).not.toContain('request.resent');
});

test.each([
  ['phone.hyphens', { ReceiverHP: '010-0000-0000' }],
  ['field.unknown', { receiverName: '홍시험' }],
  ['field.numericString', { Expires_in: '300' }],
  ['bank.unknown', { BankCode: '001' }],
  ['subClient.unknown', { SubClientID: '099999999999' }],
  ['payerNumber.tooLong', { ClientUserID: '123456789012345678901' }],
])('%s is found in a request, with the field', async (rule, changes) => {
  await caller.post(REQUEST, { ...requestCMS(), ...changes });
  expect(await tenant.findings()).toMatchObject([{ id: rule, field: Object.keys(changes)[0] }]);
});

test('each unknown field is named, but none that may be anything, and not very many', async () => {
  await caller.post(REQUEST, { ...requestCMS(), one: 1, two: 2, ['x'.repeat(41)]: 3 });
  expect((await tenant.findings()).map(({ field }) => field)).toEqual(['one', 'two', null]);
  await tenant.clearFindings();
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`m${at}`, at]));
  await caller.post(REQUEST, { ...requestCMS({ PayLoad: '2' }), ...many });
  expect(await tenant.findings()).toHaveLength(8);
});

test('what official SDKs send along is known: the Token of CMS, and null for what is not given', async () => {
  await caller.post(REQUEST, { ...requestCMS(), Token: null, SubClientName: null });
  await caller.post(REQUEST, { ...requestCMS({ PayLoad: '2' }), Token: '동의' });
  expect(await found()).toEqual([]);
});

describe('a call that was refused is in the journal of whom it named', () => {
  const wrong = () => ({ ...tenant, secretKey: Buffer.alloc(32).toString('base64') });
  const callerOf = (credentials: Credentials) =>
    createCaller(simulator.fetch as typeof fetch, { credentials, now: () => now });
  const outcomes = async () => (await tenant.calls()).map(({ outcome }) => outcome);

  test.each<[string, (caller: Caller) => Promise<unknown>, string]>([
    ['a Token by a wrong key', () => callerOf(wrong()).token(), 'auth.signature'],
    ['a wrong LinkID', () => callerOf({ ...tenant, linkId: 'NOBODY' }).token(), 'auth.linkId'],
    [
      'a wrong ClientCode',
      () => callerOf({ ...tenant, clientCode: '099999999999' }).token(),
      'auth.clientCode',
    ],
    [
      'a Token without an institution',
      (caller) => caller.token({ access_id: '' }),
      'field.access_id.required',
    ],
    ['a Token that is too large', (caller) => caller.token({ x: 'x'.repeat(70_000) }), 'body.tooLarge'],
    [
      'a signed call without a token',
      (caller) => caller.post(REQUEST, requestCMS(), { authorization: '' }),
      'token.missing',
    ],
  ])('%s', async (_, call, outcome) => {
    await call(caller);
    expect((await outcomes()).at(-1)).toBe(outcome);
    expect(await simulator.control.unnamedCalls()).toEqual([]);
  });

  test('a LinkID of two institutions names none of them', async () => {
    await simulator.tenant({ linkId: tenant.linkId, secretKey: tenant.secretKey });
    await callerOf({ ...tenant, clientCode: '099999999999' }).token();
    expect(await outcomes()).toEqual([]);
    expect(await simulator.control.unnamedCalls()).toHaveLength(1);
  });

  test('a name of nobody makes no page', async () => {
    await callerOf({ ...wrong(), linkId: 'NOBODY', clientCode: '099999999999' }).token();
    await expect(simulator.control.tenant('099999999999')).rejects.toMatchObject({ status: 404 });
    expect(await simulator.control.unnamedCalls()).toHaveLength(1);
  });

  test('how it was sent is judged, what it asks for is not', async () => {
    const sent = { date: new Date(now - 700_000).toISOString(), headers: { 'x-lh-version': '1.0' } };
    await callerOf(wrong()).token({ unknown: true }, sent);
    await caller.post(
      REQUEST,
      { ...requestCMS(), unknown: true },
      { 'x-kc-auth': 'x', 'content-type': 'text/plain' },
    );
    const findings = await tenant.findings();
    expect(findings.map(({ id: rule, operation }) => [rule, operation])).toEqual([
      ['clock.skew', 'token'],
      ['version.missing', 'token'],
      ['contentType.wrong', 'requestCMS'],
    ]);
    expect(findings[0]?.call).toBe((await tenant.calls())[0]?.number);
  });
});

test('a byte order mark before a body is read past, and found', async () => {
  const answer = await caller.post(REQUEST, `\ufeff${JSON.stringify(requestCMS())}`);
  expect(answer.status).toBe(200);
  expect(await found()).toEqual(['body.byteOrderMark']);
});

test('a date finer than a millisecond is read, and found; one of any length up to that is not', async () => {
  const seconds = new Date(now).toISOString().slice(0, 19);
  for (const fraction of ['', '.1', '.123', '.1234', '.123456789']) {
    const date = `${seconds}${fraction}Z`;
    const answer = await caller.post(REQUEST, requestCMS({ PayLoad: date }), { 'x-lh-date': date });
    expect(answer.status).toBe(200);
  }
  expect(await found()).toEqual(['date.fraction', 'date.fraction']);
  const answer = await caller.post(REQUEST, requestCMS(), { 'x-lh-date': `${seconds}.1234567890Z` });
  expect(answer.status).toBe(400);
});

test('the journal tells what is wrong with a date: its form, or how far it is off', async () => {
  await caller.authorization();
  await tenant.clearCalls();
  const dated = (ms: number) => new Date(now + ms).toISOString();
  for (const date of ['soon', '', dated(-601_000), dated(700_500)]) {
    await caller.post(REQUEST, requestCMS(), { 'x-lh-date': date });
  }
  await caller.token({}, { date: dated(-601_000) });
  const calls = await tenant.calls();
  expect(calls.map(({ outcome }) => outcome)).toEqual([...Array(4).fill('call.date'), 'auth.dateWindow']);
  expect(calls.map(({ why }) => why?.en)).toEqual([
    expect.stringMatching(/no time in UTC of the form/),
    expect.stringMatching(/There is no x-lh-date/),
    expect.stringMatching(/601 s behind the provider's clock .*; 600 s are allowed/),
    expect.stringMatching(/701 s ahead of/),
    expect.stringMatching(/601 s behind/),
  ]);
  expect(calls.map(({ why }) => why?.ko)).toEqual(calls.map(() => expect.stringMatching(/[가-힣].*\.$/)));
  await caller.get('/KAKAOCERT/Point');
  expect((await tenant.calls()).at(-1)?.why).toBeNull();
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
