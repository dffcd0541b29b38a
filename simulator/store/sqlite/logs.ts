// Counters and logs in tables, and what is added in one transaction.

import { randomInt } from 'node:crypto';
import type { Added, Addition, Entry } from '../store.js';
import type { Database } from './driver.js';
import type { Alone } from './schema.js';

/** Counters that may be forgotten are, once in so many numbers of them. */
const LOOKED_EVERY = 1000;
/** A log is cut back once in so many entries, or in as many as it keeps. */
const CUT_EVERY = 64;

/** A version is drawn, so that it never comes back: 52 bits of chance, never 0. */
export const NEW_VERSION = '(abs(random() % 4503599627370495) + 1)';
/** The same drawn here, of 48 bits: a statement less where one version is for many records. */
const newVersion = () => randomInt(1, 2 ** 48 - 1);
/** So many logs are remembered; of others it is not known when they were cut back. */
const LOGS_KNOWN = 10_000;

type Statements = ReturnType<typeof prepared>;

function prepared(database: Database) {
  const all = (sql: string) => database.prepare(sql);
  return {
    next: all(
      `INSERT INTO counter (name, value, until) VALUES (?1, 1, unixepoch() + ?2)
         ON CONFLICT (name) DO UPDATE SET value = value + 1, until = excluded.until RETURNING value`,
    ),
    forget: all('DELETE FROM counter WHERE until < unixepoch()'),
    putNew: all(
      'INSERT INTO record (kind, key, owner, bond, version, json) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    putOn: all(
      'UPDATE record SET bond = ?, version = ?, json = ? WHERE kind = ? AND key = ? AND version = ?',
    ),
    add: all('INSERT INTO entry (log, number, text) VALUES (?, ?, ?)'),
    // Those that came with the oldest one that is kept stay too.
    cut: all(
      `DELETE FROM entry WHERE log = ?1 AND number <
         (SELECT number FROM entry WHERE log = ?1 ORDER BY number DESC, seq DESC LIMIT 1 OFFSET ?2)`,
    ),
    behind: all('SELECT number, text FROM entry WHERE log = ? AND number > ? ORDER BY number, seq LIMIT ?'),
    newest: all('SELECT number, text FROM entry WHERE log = ? ORDER BY number DESC, seq DESC LIMIT ?'),
    clear: all('DELETE FROM entry WHERE log = ?'),
  };
}

/** Another was first: what was done so far is undone. */
class Lost extends Error {}

function putAll({ putNew, putOn }: Statements, puts: NonNullable<Addition['puts']>): number {
  const version = newVersion();
  for (const { placed, expected } of puts) {
    const { kind, key, owner, bond = null, record } = placed;
    const json = JSON.stringify(record);
    const { changes } =
      expected === 0
        ? putNew.run(kind, key, owner, bond, version, json)
        : putOn.run(bond, version, json, kind, key, expected);
    if (Number(changes) !== 1) throw new Lost();
  }
  return version;
}

export function createLogTables(database: Database, alone: Alone) {
  const statements = prepared(database);
  /** How many entries came to a log since it was cut back, of this process. */
  const grown = new Map<string, number>();
  let asked = 0;

  const next = (counter: string, life?: number): number => {
    if (life !== undefined) asked += 1;
    if (asked >= LOOKED_EVERY) {
      asked = 0;
      statements.forget.run();
    }
    const row = statements.next.get(counter, life === undefined ? null : Math.ceil(life / 1000));
    return Number(row?.value);
  };
  const add = (log: string, number: number, text: string, keep: number) => {
    statements.add.run(log, number, text);
    const count = (grown.get(log) ?? 0) + 1;
    const isDue = count >= Math.min(CUT_EVERY, Math.max(1, keep));
    if (isDue) statements.cut.run(log, Math.max(0, keep - 1));
    if (grown.size > LOGS_KNOWN) grown.clear();
    grown.set(log, isDue ? 0 : count);
  };

  return {
    next,
    append({ counter, entries, puts = [] }: Addition): Added | undefined {
      try {
        return alone(() => {
          const version = puts.length === 0 ? 0 : putAll(statements, puts);
          const number = next(counter);
          for (const { log, text, keep } of entries) add(log, number, text, keep);
          return { number, version };
        });
      } catch (error) {
        if (error instanceof Lost) return undefined;
        throw error;
      }
    },
    entries(log: string, { limit, after }: { readonly limit: number; readonly after?: number }) {
      const rows =
        after === undefined
          ? [...statements.newest.all(log, limit)].reverse()
          : statements.behind.all(log, after, limit);
      return rows.map(({ number, text }): Entry => ({ number: Number(number), text: String(text) }));
    },
    clear(log: string): void {
      statements.clear.run(log);
      grown.delete(log);
    },
  };
}
