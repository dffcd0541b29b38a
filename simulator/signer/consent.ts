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

const CONSENT_ROW_END = '|\n';
/** Whether anything needs escaping at all: a plain class is far quicker than \p{Cc}, and hardly any text does. */
const NEEDS_ESCAPE = /[&|\u0000-\u001f\u007f-\u009f]/;

const escaped = (text: string) =>
  NEEDS_ESCAPE.test(text)
    ? text.replace(CONSENT_ESCAPED, (character) => `&#${character.codePointAt(0)};`)
    : text;

type RowName = (typeof CONSENT_ROWS)[number][0];

/** What stands before each value: the head or the end of the row above, and the row's own label. */
const before = /* @__PURE__ */ Object.fromEntries(
  CONSENT_ROWS.map(([name, label], n) => [name, `${n === 0 ? CONSENT_HEAD : CONSENT_ROW_END}|${label}|`]),
) as Readonly<Record<RowName, string>>;

const shown = (value: unknown) => (value === undefined ? '' : escaped(String(value)));

/** The consent of a signed CMS receipt. `signedAt` is ms since the epoch and shown to the second, as observed. */
export function consentText(receipt: Receipt, tenant: Tenant, signedAt: number): string {
  const { request } = receipt;
  const birth = String(request.ReceiverBirthDay ?? '');
  const bank = request.BankCode;
  const transaction = hash('sha256', receipt.receiptId).slice(0, 32);
  // CONSENT_ROWS written out: a loop that looks its values up takes a tenth of what the signature takes.
  return (
    before.company +
    shown(requesterName(receipt, tenant)) +
    before.payerNumber +
    shown(request.ClientUserID) +
    before.accountHolder +
    shown(request.BankAccountName) +
    before.birthDate +
    shown(`${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`) +
    before.bank +
    shown(bankName(String(bank)) ?? bank) +
    before.account +
    shown(request.BankAccountNum) +
    before.signer +
    shown(request.ReceiverName) +
    CONSENT_ROW_END +
    CONSENT_GAP +
    consentComment(transaction, Math.floor(signedAt / 1000) * 1000)
  );
}

/** Who asks, as the person sees it: the sub-client's name, else the institution's. Not applied App-to-App (protocol.md §2.5). */
export function requesterName(receipt: Receipt, tenant: Tenant): string {
  if (receipt.request.isAppUseYN === true) return tenant.clientName;
  const { SubClientID: code } = receipt.request;
  return tenant.subClients.find((sub) => sub.code === code)?.name ?? tenant.clientName;
}
