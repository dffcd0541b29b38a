// What all simulators of a store must have in common, and who comes first makes: the rest reads it.

import { createRecords } from '../store/records.js';
import type { MaybePromise, Store, Versioned } from '../store/store.js';

interface Agreed extends Versioned {
  readonly name: string;
  readonly value: unknown;
}

export interface Agreement {
  /**
   * What is agreed under a name; made by whoever comes first. It holds as long as one of those lives who agreed on it, or
   * only as long as the `store` has what it is about.
   */
  agree<T>(name: string, make: () => MaybePromise<T>, holdsAs?: 'us' | 'store'): Promise<T>;
  /** Whether anything is agreed under a name, as the store has it. */
  isAgreed(name: string): Promise<boolean>;
  /** Changes it, whatever it was. */
  overrule<T>(name: string, value: T): Promise<void>;
  /** Writes what holds as long as we do into a store that lost it. */
  renew(): Promise<void>;
}

/** In memory nobody else has to agree. */
export const aloneAgreed: Agreement = {
  agree: async (_name, make) => make(),
  isAgreed: async () => true,
  async overrule() {},
  async renew() {},
};

export function createAgreement(store: Store, newMark: () => string): Agreement {
  const records = createRecords<Agreed>(
    store,
    { kind: 'agreed', keyOf: ({ name }) => name, ownerOf: () => '' },
    newMark,
  );
  const ours = new Map<string, unknown>();
  return {
    async agree<T>(name: string, make: () => MaybePromise<T>, holdsAs: 'us' | 'store' = 'us') {
      for (;;) {
        const known = await records.get(name);
        if (known === undefined) {
          await records.put({ name, value: await make(), version: 0 }, 0);
          continue;
        }
        if (holdsAs === 'us') ours.set(name, known.value);
        // Under one name everybody puts one kind of value.
        return known.value as T;
      }
    },
    isAgreed: async (name) => (await records.get(name)) !== undefined,
    async overrule(name, value) {
      for (;;) {
        const known = await records.get(name);
        if (await records.put({ name, value, version: 0 }, known?.version ?? 0)) break;
      }
      ours.set(name, value);
    },
    async renew() {
      for (const [name, value] of ours) await records.put({ name, value, version: 0 }, 0);
    },
  };
}
