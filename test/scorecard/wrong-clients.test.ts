import { beforeAll, describe, expect, test } from 'vitest';
import { type ServiceName, serviceNames } from '../../contracts/protocol/index.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import type { Scorecard } from '../../scorecard/scorecard.js';
import { caught } from './proofs.js';
import { judged, pathTo } from './scorecards.js';

// What public code does wrong (domain.md §6), each caught by the scenarios meant for it.
const serviceOf = (id: string): ServiceName =>
  scenarios.find((scenario) => scenario.id === id)?.services?.[0] ?? 'cms';
const command = (fault: string) => [process.execPath, pathTo('clients/wrong-client.mjs'), '--fault', fault];

describe('without a fault the same client is right', () => {
  let verdicts: Scorecard['verdicts'];
  beforeAll(async () => {
    const runs = serviceNames.map((service) => {
      const only = caught
        .map(({ scenario }) => scenario)
        .filter((scenario) => serviceOf(scenario) === service);
      return only.length === 0 ? [] : [judged(command('none'), { services: [service], only })];
    });
    verdicts = (await Promise.all(runs.flat())).flatMap((scorecard) => scorecard.verdicts);
  }, 180_000);

  test.each(caught.map(({ scenario }) => scenario))('%s', (scenario) => {
    expect(verdicts.find(({ scenario: { id } }) => id === scenario)).toMatchObject({
      result: 'right',
      actual: '',
    });
  });
});

test.concurrent.each(caught)(
  '$fault: $scenario catches it',
  { timeout: 60_000 },
  async ({ fault, scenario, actual }) => {
    // Only one of them never ends; the others have all the time that a busy machine may take.
    const timeout = fault === 'ignores-expiry' ? 8000 : 30_000;
    const scorecard = await judged(command(fault), {
      services: [serviceOf(scenario)],
      only: [scenario],
      timeout,
    });
    expect(scorecard.verdicts).toHaveLength(1);
    const [verdict] = scorecard.verdicts;
    expect(verdict).toMatchObject({ result: 'wrong', actual: expect.stringMatching(actual) });
    expect(verdict?.expected).not.toBe('');
    // Where nobody listens there is no call to show.
    if (scenario !== 'network.refusedToken') expect(verdict?.calls.length).toBeGreaterThan(0);
    expect(scorecard.exitCode).toBe(1);
  },
);

test('a client that asks for answers that are not compressed is not judged by compression', {
  timeout: 60_000,
}, async () => {
  const only = ['flow.plain', 'fields.gzip', 'error.gzipLie'];
  const scorecard = await judged(command('asks-identity'), { services: ['cms'], only });
  const reason =
    'not played: the client asks for answers that are not compressed (Accept-Encoding: identity)';
  expect(
    Object.fromEntries(
      scorecard.verdicts.map(({ scenario, result, actual }) => [scenario.id, [result, actual]]),
    ),
  ).toEqual({
    'flow.plain': ['right', ''],
    'fields.gzip': ['skipped', reason],
    'error.gzipLie': ['skipped', reason],
  });
  expect(scorecard.scores).toMatchObject([{ right: 1, skipped: 2, percent: 100 }]);
});

test('a body that is read for what it is, whatever its header says, was read right', {
  timeout: 60_000,
}, async () => {
  const scorecard = await judged(command('never-gunzips'), { services: ['cms'], only: ['error.gzipLie'] });
  expect(scorecard.verdicts).toMatchObject([{ result: 'right', actual: '' }]);
});
