import { expect, test } from 'vitest';
import { contractCases, runContract } from '../../../contracts/index.js';
import { type LiveOptions, readLiveSettings } from '../../../contracts/suite/live.js';
import { createSimulator } from '../../../simulator/index.js';
import { TESTER } from '../../support/caller.js';
import { createStandIn, liveEnvironment as environment } from '../../support/stand-in.js';

const standIn = (live: Partial<LiveOptions> = {}, sign = 'polls:4') =>
  createStandIn({ live, simulator: { sign } });

test('a stand-in under the real host names keeps what can be asked of it; the rest is skipped by name', async () => {
  const { target, said } = await standIn();
  const results = await runContract(target);
  expect(results.filter(({ verdict }) => verdict === 'broken' || verdict === 'differs')).toEqual([]);
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  expect(skipped.length).toBeLessThan(results.length / 5);
  for (const { why } of skipped) {
    expect(why).toMatch(
      /^needs (the control plane|a second institution|a receipt of \w+ to read|a name that is not)/,
    );
  }
  expect(said.length).toBeGreaterThan(20);
  expect(said.join('\n')).not.toContain(TESTER.secretKey);
});

test('a receipt that was made before is read, and nobody is asked for it', async () => {
  const { target } = await standIn();
  const made = contractCases.filter(({ id }) => id === 'cms.request.accepted');
  const { close, ...open } = target;
  const [before] = await runContract({ ...open, close: () => undefined }, { cases: made });
  const receiptId = JSON.parse(before?.exchanges.at(-1)?.answered.body ?? '{}').receiptId;
  const settings = readLiveSettings({ ...environment, KAKAOCERT_RECEIPTS: `cms=${receiptId}` });
  const cases = contractCases.filter(({ id }) => id.endsWith('.status.known'));
  const results = await runContract({ ...open, knownReceipts: settings.receipts, close }, { cases });
  expect(results.map(({ verdict, why }) => [verdict, why])).toEqual([
    ['kept', ''],
    ['skipped', 'needs a receipt of verifyAuth to read'],
    ['skipped', 'needs a receipt of esign to read'],
  ]);
});

test('without somebody at the phone, cases that need a signature are skipped, not passed', async () => {
  const { target } = await standIn({ hasPerson: false });
  const cases = contractCases.filter(({ needs }) => needs?.includes('person'));
  for (const { verdict, why } of await runContract(target, { cases })) {
    expect([verdict, why.includes('a person who signs') || why.includes('second institution')]).toEqual([
      'skipped',
      true,
    ]);
  }
});

test('a person who does not sign in time skips the case', async () => {
  const { target } = await standIn({}, 'never');
  const cases = contractCases.filter(({ id }) => id === 'cms.verify.once');
  const [result] = await runContract(target, { cases });
  expect([result?.verdict, result?.why]).toEqual([
    'skipped',
    expect.stringMatching(/^nobody signed receipt \d{18} in time$/),
  ]);
});

test('without a receiver nobody is ever asked', async () => {
  const { KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY, KAKAOCERT_CLIENT_CODE } = environment;
  const settings = readLiveSettings({ KAKAOCERT_LINK_ID, KAKAOCERT_SECRET_KEY, KAKAOCERT_CLIENT_CODE });
  const { target, journal } = await standIn({ settings });
  const results = await runContract(target, { cases: contractCases });
  const asked = (await journal()).filter(
    ({ operation, status }) => operation?.startsWith('request') && status === 200,
  );
  expect(asked).toEqual([]);
  expect(results.filter(({ verdict }) => verdict === 'kept').length).toBeGreaterThan(30);
});

test('the budget of messages holds: no more are sent, and the cases say so', async () => {
  const { target, journal } = await standIn({ budget: { calls: 5000, messages: 2 } });
  const cases = contractCases.filter(({ id }) => id.includes('.request.'));
  const results = await runContract(target, { cases });
  const asked = (await journal()).filter(
    ({ operation, status }) => operation?.startsWith('request') && status === 200,
  );
  expect(asked).toHaveLength(2);
  const why = 'the budget of 2 messages is used up; raise it with --messages';
  expect(results.filter((result) => result.why === why).length).toBeGreaterThan(20);
});

