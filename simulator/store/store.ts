// What a store must do: four verbs. All may be asynchronous, so that one on disk or behind a network fits; in memory
// they answer at once. Records are plain data with a `version` that only compare-and-set may raise.

export type MaybePromise<T> = T | Promise<T>;

export interface Versioned {
  readonly version: number;
}

export interface Store<T extends Versioned> {
  get(key: string): MaybePromise<T | undefined>;
  /**
   * Writes the record if what is stored has `expected` as its version (0: nothing is stored), and raises the version.
   * False means that another call was first: gather again, decide again.
   */
  put(record: T, expected: number): MaybePromise<boolean>;
  /** All records of one owner, oldest first. */
  list(owner: string): MaybePromise<readonly T[]>;
  drop(key: string): MaybePromise<void>;
}
