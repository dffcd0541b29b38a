// Who calls, and may they: the provider's checks in the provider's order. Pure; the shell looks tenants up.

import {
  bodyDigest,
  callStringToSign,
  equalMac,
  mac,
  parseLhDate,
  scopes,
  serviceScopes,
  timing,
  tokenStringToSign,
} from '../../contracts/protocol/index.js';
import { type Call, header, pathOf, type Refusal } from './call.js';
import type { Tenant } from './tenant.js';
import { isSealed, type TokenClaims } from './token.js';
import { BODY_KEPT, type Grounds } from './why/grounds.js';

export interface LinkCredentials {
  readonly linkId: string;
  readonly signature: string;
  readonly date: string;
}

/** What may be wrong with `x-lh-date`; a service call has one id for both. */
const TOKEN_DATE = { form: 'auth.date', window: 'auth.dateWindow' } as const;

/** What is wrong with a date at `now`, ms; undefined if nothing is. */
function dateFault(date: string, now: number, window: number): keyof typeof TOKEN_DATE | undefined {
  const instant = parseLhDate(date);
  if (instant === undefined) return 'form';
  return Math.abs(instant - now) <= window ? undefined : 'window';
}

/** Reads a Token request's headers and checks its date against the base clock `now` (ms). */
export function readLinkCredentials(call: Call, now: number, window: number): LinkCredentials | Refusal {
  const [, linkId, signature] = /^LINKHUB (\S+) (\S+)$/.exec(header(call, 'authorization') ?? '') ?? [];
  if (linkId === undefined || signature === undefined) return { refused: 'auth.header' };
  const date = header(call, 'x-lh-date') ?? '';
  const wrong = dateFault(date, now, window);
  return wrong === undefined
    ? { linkId, signature, date }
    : { refused: TOKEN_DATE[wrong], grounds: { now, window } };
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

/** What a token says of itself, and why it is no good though its time may not be up. */
export const tokenGrounds = (
  { clientCode, expiresAt, address }: TokenClaims,
  tokenEnded?: 'gone' | 'expired' | 'sealed',
): Grounds => ({
  tokenOf: clientCode,
  tokenUntil: expiresAt,
  tokenAddress: address,
  ...(tokenEnded === undefined ? {} : { tokenEnded }),
});

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
  const isGone = claims.born !== born;
  const isEnded = isGone || claims.epoch !== tokenEpoch;
  if (isEnded || facts.now >= claims.expiresAt) {
    const ended = isEnded ? tokenGrounds(claims, isGone ? 'gone' : 'expired') : tokenGrounds(claims);
    return { refused: 'token.expired', grounds: { ...ended, now: facts.now } };
  }
  if (claims.address !== '*' && claims.address !== facts.address)
    return { refused: 'token.ip', grounds: tokenGrounds(claims) };
  if (facts.needsServiceScope && !claims.scope.some((scope) => serviceScopes.includes(scope))) {
    return { refused: 'auth.scope', grounds: { ...tokenGrounds(claims), tokenScope: claims.scope } };
  }
  return undefined;
}

/** What a signature was compared with. Of a body that is not kept whole, its digest. */
export const signatureGrounds = (
  { secretKey, linkId }: Pick<Tenant, 'secretKey' | 'linkId'>,
  body: Uint8Array,
): Grounds =>
  body.length > BODY_KEPT ? { secretKey, linkId, digest: bodyDigest(body) } : { secretKey, linkId };

/** Checks `x-lh-date` and `x-kc-auth` of a service POST over its raw bytes. */
export function checkCallSignature(
  call: Call,
  body: Uint8Array,
  facts: { readonly tenant: Tenant; readonly now: number; readonly window: number },
): Refusal | undefined {
  const date = header(call, 'x-lh-date') ?? '';
  const wrong = dateFault(date, facts.now, facts.window);
  if (wrong !== undefined) return { refused: 'call.date', grounds: { now: facts.now, window: facts.window } };
  const [, linkId, signature] = /^(\S+) (\S+)$/.exec(header(call, 'x-kc-auth') ?? '') ?? [];
  const expected = mac(facts.tenant.secretKey, callStringToSign({ body, date }));
  const good = signature !== undefined && equalMac(signature, expected) && linkId === facts.tenant.linkId;
  return good ? undefined : { refused: 'call.signature', grounds: signatureGrounds(facts.tenant, body) };
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
