// What the person signs: the consent table of a CMS receipt (domain.md §3.3). Written here, read in contracts/signed-data.

import { hash } from 'node:crypto';
import { bankName } from '../../contracts/protocol/index.js';
import {
  CONSENT_ESCAPED,
  CONSENT_GAP,
  CONSENT_HEAD,
  CONSENT_ROWS,
  consentComment,
} from '../../contracts/signed-data/consent-table.js';
import type { Receipt } from '../core/receipt.js';
import type { Tenant } from '../core/tenant.js';

/** Whether anything needs escaping at all: a plain class is far quicker than \p{Cc}, and hardly any text does. */
const NEEDS_ESCAPE = /[&|\u0000-\u001f\u007f-\u009f]/;

const escaped = (text: string) =>
  NEEDS_ESCAPE.test(text)
    ? text.replace(CONSENT_ESCAPED, (character) => `&#${character.codePointAt(0)};`)
    : text;

const shown = (value: unknown) => (value === undefined ? '' : escaped(String(value)));

/** What each row of the table shows. */
const values: Readonly<
  Record<(typeof CONSENT_ROWS)[number][0], (receipt: Receipt, tenant: Tenant) => unknown>
> = {
  company: requesterName,
  payerNumber: ({ request }) => request.ClientUserID,
  accountHolder: ({ request }) => request.BankAccountName,
  birthDate({ request }) {
    const birth = String(request.ReceiverBirthDay ?? '');
    return `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
  },
  bank: ({ request }) => bankName(String(request.BankCode)) ?? request.BankCode,
  account: ({ request }) => request.BankAccountNum,
  signer: ({ request }) => request.ReceiverName,
};

/** The consent of a signed CMS receipt. `signedAt` is ms since the epoch and shown to the second, as observed. */
export function consentText(receipt: Receipt, tenant: Tenant, signedAt: number): string {
  let text = CONSENT_HEAD;
  for (const [name, label] of CONSENT_ROWS) text += `|${label}|${shown(values[name](receipt, tenant))}|\n`;
  const comment = consentComment(transactionOf(receipt.receiptId), Math.floor(signedAt / 1000) * 1000);
  return text + CONSENT_GAP + comment;
}

/** A version-4 UUID without hyphens, as recorded (protocol.md §10.5), and always the same for a receipt. */
function transactionOf(receiptId: string): string {
  const digits = hash('sha256', receiptId);
  // RFC 9562 §5.4: the version is 4, and the variant's two bits are 10.
  const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
  return `${digits.slice(0, 12)}4${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`;
}

/** Who asks, as the person sees it: the sub-client's name, else the institution's. Not applied App-to-App (protocol.md §2.5). */
function requesterName(receipt: Receipt, tenant: Tenant): string {
  if (receipt.request.isAppUseYN === true) return tenant.clientName;
  const { SubClientID: code } = receipt.request;
  return tenant.subClients.find((sub) => sub.code === code)?.name ?? tenant.clientName;
}
