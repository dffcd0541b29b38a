// What the control plane shows of the core's data. Instants are ISO 8601 UTC with milliseconds, or null.

import { nextEvents, phaseOf, type Receipt, settle, verifyUntil, wireState } from '../core/receipt.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import type { Barrier } from '../world/barriers.js';
import type { Found } from '../world/journal.js';
import type { BarrierView, ClockView, Finding, ReceiptView, TenantView } from './shapes.js';

const iso = (instant: number) => new Date(instant).toISOString();
const optionalIso = (instant: number | null) => (instant === null ? null : iso(instant));

/** A receipt as it stands at the tenant's `now`, ms. */
export function receiptView(stored: Receipt, now: number): ReceiptView {
  const receipt = settle(stored, now);
  const phase = phaseOf(receipt, now);
  return {
    receiptId: receipt.receiptId,
    service: receipt.service,
    clientCode: receipt.clientCode,
    state: wireState[phase],
    request: receipt.request,
    requestedAt: iso(receipt.requestedAt),
    expiresAt: iso(receipt.expiresAt),
    signAt: optionalIso(receipt.signAt),
    viewedAt: optionalIso(receipt.viewedAt),
    signedAt: optionalIso(receipt.signedAt),
    verifyUntil: receipt.signedAt === null ? null : iso(verifyUntil(receipt.signedAt)),
    verifiedAt: optionalIso(receipt.verifiedAt),
    txId: receipt.txId,
    signature: receipt.signedAt === null ? null : receipt.signature,
    appResult:
      receipt.appResult === null ? null : { code: receipt.appResult.code, at: iso(receipt.appResult.at) },
    next: nextEvents(phase, receipt),
  };
}

export const tenantView = ({
  clientCode,
  clientName,
  linkId,
  secretKey,
  subClients,
  sign,
  form,
}: Tenant): TenantView => ({
  clientCode,
  clientName,
  linkId,
  secretKey,
  subClients,
  sign,
  form,
});

export const clockView = ({ clock }: Tenant, base: number): ClockView => ({
  now: iso(tenantNow(clock, base)),
  frozen: clock.frozenAt !== null,
});

export const barrierView = ({ id, operation, calls, held }: Barrier): BarrierView => ({
  id,
  operation,
  calls,
  waiting: held.length,
});

export const findingView = ({ rule: { id, words, source }, field, call, operation, at }: Found): Finding => ({
  id,
  why: words,
  source,
  field,
  call,
  operation,
  at: iso(at),
});
