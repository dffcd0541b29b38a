// Where a receipt stands, by the core's own rules: nothing tells the page that time went by.

import type { ReceiptView } from '../simulator/control/shapes.js';
import { type Phase, phaseOf, settle } from '../simulator/core/receipt.js';

export { type Phase, phases } from '../simulator/core/receipt.js';

const ms = (instant: string | null) => (instant === null ? null : Date.parse(instant));

/** The instants of a receipt in ms, with all that has come to pass until `now`. */
export const settledAt = (receipt: ReceiptView, now: number) =>
  settle(
    {
      expiresAt: Date.parse(receipt.expiresAt),
      viewedAt: ms(receipt.viewedAt),
      signedAt: ms(receipt.signedAt),
      verifiedAt: ms(receipt.verifiedAt),
      signAt: ms(receipt.signAt),
    },
    now,
  );

/** Where it stands at its tenant's `now`, ms. */
export const phaseAt = (receipt: ReceiptView, now: number): Phase => phaseOf(settledAt(receipt, now), now);
