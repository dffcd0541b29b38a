// A case of the seam's suite: a promise of every store, and how it is seen. For any test runner: `run` rejects where the
// promise is broken.

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { MaybePromise, Placed, Store, Versioned } from '../store.js';

/** Opens the store under test. Within one case every call opens the same one once more; at first it is empty. */
export type OpenStore = () => MaybePromise<Store>;

export interface StoreCase {
  readonly id: string;
  /** The promise, in a sentence. */
  readonly promise: string;
  /**
   * Where the case means anything: with every store, with one that several processes share (`open` may be called several
   * times), or with one that may write again what it wrote before, since an answer can be lost on its way.
   */
  readonly of: 'every' | 'shared' | 'repeating';
  run(open: OpenStore): Promise<void>;
}

/** Compares by value. Rejects with both values. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, actual ${JSON.stringify(actual)}`);
}

/** A record of a kind, with whatever it holds. */
export const thing = (
  key: string,
  { owner = 'somebody', kind = 'thing', bond, ...members }: Readonly<Record<string, unknown>> = {},
): Placed => ({
  kind: String(kind),
  key,
  owner: String(owner),
  bond: bond === undefined ? undefined : String(bond),
  record: { key, ...members, version: 0 } as Versioned,
});

/** What is stored under a key: without the version, and the version alone. */
export async function read(store: Store, key: string, kind = 'thing') {
  const record = await store.get(kind, key);
  if (record === undefined) return { record, version: 0 };
  const { version, ...members } = record;
  return { record: members as Readonly<Record<string, unknown>>, version };
}

/** The name of a write. */
export const mark = (): string => randomUUID();

/** Puts a record on what is stored of it. */
export const overwrite = async (store: Store, placed: Placed): Promise<boolean> =>
  store.put(placed, (await read(store, placed.key, placed.kind)).version, mark());

/** Opens the store for as long as `use` takes. */
export async function using(open: OpenStore, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await open();
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
