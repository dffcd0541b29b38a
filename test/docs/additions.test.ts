import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { additions } from '../../tools/docs/additions.js';

// How many files somebody touches by hand to add a thing. A number that grows means that a fact got a second place.

const root = fileURLToPath(new URL('../..', import.meta.url));

test('each thing is added in so many files', () => {
  expect(Object.fromEntries(additions.map(({ adds, files }) => [adds, files.length]))).toEqual({
    'an operation': 2,
    'an error': 3,
    'a field': 1,
    'a fault': 1,
    'a fault that breaks bytes in a new way': 2,
    'a finding': 1,
    'a scenario': 2,
    'a control route': 2,
    'an action': 3,
    'a service with its operations': 2,
  });
});

test.each(additions)('$adds is added in files that exist', ({ files }) => {
  for (const file of files) expect(existsSync(`${root}${file}`), file).toBe(true);
});
