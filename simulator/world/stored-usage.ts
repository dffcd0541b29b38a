// When each tenant was last used, in a store: known to all who share it, and after a restart. A use is written at most every
// twenty-fourth part of a life; who was used last stands last, so that those who were not are found first.

import QuickLRU from 'quick-lru';
import { createRecords } from '../store/records.js';
import type { Store, Versioned } from '../store/store.js';
import { GAP, LOOKED_AT, TENANT_LIFE, type Usage } from './usage.js';

/** A use is written once in this part of a life. */
const WRITTEN = 1 / 24;
/** So many uses are at hand. */
const KNOWN = 10_000;

interface Use extends Versioned {
  readonly clientCode: string;
  /** In working time, ms. */
  readonly at: number;
}

/** How long the simulators of a store were at work. */
interface Work extends Versioned {
  readonly ms: number;
  /** The base clock at the last look, ms. */
  readonly looked: number;
}

export function createStoredUsage(store: Store, newMark: () => string, life: number = TENANT_LIFE): Usage {
  const uses = createRecords<Use>(
    store,
    { kind: 'use', keyOf: ({ clientCode }) => clientCode, ownerOf: () => '' },
    newMark,
  );
  const works = createRecords<Work>(store, { kind: 'work', keyOf: () => '', ownerOf: () => '' }, newMark);
  /** When the use of a tenant was last written or found not to be watched, on the base clock. */
  const written = new QuickLRU<string, number>({ maxSize: KNOWN });

  /** Working time: a gap between two looks counts for a part of a life at most. Whoever loses a race was looked for. */
  const workUntil = async (now: number): Promise<number> => {
    const work = (await works.get('')) ?? { ms: 0, looked: now, version: 0 };
    const ms = work.ms + Math.min(Math.max(now - work.looked, 0), life * GAP);
    if (work.version === 0 || now - work.looked >= life * WRITTEN) {
      await works.put({ ms, looked: now, version: 0 }, work.version);
    }
    return ms;
  };
  const write = async (clientCode: string, now: number, use: Use | undefined) => {
    written.set(clientCode, now);
    const at = await workUntil(now);
    // To the end of the line.
    if (use !== undefined) await uses.drop(clientCode, use.version);
    await uses.put({ clientCode, at, version: 0 }, 0);
  };
  const isIdle = async (use: Use | undefined, now: number) =>
    use !== undefined && (await workUntil(now)) - use.at > life + life * WRITTEN;

  return {
    watch: async (clientCode, now) => write(clientCode, now, await uses.get(clientCode)),
    touch(clientCode, now) {
      const before = written.get(clientCode);
      if (before !== undefined && now - before < life * WRITTEN) return;
      written.set(clientCode, now);
      const touched = async () => {
        const use = await uses.get(clientCode);
        if (use !== undefined) await write(clientCode, now, use);
      };
      return touched();
    },
    async abandoned(now) {
      const idle: string[] = [];
      for (const use of (await uses.list(null, { limit: LOOKED_AT })) ?? []) {
        if (await isIdle(use, now)) idle.push(use.clientCode);
      }
      return idle;
    },
    isAbandoned: async (clientCode, now) => isIdle(await uses.get(clientCode), now),
    async forget(clientCode) {
      written.delete(clientCode);
      const use = await uses.get(clientCode);
      if (use !== undefined) await uses.drop(clientCode, use.version);
    },
  };
}
