// What the reports count and sort in the same way. All pure, and in the scorecard's order, so equal scorecards give equal bytes.

import type { ServiceName, Text } from '../../contracts/protocol/index.js';
import { byScenario } from '../baseline.js';
import type { Judged, Result, Score, Scorecard, ScorecardFinding, Verdict } from '../scorecard.js';
import { words } from './words.js';

/** A habit over the whole scorecard. */
export interface Warning extends ScorecardFinding {
  readonly services: readonly ServiceName[];
  readonly scenarios: readonly string[];
}

/** A scenario with its verdicts on every service that ended alike. */
export interface Case {
  readonly scenario: Verdict['scenario'];
  readonly verdicts: readonly Verdict[];
}

const once = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** The verdicts with one of these results. */
export const withResult = (scorecard: Scorecard, ...results: readonly Result[]): readonly Verdict[] =>
  scorecard.verdicts.filter(({ result }) => results.includes(result));

/** The findings of all verdicts, each once, by the first that has it. */
export function warningsOf({ verdicts }: Scorecard): readonly Warning[] {
  const noted = verdicts.flatMap(({ findings, service, scenario }) =>
    findings.map((finding) => ({ finding, service, scenario: scenario.id })),
  );
  return once(noted.map(({ finding }) => finding.id)).flatMap((id) => {
    const these = noted.filter(({ finding }) => finding.id === id);
    const [first] = these;
    if (first === undefined) return [];
    return {
      id,
      why: first.finding.why,
      times: these.reduce((sum, { finding }) => sum + finding.times, 0),
      services: once(these.map(({ service }) => service)),
      scenarios: once(these.map(({ scenario }) => scenario)),
    };
  });
}

/** Verdicts gathered by scenario: who fixes it for one service often fixes it for all. */
export function casesOf(verdicts: readonly Verdict[]): readonly Case[] {
  return once(verdicts.map(({ scenario }) => scenario.id)).flatMap((id) => {
    const these = verdicts.filter(({ scenario }) => scenario.id === id);
    const [first] = these;
    return first === undefined ? [] : { scenario: first.scenario, verdicts: these };
  });
}

/** Verdicts gathered by what the client did and what was expected: on most services it does the same. */
export const alikeOf = (verdicts: readonly Verdict[]): readonly (readonly [Verdict, ...Verdict[]])[] =>
  once(verdicts.map(({ actual, expected }) => JSON.stringify([actual, expected]))).flatMap((likeness) => {
    const [first, ...others] = verdicts.filter(
      ({ actual, expected }) => JSON.stringify([actual, expected]) === likeness,
    );
    return first === undefined ? [] : [[first, ...others] as const];
  });

/** How many of a service's scenarios were played, and how many of these came out right. */
export const playedOf = ({ right, wrong, expected, fixed }: Score) => ({
  right: right + fixed,
  played: right + wrong + expected + fixed,
});

/** The same over all services. */
export const totalOf = (scorecard: Scorecard) =>
  scorecard.scores
    .map(playedOf)
    .reduce((sum, one) => ({ right: sum.right + one.right, played: sum.played + one.played }), {
      right: 0,
      played: 0,
    });

/** What the comparison with a baseline says, worst first: the heading of each list that is not empty, and its lines. */
export function comparisonOf({ baseline }: Scorecard): readonly (readonly [Text, readonly string[]])[] {
  if (baseline === null) return [];
  const added = (isRight: boolean) => baseline.new.filter((one) => one.isRight === isRight);
  const lists: readonly (readonly [Text, readonly Judged[]])[] = [
    [words.worse, baseline.worse],
    [words.newWrong, added(false)],
    [words.better, baseline.better],
    [words.newRight, added(true)],
  ];
  const told = lists.flatMap(([heading, list]) =>
    list.length === 0 ? [] : [[heading, byScenario(list)] as const],
  );
  return told.length === 0 ? [[words.same, []]] : told;
}

/** A program without an adapter: its calls show habits, and no flow was played. */
export const isByHabits = ({ mode }: Scorecard): boolean => mode === 'journal';

/** What became of the rules of a service that a program without an adapter was judged by. */
export const habitsOf = ({ right, wrong, expected, fixed, skipped }: Score) => ({
  found: wrong + expected,
  right: right + fixed,
  skipped,
});

/** `41/43`; a dash where nothing was played. */
export const fraction = ({ right, played }: ReturnType<typeof playedOf>): string =>
  played === 0 ? '–' : `${right}/${played}`;
