import { beforeAll, describe, expect, test } from 'vitest';
import type { Scorecard } from '../../scorecard/scorecard.js';
import { judged, pathTo } from './scorecards.js';

// What public code does wrong (domain.md §6), each caught by the scenario meant for it.
const caught: readonly (readonly [fault: string, scenario: string, actual: RegExp])[] = [
  ['never-verifies', 'signedData.signature', /handed over as a result/],
  ['polls-fast', 'poll.interval', /polls \d+ and \d+ ms apart/],
  ['verifies-twice', 'verify.once', /verifyCMS was called twice/],
  ['retries-verify', 'verify.answerLost', /verifyCMS was called twice/],
  ['timeout-is-signature', 'network.silent', /a result: .*"state":1/],
  ['standard-base64', 'signedData.base64url', /a failure of class "signature"/],
  ['ignores-expiry', 'poll.expiry', /no answer to "wait" within 8 s/],
  ['resends-request', 'network.requestLost', /the person was asked 2 times/],
  ['secret-in-url', 'flow.secretInUrl', /a secret in the URL of \d+ calls/],
  ['accepts-other-receipt', 'signedData.otherReceipt', /handed over as a result/],
];

const command = (fault: string) => [process.execPath, pathTo('clients/wrong-client.mjs'), '--fault', fault];

describe('without a fault the same client is right', () => {
  let scorecard: Scorecard;
  beforeAll(async () => {
    scorecard = await judged(command('none'), {
      services: ['cms'],
      only: caught.map(([, scenario]) => scenario),
    });
  }, 60_000);

  test.each(caught.map(([, scenario]) => scenario))('%s', (scenario) => {
    const verdict = scorecard.verdicts.find((one) => one.scenario.id === scenario);
    expect(verdict).toMatchObject({ result: 'right', actual: '' });
  });
});

test.concurrent.each(caught)('%s: %s catches it', { timeout: 60_000 }, async (fault, scenario, actual) => {
  // Only one of them never ends; the others have all the time that a busy machine may take.
  const timeout = fault === 'ignores-expiry' ? 8000 : 30_000;
  const scorecard = await judged(command(fault), { services: ['cms'], only: [scenario], timeout });
  expect(scorecard.verdicts).toHaveLength(1);
  const [verdict] = scorecard.verdicts;
  expect(verdict).toMatchObject({ result: 'wrong', actual: expect.stringMatching(actual) });
  expect(verdict?.expected).not.toBe('');
  expect(verdict?.calls.length).toBeGreaterThan(0);
  expect(scorecard.exitCode).toBe(1);
});
