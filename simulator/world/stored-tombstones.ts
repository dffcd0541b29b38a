// Tenants that are gone, in a store: a call that comes late is still remembered under their names.

import { createRecords } from '../store/records.js';
import type { Store, Versioned } from '../store/store.js';
import { TOMBSTONES_KEPT } from './journal.js';

/** Where late calls are written. */
export const lateOf = (clientCode: string) => `late/${clientCode}`;

/** Tenants that are gone, and remembered: the oldest go. */
interface Tombstone extends Versioned {
  readonly clientCode: string;
  readonly number: number;
}

export function createTombstones(store: Store, newMark: () => string) {
  const tombstones = createRecords<Tombstone>(
    store,
    { kind: 'tombstone', keyOf: ({ clientCode }) => clientCode, ownerOf: () => '' },
    newMark,
  );
  const drop = async (one: Tombstone) => {
    await tombstones.drop(one.clientCode, one.version);
    await store.clear(lateOf(one.clientCode));
  };
  return {
    async has(clientCode: string) {
      return (await tombstones.get(clientCode)) !== undefined;
    },
    async remove(clientCode: string) {
      const one = await tombstones.get(clientCode);
      if (one !== undefined) await drop(one);
    },
    async add(clientCode: string) {
      const number = await store.next('tombstone');
      const before = await tombstones.get(clientCode);
      if (before !== undefined) await drop(before);
      await tombstones.put({ clientCode, number, version: 0 }, 0);
      for (const one of (await tombstones.list(null, { limit: 2 })) ?? []) {
        if (number - one.number >= TOMBSTONES_KEPT) await drop(one);
      }
    },
  };
}
