import { expect, test } from 'vitest';
import { pathTo, results, scorecardOf } from './scorecards.js';

// The whole scorecard of our client is .ci/gates/conformance.mjs; these are the quick ones, one or two of each group.
const quick = [
  'flow.plain',
  'poll.afterFinal',
  'verify.answerLost',
  'error.html',
  'network.refused',
  'token.parallel',
  'fields.falsy',
  'signedData.observed',
  'signedData.otherReceipt',
  'signedData.token',
];

test('our client is right in the quick scenarios of every service', { timeout: 60_000 }, async () => {
  const { scorecard, code, stderr } = await scorecardOf(
    ['--only', quick.join(',')],
    [process.execPath, pathTo('../../examples/adapters/client.mjs')],
  );
  expect(
    scorecard.verdicts.filter(({ result }) => result !== 'right'),
    stderr,
  ).toEqual([]);
  expect(Object.keys(results(scorecard))).toHaveLength(9 + 8 + 9);
  expect(scorecard).toMatchObject({ mode: 'adapter', about: 'kakaocert-simulator/client', exitCode: 0 });
  expect(scorecard.scores.map(({ service, percent }) => [service, percent])).toEqual([
    ['cms', 100],
    ['verifyAuth', 100],
    ['esign', 100],
  ]);
  expect(code).toBe(0);
});
