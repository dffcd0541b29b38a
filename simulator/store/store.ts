// What a store must do: five verbs. All may be asynchronous, so that one on disk or behind a network fits; in memory
// they answer at once. Records are plain data with a `version` that only compare-and-set may raise, and that never comes
// back: what was read of a record that is gone is no good for the one that has its key now.

import type { Direction } from './line.js';

export type MaybePromise<T> = T | Promise<T>;

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

/** `Premise`: the records of others that a decision on this one is made on, as they were read. */
export interface Store<T extends Versioned, Premise extends readonly Versioned[] = []> {
  get(key: string): MaybePromise<T | undefined>;
  /**
   * Writes the record if what is stored has `expected` as its version (0: nothing is stored), if what it was decided on
   * is stored as it was read, and if it agrees with what its owner has; and raises the version. All in one step.
   * False means that another call was first: gather again, decide again.
   */
  put(record: T, expected: number, ...premise: Premise): MaybePromise<boolean>;
  /** A page of the records of one owner, or of all (null). Undefined if there is no record `after` among them. */
  list(owner: string | null, page: PageAsked): MaybePromise<readonly T[] | undefined>;
  /** Drops the record if what is stored has `expected` as its version; false as for `put`. */
  drop(key: string, expected: number): MaybePromise<boolean>;
  /**
   * Drops all records of an owner. The moment of the call decides: what was stored before is unknown to every verb at
   * once, what is put later stays. What takes long is done in slices, and others get their turn in between.
   */
  dropOwner(owner: string): MaybePromise<void>;
}
