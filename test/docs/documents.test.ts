import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands } from '../../cli/commands.js';
import { fill } from '../../tools/docs/tables.js';
import { codeOf } from './fenced-code.js';

// Nothing is written twice by hand: what documents say of the tables comes from the tables, and the two READMEs show
// the same code.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name.replaceAll('\\', '/')}`);
const documents = ['README.md', 'README.ko.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs];

test.each(documents)('the tables of %s are those of the code: node tools/docs/generate.mjs', (path) => {
  expect(fill(read(path))).toBe(read(path));
});

test('a table that does not exist is an error', () => {
  expect(() => fill('<!-- generated: nothing -->\n\n<!-- end -->')).toThrow('There is no table "nothing".');
});

test.each(documents)('links of %s lead somewhere', (path) => {
  const targets = [...read(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => target);
  for (const target of targets) {
    const [file = '', anchor] = target.split('#');
    const linked = file === '' ? path : join(dirname(path), file);
    expect(existsSync(join(root, linked)), `${path} links to ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(linked)), `${path} links to ${target}`).toContain(anchor);
  }
});

test.each(['README.md', 'README.ko.md'])('every document is reached by links from %s', (start) => {
  const seen = new Set([start]);
  for (const path of seen) {
    if (!path.endsWith('.md')) continue;
    for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:)([^)#\s]+)/g)) {
      const linked = join(dirname(path), target).replace(/[\\/]$/, '');
      const index = join(linked, 'README.md');
      seen.add((existsSync(join(root, index)) ? index : linked).replaceAll('\\', '/'));
    }
  }
  expect(inDocs.filter((path) => !seen.has(path))).toEqual([]);
});

/** The anchors that GitHub makes of headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('both READMEs have the same headings, tables and code, comments aside', () => {
  const shape = (path: string) => ({
    headings: [...read(path).matchAll(/^#+(?= )/gm)].map(([level]) => level),
    tables: [...read(path).matchAll(/<!-- generated: (\w+)/g)].map(([, name]) => name),
    code: codeOf(read(path))
      .filter(({ language }) => language !== 'mermaid')
      .map(({ language, text }) => [language, text.replaceAll(/\s+(\/\/|#) .*$/gm, '')]),
    links: [...read(path).matchAll(/\]\((?!README)([^)\s]+)\)/g)].map(([, target]) =>
      target?.replace('.ko.md', '.md'),
    ),
  });
  const korean = shape('README.ko.md');
  const english = shape('README.md');
  expect(korean).toEqual(english);
});

test('no document names a flag that the command line does not have', async () => {
  const ofCommands = await Promise.all(Object.values(commands).map((command) => command.flags()));
  const flags = Object.keys(Object.assign({}, ...ofCommands)).map((name) => `--${name}`);
  const named = [
    'README.md',
    'README.ko.md',
    'docs/control.md',
    'docs/command-line.md',
    'docs/contract.md',
    'docs/contract.ko.md',
  ].flatMap((path) => [...read(path).matchAll(/`[^`\n]*?(--[a-z][a-z-]*)[^`\n]*`/g)].map(([, flag]) => flag));
  const others = ['--no-install', '--save-dev', '--global', '--experimental-vm-modules']; // of npx, npm and Node
  expect([...flags, ...others, '--help']).toEqual(expect.arrayContaining([...new Set(named)]));
});
