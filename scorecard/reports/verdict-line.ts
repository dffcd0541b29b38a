// The one sentence that a hurried reader reads: what came out, over all services.

import type { Text } from '../../contracts/protocol/index.js';
import type { Card } from '../card.js';
import { casesOf, totalOf, withResult } from './tallies.js';
import { said, words } from './words.js';

/** How the card came out, for colour: good, bad, or not judged. */
export const moodOf = ({ exitCode }: Card): 'good' | 'bad' | 'unknown' =>
  exitCode === 0 ? 'good' : exitCode === 1 ? 'bad' : 'unknown';

/** The sentence. */
export function headline(card: Card): Text {
  if (card.exitCode === 2) return words.notJudged;
  const wrong = withResult(card, 'wrong');
  if (wrong.length > 0) return said(words.notClean, { n: casesOf(wrong).length, failures: wrong.length });
  if (withResult(card, 'mended').length > 0) return words.onlyMended;
  if (totalOf(card).played === 0) return words.nothingPlayed;
  return withResult(card, 'expected').length > 0 ? words.cleanButExpected : words.clean;
}
