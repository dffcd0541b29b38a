// A store in a file of this machine: SQLite in WAL, several processes at a time (https://sqlite.org/wal.html).

import { chmodSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SyncMode } from '../address.js';
import { StoreProblem } from '../problem.js';
import type { Store } from '../store.js';
import { pause } from '../turn.js';
import { chooseLibrary, type Database, type Libraries, type Library } from './driver.js';
import { BUSY, CAN_NOT_OPEN, codeOf, FULL, NOT_A_DATABASE, READ_ONLY } from './faults.js';
import { bringUpToDate } from './schema.js';
import { createFileStore } from './store.js';

export interface FileOptions extends Libraries {
  readonly sync?: SyncMode;
  /** The steps that a file goes through; those that there are, unless given. */
  readonly steps?: readonly string[];
}

/** How long SQLite waits for others, ms. Nothing else runs meanwhile. */
const WAIT = 1000;
/** So many times an opening is tried that others hinder: some of its locks are not waited for. */
const TRIES = 40;

/** Opens or makes the file. Rejects with a StoreProblem of one line. */
export async function openFile(
  path: string,
  { sync = 'normal', steps, ...libraries }: FileOptions,
): Promise<Store> {
  const library = await chooseLibrary(libraries);
  try {
    lookAt(path);
    return createFileStore(await opened(library, path, sync, steps), path);
  } catch (error) {
    throw problemOf(error, path);
  }
}

/** What can be told before SQLite is asked; and a new file is nobody else's to read. */
function lookAt(path: string): void {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  if (folder === undefined)
    throw new StoreProblem(`the folder "${dirname(path)}" is not there; make it first`);
  if (!folder.isDirectory()) throw new StoreProblem(`"${dirname(path)}" is no folder; give another path`);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) throw new StoreProblem(`"${path}" is a folder; give the path of a file`);
  if (there !== undefined && !there.isFile())
    throw new StoreProblem(`"${path}" is no file; give another path`);
  const file = openSync(path, there === undefined ? 'a+' : 'r+', 0o600);
  try {
    if (there === undefined) chmodSync(path, 0o600);
    const head = Buffer.alloc(16);
    const length = readSync(file, head, 0, 16, 0);
    const isOther = length > 0 && head.toString('latin1') !== 'SQLite format 3\0';
    if (isOther)
      throw new StoreProblem(`"${path}" is no database; give another path, or move that file away`);
  } finally {
    closeSync(file);
  }
}

async function opened(
  library: Library,
  path: string,
  sync: SyncMode,
  steps?: readonly string[],
): Promise<Database> {
  for (let tried = 1; ; tried += 1) {
    const database = new library.DatabaseSync(path);
    try {
      database.exec(`PRAGMA busy_timeout = ${WAIT}`);
      bringUpToDate(database, path, steps);
      database.exec('PRAGMA journal_mode = WAL');
      database.exec(
        `PRAGMA synchronous = ${sync.toUpperCase()}; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY`,
      );
      return database;
    } catch (error) {
      database.close();
      if (codeOf(error) !== BUSY || tried === TRIES) throw error;
      await pause(5 * tried);
    }
  }
}

const problems: Readonly<Record<string, (path: string) => string>> = {
  EACCES: (path) => `"${path}" may not be read and written; give it the right, or another path`,
  EPERM: (path) => `"${path}" may not be read and written; give it the right, or another path`,
  EROFS: (path) => `"${path}" lies where nothing can be written; give another path`,
  ENOSPC: (path) => `there is no room for "${path}"; make some`,
  [READ_ONLY]: (path) => `"${path}" can only be read; give it the right to be written, or another path`,
  [CAN_NOT_OPEN]: (path) =>
    `"${path}" and the files beside it can't be written; look at the rights of its folder`,
  [FULL]: (path) => `there is no room for "${path}"; make some`,
  [NOT_A_DATABASE]: (path) => `"${path}" is no database; give another path, or move that file away`,
  [BUSY]: (path) => `"${path}" is held by another program; end that one, or give another path`,
};

/** The same in a line for whoever named the file. */
function problemOf(error: unknown, path: string): unknown {
  if (error instanceof StoreProblem) return error;
  const code = codeOf(error) ?? (error as NodeJS.ErrnoException).code;
  const problem = code === undefined ? undefined : problems[code];
  return new StoreProblem(problem?.(path) ?? `"${path}" can't be opened: ${(error as Error).message}`, {
    cause: error,
  });
}
