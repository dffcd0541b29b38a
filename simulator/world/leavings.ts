// What a tenant leaves behind when it is reset or removed. It has another holder then, or none, so nobody finds its receipts
// any more; here they go, in slices. In a store a note says so first: whoever opens it next does what was left undone.

import { holderOf, type Tenant } from '../core/tenant.js';
import { createRecords, type Records } from '../store/records.js';
import type { MaybePromise, Store, Versioned } from '../store/store.js';

export interface Leavings {
  /** A tenant is about to be reset or removed. */
  announce(tenant: Tenant): MaybePromise<void>;
  /** Drops the receipts that it had before. */
  drop(tenant: Tenant): MaybePromise<void>;
  /** Does what was announced and not done. */
  resume(tenants: Pick<Records<Tenant>, 'get'>): MaybePromise<void>;
}

type Droppable = Pick<Records<Versioned>, 'dropOwner'>;

export const createLeavings = (receipts: Droppable): Leavings => ({
  announce() {},
  drop: (tenant) => receipts.dropOwner(holderOf(tenant)),
  resume() {},
});

interface Note extends Versioned {
  readonly holder: string;
  readonly clientCode: string;
}

export function createStoredLeavings(store: Store, receipts: Droppable, newMark: () => string): Leavings {
  const notes = createRecords<Note>(
    store,
    { kind: 'leavings', keyOf: ({ holder }) => holder, ownerOf: () => '' },
    newMark,
  );
  const tearUp = async (holder: string) => {
    const note = await notes.get(holder);
    if (note !== undefined) await notes.drop(holder, note.version);
  };
  return {
    async announce(tenant) {
      // False: it was announced already.
      await notes.put({ holder: holderOf(tenant), clientCode: tenant.clientCode, version: 0 }, 0);
    },
    async drop(tenant) {
      const holder = holderOf(tenant);
      await receipts.dropOwner(holder);
      await tearUp(holder);
    },
    async resume(tenants) {
      for (const { holder, clientCode } of (await notes.list(null, { limit: 1000 })) ?? []) {
        const tenant = await tenants.get(clientCode);
        // Announced, and then not done.
        if (tenant === undefined || holderOf(tenant) !== holder) await receipts.dropOwner(holder);
        await tearUp(holder);
      }
    },
  };
}
