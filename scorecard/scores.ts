// From verdicts to a card: what was expected to be wrong, the score of each service, the exit code.

import type { ServiceName } from '../contracts/protocol/index.js';
import { type Card, type Result, type Score, serviceNames, type Verdict } from './card.js';

/** `wrong` as expected is `expected`; `right` against the expectation is `mended`. */
export function withExpectations(verdict: Verdict, expectFail: readonly string[]): Verdict {
  if (!expectFail.includes(verdict.scenario.id)) return verdict;
  const results: Partial<Record<Result, Result>> = { wrong: 'expected', right: 'mended' };
  return { ...verdict, result: results[verdict.result] ?? verdict.result };
}

function scoreOf(service: ServiceName, verdicts: readonly Verdict[]): Score {
  const count = (result: Result) =>
    verdicts.filter((one) => one.service === service && one.result === result).length;
  const [right, wrong, expected, mended, skipped] = (
    ['right', 'wrong', 'expected', 'mended', 'skipped'] as const
  ).map(count) as [number, number, number, number, number];
  const played = right + wrong + expected + mended;
  const percent = played === 0 ? null : Math.floor((100 * (right + mended)) / played);
  return { service, right, wrong, expected, mended, skipped, percent };
}

/** A card of these verdicts. One that nothing could be played for is no verdict at all: exit code 2. */
export function cardOf(
  facts: Pick<Card, 'client' | 'mode' | 'about' | 'startedAt' | 'simulatorVersion'>,
  verdicts: readonly Verdict[],
): Card {
  const services = serviceNames.filter((service) => verdicts.some((verdict) => verdict.service === service));
  const scores = services.map((service) => scoreOf(service, verdicts));
  const played = scores.some(({ percent }) => percent !== null);
  const failed = scores.some(({ wrong, mended }) => wrong + mended > 0);
  return { ...facts, scores, verdicts, exitCode: played ? (failed ? 1 : 0) : 2 };
}
