// SQLite as a library: Node's own where there is one that is new enough, else the optional peer. Both have one API, and
// read and write the same file.

import { StoreProblem } from '../problem.js';

/** What is used of `node:sqlite` (https://nodejs.org/api/sqlite.html). */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export type Value = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

export interface Statement {
  run(...values: readonly Value[]): { readonly changes: number | bigint };
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): readonly Row[];
}

export interface Library {
  readonly DatabaseSync: new (path: string) => Database;
}

/** The first SQLite without the WAL-reset bug, which can damage a file that two connections write (3.7.0 to 3.51.2). */
const LEAST = '3.51.3';
const PEER = '@photostructure/sqlite';

const parts = (version: string) => version.split('.').map(Number);

/** Whether a version of SQLite is at least another. */
export function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [parts(version), parts(least)];
  const at = one.findIndex((part, index) => part !== (other[index] ?? 0));
  return at < 0 || (one[at] ?? 0) > (other[at] ?? 0);
}

/** Which SQLite a library brings. */
function versionOf({ DatabaseSync }: Library): string {
  const database = new DatabaseSync(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version() AS version').get()?.version);
  } finally {
    database.close();
  }
}

/** Node's own; undefined where it has none. Node 22 warns that it is experimental: whoever asked for a file need not read that. */
function ofNode(): Library | undefined {
  const { emitWarning } = process;
  try {
    process.emitWarning = () => {};
    return process.getBuiltinModule('node:sqlite') as Library | undefined;
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

export interface Libraries {
  readonly own?: () => Library | undefined;
  /** Loads the optional peer; rejects where it is not installed. */
  readonly peer: () => Promise<unknown>;
}

/** The library to use. Rejects with a StoreProblem that says what to install. */
export async function chooseLibrary({ own = ofNode, peer }: Libraries): Promise<Library> {
  const first = own();
  const version = first && versionOf(first);
  if (first !== undefined && version !== undefined && isAtLeast(version, LEAST)) return first;
  const why =
    version === undefined
      ? `Node ${process.versions.node} has no SQLite`
      : `the SQLite ${version} of Node ${process.versions.node} is older than ${LEAST}, which first writes a shared file safely`;
  const second = await peer().then(
    (loaded) => loaded as Library,
    () => undefined,
  );
  if (second === undefined) throw new StoreProblem(`${why}; run npm install ${PEER}@1, or use Node 24`);
  const other = versionOf(second);
  if (isAtLeast(other, LEAST)) return second;
  throw new StoreProblem(
    `${why}, and ${PEER} brings ${other}; run npm install ${PEER}@1.2.1, or use Node 24`,
  );
}