test("the client's calls and messages are within the same budget, to the same receiver", async () => {
  const { target, journal } = await standIn({ budget: { calls: 5000, messages: 4 } });
  const cases = contractCases.filter(({ id }) =>
    /^client\.(cms|verifyAuth|esign)\.(request|flow|callbacks)$/.test(id),
  );
  expect(cases).toHaveLength(9);
  const results = await runContract(target, { cases });
  const asked = (await journal()).filter(
    ({ operation, status }) => operation?.startsWith('request') && status === 200,
  );
  expect(asked).toHaveLength(4);
  for (const { request } of asked) expect(request.body).toContain(environment.KAKAOCERT_RECEIVER_HP);
  expect(results.map(({ verdict }) => verdict).sort()).toEqual([
    ...Array(4).fill('kept'),
    ...Array(5).fill('skipped'),
  ]);
  const why = 'the budget of 4 messages is used up; raise it with --messages';
  expect(results.filter((result) => result.why === why)).toHaveLength(5);
});

test('the budget of calls holds', async () => {
  const { target, journal } = await standIn({ budget: { calls: 20, messages: 0 } });
  const results = await runContract(target);
  expect((await journal()).length).toBeLessThanOrEqual(20);
  const why = 'the budget of 20 calls is used up; raise it with --calls';
  expect(results.filter((result) => result.why === why).length).toBeGreaterThan(100);
});

test.each([
  ['https://auth.linkhub.co.kr'],
  ['https://AUTH.LINKHUB.CO.KR.'],
  ['http://static-kakaocert-api.linkhub.co.kr:8080'],
  ['https://www.kakaocert.com'],
])('%s is refused unless it is allowed', async (url) => {
  const fetch = () => Promise.reject(new Error('It was called.'));
  await expect(runContract({ url, fetch })).rejects.toThrow('is a host of the real service');
});

test.each([
  [{}, 'the live service needs KAKAOCERT_LINK_ID'],
  [{ KAKAOCERT_LINK_ID: 'X' }, 'KAKAOCERT_SECRET_KEY and KAKAOCERT_CLIENT_CODE missing'],
  [{ ...environment, KAKAOCERT_RECEIVER_HP: '' }, 'KAKAOCERT_RECEIVER_HP missing'],
  [{ ...environment, KAKAOCERT_RECEIVER_HP: '010-0000-0000' }, 'KAKAOCERT_RECEIVER_HP must be'],
  [{ ...environment, KAKAOCERT_RECEIVER_BIRTHDAY: '700101' }, 'KAKAOCERT_RECEIVER_BIRTHDAY must be'],
  [{ ...environment, KAKAOCERT_RECEIPTS: 'debit=1' }, 'KAKAOCERT_RECEIPTS must be like'],
  [{ ...environment, KAKAOCERT_RECEIPTS: 'cms=한글' }, 'KAKAOCERT_RECEIPTS must be like'],
])('settings that are no good are told by name', (given, message) => {
  expect(() => readLiveSettings(given)).toThrow(message);
});

/** Takes every call and answers none. */
const silent = (_url: string, init?: RequestInit) =>
  new Promise<Response>((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
  });

test('a target that never answers is given up', async () => {
  await expect(runContract({ url: 'http://127.0.0.1:1', fetch: silent, timeout: 1 })).rejects.toThrow(
    'nobody answers at http://127.0.0.1:1: The operation was aborted due to timeout',
  );
});

test('an answer that never comes breaks the case, not the run', async () => {
  const { fetch } = await createSimulator();
  const cases = contractCases.filter(({ id }) => ['time.text', 'token.issued'].includes(id));
  const deaf: typeof fetch = (url, init) =>
    String(url).endsWith('/Token') ? silent(String(url), init) : fetch(url, init);
  const results = await runContract({ fetch: deaf, controlPlane: false, timeout: 50 }, { cases });
  expect(results.map(({ verdict, why }) => [verdict, why])).toEqual([
    ['broken', expect.stringContaining('TimeoutError')],
    ['kept', ''],
  ]);
});

test('a target that nobody answers at is told at once', async () => {
  const fetch = () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
  await expect(runContract({ url: 'http://127.0.0.1:1', fetch })).rejects.toThrow(
    'nobody answers at http://127.0.0.1:1: connect ECONNREFUSED',
  );
});
