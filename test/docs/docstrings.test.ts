import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { docstringOf, main } from './public-docstrings.js';

// What an editor shows of the package: every public function says what it takes, how it fails and where that is known
// from, and shows an example. The examples run here, against the sources, as they stand.

const root = fileURLToPath(new URL('../..', import.meta.url));

const entries = {
  'simulator/index.ts': await import('../../simulator/index.js'),
  'client/index.ts': await import('../../client/index.js'),
  'contracts/index.ts': await import('../../contracts/index.js'),
  'contracts/signed-data/index.ts': await import('../../contracts/signed-data/index.js'),
  'fixtures/index.ts': await import('../../fixtures/index.js'),
  'simulator/doors/msw.ts': await import('../../simulator/doors/msw.js'),
  'simulator/testing/vitest.ts': await import('../../simulator/testing/vitest.js'),
} as const;

const exported = Object.entries<object>(entries).flatMap(([entry, module]) =>
  Object.entries(module).map(([name, value]) => ({ entry, name, value })),
);
const isClass = (value: unknown) => typeof value === 'function' && /^class\b/.test(String(value));
const functions = exported.filter(({ value }) => typeof value === 'function' && !isClass(value));

test.each(exported)('$entry: $name has a docstring', ({ entry, name }) => {
  expect(docstringOf(entry, name).text).toMatch(/^.{20,}/s);
});

test.each(functions)('$entry: $name says how it fails and where it is known from', ({ entry, name }) => {
  const { text } = docstringOf(entry, name);
  expect(text).toMatch(/\b(throws|rejects)\b/i);
  expect(text).toContain('Source: ');
});

test.each(functions)('$entry: $name shows an example', ({ name }) => {
  expect(main[name]?.example).toBeDefined();
});

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-docstrings-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an example as a module of its own; what it asserts, it throws. */
async function run(name: string): Promise<void> {
  const example = main[name]?.example;
  if (example === undefined) throw new Error(`${name} has no @example with \`\`\`ts in ${main[name]?.file}.`);
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, example);
  await import(/* @vite-ignore */ file);
}

/** For vitest itself: test/docs/examples.test.ts checks their types, and the matrix runs such files. */
const ofVitest = ['describeContract', 'setup', 'test'];

test.each(Object.keys(main).filter((name) => !ofVitest.includes(name)))(
  'the example of %s runs',
  async (name) => {
    expect(main[name]?.example).toContain(name);
    expect(main[name]?.example).toMatch(/assert\b/);
    await run(name);
  },
);

test('the example of describeContract is what judges the simulator in process', () => {
  const judged = readFileSync(join(root, 'test/contracts/suite/simulator.test.ts'), 'utf8');
  const byPath = (code = '') =>
    code
      .replaceAll('kakaocert-simulator/contracts', '../../../contracts/index.js')
      .replaceAll('kakaocert-simulator/client', '../../../client/index.js')
      .replaceAll("'kakaocert-simulator'", "'../../../simulator/index.js'");
  const lines = (code: string) => code.split('\n').sort();
  expect(lines(byPath(main.describeContract?.example))).toEqual(lines(judged));
});
