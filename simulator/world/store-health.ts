// How the store is: what the health route says, and what is logged of it, once a minute.

import type { Text } from '../../contracts/protocol/index.js';
import { type Store, StoreUnavailable } from '../store/store.js';

export interface StoreHealth {
  /** Why the store failed a call, and tells people of it, unless they were told lately; undefined for another error. */
  failed(error: unknown): string | undefined;
  /** Why the store can't be used now; undefined if it can be. */
  reason(): Promise<string | undefined>;
}

/** It is logged once in so long, ms. */
const LOGGED_EVERY = 60_000;

/** `now` is the base clock, ms; `notice` tells people. */
export function createStoreHealth(
  store: Store,
  now: () => number,
  notice: (text: Text) => void,
): StoreHealth {
  let logged = Number.NEGATIVE_INFINITY;
  return {
    failed(error) {
      if (!(error instanceof StoreUnavailable)) return undefined;
      const { message } = error;
      if (now() - logged >= LOGGED_EVERY) {
        logged = now();
        notice({
          en: `${message} Calls get 503 until it can be used.`,
          ko: `${message} 복구될 때까지 503으로 응답합니다.`,
        });
      }
      return message;
    },
    async reason() {
      if (!store.shared) return undefined;
      try {
        // A write too: on a full disk reads go on.
        await store.next('health', LOGGED_EVERY);
        return undefined;
      } catch (error) {
        if (error instanceof StoreUnavailable) return error.message;
        throw error;
      }
    },
  };
}
