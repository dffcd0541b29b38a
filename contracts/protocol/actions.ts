// What an operation does. A row decides everything that follows from it: what may be refused, what the query carries,
// how the answer travels, and which method of the client it becomes. Whoever reads the table never asks for an action by
// its name.

import type { queryFields } from './requests.js';
import type { Text } from './text.js';

/**
 * The kinds of methods that a client has: `request` asks the person, `state` reads (and makes a method that waits),
 * `verify` fetches what was signed.
 */
export type ClientKind = 'request' | 'state' | 'verify';

export interface ActionRow {
  readonly words: Text;
  /** The method that a client gets for it; null: none, on purpose. */
  readonly client: ClientKind | null;
  /** What a test author can arrange of its answer: who signs the receipt that it makes, or the signedData that it gives. */
  readonly gives: 'receipt' | 'signedData' | null;
  /**
   * What may be refused because of it: ids of errors, or families of them (`receipt` is all of `receipt.…`). What its
   * authentication and its fields may have refused comes on top.
   */
  readonly refusals: readonly string[];
  /** Which of these only a service with App-to-App refuses. */
  readonly appToAppRefusals: readonly string[];
  /** The fields of its query; they must be there. */
  readonly query: readonly (keyof typeof queryFields)[];
  /** Whether a token without the scope of a service is refused. */
  readonly needsServiceScope: boolean;
  /** Whether the provider compresses long answers to it (protocol.md §2.4). */
  readonly compressible: boolean;
  /** Whether it answers only once: nothing of that answer may be lost, and the call is never repeated by itself. */
  readonly onceOnly: boolean;
}

/** Of the account, at the auth server: none of its calls is a method of the client. */
const account = {
  client: null,
  gives: null,
  refusals: [],
  appToAppRefusals: [],
  query: [],
  needsServiceScope: false,
  compressible: false,
  onceOnly: false,
} as const;

const ofService = {
  appToAppRefusals: [],
  query: [],
  needsServiceScope: true,
  compressible: true,
  onceOnly: false,
} as const;

export const actions = {
  // The client's session asks for tokens and for the time by itself.
  token: { ...account, words: { en: 'session token', ko: '세션 토큰 발급' } },
  time: { ...account, words: { en: 'server time', ko: '서버 시각' } },
  point: { ...account, words: { en: 'points left', ko: '잔여포인트' } },
  partnerPoint: { ...account, words: { en: "partner's points left", ko: '파트너 잔여포인트' } },
  totalPoint: { ...account, words: { en: 'points in total', ko: '총포인트' } },
  url: {
    ...account,
    words: { en: 'address of a charge or login page', ko: '충전·로그인 페이지 주소' },
    query: ['TG'],
  },
  request: {
    ...ofService,
    words: { en: 'ask', ko: '요청' },
    client: 'request',
    gives: 'receipt',
    refusals: ['auth.scope', 'person'],
  },
  state: {
    ...ofService,
    words: { en: 'state', ko: '상태 확인' },
    client: 'state',
    gives: null,
    refusals: ['auth.scope', 'receipt'],
  },
  verify: {
    ...ofService,
    words: { en: 'verify, once', ko: '검증(1회)' },
    client: 'verify',
    gives: 'signedData',
    refusals: ['auth.scope', 'receipt', 'verify'],
    appToAppRefusals: ['verify.signature'],
    onceOnly: true,
  },
} as const satisfies Readonly<Record<string, ActionRow>>;

export type Action = keyof typeof actions;
