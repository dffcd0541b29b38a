// Who calls, and may they: the provider's checks in the provider's order. Pure; the shell looks tenants up.

import {
  callStringToSign,
  equalMac,
  mac,
  parseLhDate,
  scopes,
  serviceScopes,
  type Text,
  timing,
  tokenStringToSign,
} from '../../contracts/protocol/index.js';
import { type Call, header, pathOf, type Refusal } from './call.js';
import type { Tenant } from './tenant.js';
import { isSealed, type TokenClaims } from './token.js';

export interface LinkCredentials {
  readonly linkId: string;
  readonly signature: string;
  readonly date: string;
}

/** What may be wrong with `x-lh-date`; a service call has one id for both, so only `why` tells them apart there. */
const TOKEN_DATE = { form: 'auth.date', window: 'auth.dateWindow' } as const;

interface DateFault {
  readonly fault: keyof typeof TOKEN_DATE;
  readonly why: Text;
}

const NO_DATE: Text = {
  en: 'There is no x-lh-date header. Send the time in UTC, like 2026-11-23T01:00:00Z.',
  ko: 'x-lh-date 헤더가 없습니다. UTC 시각을 2026-11-23T01:00:00Z처럼 보내십시오.',
};
const WRONG_FORM: Text = {
  en: 'x-lh-date is no time in UTC of the form 2026-11-23T01:00:00Z or 2026-11-23T01:00:00.123Z.',
  ko: 'x-lh-date가 2026-11-23T01:00:00Z 또는 2026-11-23T01:00:00.123Z 형식의 UTC 시각이 아닙니다.',
};

/** What is wrong with a date at `now`, ms; undefined if nothing is. The client's text is not repeated: it may be anything. */
function dateFault(date: string, now: number, window: number): DateFault | undefined {
  if (date === '') return { fault: 'form', why: NO_DATE };
  const instant = parseLhDate(date);
  if (instant === undefined) return { fault: 'form', why: WRONG_FORM };
  const off = instant - now;
  if (Math.abs(off) <= window) return undefined;
  const seconds = Math.ceil(Math.abs(off) / 1000);
  const allowed = window / 1000;
  return {
    fault: 'window',
    why: {
      en: `x-lh-date is ${seconds} s ${off < 0 ? 'behind' : 'ahead of'} the provider's clock; ${allowed} s are allowed. Set the clock (NTP), or sign with the time of GET /Time.`,
      ko: `x-lh-date가 서버 시각보다 ${seconds}초 ${off < 0 ? '느립니다' : '빠릅니다'}(허용 ${allowed}초). NTP로 시각을 맞추거나 GET /Time의 시각으로 서명하십시오.`,
    },
  };
}

/** Reads a Token request's headers and checks its date against the base clock `now` (ms). */
export function readLinkCredentials(call: Call, now: number, window: number): LinkCredentials | Refusal {
  const [, linkId, signature] = /^LINKHUB (\S+) (\S+)$/.exec(header(call, 'authorization') ?? '') ?? [];
  if (linkId === undefined || signature === undefined) return { refused: 'auth.header' };
  const date = header(call, 'x-lh-date') ?? '';
  const wrong = dateFault(date, now, window);
  return wrong === undefined
    ? { linkId, signature, date }
    : { refused: TOKEN_DATE[wrong.fault], why: wrong.why };
}

/** Checks the signature of a Token request over its raw bytes. */
export function isLinkSignature(
  call: Call,
  body: Uint8Array,
  given: LinkCredentials,
  secretKey: string,
): boolean {
  const expected = tokenStringToSign({
    body,
    date: given.date,
    forwarded: header(call, 'x-lh-forwarded'),
    path: pathOf(call.target),
  });
  return equalMac(given.signature, mac(secretKey, expected));
}

/** The session token of a call. */
export function readBearer(call: Call): string | Refusal {
  const authorization = header(call, 'authorization') ?? '';
  if (authorization === '') return { refused: 'token.missing' };
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  return token ?? { refused: 'token.malformed' };
}

/** Whether a token was made by this tenant's secret and names this tenant. */
export function isOwnToken(token: string, claims: TokenClaims, tenant: Tenant): boolean {
  return (
    claims.clientCode === tenant.clientCode &&
    claims.linkId === tenant.linkId &&
    isSealed(token, tenant.secretKey)
  );
}

/** What a proven token may do now: life and epoch, address, scope. */
export function checkClaims(
  claims: TokenClaims,
  facts: {
    readonly tenant: Tenant;
    readonly now: number;
    readonly address: string;
    /** Whether a token for the account alone is not enough. */
    readonly needsServiceScope: boolean;
  },
): Refusal | undefined {
  const { born, tokenEpoch } = facts.tenant;
  if (claims.born !== born || claims.epoch !== tokenEpoch || facts.now >= claims.expiresAt)
    return { refused: 'token.expired' };
  if (claims.address !== '*' && claims.address !== facts.address) return { refused: 'token.ip' };
  if (facts.needsServiceScope && !claims.scope.some((scope) => serviceScopes.includes(scope))) {
    return { refused: 'auth.scope' };
  }
  return undefined;
}

/** Checks `x-lh-date` and `x-kc-auth` of a service POST over its raw bytes. */
export function checkCallSignature(
  call: Call,
  body: Uint8Array,
  facts: { readonly tenant: Tenant; readonly now: number; readonly window: number },
): Refusal | undefined {
  const date = header(call, 'x-lh-date') ?? '';
  const wrong = dateFault(date, facts.now, facts.window);
  if (wrong !== undefined) return { refused: 'call.date', why: wrong.why };
  const [, linkId, signature] = /^(\S+) (\S+)$/.exec(header(call, 'x-kc-auth') ?? '') ?? [];
  const expected = mac(facts.tenant.secretKey, callStringToSign({ body, date }));
  const good = signature !== undefined && equalMac(signature, expected) && linkId === facts.tenant.linkId;
  return good ? undefined : { refused: 'call.signature' };
}

/** Reads what a Token request asks for: an institution and scopes. */
export function readTokenRequest(
  given: Record<string, unknown> | undefined,
): { readonly clientCode: string; readonly scope: readonly string[] } | Refusal {
  if (given === undefined) return { refused: 'body.malformed' };
  const { access_id: clientCode, scope } = given;
  if (clientCode === undefined || clientCode === null || clientCode === '')
    return { refused: 'field.access_id.required' };
  if (typeof clientCode !== 'string') return { refused: 'field.access_id.format' };
  if (scope === undefined || scope === null) return { refused: 'field.scope.required' };
  if (!isStrings(scope)) return { refused: 'field.scope.format' };
  if (scope.length === 0 || !scope.every((one) => scopes.includes(one))) return { refused: 'auth.scope' };
  return { clientCode, scope: [...new Set(scope)] };
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** When a token issued now ends, ms. */
export const tokenExpiry = (now: number): number => now + timing.tokenLife.ms;
