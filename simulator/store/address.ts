// Where a store is, as text: `memory`, `file:PATH`, `redis://…` or `rediss://…`.

export type StoreAddress =
  | { readonly engine: 'memory' }
  | { readonly engine: 'file'; readonly path: string }
  | { readonly engine: 'redis'; readonly url: string };

/** Whether a write is on the disk when it is answered (`full`), or only safe from the end of the process (`normal`). */
export const syncModes = ['normal', 'full'] as const;
export type SyncMode = (typeof syncModes)[number];

export const STORE_ADDRESSES = 'memory, file:PATH, redis://HOST:PORT, rediss://HOST:PORT';

/** Undefined for a text that names no store. */
export function readStoreAddress(text: string): StoreAddress | undefined {
  if (text === 'memory') return { engine: 'memory' };
  // `file:///a/b` and `file:/a/b` are one path, as are `file:a` and `file:./a`.
  const path = /^file:(?:\/\/(?=\/))?(.+)$/s.exec(text)?.[1];
  if (path !== undefined) return { engine: 'file', path };
  return /^rediss?:\/\/\S+$/.test(text) ? { engine: 'redis', url: text } : undefined;
}
