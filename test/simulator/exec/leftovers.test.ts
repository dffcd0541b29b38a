import { spawnSync } from 'node:child_process';
import { existsSync, lutimesSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderPrefix, removeLeftovers } from '../../../simulator/exec/leftovers.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'leftovers-'));
});
afterEach(() => rmSync(base, { recursive: true }));

const HOUR = 3_600_000;
/** The number of a process that is gone. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;

/** A folder with a file in it, last changed so many ms ago. */
function folder(name: string, age: number): string {
  const path = join(base, name);
  mkdirSync(path);
  writeFileSync(join(path, 'file'), 'text');
  const at = (Date.now() - age) / 1000;
  lutimesSync(path, at, at);
  return path;
}

test('what a process that is gone left behind is removed, with all that is in it', () => {
  const path = folder(`${folderPrefix(gone)}AbC123`, HOUR);
  removeLeftovers(base);
  expect(existsSync(path)).toBe(false);
});

test('a predecessor with this process’s own number is told by its time', () => {
  const before = folder(`${folderPrefix()}AbC123`, HOUR + 1000 * process.uptime());
  removeLeftovers(base);
  expect(existsSync(before)).toBe(false);
});

test.each([
  ['of a process that lives', `${folderPrefix(process.ppid)}AbC123`, HOUR],
  ['of this process itself', `${folderPrefix()}AbC123`, 0],
  ['new', `${folderPrefix(gone)}AbC123`, 60_000],
  ['of another machine or container', `kakaocert-simulator-exec-${gone}-00000000-AbC123`, HOUR],
  ['named otherwise', `${folderPrefix(gone)}AbC123.kept`, HOUR],
  ['of another program', 'anything', HOUR],
])('a folder that is %s is left', (_what, name, age) => {
  const path = folder(name, age);
  removeLeftovers(base);
  expect(existsSync(join(path, 'file'))).toBe(true);
});

test('a link with such a name leads nowhere: what it names is left', () => {
  const target = folder('target', HOUR);
  const link = join(base, `${folderPrefix(gone)}AbC123`);
  symlinkSync(target, link);
  const at = (Date.now() - HOUR) / 1000;
  lutimesSync(link, at, at);
  removeLeftovers(base);
  expect(existsSync(join(target, 'file'))).toBe(true);
});

test.skipIf(process.getuid?.() !== 0)('another user’s folder is left', async () => {
  const { chownSync } = await import('node:fs');
  const path = folder(`${folderPrefix(gone)}AbC123`, HOUR);
  chownSync(path, 65_534, 65_534);
  removeLeftovers(base);
  expect(existsSync(path)).toBe(true);
});
