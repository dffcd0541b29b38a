// When each tenant was last used, so that abandoned ones can go. No timer: looked at when a new tenant is made.

export interface Usage {
  /** Begins to watch a tenant. */
  watch(clientCode: string, now: number): void;
  /** Notes a use of a tenant that is watched, at base instant `now`, ms. */
  touch(clientCode: string, now: number): void;
  /** Tenants unused for longer than their life, a few at a time, oldest first. */
  abandoned(now: number): readonly string[];
  forget(clientCode: string): void;
}

/** An unused tenant lives this long, ms, unless told otherwise. */
const TENANT_LIFE = 24 * 3_600_000;

/** How many are looked at for each new tenant: more than one, so that the backlog shrinks. */
const LOOKED_AT = 4;

export function createUsage(life: number = TENANT_LIFE): Usage {
  const lastUse = new Map<string, number>();
  return {
    watch(clientCode, now) {
      lastUse.set(clientCode, now);
    },
    touch(clientCode, now) {
      if (lastUse.has(clientCode)) lastUse.set(clientCode, now);
    },
    abandoned(now) {
      const idle: string[] = [];
      for (const [clientCode, used] of [...firstOf(lastUse, LOOKED_AT)]) {
        if (now - used > life) idle.push(clientCode);
        else {
          // Still in use: it goes to the end of the line, so that the next look is at others.
          lastUse.delete(clientCode);
          lastUse.set(clientCode, used);
        }
      }
      return idle;
    },
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
