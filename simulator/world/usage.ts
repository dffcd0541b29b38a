// When each tenant was last used, so that abandoned ones can go. No timer: looked at when a new tenant is made.

import type { MaybePromise } from '../store/store.js';

export interface Usage {
  /** Begins to watch a tenant. */
  watch(clientCode: string, now: number): MaybePromise<void>;
  /** Notes a use of a tenant that is watched, at base instant `now`, ms. */
  touch(clientCode: string, now: number): MaybePromise<void>;
  /** Tenants unused for longer than their life, a few at a time, oldest first. */
  abandoned(now: number): MaybePromise<readonly string[]>;
  /** Whether a tenant is one of them still. */
  isAbandoned(clientCode: string, now: number): MaybePromise<boolean>;
  forget(clientCode: string): MaybePromise<void>;
}

/** In memory nothing has to be waited for. */
interface MemoryUsage extends Usage {
  watch(clientCode: string, now: number): void;
  touch(clientCode: string, now: number): void;
  abandoned(now: number): readonly string[];
  isAbandoned(clientCode: string, now: number): boolean;
  forget(clientCode: string): void;
}

/** An unused tenant lives this long, ms, unless told otherwise. */
export const TENANT_LIFE = 24 * 3_600_000;

/** How many are looked at for each new tenant: more than one, so that the backlog shrinks. */
export const LOOKED_AT = 4;

/** No gap between two looks counts for more than this part of a life. */
export const GAP = 1 / 4;

/**
 * Idle is who is not used while the simulator is. A long gap between two looks says nothing of anybody: the machine
 * slept, its clock was set, or nobody was there at all. So a gap counts for a quarter of a life at most, and no single
 * jump of the clock ends a tenant that was in use before it.
 */
export function createUsage(life: number = TENANT_LIFE): MemoryUsage {
  /** By client code, in working time. */
  const lastUse = new Map<string, number>();
  let looked: number | undefined;
  /** How long the simulator was at work, ms. */
  let work = 0;
  const workUntil = (now: number): number => {
    work += Math.min(Math.max(now - (looked ?? now), 0), life * GAP);
    looked = now;
    return work;
  };
  const isIdle = (used: number | undefined, now: number) =>
    used !== undefined && workUntil(now) - used > life;

  return {
    watch(clientCode, now) {
      lastUse.set(clientCode, workUntil(now));
    },
    touch(clientCode, now) {
      if (lastUse.has(clientCode)) lastUse.set(clientCode, workUntil(now));
    },
    abandoned(now) {
      const idle: string[] = [];
      for (const [clientCode, used] of [...firstOf(lastUse, LOOKED_AT)]) {
        if (isIdle(used, now)) idle.push(clientCode);
        else {
          // Still in use: it goes to the end of the line, so that the next look is at others.
          lastUse.delete(clientCode);
          lastUse.set(clientCode, used);
        }
      }
      return idle;
    },
    isAbandoned: (clientCode, now) => isIdle(lastUse.get(clientCode), now),
    forget(clientCode) {
      lastUse.delete(clientCode);
    },
  };
}

function* firstOf<K, V>(map: Map<K, V>, count: number): Generator<[K, V]> {
  let left = count;
  for (const entry of map) {
    if (left === 0) return;
    left -= 1;
    yield entry;
  }
}
