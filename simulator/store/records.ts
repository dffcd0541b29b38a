// Records of one kind in a store, by their own type.

import type { MaybePromise, PageAsked, Placed, Premise, Store, Versioned } from './store.js';

/** `Others`: the records that a decision on one of these is made on, as they were read. */
export interface Records<T extends Versioned, Others extends readonly Versioned[] = []> {
  get(key: string): MaybePromise<T | undefined>;
  /**
   * Writes the record if what is stored has `expected` as its version (0: nothing is stored), if what it was decided on
   * is stored as it was read, and if it agrees with what its owner has; and raises the version. All in one step.
   * False means that another call was first: gather again, decide again.
   */
  put(record: T, expected: number, ...others: Others): MaybePromise<boolean>;
  /** A page of the records of one owner, or of all (null). Undefined if there is no record `after` among them. */
  list(owner: string | null, page: PageAsked): MaybePromise<readonly T[] | undefined>;
  /** Drops the record if what is stored has `expected` as its version; false as for `put`. */
  drop(key: string, expected: number): MaybePromise<boolean>;
  /** Drops what an owner has, in slices: nobody puts for it any more, and nobody asks. */
  dropOwner(owner: string): MaybePromise<void>;
}

/** How records of a kind are found, and what must be so at the moment of a `put`, besides the version. */
export interface KindOf<T extends Versioned, Others extends readonly Versioned[] = []> {
  readonly kind: string;
  readonly keyOf: (record: T) => string;
  readonly ownerOf: (record: T) => string;
  /** What all records of one owner have in common. */
  readonly bondOf?: (record: T) => string;
  /** Which of the others must be stored as it was read. */
  readonly premiseOf?: (...others: Others) => Premise;
}

/** A record of a kind in its place. */
export const place = <T extends Versioned>(
  { kind, keyOf, ownerOf, bondOf }: Omit<KindOf<T>, 'premiseOf'>,
  record: T,
): Placed => ({ kind, key: keyOf(record), owner: ownerOf(record), record, bond: bondOf?.(record) });

/** The records of a kind. `newMark` names a write. */
export function createRecords<T extends Versioned, Others extends readonly Versioned[] = []>(
  store: Store,
  of: KindOf<T, Others>,
  newMark: () => string,
): Records<T, Others> {
  const { kind, premiseOf } = of;
  return {
    // What was put under this kind is of this type, and nobody else puts under it.
    get: (key) => store.get(kind, key) as MaybePromise<T | undefined>,
    put: (record, expected, ...others) =>
      store.put(place(of, record), expected, newMark(), premiseOf?.(...others)),
    list: (owner, page) => store.list(kind, owner, page) as MaybePromise<readonly T[] | undefined>,
    drop: (key, expected) => store.drop(kind, key, expected, newMark()),
    dropOwner: (owner) => store.dropOwner(kind, owner),
  };
}
