import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { conformanceFlags } from '../../cli/conformance-flags.js';
import { execFlags } from '../../cli/exec.js';
import { startFlags } from '../../cli/start.js';
import { reportFiles } from '../../scorecard/reports/files.js';
import { hasYaml, readYaml } from '../support/yaml.js';
import { codeOf } from './fenced-code.js';

// What the pages about the scorecard promise is there: files, flags, inputs of the action, in both languages alike.

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['docs/conformance/ci', 'docs/conformance/README'];
const commands: Readonly<Record<string, object>> = {
  start: startFlags,
  exec: execFlags,
  conformance: conformanceFlags,
};

test.each(pages)('%s is the same in both languages but for its words', (page) => {
  const shape = (path: string) => ({
    headings: [...read(path).matchAll(/^#+(?= )/gm)].map(([level]) => level),
    rows: [...read(path).matchAll(/^\|.*$/gm)].length,
    code: codeOf(read(path)),
  });
  expect(shape(`${page}.ko.md`)).toEqual(shape(`${page}.md`));
});

test.skipIf(!hasYaml)('the examples are YAML (needs PyYAML)', async () => {
  const examples = codeOf(read('docs/conformance/ci.md')).filter(({ language }) => language === 'yaml');
  const documents = await Promise.all(examples.map(({ text }) => readYaml(text)));
  expect(documents.map((document) => typeof (document.jobs ?? document).kakaocert)).toEqual([
    'object',
    'object',
  ]);
});

test.skipIf(!hasYaml)('the example for GitHub gives the action what it takes (needs PyYAML)', async () => {
  const [example] = codeOf(read('docs/conformance/ci.md'));
  const { inputs, outputs } = await readYaml(read('action.yml'));
  const { jobs } = await readYaml(example?.text ?? '');
  const steps = jobs.kakaocert.steps.filter(({ uses = '' }: { uses?: string }) =>
    uses.includes('kakaocert-simulator'),
  );
  expect(steps).toHaveLength(2);
  for (const step of steps)
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
  for (const [, name] of (example?.text ?? '').matchAll(/outputs\.([\w-]+)/g)) {
    expect(Object.keys(outputs)).toContain(name);
  }
  const told = [...read('docs/conformance/ci.md').matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name),
  );
  expect(told.sort()).toEqual(Object.keys(inputs).sort());
});

test('every command of the examples has flags that are there', () => {
  const examples = pages.flatMap((page) => codeOf(read(`${page}.md`))).map(({ text }) => text);
  const called = examples.flatMap((text) => [
    ...text
      .replaceAll(/\s*\n\s*(?:- )?/g, ' ')
      .matchAll(/kakaocert-simulator (start|exec|conformance) (.*?)(?: -- | variables:)/g),
  ]);
  expect(called.map(([, name]) => name).sort()).toEqual([
    'conformance',
    'conformance',
    'conformance',
    'exec',
    'exec',
  ]);
  for (const [, name = '', rest = ''] of called) {
    const flags = [...rest.matchAll(/--([\w-]+)/g)].map(([, flag]) => flag);
    expect(Object.keys(commands[name] ?? {})).toEqual(expect.arrayContaining(flags));
  }
});

test.each(pages)('%s names no flag that the command line does not have', (page) => {
  const named = [...read(`${page}.md`).matchAll(/`[^`\n]*?(--[a-z][a-z-]*)[^`\n]*`/g)].map(
    ([, flag = '']) => flag,
  );
  const flags = Object.values(commands).flatMap((one) => Object.keys(one).map((name) => `--${name}`));
  expect(named.length).toBeGreaterThan(0);
  expect([...flags, '--package', '--yes']).toEqual(expect.arrayContaining([...new Set(named)]));
});

test('the files that the pages name are those that are written', () => {
  for (const file of Object.values(reportFiles))
    expect(read('docs/conformance/ci.md')).toContain(`\`${file}\``);
  for (const file of Object.values(reportFiles)) expect(read('action.yml')).toContain(file);
});

test('the pictures are small', () => {
  for (const name of ['report-light.png', 'report-dark.png']) {
    expect(statSync(join(root, 'docs/conformance', name)).size).toBeLessThan(150 * 1024);
  }
});
