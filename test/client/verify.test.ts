import { expect, test } from 'vitest';
import { CODE, failure, json, RECEIPT_ID, refusal, request, start, verifyAnswer } from './provider.js';

const TOKEN_EXPIRED = -99000026;
const CALL_DATE_REFUSED = -31010002;

test.each([
  ['an expired token', () => refusal(TOKEN_EXPIRED, 401)],
  ['a refused date', () => refusal(CALL_DATE_REFUSED)],
  ['a page with 401', () => new Response('no', { status: 401 })],
  ['a page with 503', () => new Response('busy', { status: 503 })],
  ['an empty 200', () => new Response('')],
  ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
])('Verify is never repeated: %s', async (_what, verify) => {
  const { provider, client } = start({ verify });
  await failure(client.verifyCMS(CODE, RECEIPT_ID));
  expect([provider.count('verify'), provider.count('time'), provider.count('token')]).toEqual([1, 0, 1]);
});

test('a Verify refused for its token drops the token, so that the caller’s own repetition works', async () => {
  const { provider, client } = start({
    verify: (_seen, count) => (count === 1 ? refusal(TOKEN_EXPIRED, 401) : json(verifyAnswer())),
  });
  await expect(client.verifyCMS(CODE, RECEIPT_ID)).rejects.toMatchObject({ code: TOKEN_EXPIRED });
  await client.verifyCMS(CODE, RECEIPT_ID);
  expect([provider.count('verify'), provider.count('token')]).toEqual([2, 2]);
});

test('Request is not repeated after a lost answer', async () => {
  const { provider, client } = start({ request: () => Promise.reject(new TypeError('fetch failed')) });
  await expect(client.requestCMS(CODE, request)).rejects.toMatchObject({ maybeDelivered: true });
  expect(provider.count('request')).toBe(1);
});
