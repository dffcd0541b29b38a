// A bounded memory of recent things: the least recently used one goes first.

export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
}

/** A map that never holds more than `limit` entries. */
export function createRecent<K, V>(limit: number): Recent<K, V> {
  // Two generations instead of an order per access: a hit in the young one costs a single look-up.
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const half = Math.max(1, Math.floor(limit / 2));

  const set = (key: K, value: V) => {
    young.set(key, value);
    if (young.size < half) return;
    old = young;
    young = new Map();
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
  };
}
