// What identifies something on the wire: how it is written where it is made, and what else a reader must accept.

import type { Provenance } from './fidelity.js';
import type { Text } from './text.js';

export interface Identifier extends Provenance {
  readonly words: Text;
  /** How the simulator writes it. A regular expression, as JSON Schema wants it. */
  readonly pattern: string;
  /** What a reader takes: nobody promised the form above. */
  readonly accepted: RegExp;
}

export const identifiers = {
  receiptId: {
    words: { en: '18 digits as observed, 20 characters at most (manual A.3)', ko: '접수아이디' },
    pattern: '^0[0-9]{17}$',
    accepted: /^[\w-]{1,20}$/,
    source: 'manual A.3 #1; the digits in the official examples, domain.md §4',
    fidelity: 'observed',
  },
  clientCode: {
    words: { en: '12 digits (manual 1.1)', ko: '이용기관코드' },
    pattern: '^[0-9]{12}$',
    accepted: /^[0-9]{12}$/,
    source: 'manual 1.1, A.3 #2',
    fidelity: 'manual',
  },
  txId: {
    words: { en: 'the KakaoTalk transaction of an App-to-App request', ko: '카카오톡 트랜잭션아이디' },
    pattern: '^[0-9a-f]{32}$',
    accepted: /^\S+$/,
    source: 'its form is not public, protocol.md §2.6',
    fidelity: 'assumed',
  },
  signature: {
    words: {
      en: 'App-to-App only: the signature that the app was given; the raw rest of the path, undecoded',
      ko: '서명값',
    },
    pattern: '^[A-Za-z0-9_-]{43}$',
    accepted: /^\S+$/,
    source: 'its form is not public, protocol.md §2.2',
    fidelity: 'assumed',
  },
  sessionToken: {
    words: { en: 'opaque to clients; visible ASCII, for it stands in a header', ko: '세션 토큰' },
    pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_+/-]+$',
    accepted: /^[\x21-\x7e]+$/,
    source: 'its form is not public, protocol.md §9',
    fidelity: 'assumed',
  },
} as const satisfies Readonly<Record<string, Identifier>>;
