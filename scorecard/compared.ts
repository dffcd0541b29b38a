// What a client did and what it should have done, as a verdict keeps it, and as people read it.

import { printableLines, type Text } from '../contracts/protocol/index.js';
import type { Verdict } from './scorecard.js';

/** What the client did and should have done, as a verdict tells it. The client's own words are made harmless. */
export function compared(actual: Text, expected: Text): Pick<Verdict, 'actual' | 'expected' | 'korean'> {
  return {
    actual: printableLines(actual.en),
    expected: expected.en,
    korean: { actual: printableLines(actual.ko), expected: expected.ko },
  };
}

export const NOTHING: Text = { en: '', ko: '' };

/** Both sentences of a verdict in both languages. */
export const actualOf = ({ actual, korean }: Verdict): Text => ({ en: actual, ko: korean.actual });
export const expectedOf = ({ expected, korean }: Verdict): Text => ({ en: expected, ko: korean.expected });
