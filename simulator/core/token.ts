// Session tokens. A token carries its own claims and a MAC under the tenant's secret, so any replica that knows the
// tenant can check it and none has to remember it. The real format is unknown (protocol.md §9); clients treat it as opaque.

import { equalMac, mac } from '../../contracts/protocol/index.js';

export interface TokenClaims {
  readonly clientCode: string;
  readonly linkId: string;
  readonly scope: readonly string[];
  /** The only address that may use the token, or `*`. */
  readonly address: string;
  /** ms since the epoch, on the base clock. */
  readonly expiresAt: number;
  /** The tenant's number, so that none with its names after it takes its tokens. */
  readonly born: number;
  /** The tenant's token epoch when it was issued. */
  readonly epoch: number;
}

const LABEL = 'kakaocert-simulator session token';

/** In base64url, as a whole token is: so it can be told wherever it stands, and masked. */
const seal = (payload: string, secretKey: string) =>
  mac(secretKey, `${LABEL}\n${payload}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export function writeToken(claims: TokenClaims, secretKey: string): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${seal(payload, secretKey)}`;
}

/** The claims of a token, not yet proven; undefined if it can't be read. */
export function readClaims(token: string): TokenClaims | undefined {
  const dot = token.indexOf('.');
  if (dot < 0 || token.length > 2048) return undefined;
  try {
    const claims = JSON.parse(
      Buffer.from(token.slice(0, dot), 'base64url').toString('utf8'),
    ) as Partial<TokenClaims>;
    return typeof claims?.clientCode === 'string' && Array.isArray(claims.scope)
      ? (claims as TokenClaims)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a token was sealed with this secret. */
export function isSealed(token: string, secretKey: string): boolean {
  const dot = token.indexOf('.');
  return equalMac(token.slice(dot + 1), seal(token.slice(0, dot), secretKey));
}
