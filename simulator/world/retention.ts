// How long receipts are kept. No timer: each new one looks at the oldest, a few at a time, so that the backlog shrinks.

import type { Receipt } from '../core/receipt.js';
import type { Records } from '../store/records.js';
import type { MaybePromise } from '../store/store.js';

/** How many are looked at for each new receipt. */
const LOOKED_AT = 4;

export type Sweep = (now: number) => MaybePromise<void>;

type Old = Pick<Records<Receipt>, 'list' | 'drop'>;

/** Drops the oldest receipts, if they were asked for longer than `keep` ms ago on the base clock. */
export function createSweep(receipts: Old, keep: number | undefined): Sweep | undefined {
  if (keep === undefined) return undefined;
  return async (now) => {
    for (const { receiptId, madeAt, version } of (await receipts.list(null, { limit: LOOKED_AT })) ?? []) {
      if (now - madeAt > keep) await receipts.drop(receiptId, version);
    }
  };
}
