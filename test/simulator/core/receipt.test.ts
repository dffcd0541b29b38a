import { expect, test } from 'vitest';
import { decide, nextEvents, phaseOf, type Receipt, settle } from '../../../simulator/core/receipt.js';

const T = 1_000_000;
const waiting: Receipt = {
  receiptId: '026112310000000001',
  service: 'cms',
  clientCode: '020040000001',
  holder: '020040000001/0',
  request: {},
  madeAt: 0,
  requestedAt: T,
  expiresAt: T + 300_000,
  viewedAt: null,
  signedAt: null,
  verifiedAt: null,
  signAt: null,
  pollsLeft: null,
  txId: null,
  signature: null,
  appResult: null,
  version: 1,
};
const appToApp: Receipt = { ...waiting, txId: 'tx', signature: 'a/b=' };
const signed: Receipt = { ...waiting, viewedAt: T + 1, signedAt: T + 1 };
const verify = { type: 'verify', signature: undefined } as const;
const MINUTES_30 = 30 * 60_000;

test('a receipt is expired from the very instant of its expiry on', () => {
  expect(phaseOf(waiting, T + 299_999)).toBe('waiting');
  expect(phaseOf(waiting, T + 300_000)).toBe('expired');
  expect(decide(waiting, { type: 'sign' }, T + 299_999)).toMatchObject({
    changed: true,
    receipt: { signedAt: T + 299_999 },
  });
  expect(decide(waiting, { type: 'sign' }, T + 300_000)).toEqual({ refused: 'state.conflict' });
});

test('a signed receipt does not expire', () => {
  expect(phaseOf(signed, T + 400_000)).toBe('signed');
});

test('verify is allowed once, while less than 30 minutes have gone since signing', () => {
  expect(decide(waiting, verify, T)).toEqual({ refused: 'verify.notSigned' });
  expect(decide(waiting, verify, T + 300_000)).toEqual({ refused: 'verify.expired' });
  expect(decide(signed, verify, T + MINUTES_30)).toMatchObject({ receipt: { verifiedAt: T + MINUTES_30 } });
  expect(decide(signed, verify, T + 1 + MINUTES_30)).toEqual({ refused: 'verify.tooLate' });
  expect(decide({ ...signed, verifiedAt: T + 2 }, verify, T + 3)).toEqual({ refused: 'verify.already' });
  expect(decide({ ...signed, verifiedAt: T + 2 }, verify, T + 3 + MINUTES_30)).toEqual({
    refused: 'verify.already',
  });
});

test('an App-to-App receipt wants its signature, exactly', () => {
  const app: Receipt = { ...signed, signature: 'a/b=' };
  for (const signature of [undefined, '', 'null', 'a/b', 'a%2Fb=']) {
    expect(decide(app, { type: 'verify', signature }, T + 2)).toEqual({ refused: 'verify.signature' });
  }
  expect(decide(app, { type: 'verify', signature: 'a/b=' }, T + 2)).toMatchObject({ changed: true });
});

test('signing opens the message if nobody had, and viewing counts the first time only', () => {
  expect(decide(waiting, { type: 'sign' }, T + 5)).toMatchObject({
    receipt: { viewedAt: T + 5, signedAt: T + 5 },
  });
  const viewed: Receipt = { ...waiting, viewedAt: T + 2 };
  expect(decide(viewed, { type: 'view' }, T + 5)).toEqual({ receipt: viewed, changed: false });
  expect(decide(viewed, { type: 'sign' }, T + 5)).toMatchObject({
    receipt: { viewedAt: T + 2, signedAt: T + 5 },
  });
});

test('expire ends a waiting receipt at once', () => {
  const decision = decide(waiting, { type: 'expire' }, T + 7);
  expect(decision).toMatchObject({ receipt: { expiresAt: T + 7 } });
  if ('receipt' in decision) expect(phaseOf(decision.receipt, T + 7)).toBe('expired');
});

test.each(['signed', 'verified', 'lapsed', 'expired'] as const)(
  'the person can do nothing more when it is %s',
  (phase) => {
    const [receipt, now]: readonly [Receipt, number] = {
      signed: [signed, T + 2] as const,
      verified: [{ ...signed, verifiedAt: T + 2 }, T + 3] as const,
      lapsed: [signed, T + 1 + MINUTES_30] as const,
      expired: [waiting, T + 300_000] as const,
    }[phase];
    expect(phaseOf(receipt, now)).toBe(phase);
    for (const type of ['view', 'sign', 'expire'] as const) {
      expect(decide(receipt, { type }, now)).toEqual({ refused: 'state.conflict' });
    }
    expect(nextEvents(phase, receipt)).toEqual(phase === 'signed' ? ['verify'] : []);
  },
);

test('a waiting receipt names its next events', () => {
  expect(nextEvents('waiting', waiting)).toEqual(['view', 'sign', 'expire']);
  expect(nextEvents('waiting', appToApp)).toEqual(['view', 'sign', 'expire', 'cancel']);
});

test('automatic signing is computed, never later than the expiry', () => {
  const after: Receipt = { ...waiting, signAt: T + 3000 };
  expect(settle(after, T + 2999)).toBe(after);
  expect(settle(after, T + 9000)).toMatchObject({ signedAt: T + 3000, viewedAt: T + 3000 });
  expect(phaseOf(settle({ ...waiting, signAt: T + 300_000 }, T + 400_000), T + 400_000)).toBe('expired');
});

test('polls:2 answers 0 twice and signs at the third', () => {
  let receipt: Receipt = { ...waiting, pollsLeft: 2 };
  for (const left of [1, 0]) {
    const decision = decide(receipt, { type: 'poll' }, T + 1);
    if (!('receipt' in decision)) throw new Error('poll was refused');
    receipt = decision.receipt;
    expect(receipt).toMatchObject({ pollsLeft: left, signedAt: null });
  }
  expect(decide(receipt, { type: 'poll' }, T + 2)).toMatchObject({
    receipt: { signedAt: T + 2, pollsLeft: null },
  });
});

test('a poll never changes a receipt outside that mode', () => {
  expect(decide(waiting, { type: 'poll' }, T)).toEqual({ receipt: waiting, changed: false });
  expect(decide(signed, { type: 'poll' }, T + 2)).toEqual({ receipt: signed, changed: false });
});

test('the app of an App-to-App request comes back without a signature, which changes nothing else', () => {
  const cancelled = { ...appToApp, appResult: { code: 5000, at: T + 3 } };
  expect(decide(appToApp, { type: 'cancel', code: 5000 }, T + 3)).toEqual({
    receipt: cancelled,
    changed: true,
  });
  expect(phaseOf(cancelled, T + 4)).toBe('waiting');
  expect(decide(cancelled, { type: 'sign' }, T + 4)).toMatchObject({ receipt: { signedAt: T + 4 } });
  expect(decide(waiting, { type: 'cancel', code: 5000 }, T + 3)).toEqual({ refused: 'state.conflict' });
  expect(decide(appToApp, { type: 'cancel', code: 5000 }, T + 300_000)).toEqual({
    refused: 'state.conflict',
  });
});
