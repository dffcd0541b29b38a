import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codeOf } from './fenced-code.js';

// A page in two languages is one page: the same headings, tables and commands.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = [
  'docs/containers',
  'docs/stores',
  'docs/team',
  'docs/without-node',
  'integrations/README',
  'integrations/junit5/README',
  'integrations/pytest/README',
];

test.each(pages)('%s is the same in both languages but for its words', (page) => {
  const shape = (path: string) => ({
    headings: [...read(path).matchAll(/^#+(?= )/gm)].map(([level]) => level),
    rows: [...read(path).matchAll(/^\|.*$/gm)].length,
    code: codeOf(read(path)),
  });
  expect(shape(`${page}.ko.md`)).toEqual(shape(`${page}.md`));
});
