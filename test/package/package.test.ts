import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, as a build runs it
import { entryPoints } from '../../tools/esbuild.mjs';
import { run } from '../support/tools.js';

// The package says the same thing everywhere: what it exports, what is built, what the READMEs tell.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly main: string;
  readonly types: string;
  readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
  readonly exports: Readonly<Record<string, string | Formats>>;
};
interface Target {
  readonly types: string;
  readonly default: string;
}
/** `require` has types alone where the subpath imports what can't be required: what is compiled may run as ESM. */
interface Formats {
  readonly import: Target;
  readonly require: Target | Pick<Target, 'types'>;
}
const subpaths = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ subpath, ...target, order: Object.keys(target) }],
);
const sources = new Map(
  Object.entries<string>(entryPoints).map(([name, path]) => [name, path.replace(/\.ts$/, '')]),
);

test.each(subpaths)('$subpath is built from the source that its types are of, types first', (exported) => {
  const name = /^\.\/dist\/(.+)\.js$/.exec(exported.import.default)?.[1] ?? '';
  const source = sources.get(name);
  const { import: esm, require: cjs } = exported;
  expect(esm).toEqual({ types: `./dist/types/${source}.d.ts`, default: `./dist/${name}.js` });
  const same = { types: `./dist/cjs/types/${source}.d.ts`, default: `./dist/cjs/${name}.js` };
  expect(cjs).toEqual(exported.subpath === './vitest' ? { types: same.types } : same);
  expect([Object.keys(esm)[0], Object.keys(cjs)[0]]).toEqual(['types', 'types']);
});

test('who knows no `exports` finds the same types: TypeScript 5 by node10, and who reads `main`', () => {
  const told = subpaths.map(({ subpath, require: cjs }) => [subpath.slice(2), cjs]);
  const { '': main, ...others } = Object.fromEntries(told) as Record<string, Target>;
  expect({ types: manifest.types, default: manifest.main }).toEqual(main);
  const types = Object.entries(others).map(([name, target]) => [name, [target.types]]);
  expect(manifest.typesVersions).toEqual({ '*': Object.fromEntries(types) });
});

test('every command is built', () => {
  for (const target of Object.values(manifest.bin)) {
    expect([...sources.keys()].map((name) => `dist/${name}.js`)).toContain(target);
  }
});

test.each(['README.md', 'README.ko.md'])('%s tells of every subpath, and of no other', (path) => {
  const told = [...read(path).matchAll(/[`'](kakaocert-simulator(?:\/[\w/-]+)?)[`']/g)].map(
    ([, name]) => name,
  );
  const exported = subpaths.map(({ subpath }) => manifest.name + subpath.slice(1));
  expect([...new Set(told)].sort()).toEqual(exported.sort());
});

test('what the helpers of other languages leave beside their sources is not packed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-files-'));
  const kept = ['integrations/junit5/pom.xml', 'integrations/pytest/kakaocert_simulator_pytest.py'];
  const left = [
    'integrations/junit5/target/classes/A.class',
    'integrations/pytest/build/lib/a.py',
    'integrations/pytest/a.egg-info/PKG-INFO',
    'integrations/pytest/__pycache__/a.pyc',
    'integrations/pytest/.pytest_cache/README.md',
    'examples/http/__pycache__/flow.pyc',
  ];
  for (const path of [...kept, ...left]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  writeFileSync(join(folder, 'package.json'), read('package.json'));
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder });
  const printed: unknown = JSON.parse(stdout);
  const [packed] = (Array.isArray(printed) ? printed : Object.values(printed as object)) as {
    readonly files: readonly { readonly path: string }[];
  }[];
  expect(packed?.files.map(({ path }) => path).sort()).toEqual([...kept, 'package.json'].sort());
  rmSync(folder, { recursive: true });
});
