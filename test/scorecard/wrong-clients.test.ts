import { beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../scorecard/card.js';
import { judged, pathTo } from './cards.js';

// What public code does wrong (domain.md §6), each caught by the scenario meant for it.
const caught: readonly (readonly [fault: string, scenario: string, seen: RegExp])[] = [
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
  let card: Card;
  beforeAll(async () => {
    card = await judged(command('none'), { services: ['cms'], only: caught.map(([, scenario]) => scenario) });
  }, 60_000);

  test.each(caught.map(([, scenario]) => scenario))('%s', (scenario) => {
    const verdict = card.verdicts.find((one) => one.scenario.id === scenario);
    expect(verdict).toMatchObject({ result: 'right', seen: '' });
  });
});

test.concurrent.each(caught)('%s: %s catches it', { timeout: 60_000 }, async (fault, scenario, seen) => {
  // Only one of them never ends; the others have all the time that a busy machine may take.
  const timeout = fault === 'ignores-expiry' ? 8000 : 30_000;
  const card = await judged(command(fault), { services: ['cms'], only: [scenario], timeout });
  expect(card.verdicts).toHaveLength(1);
  const [verdict] = card.verdicts;
  expect(verdict).toMatchObject({ result: 'wrong', seen: expect.stringMatching(seen) });
  expect(verdict?.due).not.toBe('');
  expect(verdict?.calls.length).toBeGreaterThan(0);
  expect(card.exitCode).toBe(1);
});
