// What a run of the contract says, for people and for programs.

import { printableLines } from '../protocol/index.js';
import { doubts, type Learned, type LearnedError, type Sighting } from './learned.js';
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
export function renderContract(results: readonly CaseResult[], learned?: Learned): string {
  const faults = results.filter(({ verdict }) => verdict === 'broken' || verdict === 'differs');
  const notes = results.flatMap(({ notes }) => notes);
  // A reason quotes what the judged answered, which may be anything.
  return printableLines(
    [
      ...faults.flatMap(describeFault),
      ...skippedByReason(results),
      ...listed('Told by the answers:', [...new Set(notes)]),
      ...(learned === undefined ? [] : describeLearned(learned)),
      summarize(results),
      '',
    ].join('\n'),
  );
}

const listed = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), ''];

const placeOf = ({ case: id, exchange }: Sighting) => `${id} #${exchange + 1}`;

/** Each code with who saw it; what was as we assumed it is only counted. */
function describeLearned({ errors, doubtful }: Learned): string[] {
  const isNew = ({ code, status, message, ours }: LearnedError) =>
    code !== ours.code || status !== ours.status || message !== ours.message;
  const same = errors.filter((one) => !isNew(one)).length;
  return [
    ...listed(
      'Learned:',
      errors
        .filter(isNew)
        .map(
          ({ errorId, code, status, message, ours, from }) =>
            `${errorId}: code ${code}, HTTP ${status}, "${message}" (ours: ${ours.code}, HTTP ${ours.status}), by ${placeOf(from)}`,
        ),
    ),
    ...listed(
      'Seen and not entered; look at it:',
      doubtful.map(
        ({ errorId, doubt, seen }) =>
          `${errorId}: ${doubts[doubt]}: ${seen
            .map((one) => `code ${one.code}, HTTP ${one.status}, "${one.message}", by ${placeOf(one)}`)
            .join('; ')}`,
      ),
    ),
    ...(same === 0 ? [] : [`Refusals that came as our table has them: ${same}`, '']),
  ];
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
export const contractJson = (results: readonly CaseResult[], learned?: Learned): object => ({
  format: 1,
  ...(learned === undefined ? {} : { learned }),
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
