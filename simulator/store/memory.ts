// The store in memory: a Map, and for each owner the set of its keys.

import type { Store, Versioned } from './store.js';

/** In memory nothing has to be waited for. */
export interface MemoryStore<T extends Versioned> extends Store<T> {
  get(key: string): T | undefined;
  put(record: T, expected: number): boolean;
}

/** A store that lives as long as the process. `keyOf` and `ownerOf` say how a record is found. */
export function createMemoryStore<T extends Versioned>(
  keyOf: (record: T) => string,
  ownerOf: (record: T) => string,
): MemoryStore<T> {
  const records = new Map<string, T>();
  const owned = new Map<string, Set<string>>();

  return {
    get: (key) => records.get(key),
    put(record, expected) {
      const key = keyOf(record);
      if ((records.get(key)?.version ?? 0) !== expected) return false;
      records.set(key, { ...record, version: expected + 1 });
      if (expected === 0) {
        const owner = ownerOf(record);
        const keys = owned.get(owner);
        if (keys === undefined) owned.set(owner, new Set([key]));
        else keys.add(key);
      }
      return true;
    },
    list: (owner) => [...(owned.get(owner) ?? [])].flatMap((key) => records.get(key) ?? []),
    drop(key) {
      const record = records.get(key);
      if (record === undefined) return;
      records.delete(key);
      const owner = ownerOf(record);
      const keys = owned.get(owner);
      keys?.delete(key);
      if (keys?.size === 0) owned.delete(owner);
    },
  };
}
