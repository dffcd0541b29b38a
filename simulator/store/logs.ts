// Logs in memory: each forgets its oldest entries.

import type { Entry } from './store.js';

export interface Logs {
  /** Adds an entry to a log, which keeps its newest `keep`. */
  add(log: string, entry: Entry, keep: number): void;
  /** Oldest first: the first `limit` behind the number `after`, or the newest `limit`. */
  read(log: string, page: { readonly limit: number; readonly after?: number }): readonly Entry[];
  clear(log: string): void;
}

export function createLogs(): Logs {
  const logs = new Map<string, Entry[]>();
  return {
    add(log, entry, keep) {
      const entries = logs.get(log) ?? [];
      if (keep > 0) entries.push(entry);
      // In one go, now and then: to take one off the front moves all the others.
      if (entries.length > keep * 2) entries.splice(0, entries.length - keep);
      logs.set(log, entries);
    },
    read(log, { limit, after }) {
      const entries = logs.get(log) ?? [];
      if (after === undefined) return limit === 0 ? [] : entries.slice(-limit);
      return entries.filter(({ number }) => number > after).slice(0, limit);
    },
    clear(log) {
      logs.delete(log);
    },
  };
}
