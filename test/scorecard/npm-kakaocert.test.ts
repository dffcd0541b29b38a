import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOf } from '../../scorecard/faults.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import { judged, pathTo } from './scorecards.js';

// The outside witness: the official npm SDK, unmodified. Its whole scorecard is .ci/gates/conformance.mjs.
const known: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readFileSync(pathTo('known-faults.json'), 'utf8'),
);
const sdk = [process.execPath, '--no-deprecation', pathTo('../../examples/adapters/npm-kakaocert.cjs')];

test('the known faults of every client name scenarios that are there', () => {
  const ids = scenarios.map(({ id }) => id);
  for (const id of Object.values(known).flatMap((faults) => Object.values(faults).flat())) {
    expect(ids).toContain(id);
  }
});

test('npm kakaocert: what it does right is right, and each known fault is found', {
  timeout: 60_000,
}, async () => {
  const faults: Readonly<Record<string, RegExp>> = {
    'error.html': /ended with exit code 1 before it answered/,
    'network.refused': /no answer to "status" within 6 s/,
    'token.parallel': /token was called 5 times/,
    'fields.falsy': /"isAllowSimpleRegistYN" was missing/,
    'signedData.content': /handed over as a result/,
  };
  const right = [
    'flow.plain',
    'verify.second',
    'error.json',
    'fields.gzip',
    'fields.unknown',
    'token.expired',
  ];
  const expectFail = Object.values(known['npm-kakaocert'] ?? {}).flat();
  const scorecard = await judged(sdk, {
    services: ['cms'],
    only: [...Object.keys(faults), ...right],
    expectFail,
    timeout: 6000,
  });
  for (const { scenario, result, actual } of scorecard.verdicts) {
    expect({ id: scenario.id, result, actual }).toEqual({
      id: scenario.id,
      result: right.includes(scenario.id) ? 'right' : 'expected',
      actual: faults[scenario.id] === undefined ? '' : expect.stringMatching(faults[scenario.id] ?? /^$/),
    });
  }
  expect(scorecard).toMatchObject({ about: 'npm kakaocert 2.51.0', exitCode: 0 });

  // Read cold: the first thing to fix is the gravest, and no two have one cause.
  const asWrong = scorecard.verdicts.map((verdict) => ({
    ...verdict,
    result: verdict.result === 'expected' ? ('wrong' as const) : verdict.result,
  }));
  expect(faultsOf(asWrong).map(({ cause, severity, scenarios: ids }) => [cause, severity, ids])).toEqual([
    ['signatureUnchecked', 'forgery', ['signedData.content']],
    ['neverEnds', 'result', ['network.refused']],
    ['dies', 'result', ['error.html']],
    ['requestChanged', 'result', ['fields.falsy']],
    ['tokensWasted', 'annoyance', ['token.parallel']],
  ]);
});
