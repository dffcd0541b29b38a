// The store in memory: its entries by key, and in lines in the order of their coming, one of all and one for each owner.

import { createKeyed } from './keyed.js';
import { createLine, type Line } from './line.js';
import type { PageAsked, Store, Versioned } from './store.js';
import { nextTurn } from './turn.js';

/** In memory nothing has to be waited for, except where an owner with many records is dropped. */
export interface MemoryStore<T extends Versioned, Premise extends readonly Versioned[] = []>
  extends Store<T, Premise> {
  get(key: string): T | undefined;
  put(record: T, expected: number, ...premise: Premise): boolean;
  list(owner: string | null, page: PageAsked): readonly T[] | undefined;
  drop(key: string, expected: number): boolean;
}

/** What must be so at the moment of a `put`, besides the version. */
export interface Rules<T, Premise extends readonly Versioned[]> {
  /** Whether what the record was decided on is stored as it was read. */
  readonly stands?: (...premise: Premise) => boolean;
  /** Whether the record agrees with another one of its owner; all that are stored agree with each other. */
  readonly agrees?: (record: T, other: T) => boolean;
}

interface Entry<T> {
  readonly serial: number;
  readonly owner: Owner<T>;
  /** Undefined once it is dropped. */
  record: T | undefined;
}

interface Owner<T> {
  readonly name: string;
  readonly line: Line<Entry<T>>;
  /** Its records are unknown from this moment on; they go in slices. */
  dropped: boolean;
}

const isThere = <T>({ record, owner }: Entry<T>) => record !== undefined && !owner.dropped;

type Of<T> = (record: T) => string;

/** The entries themselves: by key, by owner, and all in one line. */
function createEntries<T>(keyOf: Of<T>, ownerOf: Of<T>) {
  const entries = createKeyed<Entry<T>>();
  const owners = new Map<string, Owner<T>>();
  const all = createLine<Entry<T>>();
  let serial = 0;
  return {
    all,
    owner: (name: string) => owners.get(name),
    find(key: string) {
      const entry = entries.get(key);
      return entry !== undefined && isThere(entry) ? entry : undefined;
    },
    add(record: T) {
      const name = ownerOf(record);
      const owner = owners.get(name) ?? { name, line: createLine<Entry<T>>(), dropped: false };
      serial += 1;
      const entry: Entry<T> = { serial, owner, record };
      owners.set(name, owner);
      entries.set(keyOf(record), entry);
      owner.line.add(entry);
      all.add(entry);
    },
    forget(entry: Entry<T>) {
      if (entry.record === undefined) return;
      const key = keyOf(entry.record);
      // A key that was dropped may be there again by now.
      if (entries.get(key) === entry) entries.delete(key);
      entry.record = undefined;
      all.leave(entry);
      if (entry.owner.dropped) return;
      entry.owner.line.leave(entry);
      if (entry.owner.line.size() === 0) owners.delete(entry.owner.name);
    },
    dropOwner(owner: Owner<T>) {
      owners.delete(owner.name);
      owner.dropped = true;
    },
  };
}

/**
 * A store that lives as long as the process. `keyOf` and `ownerOf` say how a record is found; `turn` lets others have
 * theirs between two slices of long work.
 */
export function createMemoryStore<T extends Versioned, Premise extends readonly Versioned[] = []>(
  keyOf: Of<T>,
  ownerOf: Of<T>,
  turn: () => Promise<void> = nextTurn,
  { stands = () => true, agrees }: Rules<T, Premise> = {},
): MemoryStore<T, Premise> {
  const entries = createEntries(keyOf, ownerOf);
  const { find } = entries;
  /** One counter for all records: a version never comes back. */
  let version = 0;
  const agreesWithOwners = (record: T) => {
    if (agrees === undefined) return true;
    // Two, because one of them may be the record as it was; the others agree with each other.
    const line = entries.owner(ownerOf(record))?.line;
    const others = line?.read('oldestFirst', undefined, 2, isThere) ?? [];
    return others.every(
      ({ record: other }) => !other || keyOf(other) === keyOf(record) || agrees(record, other),
    );
  };
  return {
    get: (key) => find(key)?.record,
    put(record, expected, ...premise) {
      const entry = find(keyOf(record));
      if ((entry?.record?.version ?? 0) !== expected) return false;
      if (!stands(...premise) || !agreesWithOwners(record)) return false;
      version += 1;
      const stored = { ...record, version };
      if (entry === undefined) entries.add(stored);
      else entry.record = stored;
      return true;
    },
    list(owner, { limit, after, order = 'oldestFirst' }) {
      const from = after === undefined ? undefined : find(after);
      const isIn = from !== undefined && (owner === null || from.owner.name === owner);
      if (after !== undefined && !isIn) return undefined;
      const line = owner === null ? entries.all : entries.owner(owner)?.line;
      return (line?.read(order, from, limit, isThere) ?? []).flatMap(({ record }) => record ?? []);
    },
    drop(key, expected) {
      const entry = find(key);
      if (entry?.record?.version !== expected) return false;
      entries.forget(entry);
      return true;
    },
    async dropOwner(name) {
      const owner = entries.owner(name);
      if (owner === undefined) return;
      entries.dropOwner(owner);
      for (const [at, block] of owner.line.blocks().entries()) {
        if (at > 0) await turn();
        for (const entry of block) entries.forget(entry);
      }
    },
  };
}
