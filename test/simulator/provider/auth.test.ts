import { beforeEach, expect, test } from 'vitest';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, TESTER } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

// What only the simulator has; what is promised of any provider stands in contracts/suite/cases.

let now: number;
let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];

beforeEach(async () => {
  now = NOON;
  ({ fetch } = await createSimulator({ now: () => now }));
  caller = createCaller(fetch, { now: () => now });
});

test.each([
  ['2026-11-23T00:50:00Z', '2026-11-23T00:49:59.999Z'],
  ['2026-11-23T01:10:00.000Z', '2026-11-23T01:10:00.001Z'],
])('the window of dates is exact: %s is in it, %s is not', async (inside, outside) => {
  expect((await caller.token({}, { date: inside })).status).toBe(200);
  expectRefusal(await caller.token({}, { date: outside }), 'auth.dateWindow');
});

test('a token names the address that it is for: the caller, the one forwarded, or any', async () => {
  const addressOf = async (forwarded?: string) =>
    (await caller.token({}, forwarded === undefined ? {} : { forwarded })).json.ipaddress;
  expect([await addressOf(), await addressOf('203.0.113.9'), await addressOf('*')]).toEqual([
    '127.0.0.1',
    '203.0.113.9',
    '*',
  ]);
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

test('links lead nowhere real', async () => {
  expect((await caller.get('/KAKAOCERT/URL?TG=CHRG')).json.url).toMatch(
    /^https:\/\/[a-z.-]+\.test\/\?TG=CHRG$/,
  );
});

test('every row of the catalogue can be replaced, and a wrong id is told', async () => {
  const errors = { 'token.missing': { code: -12345678, message: '다른 문구', status: 403 } } as const;
  const simulator = await createSimulator({ errors });
  const answer = await createCaller(simulator.fetch).send('GET', '/KAKAOCERT/Point');
  expect([answer.status, answer.json]).toEqual([403, { code: -12345678, message: '다른 문구' }]);
  await expect(createSimulator({ errors: { ['no.such' as 'auth.ip']: {} } })).rejects.toThrow(
    'errors.no.such: it is not an error id of the catalogue',
  );
});
