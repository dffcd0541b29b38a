// The verbs of a store in a file. Each is one statement, or one transaction; SQLite gives no answer that can be lost, so
// marks are not needed.

import QuickLRU from 'quick-lru';
import type { Added, Addition, Entry, PageAsked, Placed, Premise, Store, Versioned } from '../store.js';
import { nextTurn } from '../turn.js';
import type { Database, Row, Value } from './driver.js';
import { faultOf } from './faults.js';
import { createLogTables, NEW_VERSION } from './logs.js';
import { createAlone } from './schema.js';

const STANDS = 'EXISTS (SELECT 1 FROM record WHERE kind = ? AND key = ? AND version = ?)';
const INSERT = `INSERT INTO record (kind, key, owner, bond, version, json) SELECT ?, ?, ?, ?, ${NEW_VERSION}, ?`;
const UPDATE = `UPDATE record SET bond = ?, version = ${NEW_VERSION}, json = ? WHERE kind = ? AND key = ? AND version = ?`;

/** So many records are dropped at a time. */
const SLICE = 500;

type Statements = ReturnType<typeof prepared>;

function prepared(database: Database) {
  const all = (sql: string) => database.prepare(sql);
  const LIST = 'SELECT version, json FROM record WHERE kind = ?';
  const pages = (where: string) => ({
    oldestFirst: all(`${LIST} ${where} AND seq > ? ORDER BY seq LIMIT ?`),
    newestFirst: all(`${LIST} ${where} AND seq < ? ORDER BY seq DESC LIMIT ?`),
  });
  return {
    get: all(
      'SELECT version, iif(version = ?3, NULL, json) AS json FROM record WHERE kind = ?1 AND key = ?2',
    ),
    insert: all(`${INSERT} WHERE true ON CONFLICT DO NOTHING`),
    insertIf: all(`${INSERT} WHERE ${STANDS} ON CONFLICT DO NOTHING`),
    update: all(UPDATE),
    updateIf: all(`${UPDATE} AND ${STANDS}`),
    // Two, because one of them may be the record as it was; the others agree with each other.
    bonds: all('SELECT key, bond FROM record WHERE kind = ? AND owner = ? ORDER BY seq LIMIT 2'),
    place: all('SELECT seq, owner FROM record WHERE kind = ? AND key = ?'),
    ofAll: pages(''),
    ofOwner: pages('AND owner = ?'),
    drop: all('DELETE FROM record WHERE kind = ? AND key = ? AND version = ?'),
    last: all('SELECT max(seq) AS seq FROM record WHERE kind = ? AND owner = ?'),
    dropSome: all(
      'DELETE FROM record WHERE seq IN (SELECT seq FROM record WHERE kind = ? AND owner = ? AND seq <= ? LIMIT ?)',
    ),
  };
}

const recordOf = ({ version, json }: Row): Versioned => {
  const record = JSON.parse(String(json)) as { version: number };
  record.version = Number(version);
  return record;
};

/** So many records are at hand, twice as many at most. */
const AT_HAND = 1000;

/**
 * Reads a record. What was read before is at hand, and the file says whether it is still so: a version never comes back,
 * so the same version is the same record, and its text need not be read again.
 */
function createGet({ get }: Statements) {
  const atHand = new QuickLRU<string, Versioned>({ maxSize: AT_HAND });
  return (kind: string, key: string): Versioned | undefined => {
    const name = `${kind}/${key}`;
    const known = atHand.get(name);
    const row = get.get(kind, key, known?.version ?? 0);
    if (row === undefined) return undefined;
    if (known !== undefined && row.json === null) return known;
    const record = recordOf(row);
    atHand.set(name, record);
    return record;
  };
}

/** Puts a record on what is stored of it; whether it was. */
function put(
  statements: Statements,
  { kind, key, owner, bond: given, record }: Placed,
  expected: number,
  premise?: Premise,
) {
  const bond = given ?? null;
  const json = JSON.stringify(record);
  const stands: readonly Value[] = premise === undefined ? [] : [premise.kind, premise.key, premise.version];
  const { insert, insertIf, update, updateIf } = statements;
  const { changes } =
    expected === 0
      ? (premise === undefined ? insert : insertIf).run(kind, key, owner, bond, json, ...stands)
      : (premise === undefined ? update : updateIf).run(bond, json, kind, key, expected, ...stands);
  return Number(changes) === 1;
}

function agrees({ bonds }: Statements, { kind, key, owner, bond }: Placed): boolean {
  return bonds.all(kind, owner).every((other) => other.key === key || other.bond === bond);
}

function list(
  statements: Statements,
  kind: string,
  owner: string | null,
  page: PageAsked,
): readonly Versioned[] | undefined {
  const { limit, after, order = 'oldestFirst' } = page;
  const from = after === undefined ? undefined : statements.place.get(kind, after);
  if (after !== undefined && (from === undefined || (owner !== null && from.owner !== owner)))
    return undefined;
  const end = order === 'oldestFirst' ? 0 : Number.MAX_SAFE_INTEGER;
  const seq = from === undefined ? end : Number(from.seq);
  const rows =
    owner === null
      ? statements.ofAll[order].all(kind, seq, limit)
      : statements.ofOwner[order].all(kind, owner, seq, limit);
  return rows.map(recordOf);
}

/** Drops what an owner has now; others have their turn between two slices. */
async function dropOwner({ last, dropSome }: Statements, kind: string, owner: string): Promise<void> {
  const seq = last.get(kind, owner)?.seq;
  if (seq === null || seq === undefined) return;
  while (Number(dropSome.run(kind, owner, Number(seq), SLICE).changes) === SLICE) await nextTurn();
}

/** The store over an open database. `path` is for messages. */
export function createFileStore(database: Database, path: string): Store {
  const statements = prepared(database);
  const alone = createAlone(database);
  const logs = createLogTables(database, alone);
  /** A verb, whose errors are told in words. The database is named here too: one that nobody holds closes itself. */
  const verb =
    <Given extends readonly unknown[], Answer>(run: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      try {
        return run(...given);
      } catch (error) {
        throw faultOf(error, path);
      }
    };
  let isOpen = true;
  return {
    shared: true,
    get: verb(createGet(statements)),
    put: verb((placed: Placed, expected: number, _mark: string, premise?: Premise) => {
      if (placed.bond === undefined) return put(statements, placed, expected, premise);
      return alone(() => agrees(statements, placed) && put(statements, placed, expected, premise));
    }),
    list: verb((kind: string, owner: string | null, page: PageAsked) => list(statements, kind, owner, page)),
    drop: verb(
      (kind: string, key: string, expected: number) =>
        Number(statements.drop.run(kind, key, expected).changes) === 1,
    ),
    async dropOwner(kind, owner) {
      await dropOwner(statements, kind, owner).catch((error: unknown) => {
        throw faultOf(error, path);
      });
    },
    next: verb(logs.next),
    append: verb((addition: Addition): Added | undefined => logs.append(addition)),
    entries: verb(
      (log: string, page: { readonly limit: number; readonly after?: number }): readonly Entry[] =>
        logs.entries(log, page),
    ),
    clear: verb(logs.clear),
    close() {
      if (!isOpen) return;
      isOpen = false;
      try {
        // So that the file alone is a whole copy, where nobody else has it open.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // What stands beside it is taken up by whoever opens it next.
      }
      database.close();
    },
  };
}
