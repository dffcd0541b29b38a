// The store in memory: its entries by key, and in lines in the order of their coming, one of all and one for each owner.

import { createKeyed } from './keyed.js';
import { createLine, type Line } from './line.js';
import { createLogs } from './logs.js';
import type {
  Added,
  Addition,
  Entry as LogEntry,
  PageAsked,
  Placed,
  Premise,
  Store,
  Versioned,
} from './store.js';
import { nextTurn } from './turn.js';

/** In memory nothing has to be waited for, except where an owner with many records is dropped. */
export interface MemoryStore extends Store {
  get(kind: string, key: string): Versioned | undefined;
  put(placed: Placed, expected: number, mark?: string, premise?: Premise): boolean;
  list(kind: string, owner: string | null, page: PageAsked): readonly Versioned[] | undefined;
  drop(kind: string, key: string, expected: number): boolean;
  next(counter: string): number;
  append(addition: Addition): Added | undefined;
  entries(log: string, page: { readonly limit: number; readonly after?: number }): readonly LogEntry[];
  clear(log: string): void;
  close(): void;
}

interface Entry {
  readonly serial: number;
  readonly key: string;
  readonly owner: Owner;
  bond: string | undefined;
  /** Undefined once it is dropped. */
  record: Versioned | undefined;
}

interface Owner {
  readonly name: string;
  readonly line: Line<Entry>;
  /** Its records are unknown from this moment on; they go in slices. */
  dropped: boolean;
}

const isThere = ({ record, owner }: Entry) => record !== undefined && !owner.dropped;

/** The entries of one kind: by key, by owner, and all in one line. */
function createEntries() {
  const entries = createKeyed<Entry>();
  const owners = new Map<string, Owner>();
  const all = createLine<Entry>();
  let serial = 0;
  return {
    all,
    owner: (name: string) => owners.get(name),
    find(key: string) {
      const entry = entries.get(key);
      return entry !== undefined && isThere(entry) ? entry : undefined;
    },
    add({ key, owner: name, bond }: Placed, record: Versioned) {
      const owner = owners.get(name) ?? { name, line: createLine<Entry>(), dropped: false };
      serial += 1;
      const entry: Entry = { serial, key, owner, bond, record };
      owners.set(name, owner);
      entries.set(key, entry);
      owner.line.add(entry);
      all.add(entry);
    },
    forget(entry: Entry) {
      if (entry.record === undefined) return;
      const { key } = entry;
      // A key that was dropped may be there again by now.
      if (entries.get(key) === entry) entries.delete(key);
      entry.record = undefined;
      all.leave(entry);
      if (entry.owner.dropped) return;
      entry.owner.line.leave(entry);
      if (entry.owner.line.size() === 0) owners.delete(entry.owner.name);
    },
    dropOwner(owner: Owner) {
      owners.delete(owner.name);
      owner.dropped = true;
    },
  };
}

type Entries = ReturnType<typeof createEntries>;

/** Whether a record has what all others of its owner have in common. */
function agrees(entries: Entries, { key, owner, bond }: Placed): boolean {
  if (bond === undefined) return true;
  // Two, because one of them may be the record as it was; the others agree with each other.
  const others = entries.owner(owner)?.line.read('oldestFirst', undefined, 2, isThere) ?? [];
  return others.every((other) => other.key === key || other.bond === bond);
}

/** The entries of every kind, with one counter of versions for all: a version never comes back. */
function createKinds() {
  const kinds = new Map<string, Entries>();
  let version = 0;
  const of = (kind: string): Entries => {
    const known = kinds.get(kind);
    if (known !== undefined) return known;
    const made = createEntries();
    kinds.set(kind, made);
    return made;
  };
  return {
    of,
    versionOf: (kind: string, key: string) => of(kind).find(key)?.record?.version ?? 0,
    /** Writes records under one new version. */
    write(...all: readonly Placed[]): number {
      version += 1;
      for (const placed of all) {
        const entries = of(placed.kind);
        const entry = entries.find(placed.key);
        const stored = { ...placed.record, version };
        if (entry === undefined) entries.add(placed, stored);
        else {
          entry.record = stored;
          entry.bond = placed.bond;
        }
      }
      return version;
    },
  };
}

type Kinds = ReturnType<typeof createKinds>;
type Counted = Pick<MemoryStore, 'next' | 'append' | 'entries' | 'clear'>;

/** Counters and logs. */
function createCounted(kinds: Kinds): Counted {
  const logs = createLogs();
  const counters = new Map<string, number>();
  const next = (counter: string) => {
    const number = (counters.get(counter) ?? 0) + 1;
    counters.set(counter, number);
    return number;
  };
  return {
    next,
    append({ counter, entries, puts = [] }) {
      const isLost = puts.some(
        ({ placed: { kind, key }, expected }) => kinds.versionOf(kind, key) !== expected,
      );
      if (isLost) return undefined;
      const version = kinds.write(...puts.map(({ placed }) => placed));
      const number = next(counter);
      for (const { log, text, keep } of entries) logs.add(log, { number, text }, keep);
      return { number, version };
    },
    entries: logs.read,
    clear: logs.clear,
  };
}

/**
 * A store that lives as long as the process, and is nobody else's. `turn` lets others have theirs between two slices of
 * long work.
 */
export function createMemoryStore(turn: () => Promise<void> = nextTurn): MemoryStore {
  const kinds = createKinds();
  const { of, versionOf } = kinds;
  return {
    shared: false,
    get: (kind, key) => of(kind).find(key)?.record,
    put(placed, expected, _mark, premise) {
      const { kind, key } = placed;
      if (versionOf(kind, key) !== expected) return false;
      if (premise !== undefined && versionOf(premise.kind, premise.key) !== premise.version) return false;
      if (!agrees(of(kind), placed)) return false;
      kinds.write(placed);
      return true;
    },
    list(kind, owner, { limit, after, order = 'oldestFirst' }) {
      const entries = of(kind);
      const from = after === undefined ? undefined : entries.find(after);
      const isIn = from !== undefined && (owner === null || from.owner.name === owner);
      if (after !== undefined && !isIn) return undefined;
      const line = owner === null ? entries.all : entries.owner(owner)?.line;
      return (line?.read(order, from, limit, isThere) ?? []).flatMap(({ record }) => record ?? []);
    },
    drop(kind, key, expected) {
      const entries = of(kind);
      const entry = entries.find(key);
      if (entry?.record?.version !== expected) return false;
      entries.forget(entry);
      return true;
    },
    async dropOwner(kind, name) {
      const entries = of(kind);
      const owner = entries.owner(name);
      if (owner === undefined) return;
      entries.dropOwner(owner);
      for (const [at, block] of owner.line.blocks().entries()) {
        if (at > 0) await turn();
        for (const entry of block) entries.forget(entry);
      }
    },
    ...createCounted(kinds),
    close() {},
  };
}
