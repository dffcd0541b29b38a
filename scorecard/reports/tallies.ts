// What the reports count and sort in the same way. All pure, and in the card's order, so equal cards give equal bytes.

import type { ServiceName } from '../../contracts/protocol/index.js';
import type { Card, CardFinding, Result, Score, Verdict } from '../card.js';

/** A habit over the whole card. */
export interface Warning extends CardFinding {
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
export const withResult = (card: Card, ...results: readonly Result[]): readonly Verdict[] =>
  card.verdicts.filter(({ result }) => results.includes(result));

/** The findings of all verdicts, each once, by the first that has it. */
export function warningsOf({ verdicts }: Card): readonly Warning[] {
  const seen = verdicts.flatMap(({ findings, service, scenario }) =>
    findings.map((finding) => ({ finding, service, scenario: scenario.id })),
  );
  return once(seen.map(({ finding }) => finding.id)).flatMap((id) => {
    const these = seen.filter(({ finding }) => finding.id === id);
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

/** Verdicts gathered by scenario: who mends it for one service often mends it for all. */
export function casesOf(verdicts: readonly Verdict[]): readonly Case[] {
  return once(verdicts.map(({ scenario }) => scenario.id)).flatMap((id) => {
    const these = verdicts.filter(({ scenario }) => scenario.id === id);
    const [first] = these;
    return first === undefined ? [] : { scenario: first.scenario, verdicts: these };
  });
}

/** Verdicts gathered by what was seen and due: on most services a client does the same. */
export const alikeOf = (verdicts: readonly Verdict[]): readonly (readonly [Verdict, ...Verdict[]])[] =>
  once(verdicts.map(({ seen, due }) => JSON.stringify([seen, due]))).flatMap((likeness) => {
    const [first, ...others] = verdicts.filter(({ seen, due }) => JSON.stringify([seen, due]) === likeness);
    return first === undefined ? [] : [[first, ...others] as const];
  });

/** How many of a service's scenarios were played, and how many of these came out right. */
export const playedOf = ({ right, wrong, expected, mended }: Score) => ({
  right: right + mended,
  played: right + wrong + expected + mended,
});

/** The same over all services. */
export const totalOf = (card: Card) =>
  card.scores
    .map(playedOf)
    .reduce((sum, one) => ({ right: sum.right + one.right, played: sum.played + one.played }), {
      right: 0,
      played: 0,
    });

/** `41/43`; a dash where nothing was played. */
export const fraction = ({ right, played }: ReturnType<typeof playedOf>): string =>
  played === 0 ? '–' : `${right}/${played}`;
