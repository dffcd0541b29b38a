import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { isKakaocertError, KakaocertError, MisuseError, ProviderRefusal } from '../../client/index.js';
import { DerError, SignedDataError } from '../../contracts/signed-data/index.js';
import { ControlError } from '../../simulator/index.js';

// One process may hold two copies: ESM and CommonJS, or what a test runner loaded twice. An error is known to all of them.

const require = createRequire(import.meta.url);
const other = {
  ...(require('../../dist/cjs/client.js') as typeof import('../../client/index.js')),
  ...(require('../../dist/cjs/signed-data.js') as typeof import('../../contracts/signed-data/index.js')),
  ...(require('../../dist/cjs/index.js') as typeof import('../../simulator/index.js')),
};
const refusal = { code: -1, message: 'no', status: 400 };

test('an error of another copy is of its class and of its family, both ways', () => {
  const theirs = new other.ProviderRefusal('verifyCMS', refusal);
  expect(Object.getPrototypeOf(theirs)).not.toBe(ProviderRefusal.prototype);
  expect(theirs instanceof ProviderRefusal).toBe(true);
  expect(theirs instanceof KakaocertError).toBe(true);
  expect(isKakaocertError(theirs)).toBe(true);
  expect(new ProviderRefusal('verifyCMS', refusal) instanceof other.KakaocertError).toBe(true);
  expect(new other.ControlError('no', 404) instanceof ControlError).toBe(true);
  expect(new other.DerError('truncated', 0, 'gone') instanceof SignedDataError).toBe(true);
});

test('it is of no other class', () => {
  const theirs = new other.ProviderRefusal('verifyCMS', refusal);
  expect(theirs instanceof MisuseError).toBe(false);
  expect(theirs instanceof ControlError).toBe(false);
  expect(new other.SignedDataError('truncated') instanceof DerError).toBe(false);
});

test("a user's own subclass is no more than itself", () => {
  class Own extends ProviderRefusal {}
  const own = new Own('verifyCMS', refusal);
  expect(own instanceof Own).toBe(true);
  expect(own instanceof other.ProviderRefusal).toBe(true);
  expect(new ProviderRefusal('verifyCMS', refusal) instanceof Own).toBe(false);
});

test.each([undefined, null, 'ProviderRefusal', {}, Object.create(null), new Error('no')])(
  '%j is none',
  (value) => {
    expect(value instanceof KakaocertError).toBe(false);
    expect(isKakaocertError(value)).toBe(false);
  },
);
