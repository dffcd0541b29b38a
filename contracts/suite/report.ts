// What a run of the contract says, for people and for programs.

import { printableLines } from '../protocol/index.js';
import type { CaseResult, Verdict } from './result.js';

const marks: Readonly<Record<Verdict, string>> = {
  kept: '✓',
  broken: '✗',
  differs: '≠',
  skipped: '-',
};

const count = (results: readonly CaseResult[], verdict: Verdict) =>
  results.filter((one) => one.verdict === verdict).length;

/** One line that counts. */
const summarize = (results: readonly CaseResult[]): string =>
  `${results.length} promises: ${count(results, 'kept')} kept, ${count(results, 'broken')} broken, ${count(results, 'differs')} differ, ${count(results, 'skipped')} skipped`;

/** What was broken and what differs, with source and last call; what was skipped, by its reason; what was learned. */
export function renderContract(results: readonly CaseResult[]): string {
  const faults = results.filter(({ verdict }) => verdict === 'broken' || verdict === 'differs');
  const notes = results.flatMap(({ notes }) => notes);
  // A reason quotes what the judged answered, which may be anything.
  return printableLines(
    [
      ...faults.flatMap(describeFault),
      ...skippedByReason(results),
      ...(notes.length === 0 ? [] : ['Learned:', ...[...new Set(notes)].map((note) => `  ${note}`), '']),
      summarize(results),
      '',
    ].join('\n'),
  );
}

function describeFault({
  case: { id, promise, source, fidelity },
  verdict,
  why,
  exchanges,
}: CaseResult): string[] {
  const last = exchanges.at(-1);
  return [
    `${marks[verdict]} ${id}`,
    `  promise  ${promise}`,
    `  why      ${why}`,
    `  source   ${source} (${fidelity})`,
    ...(last === undefined ? [] : [`  call     ${last.method} ${last.target} → ${last.answered.status}`]),
    '',
  ];
}

function skippedByReason(results: readonly CaseResult[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const {
    case: { id },
    verdict,
    why,
  } of results) {
    if (verdict === 'skipped') byReason.set(why, [...(byReason.get(why) ?? []), id]);
  }
  return [...byReason].flatMap(([why, ids]) => [
    `- ${ids.length} skipped: ${why}`,
    `  ${ids.slice(0, 6).join(', ')}${ids.length > 6 ? ` and ${ids.length - 6} more` : ''}`,
    '',
  ]);
}

/** The same as plain data, without what travelled. */
export const contractJson = (results: readonly CaseResult[]): object => ({
  format: 1,
  summary: {
    kept: count(results, 'kept'),
    broken: count(results, 'broken'),
    differs: count(results, 'differs'),
    skipped: count(results, 'skipped'),
  },
  cases: results.map(({ case: { id, promise, source, fidelity }, verdict, why, notes }) => ({
    id,
    promise,
    source,
    fidelity,
    verdict,
    why,
    notes,
  })),
});
