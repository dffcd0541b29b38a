// The addition that nearly every call makes, as one statement instead of six: a call with its findings, its number, and the
// trail as it is now.

import type { Addition } from '../store.js';
import type { Database, Statement, Value } from './driver.js';

/** So many entries and records go into it: a call with two findings, and a trail of which a part changed. */
const ENTRIES = [1, 2, 3];
const PUTS = [1, 2];

const columns = [
  'counter',
  'version',
  ...ENTRIES.flatMap((at) => [`log${at}`, `text${at}`]),
  ...PUTS.flatMap((at) => [`kind${at}`, `key${at}`, `json${at}`, `expected${at}`]),
];

/** Whether a record is not as it was read. */
const isLost = (at: number) => `NEW.key${at} NOT NULL AND NEW.expected${at} IS NOT
  (SELECT version FROM record WHERE kind = NEW.kind${at} AND key = NEW.key${at})`;

const put = (at: number) => `UPDATE record SET bond = NULL, version = NEW.version, json = NEW.json${at}
  WHERE kind = NEW.kind${at} AND key = NEW.key${at};`;

const add = (at: number) => `INSERT INTO entry (log, number, text)
  SELECT NEW.log${at}, value, NEW.text${at} FROM counter WHERE name = NEW.counter AND NEW.log${at} NOT NULL;`;

/**
 * The statement. It is given `valuesOf` an addition that `isQuick`, and must be read by `all`; it answers with the number, or
 * with nothing if a record was not as it was read: then it did nothing.
 *
 * Of a view there are no rows; its trigger does the work, in one step. Both are of this connection alone, and stand in no
 * file (https://sqlite.org/lang_createtrigger.html).
 */
export function prepareQuick(database: Database): Statement {
  database.exec(`
    CREATE TEMP VIEW addition (${columns}) AS SELECT ${columns.map(() => 'NULL')};
    CREATE TEMP TRIGGER quick INSTEAD OF INSERT ON addition BEGIN
      SELECT RAISE(IGNORE) WHERE ${PUTS.map(isLost).join(' OR ')};
      ${PUTS.map(put).join('')}
      INSERT INTO counter (name, value) VALUES (NEW.counter, 1)
        ON CONFLICT (name) DO UPDATE SET value = value + 1, until = NULL;
      ${ENTRIES.map(add).join('')}
    END`);
  return database.prepare(
    `INSERT INTO addition VALUES (?1${', ?'.repeat(columns.length - 1)})
       RETURNING (SELECT value FROM counter WHERE name = ?1) AS number`,
  );
}

/** Whether the statement can do it: a record that is new, or has something in common with others, it can't put. */
export const isQuick = ({ entries, puts = [] }: Addition): boolean =>
  entries.length <= ENTRIES.length &&
  puts.length <= PUTS.length &&
  puts.every(({ placed, expected }) => expected !== 0 && placed.bond === undefined);

/** What the statement is given; `version` is what the records get that are put. */
export function valuesOf({ counter, entries, puts = [] }: Addition, version: number): readonly Value[] {
  const values: Value[] = [counter, version];
  for (const at of ENTRIES) {
    const { log = null, text = null } = entries[at - 1] ?? {};
    values.push(log, text);
  }
  for (const at of PUTS) {
    const { placed, expected } = puts[at - 1] ?? {};
    if (placed === undefined || expected === undefined) values.push(null, null, null, null);
    else values.push(placed.kind, placed.key, JSON.stringify(placed.record), expected);
  }
  return values;
}
