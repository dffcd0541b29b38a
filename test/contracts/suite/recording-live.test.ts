import { beforeAll, expect, test } from 'vitest';
import {
  contractCases,
  createCatalogue,
  type Exchange,
  liveVerified,
  runContract,
  type Target,
  writeRecording,
} from '../../../contracts/index.js';
import { liveVerifiedOn } from '../../../contracts/protocol/live-verified.js';
import { unknownRows } from '../../../contracts/suite/coverage.js';
import { createSimulator, type Simulator } from '../../../simulator/index.js';
import { TESTER } from '../../support/caller.js';

// What a recording of the live service verifies. The live service is played by a simulator without its control plane,
// whose marks are taken off.

const facts = { target: 'live', at: Date.parse('2026-11-23T01:00:00Z'), secrets: [], people: [] };

const standIn = (simulator: Simulator): Target => ({
  controlPlane: false,
  fetch: simulator.fetch,
  sign: async (receiptId, state) => {
    await state();
    await (await simulator.control.tenant(TESTER.clientCode)).receipts.sign(receiptId);
    await state();
  },
});

const unmarked = (exchange: Exchange): Exchange => {
  const { answered } = exchange;
  const body = answered.body
    .replaceAll('kakaocert-simulator.test', 'partner.invalid')
    .replaceAll('시험이용기관', '시험 기관')
    .replaceAll(/"session_token":"[^"]+"/g, '"session_token":"opaque-opaque-opaque"');
  const { 'x-kakaocert-simulator': _, ...headers } = answered.headers;
  return { ...exchange, answered: { ...answered, headers, body } };
};

const chosen = contractCases.filter(
  ({ id }) =>
    /^(time|url|point)\./.test(id) ||
    /^cms\.(verify|request)\.(once|accepted|answered|malformed|appToApp)$/.test(id),
);
const recorded = async () => runContract(standIn(await createSimulator()), { cases: chosen });

let results: Awaited<ReturnType<typeof recorded>>;
beforeAll(async () => {
  results = await recorded();
});
const cleaned = () => results.map((one) => ({ ...one, exchanges: one.exchanges.map(unmarked) }));

test('a kept case verifies what it holds, with the day', () => {
  const rows = liveVerified(writeRecording(cleaned(), facts));
  expect(rows).toMatchObject({
    'operation:time': '2026-11-23',
    'operation:requestCMS': '2026-11-23',
    'operation:verifyCMS': '2026-11-23',
    'error:verify.already': '2026-11-23',
    'error:body.malformed': '2026-11-23',
  });
  // Its case needs the control plane, and was skipped.
  expect(rows).not.toHaveProperty('error:verify.signature');
});

test('a row is not verified where one of its cases was broken', () => {
  const broken = cleaned().map((one) =>
    one.case.id === 'cms.verify.once' ? { ...one, verdict: 'broken' as const } : one,
  );
  const rows = liveVerified(writeRecording(broken, facts));
  expect(rows).not.toHaveProperty('operation:verifyCMS');
  expect(rows).toHaveProperty('operation:requestCMS');
});

test('an error is not verified by another code', () => {
  const { code } = createCatalogue().get('verify.already') ?? {};
  const other = cleaned().map((one) => ({
    ...one,
    exchanges: one.exchanges.map((exchange) => ({
      ...exchange,
      answered: { ...exchange.answered, body: exchange.answered.body.replace(String(code), '-31099999') },
    })),
  }));
  const rows = liveVerified(writeRecording(other, facts));
  expect(rows).not.toHaveProperty('error:verify.already');
  expect(rows).toHaveProperty('error:body.malformed');
});

test.each([
  ['one that says it is', () => writeRecording(cleaned(), { ...facts, target: 'sim' })],
  ['one in the place of the live service', () => writeRecording(results, facts)],
  [
    'one whose control plane was used',
    () =>
      writeRecording(
        [...cleaned(), { ...results[0], case: { id: 'errors.arranged' } } as (typeof results)[0]],
        facts,
      ),
  ],
])('a simulator verifies nothing: %s', (_, write) => {
  expect(liveVerified(write())).toEqual({});
});

test.each(['token.issued', 'url.answered', 'cms.status.client', 'cms.verify.unknown'])(
  '%s alone gives a simulator away',
  async (id) => {
    const cases = contractCases.filter((one) => one.id === id);
    const run = await runContract(standIn(await createSimulator()), { cases });
    expect(run.map(({ verdict }) => verdict)).toEqual(['kept']);
    expect(writeRecording(run, facts).live).toBe(false);
  },
);

test('waiting for the person is no part of a recording', () => {
  const once = results.find(({ case: { id } }) => id === 'cms.verify.once');
  expect(once?.exchanges.map(({ operation }) => operation).filter((name) => name !== 'token')).toEqual([
    'requestCMS',
    'verifyCMS',
    'verifyCMS',
    'verifyCMS',
  ]);
});

test('the ledger names rows that there are, and days', () => {
  const rows = Object.keys(liveVerifiedOn) as (typeof contractCases)[number]['holds'];
  expect(unknownRows([{ holds: rows }])).toEqual([]);
  for (const day of Object.values(liveVerifiedOn)) expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
});
