// A scorecard against one of before: what got better, what got worse, and what was not judged then.

import { type ServiceName, serviceNames, TextError } from '../contracts/protocol/index.js';
import type { Baseline, Judged, Result, Scorecard } from './scorecard.js';

/** What is read of a JSON report: what came of each scenario on each service. */
interface Before {
  readonly startedAt: string;
  readonly results: ReadonlyMap<string, Result>;
}

const keyOf = ({ scenario, service }: Judged): string => `${service} ${scenario}`;
const isRight = (result: Result): boolean => result === 'right' || result === 'fixed';

/** Reads a JSON report of `--report json`. Throws a TypeError that says why it is none. */
export function readBaseline(text: string): Before {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new TextError({ en: 'it is no JSON', ko: 'JSON이 아님' });
  }
  const { format, startedAt, verdicts } = Object(read) as Record<string, unknown>;
  if (format !== 2 || !Array.isArray(verdicts)) {
    throw new TextError({ en: 'it is no scorecard of format 2', ko: '형식 2의 연동 진단표가 아님' });
  }
  const rows = verdicts.map((verdict): readonly [string, Result] => {
    const { scenario, service, result } = Object(verdict);
    return [keyOf({ scenario: String(Object(scenario).id), service }), result];
  });
  return { startedAt: String(startedAt), results: new Map(rows) };
}

/** The scorecard with how it stands against one of before. A scenario that was not played on either side tells nothing. */
export function against(scorecard: Scorecard, { startedAt, results }: Before): Scorecard {
  const better: Judged[] = [];
  const worse: Judged[] = [];
  const added: (Judged & { readonly isRight: boolean })[] = [];
  for (const { scenario, service, result } of scorecard.verdicts) {
    if (result === 'skipped') continue;
    const judged = { scenario: scenario.id, service };
    const before = results.get(keyOf(judged));
    if (before === undefined || before === 'skipped') added.push({ ...judged, isRight: isRight(result) });
    else if (isRight(before) !== isRight(result)) (isRight(result) ? better : worse).push(judged);
  }
  const baseline: Baseline = { startedAt, better, worse, new: added };
  return { ...scorecard, baseline };
}

/** Gathered by scenario: `verify.once (cms, esign)`. */
export const byScenario = (list: readonly Judged[]): readonly string[] =>
  [...new Set(list.map(({ scenario }) => scenario))].map((id) => {
    const services: readonly ServiceName[] = serviceNames.filter((service) =>
      list.some((one) => one.scenario === id && one.service === service),
    );
    return `${id} (${services.join(', ')})`;
  });
