// The verbs of a store in Redis or Valkey. Each is one trip; those that are asked for in one turn share it.

import { randomBytes } from 'node:crypto';
import type { Added, Addition, Entry, PageAsked, Placed, Premise, Store, Versioned } from '../store.js';
import type { Connection } from './connection.js';
import type { Verbs } from './verbs.js';

/** So many records are dropped at a time. */
const SLICE = 500;

/** Text that may be absent: with a letter before it, or nothing. */
const optional = (text: string | null | undefined) => (text === undefined || text === null ? '' : `=${text}`);

function recordOf(version: unknown, json: unknown): Versioned {
  const record = JSON.parse(String(json)) as { version: number };
  record.version = Number(version);
  return record;
}

const wordsOf = ({ kind, key, owner, bond, record }: Placed, expected: number) => [
  kind,
  key,
  owner,
  optional(bond),
  JSON.stringify(record),
  String(expected),
];

/** An entry of a stream, as `[<number>-<place>, ['t', text]]`. */
type StreamEntry = readonly [id: string, fields: readonly [name: string, text: string]];

const entryOf = ([id, [, text]]: StreamEntry): Entry => ({ number: Number(id.split('-')[0]), text });

function addedOf(answer: unknown): Added | undefined {
  const [number, version] = String(answer).split(' ');
  return version === undefined ? undefined : { number: Number(number), version: Number(version) };
}

/** What an addition is made of, for the script. */
const additionWords = ({ counter, entries, puts = [] }: Addition) => [
  counter,
  String(entries.length),
  ...entries.flatMap(({ log, keep, text }) => [log, String(keep), text]),
  ...puts.flatMap(({ placed, expected }) => wordsOf(placed, expected)),
];

/** Records: put, read, listed, dropped. */
function createRecordVerbs({ run, read }: Verbs, base: string) {
  return {
    async get(kind: string, key: string) {
      const name = `${base}record:${kind}:${key}`;
      const [version, json] = (await read(['HMGET', name, 'v', 'j'])) as readonly (string | null)[];
      return version === null ? undefined : recordOf(version, json);
    },
    async put(placed: Placed, expected: number, mark: string, premise?: Premise) {
      const { kind, key, version } = premise ?? {};
      const stands = premise === undefined ? [] : [String(kind), String(key), String(version)];
      return (await run('put', mark, [...wordsOf(placed, expected), ...stands])) === '1';
    },
    async list(kind: string, owner: string | null, { limit, after, order = 'oldestFirst' }: PageAsked) {
      const words = [kind, optional(owner), String(limit), order, optional(after)];
      const rows = (await run('list', '', words)) as readonly (readonly (string | null)[])[] | null;
      return rows?.map(([version, json]) => recordOf(version, json));
    },
    async drop(kind: string, key: string, expected: number, mark: string) {
      return (await run('drop', mark, [kind, key, String(expected)])) === '1';
    },
    async dropOwner(kind: string, owner: string) {
      for (let last = ''; ; ) {
        const answer = String(await run('dropSome', '', [kind, owner, String(SLICE), last]));
        const [count, place = ''] = answer.split(' ');
        if (Number(count) < SLICE) return;
        last = place;
      }
    },
  };
}

/** Counters and logs. */
function createCountedVerbs({ run, read }: Verbs, base: string, newMark: () => string) {
  return {
    async next(counter: string, life?: number) {
      const ms = life === undefined ? '' : String(Math.ceil(life));
      return Number(await run('next', newMark(), [counter, ms]));
    },
    async append(addition: Addition, mark: string) {
      return addedOf(await run('append', mark, additionWords(addition)));
    },
    async entries(log: string, { limit, after }: { readonly limit: number; readonly after?: number }) {
      if (limit === 0) return [];
      const name = `${base}log:${log}`;
      const words =
        after === undefined
          ? ['XREVRANGE', name, '+', '-', 'COUNT', String(limit)]
          : ['XRANGE', name, `${after + 1}-0`, '+', 'COUNT', String(limit)];
      const entries = ((await read(words)) as readonly StreamEntry[]).map(entryOf);
      return after === undefined ? entries.reverse() : entries;
    },
    async clear(log: string) {
      await run('clear', '', [log]);
    },
  };
}

/** The store over a connection. `base` begins every key. */
export function createRedisStore(verbs: Verbs, connection: Pick<Connection, 'close'>, base: string): Store {
  const run = randomBytes(9).toString('base64url');
  let marks = 0;
  const newMark = () => {
    marks += 1;
    return `${run}-${marks}`;
  };
  return {
    shared: true,
    ...createRecordVerbs(verbs, base),
    ...createCountedVerbs(verbs, base, newMark),
    close: () => connection.close(),
  };
}
