// The seam: what a store must do. One store holds everything of a simulator that must survive or be shared: records,
// counters, and logs that forget their oldest entries. All verbs may be asynchronous, so that one on disk or behind a
// network fits; in memory they answer at once.
//
// Rules of every engine:
// 1. Each verb is one step: others see all of what it did, or nothing of it.
// 2. A version never comes back, not even after a drop: what was read of a record that is gone is no good for the one
//    that has its key now.
// 3. A verb that can't say what it did, or could do nothing, throws (or rejects with) a StoreUnavailable, within two
//    seconds. Nothing of it is done after that: nobody waits for it any more.
// 4. Records and entries are kept whole; members that an engine doesn't know stay as they are.

import type { Direction } from './line.js';

export type MaybePromise<T> = T | Promise<T>;

/** Goes on once a value is there: at once in memory, where an await would only cost. */
export const after = <T, U>(value: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> =>
  value instanceof Promise ? value.then(next) : next(value);

/** A record: plain data, what JSON can carry. The store sets its `version`, which counts from 1. */
export interface Versioned {
  readonly version: number;
}

/** A part of a list. */
export interface PageAsked {
  /** At most so many records. */
  readonly limit: number;
  /** The key of the last record of the page before; from the start unless given. */
  readonly after?: string | undefined;
  /** By the order in which records were first put; `oldestFirst` unless given. */
  readonly order?: Direction;
}

/** A record that is to be put, and where it belongs. */
export interface Placed {
  /** Records of one kind have keys of their own, e.g. `receipt`. */
  readonly kind: string;
  readonly key: string;
  /** Whose it is: records are listed and dropped by their owner. It never changes. */
  readonly owner: string;
  readonly record: Versioned;
  /** What all records of this kind and owner must have in common: it is put only if the others have the same. */
  readonly bond?: string | undefined;
}

/** A record of others that a decision is made on: it must be stored as it was read, or nothing is put. */
export interface Premise {
  readonly kind: string;
  readonly key: string;
  readonly version: number;
}

/** One more entry of a log. */
export interface Entry {
  /** Of the addition that it came with. */
  readonly number: number;
  readonly text: string;
}

/** What is added in one step. */
export interface Addition {
  /** The counter that gives it its number. */
  readonly counter: string;
  /** Logs and their new entries. A log keeps its newest `keep` entries at least, and not many more. */
  readonly entries: readonly { readonly log: string; readonly text: string; readonly keep: number }[];
  /** Records that are put along with it, each on what is stored of it (0: nothing); all of them, or nothing is added. */
  readonly puts?: readonly { readonly placed: Placed; readonly expected: number }[];
}

export interface Added {
  readonly number: number;
  /** The version that every record has which was put along. */
  readonly version: number;
}

export interface Store {
  /** Whether others may use what it holds at the same time, and whether it outlives the process. */
  readonly shared: boolean;
  get(kind: string, key: string): MaybePromise<Versioned | undefined>;
  /**
   * Writes the record if what is stored has `expected` as its version (0: nothing is stored), if the premise stands, and
   * if its bond is that of the others; and gives it a new version. False means that another call was first: gather again,
   * decide again. `mark` is this write's own name: an engine that lost an answer may write again under the same mark,
   * and what was done is not done twice, but answered as it was then. An engine whose answers can't be lost needs no mark.
   */
  put(placed: Placed, expected: number, mark: string, premise?: Premise): MaybePromise<boolean>;
  /** A page of the records of one owner, or of all (null). Undefined if there is no record `after` among them. */
  list(kind: string, owner: string | null, page: PageAsked): MaybePromise<readonly Versioned[] | undefined>;
  /** Drops the record if what is stored has `expected` as its version; false as for `put`. */
  drop(kind: string, key: string, expected: number, mark: string): MaybePromise<boolean>;
  /**
   * Drops all records that an owner had when it was called. Done in slices, others get their turn in between and may see
   * what is left; nothing is left once it has resolved. What is put meanwhile may go too: nobody puts for an owner that goes.
   */
  dropOwner(kind: string, owner: string): MaybePromise<void>;
  /**
   * The next number of a counter, from 1. Nobody gets the same one twice. A counter with a `life`, ms, may be forgotten
   * once nobody has asked for it for so long.
   */
  next(counter: string, life?: number): MaybePromise<number>;
  /** Adds entries to logs under one number, and puts records with them; undefined if another was first with one of these. */
  append(addition: Addition, mark: string): MaybePromise<Added | undefined>;
  /** Entries of a log, oldest first: the first `limit` behind the number `after`, or its newest `limit`. */
  entries(
    log: string,
    page: { readonly limit: number; readonly after?: number },
  ): MaybePromise<readonly Entry[]>;
  /** Forgets a log. */
  clear(log: string): MaybePromise<void>;
  /** Lets go of what it holds open; may be called again. */
  close(): MaybePromise<void>;
}

/** The store can't be reached, or can't write. The call may have been done or not; nothing of it is done later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
