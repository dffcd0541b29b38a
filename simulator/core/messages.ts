// Makes the provider's messages: here our own names become the names of the wire. Fields are in the order of the SDKs
// (protocol.md §2.7).

import type { ResultCMS, Token } from '../../contracts/protocol/answers.js';
import { formatExpiration, SERVICE_ID, services } from '../../contracts/protocol/index.js';
import { phaseOf, type Receipt, type RequestFields, wireState } from './receipt.js';
import type { SubClient, Tenant } from './tenant.js';
import type { TokenClaims } from './token.js';

const textOf = (request: RequestFields, name: string): string | null => {
  const value = request[name];
  return typeof value === 'string' ? value : null;
};

export const findSubClient = (tenant: Tenant, code: unknown): SubClient | undefined =>
  tenant.subClients.find((sub) => sub.code === code);

type FormatDT = (instant: number) => string;
const optionalDT = (instant: number | null, formatDT: FormatDT) =>
  instant === null ? null : formatDT(instant);

/** The answer of Status for a settled receipt at `now` (ms); what is undefined is not sent. */
export function stateMessage(
  receipt: Receipt,
  tenant: Tenant,
  now: number,
  formatDT: FormatDT,
): { readonly [Name in keyof ResultCMS]?: ResultCMS[Name] | undefined } {
  const { request } = receipt;
  const subClientCode = textOf(request, 'SubClientID');
  const requestedDT = formatDT(receipt.requestedAt);
  const { appToApp } = services[receipt.service];
  // Written out to the end: with a spread in it an object of this size was seen to fall out of V8's fast properties.
  return {
    receiptID: receipt.receiptId,
    regDT: requestedDT,
    state: wireState[phaseOf(receipt, now)],
    expires_in: Number(request.Expires_in),
    callCenterNum: textOf(request, 'CallCenterNum') ?? '',
    callCenterName: textOf(request, 'CallCenterName'),
    allowSimpleRegistYN: request.isAllowSimpleRegistYN === true,
    verifyNameYN: request.isVerifyNameYN === true,
    payload: textOf(request, 'PayLoad'),
    requestDT: requestedDT,
    expireDT: formatDT(receipt.expiresAt),
    clientCode: tenant.clientCode,
    clientName: tenant.clientName,
    tmstitle: textOf(request, 'TMSTitle') ?? '',
    tmsmessage: textOf(request, 'TMSMessage'),
    subClientName: findSubClient(tenant, subClientCode)?.name ?? null,
    subClientCode,
    viewDT: optionalDT(receipt.viewedAt, formatDT),
    completeDT: optionalDT(receipt.signedAt, formatDT),
    verifyDT: optionalDT(receipt.verifiedAt, formatDT),
    appUseYN: appToApp ? request.isAppUseYN === true : undefined,
    tx_id: appToApp ? receipt.txId : undefined,
  };
}

/** The answer of Request: `tx_id` only App-to-App (assumed, protocol.md §2.6). */
export const requestMessage = ({ receiptId, txId }: Receipt) =>
  txId === null ? { receiptId } : { receiptId, tx_id: txId };

export function tokenMessage(token: string, claims: TokenClaims): Token {
  return {
    session_token: token,
    serviceID: SERVICE_ID,
    linkID: claims.linkId,
    usercode: claims.clientCode,
    ipaddress: claims.address,
    expiration: formatExpiration(claims.expiresAt),
    scope: [...claims.scope],
  };
}
