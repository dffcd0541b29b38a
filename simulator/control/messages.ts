// What the control plane shows of the core's data. Instants are ISO 8601 UTC with milliseconds, or null.

import type { ServiceName, StateNumber } from '../../contracts/protocol/index.js';
import {
  type EventType,
  nextEvents,
  phaseOf,
  type Receipt,
  type RequestFields,
  settle,
  wireState,
} from '../core/receipt.js';
import type { Form } from '../core/tampering.js';
import { type SubClient, type Tenant, tenantNow } from '../core/tenant.js';

export interface ReceiptView {
  readonly receiptId: string;
  readonly service: ServiceName;
  readonly clientCode: string;
  readonly state: StateNumber;
  readonly request: RequestFields;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly viewedAt: string | null;
  readonly signedAt: string | null;
  readonly verifiedAt: string | null;
  readonly txId: string | null;
  /** What the app got when the person signed App-to-App. */
  readonly signature: string | null;
  readonly next: readonly EventType[];
}

export interface TenantView {
  readonly clientCode: string;
  readonly clientName: string;
  readonly linkId: string;
  readonly secretKey: string;
  readonly subClients: readonly SubClient[];
  readonly sign: string;
  readonly form: Form;
}

export interface ClockView {
  readonly now: string;
  readonly frozen: boolean;
}

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
    viewedAt: optionalIso(receipt.viewedAt),
    signedAt: optionalIso(receipt.signedAt),
    verifiedAt: optionalIso(receipt.verifiedAt),
    txId: receipt.txId,
    signature: receipt.signedAt === null ? null : receipt.signature,
    next: nextEvents(phase),
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
