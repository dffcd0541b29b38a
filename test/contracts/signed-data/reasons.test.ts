// Every reason, given by inputs that have just that fault, and no reason without one.

import { expect, test } from 'vitest';
import { type Reason, reasons, verifySignedData } from '../../../contracts/signed-data/index.js';
import { expectation } from './cases/expectation.js';
import { form } from './cases/form.js';
import { signature } from './cases/signature.js';
import { type Cases, cades, good, trust } from './cases/stage.js';
import { chain } from './cases/trust.js';

// The type is the proof that none of the closed list is missing.
const all: Cases<Reason> = { ...form, ...signature, ...chain, ...expectation };
const rows = Object.entries(all).flatMap(([reason, cases]) =>
  cases.map(({ what, input, options = {} }) => [reason as Reason, what, input, options] as const),
);

test.each(rows)('%s: %s', (reason, _what, input, options) => {
  const verified = verifySignedData(input, { trust, ...options });
  expect(verified).toEqual({ ok: false, reason, detail: expect.stringContaining(reasons[reason]) });
});

test('what the faults are faults of is accepted', () => {
  expect(verifySignedData(good(), { trust })).toMatchObject({ ok: true });
  expect(verifySignedData(cades(), { trust })).toMatchObject({ ok: true });
});

test('every reason is a sentence', () => {
  for (const sentence of Object.values(reasons)) expect(sentence).toMatch(/^[A-Z].+\.$/);
});
