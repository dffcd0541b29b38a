import { expect, test } from 'vitest';
import { CODE, failure, RECEIPT_ID, start } from './provider.js';

test.each([
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'unreachable'],
  [{ code: 'ETIMEDOUT', syscall: 'read' }, 'lost'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'unreachable'],
  [{ code: 'UND_ERR_SOCKET' }, 'lost'],
  [{}, 'lost'],
])('%j means %s', async (details, reason) => {
  const cause = Object.assign(new Error('detail'), details);
  const { client } = start({ verify: () => Promise.reject(new TypeError('fetch failed', { cause })) });
  const error = await failure(client.verifyCMS(CODE, RECEIPT_ID));
  expect(error).toMatchObject({ reason, maybeDelivered: reason === 'lost' });
});

/** An error that is its own cause. */
const round: Error = new Error('round');
round.cause = round;

test.each([
  [undefined, 'undefined'],
  ['text', 'string'],
  [Object.create(null), 'object'],
  [new TypeError('fetch failed', { cause: new Error('bad port') }), 'bad port'],
  [round, 'round'],
])('whatever a fetch rejects with is a lost answer: %#', async (reason, told) => {
  const { client } = start({ verify: () => Promise.reject(reason) });
  const error = await failure(client.verifyCMS(CODE, RECEIPT_ID));
  expect(error).toMatchObject({ name: 'NetworkFailure', reason: 'lost' });
  expect(String(error)).toContain(`broke off (${told})`);
});
