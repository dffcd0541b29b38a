// What all simulators of a store must have in common, and who comes first makes: the rest reads it.

import { createRecords } from '../store/records.js';
import type { MaybePromise, Store, Versioned } from '../store/store.js';

interface Agreed extends Versioned {
  readonly name: string;
  readonly value: unknown;
}

export interface Agreement {
  /** What is agreed under a name; made by whoever comes first. */
  agree<T>(name: string, make: () => MaybePromise<T>): Promise<T>;
  /** Changes it, whatever it was. */
  overrule<T>(name: string, value: T): Promise<void>;
}

/** In memory nobody else has to agree. */
export const aloneAgreed: Agreement = {
  agree: async (_name, make) => make(),
  async overrule() {},
};

export function createAgreement(store: Store, newMark: () => string): Agreement {
  const records = createRecords<Agreed>(
    store,
    { kind: 'agreed', keyOf: ({ name }) => name, ownerOf: () => '' },
    newMark,
  );
  return {
    async agree<T>(name: string, make: () => MaybePromise<T>) {
      for (;;) {
        const known = await records.get(name);
        // Under one name everybody puts one kind of value.
        if (known !== undefined) return known.value as T;
        await records.put({ name, value: await make(), version: 0 }, 0);
      }
    },
    async overrule(name, value) {
      for (;;) {
        const known = await records.get(name);
        if (await records.put({ name, value, version: 0 }, known?.version ?? 0)) return;
      }
    },
  };
}
