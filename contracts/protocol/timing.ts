// Every rule about time, in milliseconds, with its source. Nothing else may hold such a number.

import type { Provenance } from './fidelity.js';
import type { Text } from './text.js';

export interface TimingRule extends Provenance {
  /** What the rule says, up to its number. */
  readonly words: Text;
  readonly ms: number;
}

/** Every rule about time by its name: `ms` is the number, `words` say what it is the number of. */
export const timing = {
  /** A session token is good for this long after it was issued. */
  tokenLife: {
    words: { en: 'a session token lives', ko: '세션 토큰 유효시간' },
    ms: 30 * 60_000,
    source: 'domain.md §4: measured on Linkhub; the same server',
    fidelity: 'assumed',
  },
  /** `x-lh-date` may be this far from the server's clock, either way. */
  authWindow: {
    words: { en: '`x-lh-date` may be off by', ko: '`x-lh-date` 허용 오차(±)' },
    ms: 10 * 60_000,
    source: 'the width is not published, protocol.md §9',
    fidelity: 'assumed',
  },
  /** Verify must come within this time of signing. */
  verifyWindow: {
    words: { en: 'verify must come after signing within', ko: '서명 완료 후 검증 가능 시간' },
    ms: 30 * 60_000,
    source: 'the kakaoCert VerifyAuth page, protocol.md §7; for CMS assumed',
    fidelity: 'assumed',
  },
  /** The advice for polling Status; a client is free to choose. */
  pollInterval: {
    words: { en: 'advice between two polls', ko: '상태 확인 권장 간격' },
    ms: 3_000,
    source: 'docs page /docs/process, protocol.md §7: every 3–5 s',
    fidelity: 'observed',
  },
  /** An idle connection must stay open longer: Python reuses one for 15 s without a retry. */
  keepAlive: {
    words: { en: 'an idle connection stays open', ko: '유휴 연결 유지시간' },
    ms: 72_000,
    source: 'protocol.md §2.4: over 15 s',
    fidelity: 'sdk',
  },
} as const satisfies Record<string, TimingRule>;
