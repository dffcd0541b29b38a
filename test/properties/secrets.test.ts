import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskSecrets } from '../../simulator/core/journal.js';
import { createSecrets } from '../../simulator/core/secrets.js';

// Secrets are looked for in large steps; nothing of that may pass one over.

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'];
const base64 = (constraints: fc.StringConstraints) =>
  fc.string({ unit: fc.constantFrom(...letters), ...constraints });
/** Few letters: most places look like the end of something. */
const alike = (constraints: fc.StringConstraints) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '+'), ...constraints });
const secret = fc.oneof(base64({ minLength: 16, maxLength: 60 }), alike({ minLength: 16, maxLength: 30 }));
const junk = fc.oneof(base64({ maxLength: 90 }), alike({ maxLength: 90 }), fc.string({ maxLength: 40 }));

test('a secret is found wherever it stands, among others and among what looks like one', () => {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      junk,
      junk,
      (values, nth, before, after) => {
        const value = values[nth % values.length] ?? '';
        const secrets = createSecrets(values);
        const text = `${before}${value}${after}`;
        // Of several that end alike one stands for all: what is found is cut out of the text.
        const ending = (one: string) => one.slice(-16);
        expect(secrets.in(text).map(ending)).toContain(ending(value));
        secrets.delete(value);
        const left = createSecrets(values.filter((one) => ending(one) !== ending(value)));
        expect(new Set(secrets.in(text))).toEqual(new Set(left.in(text)));
      },
    ),
    { numRuns: 500 },
  );
});

test('what is found stands in the text', () => {
  fc.assert(
    fc.property(fc.array(secret, { maxLength: 6 }), junk, (values, text) => {
      const found = createSecrets(values).in(text);
      for (const value of values) if (!text.includes(value.slice(-16))) expect(found).not.toContain(value);
    }),
    { numRuns: 500 },
  );
});

// Whoever sends such a body would stop everybody: a pattern that begins anew at each place takes minutes for it.
test.each(['\\', 'eyJaaaaaaaa', ';secret', '%5c', '%25', '"token" ', '\\"secret'])(
  'rows of %j are looked through once, with a secret behind them and without',
  (unit) => {
    const secret = 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=';
    const row = unit.repeat(120_000 / unit.length);
    const secrets = createSecrets([secret]);
    expect(maskSecrets(row, secrets).length).toBeGreaterThan(0);
    expect(maskSecrets(`${row} ${secret}`, secrets)).not.toContain(secret.slice(0, 20));
  },
);

test.each([
  ['eyJhbGciOi0.eyJzdWIiOiIxMjM0NTY3.c2ln', '***.c2ln'],
  ['eyJshort eyJhbGciOi0%2EeyJzdWIiOiIxMjM0NTY3', 'eyJshort ***'],
  ['a.eyJ.eyJhbGciOi0.eyJzdWIiOiIxMjM0NTY3', 'a.eyJ.***'],
  ['eyJhbGciOi0.short', 'eyJhbGciOi0.short'],
  ['{"a":"{\\"secretKey\\":\\"hidden\\"}"}', '{"a":"{\\"secretKey\\":\\"***\\"}"}'],
  ['?a=1;secretThing=x&b=2', '?a=1;secretThing=***&b=2'],
])('of %s only the secret goes', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});
