// The tables of a file, and how a file comes to have them. A step is never changed once it was published: another one
// follows it. A file of fewer steps is brought up to date, after a copy; one of more is refused.

import { existsSync } from 'node:fs';
import { StoreProblem } from '../problem.js';
import type { Database } from './driver.js';

/** `KaCe`: says that a file is ours (https://sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x4b614365;

export const steps: readonly string[] = [
  `CREATE TABLE record (
     seq INTEGER PRIMARY KEY,
     kind TEXT NOT NULL,
     key TEXT NOT NULL,
     owner TEXT NOT NULL,
     bond TEXT,
     version INTEGER NOT NULL,
     json TEXT NOT NULL,
     UNIQUE (kind, key)
   ) STRICT;
   CREATE INDEX record_of_owner ON record (kind, owner);
   CREATE INDEX record_of_kind ON record (kind);
   CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL, until INTEGER) STRICT, WITHOUT ROWID;
   CREATE TABLE entry (seq INTEGER PRIMARY KEY, log TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
   CREATE INDEX entry_of_log ON entry (log, number);`,
];

/** A number that a pragma tells. */
const pragma = (database: Database, name: string): number =>
  Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);

const isEmpty = (database: Database) =>
  database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables === 0;

/** Runs work alone: others wait, or find it done. */
export type Alone = <T>(work: () => T) => T;

/** How work is done alone in a database; its two statements are read once. */
export function createAlone(database: Database): Alone {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return (work) => {
    begin.run();
    try {
      const done = work();
      commit.run();
      return done;
    } catch (error) {
      rollBack(database);
      throw error;
    }
  };
}

/** Some errors have rolled back already. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There is nothing to roll back.
  }
}

/** A name beside the file that is free: `PATH.schema-1.backup`. */
function backupPath(path: string, schema: number): string {
  const plain = `${path}.schema-${schema}.backup`;
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? plain : `${plain}-${at}`;
    if (!existsSync(name)) return name;
  }
}

/** Refuses a file that is not ours, or newer than we are. True if it must be brought up to date. */
function isBehind(database: Database, path: string, known: readonly string[]): boolean {
  const application = pragma(database, 'application_id');
  const schema = pragma(database, 'user_version');
  if (application !== APPLICATION_ID) {
    if (application === 0 && schema === 0 && isEmpty(database)) return true;
    throw new StoreProblem(`"${path}" is the database of another program; give another path`);
  }
  if (schema > known.length) {
    throw new StoreProblem(
      `"${path}" was written by a newer version (schema ${schema}; this one knows ${known.length}); install that version, or give a copy from before`,
    );
  }
  return schema < known.length;
}

/** Makes a file's tables what they must be. A file that had some is copied first, all of it, beside itself. */
export function bringUpToDate(database: Database, path: string, known: readonly string[] = steps): void {
  if (!isBehind(database, path, known)) return;
  const before = pragma(database, 'user_version');
  if (before > 0) database.exec(`VACUUM INTO '${backupPath(path, before).replaceAll("'", "''")}'`);
  createAlone(database)(() => {
    // Another process may have been first.
    if (!isBehind(database, path, known)) return;
    for (const step of known.slice(pragma(database, 'user_version'))) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${known.length}`);
  });
}
