// Every rule about time, in milliseconds, with its source. Nothing else may hold such a number.

import type { Provenance } from './fidelity.js';

export interface TimingRule extends Provenance {
  readonly ms: number;
}

export const timing = {
  /** A session token is good for this long after it was issued. */
  tokenLife: {
    ms: 30 * 60_000,
    source: 'domain.md §4: measured on Linkhub; the same server',
    fidelity: 'assumed',
  },
  /** `x-lh-date` may be this far from the server's clock, either way. */
  authWindow: { ms: 10 * 60_000, source: 'the width is not published, protocol.md §9', fidelity: 'assumed' },
  /** Verify must come within this time of signing. */
  verifyWindow: {
    ms: 30 * 60_000,
    source: 'the kakaoCert VerifyAuth page, protocol.md §7; for CMS assumed',
    fidelity: 'assumed',
  },
  /** The advice for polling Status; a client is free to choose. */
  pollInterval: {
    ms: 3_000,
    source: 'docs page /docs/process, protocol.md §7: every 3–5 s',
    fidelity: 'observed',
  },
  /** An idle connection must stay open longer: Python reuses one for 15 s without a retry. */
  keepAlive: { ms: 72_000, source: 'protocol.md §2.4: over 15 s', fidelity: 'sdk' },
} as const satisfies Record<string, TimingRule>;
