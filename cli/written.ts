// Files that the command line writes. A disk may be full, and the run behind it may have cost money: what was there before
// stays, and nothing half written is left.

import { accessSync, constants, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './flags.js';
import { unwritable } from './usage-texts.js';

/** Writes, or says in one line why it can't. */
export function written(flag: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UsageError(unwritable(`--${flag}`, path, code));
  }
}

/** Asked before a run: whether a file can be written there, as far as rights tell. */
export const checkWritable = (flag: string, path: string): void =>
  // The dot: what should be a folder may be a file.
  written(flag, path, () =>
    accessSync(existsSync(path) ? path : `${dirname(resolve(path))}/.`, constants.W_OK),
  );

/** Writes a file that must not be there yet. */
export const writeNew = (flag: string, path: string, text: string): void =>
  written(flag, path, () => wholeOrNot(path, text, 'wx'));

/** Writes a file in place of what is there, which is lost only once the new one is whole. */
export const writeOver = (flag: string, path: string, text: string): void =>
  written(flag, path, () => {
    const beside = `${path}.part`;
    wholeOrNot(beside, text, 'w');
    try {
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside);
      throw error;
    }
  });

function wholeOrNot(path: string, text: string, flag: 'w' | 'wx'): void {
  try {
    writeFileSync(path, text, { flag });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' && existsSync(path)) rmSync(path);
    throw error;
  }
}
