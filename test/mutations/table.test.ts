import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { contractCases } from '../../contracts/index.js';
import { coverageRule } from '../../contracts/suite/coverage.js';

interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly find: string | RegExp;
  readonly replace: string;
  readonly noticedBy: string;
}
const { mutations: ofSimulator }: { readonly mutations: readonly Mutation[] } = await import(
  new URL('table.mjs', import.meta.url).href
);
const { clientMutations }: { readonly clientMutations: readonly Mutation[] } = await import(
  new URL('client-table.mjs', import.meta.url).href
);
type CliMutation = Omit<Mutation, 'noticedBy'> & { readonly test: string; readonly title: string };
const { cliMutations }: { readonly cliMutations: readonly CliMutation[] } = await import(
  new URL('cli-table.mjs', import.meta.url).href
);
const mutations = [...ofSimulator, ...clientMutations];
const root = new URL('../../', import.meta.url);

test.each([...mutations, ...cliMutations])(
  '$what: the deliberate fault can still be made',
  ({ file, find, replace }) => {
    const path = fileURLToPath(new URL(file, root));
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    expect(text.replace(find, () => replace) !== text, `${file} holds no ${find}`).toBe(true);
  },
);

test('every deliberate fault names a case that there is, or the rule of coverage', () => {
  const known = new Set<string>([coverageRule.id, ...contractCases.map(({ id }) => id)]);
  expect(mutations.map(({ noticedBy }) => noticedBy).filter((id) => !known.has(id))).toEqual([]);
});

test('the client is made wrong in its own files, and noticed by its own cases', () => {
  for (const { file, noticedBy } of clientMutations) {
    expect([file, noticedBy]).toEqual([
      expect.stringMatching(/^client\//),
      expect.stringMatching(/^client\./),
    ]);
  }
  expect(clientMutations.length).toBeGreaterThanOrEqual(15);
});

test('the doctor and the completion are made wrong in their own files, and noticed by their own tests', () => {
  for (const { what, file, test: noticedBy } of cliMutations) {
    const [part = ''] = what.split(':');
    expect([file, noticedBy]).toEqual([
      expect.stringMatching(`^cli/${part}/`),
      expect.stringMatching(`^test/cli/${part}\\.`),
    ]);
  }
  expect(cliMutations.length).toBeGreaterThanOrEqual(30);
});
