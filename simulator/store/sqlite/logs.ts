// Counters and logs in tables, and what is added in one transaction.

import { randomInt } from 'node:crypto';
import type { Added, Addition, Entry } from '../store.js';
import type { Database, Row } from './driver.js';
import { isQuick, prepareQuick, valuesOf } from './quick.js';
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
    quick: prepareQuick(database),
    next: all(
      `INSERT INTO counter (name, value, until) VALUES (?1, 1, unixepoch() + ?2)
         ON CONFLICT (name) DO UPDATE SET value = value + 1, until = excluded.until RETURNING value AS number`,
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

type Puts = NonNullable<Addition['puts']>;

/**
 * The number that a statement gives back which writes. It must be read by `all`: `get` lets go of the statement at its
 * first row, the write is committed after that, and nobody hears that it could not be.
 */
const numberIn = ([row]: readonly Row[]): number => Number(row?.number);

/** Another was first: what was done so far is undone. */
class Lost extends Error {}

function putAll({ putNew, putOn }: Statements, puts: Puts): number {
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

/** How many entries came to each log since it was cut back, of this process. */
function createGrowth() {
  const grown = new Map<string, number>();
  const after = (log: string) => (grown.get(log) ?? 0) + 1;
  return {
    /** Whether a log that keeps so many must be cut back with its next entry. */
    isDue: (log: string, keep: number) => after(log) >= Math.min(CUT_EVERY, Math.max(1, keep)),
    added(log: string) {
      const count = after(log);
      if (grown.size > LOGS_KNOWN) grown.clear();
      grown.set(log, count);
    },
    cut(log: string) {
      grown.delete(log);
    },
  };
}

export function createLogTables(database: Database, alone: Alone) {
  const statements = prepared(database);
  const growth = createGrowth();
  let asked = 0;

  const next = (counter: string, life?: number): number => {
    if (life !== undefined) asked += 1;
    if (asked >= LOOKED_EVERY) {
      asked = 0;
      statements.forget.run();
    }
    return numberIn(statements.next.all(counter, life === undefined ? null : Math.ceil(life / 1000)));
  };
  const quick = (addition: Addition): Added | undefined => {
    const version = addition.puts === undefined ? 0 : newVersion();
    const rows = statements.quick.all(...valuesOf(addition, version));
    if (rows.length === 0) return undefined;
    for (const { log } of addition.entries) growth.added(log);
    return { number: numberIn(rows), version };
  };
  const whole = ({ counter, entries, puts = [] }: Addition): Added => {
    const version = puts.length === 0 ? 0 : putAll(statements, puts);
    const number = next(counter);
    for (const { log, text, keep } of entries) {
      statements.add.run(log, number, text);
      growth.added(log);
      if (!growth.isDue(log, keep)) continue;
      statements.cut.run(log, Math.max(0, keep - 1));
      growth.cut(log);
    }
    return { number, version };
  };

  return {
    next,
    append(addition: Addition): Added | undefined {
      const mustCut = addition.entries.some(({ log, keep }) => growth.isDue(log, keep));
      if (!mustCut && isQuick(addition)) return quick(addition);
      try {
        return alone(() => whole(addition));
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
      growth.cut(log);
    },
  };
}
