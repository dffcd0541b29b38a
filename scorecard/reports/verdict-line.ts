// The first sentence of a report: the result over all services.

import type { Text } from '../../contracts/protocol/index.js';
import type { Scorecard } from '../scorecard.js';
import { isByHabits, totalOf, withResult } from './tallies.js';
import { said, words } from './words.js';

/** How the scorecard came out, for colour: good, bad, or not judged. */
export const moodOf = ({ exitCode }: Scorecard): 'good' | 'bad' | 'unknown' =>
  exitCode === 0 ? 'good' : exitCode === 1 ? 'bad' : 'unknown';

/** The sentence. */
export function headline(scorecard: Scorecard): Text {
  if (scorecard.exitCode === 2) return words.notJudged;
  const wrong = withResult(scorecard, 'wrong');
  const byHabits = isByHabits(scorecard);
  if (wrong.length > 0)
    return said(byHabits ? words.habits : words.notClean, {
      n: scorecard.faults.length,
      failures: wrong.length,
    });
  if (withResult(scorecard, 'fixed').length > 0) return words.onlyFixed;
  if (totalOf(scorecard).played === 0) return words.nothingPlayed;
  if (withResult(scorecard, 'expected').length > 0) return words.cleanButExpected;
  return byHabits ? words.noHabits : words.clean;
}
