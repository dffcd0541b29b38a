import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../cli/flags.js';
import { checkWritable, writeNew, writeOver } from '../../cli/written.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-written-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a new file is never written over, and another one is written whole', () => {
  const path = join(folder, 'a.json');
  writeNew('record', path, '1');
  expect(() => writeNew('record', path, '2')).toThrow(UsageError);
  expect(readFileSync(path, 'utf8')).toBe('1');
  writeOver('learned', path, '3');
  expect(readFileSync(path, 'utf8')).toBe('3');
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('where nothing can be written it is one line, and nothing is left behind', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'kept');
  const inFile = join(file, 'a.json');
  const said = (flag: string, path: string) =>
    new RegExp(`^--${flag}: "${path}" can't be written \\(E[A-Z]+\\)$`);
  expect(() => checkWritable('out', inFile)).toThrow(said('out', inFile));
  expect(() => checkWritable('out', join(folder, 'none', 'a'))).toThrow(
    said('out', join(folder, 'none', 'a')),
  );
  checkWritable('out', join(folder, 'new'));
  checkWritable('out', file);
  expect(() => writeNew('record', inFile, '1')).toThrow(said('record', inFile));
  expect(() => writeOver('learned', inFile, '1')).toThrow(said('learned', inFile));
  const taken = join(folder, 'folder');
  mkdirSync(taken);
  expect(() => writeOver('learned', taken, '1')).toThrow(said('learned', taken));
  expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
  expect(readFileSync(file, 'utf8')).toBe('kept');
});
