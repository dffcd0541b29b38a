import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBuilt, markBuilt, SETTINGS } from '../../tools/built-from.js';

// Nobody judges the build before: dist/ carries a hash of its sources, and whoever runs it compares.

let root: string;
const put = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kakaocert-built-'));
  for (const folder of ['dist', 'tools', 'examples', 'client/inner', 'console']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const path of SETTINGS) put(path, '');
  put('tsconfig.build.json', '{"include":["client"]}');
  put('client/inner/one.ts', 'export const one = 1;');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a build is of its sources until one of them, or a setting, says something else', () => {
  markBuilt(root);
  expect(() => checkBuilt(root)).not.toThrow();
  for (const path of ['client/inner/one.ts', 'package-lock.json', 'tools/esbuild.mjs']) {
    put(path, 'changed');
    expect(() => checkBuilt(root)).toThrow('dist/ was built from other sources; run `npm run build`.');
    markBuilt(root);
  }
});

test('a source that came or went is another source', () => {
  markBuilt(root);
  put('client/two.ts', '');
  expect(() => checkBuilt(root)).toThrow('other sources');
  rmSync(join(root, 'client/two.ts'));
  expect(() => checkBuilt(root)).not.toThrow();
});

test('the dates of files mean nothing', () => {
  markBuilt(root);
  put('client/inner/one.ts', 'export const one = 1;');
  expect(() => checkBuilt(root)).not.toThrow();
});

test('a build that did not come to its end is none', () => {
  expect(() => checkBuilt(root)).toThrow('There is no whole dist/; run `npm run build`.');
});
