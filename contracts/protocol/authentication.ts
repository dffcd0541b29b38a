// How a caller proves who it is: what it shows, in which headers, and what may be refused of it (protocol.md §1.2, §2.3).
// What is signed, and how, stands in signature.ts.

import type { Text } from './text.js';

/** The headers that a way of authentication needs besides `authorization`. */
export type SignedHeader = 'x-lh-date' | 'x-lh-version' | 'x-lh-forwarded';

export interface AuthenticationRow {
  readonly words: Text;
  /** Ids of errors, or families of them, e.g. `token` for all of `token.…`. */
  readonly refusals: readonly string[];
  /** All of these must be shown; the names of OpenAPI's security schemes. */
  readonly shows: readonly ('linkhub' | 'session' | 'callSignature')[];
  readonly headers: readonly SignedHeader[];
}

export const authentications = {
  /** Open to everybody. */
  none: { words: { en: 'none', ko: '없음' }, refusals: [], shows: [], headers: [] },
  /** The Linkhub signature over the body. */
  link: {
    words: { en: 'LinkID signature', ko: '링크아이디 서명' },
    refusals: ['auth', 'body', 'store'],
    shows: ['linkhub'],
    headers: ['x-lh-date', 'x-lh-version', 'x-lh-forwarded'],
  },
  /** A session token. */
  bearer: {
    words: { en: 'session token', ko: '세션 토큰' },
    refusals: ['token', 'store'],
    shows: ['session'],
    headers: [],
  },
  /** A session token, and `x-kc-auth` over the body. */
  signed: {
    words: { en: 'session token + `x-kc-auth`', ko: '세션 토큰 + `x-kc-auth`' },
    refusals: ['token', 'call', 'body', 'store'],
    shows: ['session', 'callSignature'],
    headers: ['x-lh-date', 'x-lh-version'],
  },
} as const satisfies Readonly<Record<string, AuthenticationRow>>;

export type Authentication = keyof typeof authentications;

/** What Linkhub calls kakaoCert: it stands in the paths of the auth server and in every Token. */
export const SERVICE_ID = 'KAKAOCERT';

/** One for each service; which number is which is not known (protocol.md §1.2). */
export const serviceScopes: readonly string[] = ['310', '320', '330'];

/** Everything that a token can be good for: what SDKs ask for, and what is granted. */
export const scopes: readonly string[] = ['member', ...serviceScopes];
