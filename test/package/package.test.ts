import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, as a build runs it
import { entryPoints } from '../../tools/esbuild.mjs';

// The package says the same thing everywhere: what it exports, what is built, what the READMEs tell.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};
const subpaths = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ subpath, ...target, order: Object.keys(target) }],
);
const entries = new Map(
  Object.entries<string>(entryPoints).map(([name, path]) => [name, path.replace(/\.ts$/, '')]),
);

test.each(subpaths)('$subpath is built from the source that its types are of, types first', (exported) => {
  const source = entries.get(/^\.\/dist\/(.+)\.js$/.exec(exported.default)?.[1] ?? '');
  expect(exported.types).toBe(`./dist/types/${source}.d.ts`);
  expect(exported.order).toEqual(['types', 'default']);
});

test('every command is built', () => {
  for (const target of Object.values(manifest.bin)) {
    expect([...entries.keys()].map((name) => `dist/${name}.js`)).toContain(target);
  }
});

test.each(['README.md', 'README.ko.md'])('%s tells of every subpath, and of no other', (path) => {
  const told = [...read(path).matchAll(/[`'](kakaocert-simulator(?:\/[\w/-]+)?)[`']/g)].map(
    ([, name]) => name,
  );
  const exported = subpaths.map(({ subpath }) => manifest.name + subpath.slice(1));
  expect([...new Set(told)].sort()).toEqual(exported.sort());
});
