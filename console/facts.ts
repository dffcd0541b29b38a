// What the views say of a receipt: its person, its words, how long something is to go.

import { type ServiceName, services } from '../contracts/protocol/index.js';
import type { ReceiptView, TenantView } from '../simulator/control/shapes.js';
import { verifyUntil as endOfVerify } from '../simulator/core/receipt.js';
import { nowOf } from './clocks.js';
import { say, t } from './language.js';
import { phaseAt, settledAt } from './phase.js';
import { length } from './time.js';

export const field = ({ request }: ReceiptView, name: string): string => String(request[name] ?? '');

/** `010-0000-0001`. */
export const phoneText = (number: string): string => number.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1-$2-$3');

export const serviceText = (name: ServiceName): string => say(services[name].words);

/**
 * Who asks, as the message says it: the sub-client's name, or the institution's (manual A.2 #12). App-to-App knows no
 * sub-clients (protocol.md §2.6).
 */
export function askerOf(receipt: ReceiptView, tenant: TenantView | undefined): string {
  const code = receipt.txId === null ? field(receipt, 'SubClientID') : '';
  const sub = tenant?.subClients.find((one) => one.code === code);
  return sub?.name ?? tenant?.clientName ?? receipt.clientCode;
}

export const phaseNow = (receipt: ReceiptView) => phaseAt(receipt, nowOf(receipt.clientCode));

/** What comes next by itself, and when: expiry, or the end of the verify window. */
export function deadline(receipt: ReceiptView): string {
  const now = nowOf(receipt.clientCode);
  const phase = phaseAt(receipt, now);
  if (phase === 'waiting') return t('expiresIn', { time: length(Date.parse(receipt.expiresAt) - now) });
  const until = verifyUntil(receipt, now);
  return phase === 'signed' && until !== null ? t('verifyIn', { time: length(until - now) }) : '';
}

/** The end of the verify window, ms; null while it is not signed. */
export function verifyUntil(receipt: ReceiptView, now: number): number | null {
  const { signedAt } = settledAt(receipt, now);
  return signedAt === null ? null : endOfVerify(signedAt);
}

/** What a search looks at. */
export const searchText = (receipt: ReceiptView): string =>
  `${receipt.receiptId} ${receipt.clientCode} ${receipt.txId ?? ''} ${Object.values(receipt.request).join(' ')}`.toLowerCase();
