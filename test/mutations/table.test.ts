import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Mutation {
  readonly what: string;
  readonly file: string;
  readonly find: string | RegExp;
  readonly replace: string;
}
const { mutations }: { readonly mutations: readonly Mutation[] } = await import(
  new URL('table.mjs', import.meta.url).href
);
const root = new URL('../../', import.meta.url);

test.each(mutations)('$what: the deliberate fault can still be made', ({ file, find, replace }) => {
  const path = fileURLToPath(new URL(file, root));
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(text.replace(find, () => replace) !== text, `${file} holds no ${find}`).toBe(true);
});
