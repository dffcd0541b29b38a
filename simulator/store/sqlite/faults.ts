// What SQLite says when it can't, in words (https://sqlite.org/rescode.html). Its own are of no use to people.

import { StoreUnavailable } from '../store.js';

/** By primary result code: what has happened, and what to do. */
const words: Readonly<Record<number, string>> = {
  3: 'the right to use it is missing (SQLITE_PERM)',
  5: 'others have kept it busy for too long (SQLITE_BUSY); fewer processes, or a faster disk',
  6: 'others have kept it busy for too long (SQLITE_LOCKED)',
  8: 'it can only be read (SQLITE_READONLY); give it a place that can be written',
  10: 'the disk failed (SQLITE_IOERR)',
  11: 'it is damaged (SQLITE_CORRUPT); put a backup in its place',
  13: 'the disk is full (SQLITE_FULL); make room, it goes on by itself',
  14: 'it can not be opened (SQLITE_CANTOPEN); its folder must be there and be writable',
  26: 'it is no database (SQLITE_NOTADB)',
};

export const BUSY = 5;
export const READ_ONLY = 8;
export const FULL = 13;
export const CAN_NOT_OPEN = 14;
export const NOT_A_DATABASE = 26;
/** `SQLITE_ERROR`: any other. */
const OTHER = 1;

/** What SQLite itself says with a code: the peer leaves the code out where many rows are read. */
const codes: Readonly<Record<string, number>> = {
  'access permission denied': 3,
  'database is locked': BUSY,
  'database table is locked': 6,
  'attempt to write a readonly database': READ_ONLY,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': FULL,
  'unable to open database file': CAN_NOT_OPEN,
  'file is not a database': NOT_A_DATABASE,
};

/** The primary result code of an error of SQLite; undefined for any other error. */
export function codeOf(error: unknown): number | undefined {
  const { errcode, code, message } = error as { errcode?: unknown; code?: unknown; message?: unknown };
  if (typeof errcode === 'number') return errcode & 0xff;
  if (code !== 'ERR_SQLITE_ERROR' || isClosed(error)) return undefined;
  return codes[String(message)] ?? OTHER;
}

/** The same as what the rest of the simulator knows; what SQLite did not say stays as it is. */
export function faultOf(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined && !isClosed(error)) return error;
  const why = code === undefined ? 'it is closed' : (words[code] ?? String((error as Error).message));
  return new StoreUnavailable(`The store "${path}": ${why}.`, { cause: error });
}

/** Whoever closes it while a call is under way: node:sqlite throws without a code of SQLite. */
const isClosed = (error: unknown) =>
  error instanceof Error && /not open|closed|finalized/i.test(error.message);
