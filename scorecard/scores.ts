// From verdicts to a scorecard: what was expected to be wrong, the score of each service, the exit code.

import { type ServiceName, serviceNames } from '../contracts/protocol/index.js';
import { faultsOf } from './faults.js';
import type { Result, Score, Scorecard, Verdict } from './scorecard.js';

/** `wrong` as expected is `expected`; `right` against the expectation is `fixed`. */
export function withExpectations(verdict: Verdict, expectFail: readonly string[]): Verdict {
  if (!expectFail.includes(verdict.scenario.id)) return verdict;
  const results: Partial<Record<Result, Result>> = { wrong: 'expected', right: 'fixed' };
  return { ...verdict, result: results[verdict.result] ?? verdict.result };
}

function scoreOf(service: ServiceName, verdicts: readonly Verdict[], mode: Scorecard['mode']): Score {
  const count = (result: Result) =>
    verdicts.filter((one) => one.service === service && one.result === result).length;
  const [right, wrong, expected, fixed, skipped] = (
    ['right', 'wrong', 'expected', 'fixed', 'skipped'] as const
  ).map(count) as [number, number, number, number, number];
  const played = right + wrong + expected + fixed;
  // The rules that a program's calls happened to meet are no measure of the flows that it never went through.
  const percent = played === 0 || mode === 'journal' ? null : Math.floor((100 * (right + fixed)) / played);
  return { service, right, wrong, expected, fixed, skipped, percent };
}

/** A scorecard of these verdicts. One that nothing could be played for is no verdict at all: exit code 2. */
export function scorecardOf(
  facts: Pick<Scorecard, 'client' | 'mode' | 'about' | 'startedAt' | 'simulatorVersion'>,
  verdicts: readonly Verdict[],
): Scorecard {
  const services = serviceNames.filter((service) => verdicts.some((verdict) => verdict.service === service));
  const scores = services.map((service) => scoreOf(service, verdicts, facts.mode));
  const played = scores.some(({ right, wrong, expected, fixed }) => right + wrong + expected + fixed > 0);
  const failed = scores.some(({ wrong, fixed }) => wrong + fixed > 0);
  return {
    ...facts,
    scores,
    verdicts,
    faults: faultsOf(verdicts),
    baseline: null,
    exitCode: played ? (failed ? 1 : 0) : 2,
  };
}
