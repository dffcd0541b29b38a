// What a run of the contract says, for people and for programs.

import { printableLines, type Text } from '../protocol/index.js';
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

type Language = keyof Text;

const words = {
  promise: { en: 'promise', ko: '약속' },
  why: { en: 'why', ko: '이유' },
  source: { en: 'source', ko: '근거' },
  call: { en: 'call', ko: '호출' },
  told: { en: 'Told by the answers:', ko: '응답에서 알 수 있는 것:' },
  learned: { en: 'Learned:', ko: '알아낸 것:' },
  doubtful: { en: 'Seen and not entered; look at it:', ko: '보았으나 반영하지 않은 것(확인 필요):' },
  same: { en: 'Refusals that came as our table has them', ko: '우리 표와 같은 거절' },
} as const satisfies Readonly<Record<string, Text>>;

/** One line that counts. */
function summarize(results: readonly CaseResult[], language: Language): string {
  const of = (verdict: Verdict) => count(results, verdict);
  return {
    en: `${results.length} promises: ${of('kept')} kept, ${of('broken')} broken, ${of('differs')} differ, ${of('skipped')} skipped`,
    ko: `약속 ${results.length}개: 충족 ${of('kept')}, 위반 ${of('broken')}, 가정과 다름 ${of('differs')}, 건너뜀 ${of('skipped')}`,
  }[language];
}

/** What was broken and what differs, with source and last call; what was skipped, by its reason; what was learned. */
export function renderContract(
  results: readonly CaseResult[],
  learned?: Learned,
  language: Language = 'en',
): string {
  const faults = results.filter(({ verdict }) => verdict === 'broken' || verdict === 'differs');
  const notes = results.flatMap(({ notes }) => notes);
  // A reason quotes what the judged answered, which may be anything.
  return printableLines(
    [
      ...faults.flatMap((one) => describeFault(one, language)),
      ...skippedByReason(results, language),
      ...listed(words.told[language], [...new Set(notes)]),
      ...(learned === undefined ? [] : describeLearned(learned, language)),
      summarize(results, language),
      '',
    ].join('\n'),
  );
}

const listed = (head: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [head, ...lines.map((line) => `  ${line}`), ''];

const placeOf = ({ case: id, exchange }: Sighting) => `${id} #${exchange + 1}`;

/** Each code with who saw it; what was as we assumed it is only counted. */
function describeLearned({ errors, doubtful }: Learned, language: Language): string[] {
  const code = { en: 'code', ko: '코드' }[language];
  const shown = (one: { readonly code: number; readonly status: number; readonly message: string }) =>
    `${code} ${one.code}, HTTP ${one.status}, "${one.message}"`;
  const isNew = ({ code, status, message, ours }: LearnedError) =>
    code !== ours.code || status !== ours.status || message !== ours.message;
  const same = errors.filter((one) => !isNew(one)).length;
  return [
    ...listed(
      words.learned[language],
      errors.filter(isNew).map(
        (one) =>
          ({
            en: `${one.errorId}: ${shown(one)} (ours: ${one.ours.code}, HTTP ${one.ours.status}), by ${placeOf(one.from)}`,
            ko: `${one.errorId}: ${shown(one)} (시뮬레이터: ${one.ours.code}, HTTP ${one.ours.status}), 케이스 ${placeOf(one.from)}`,
          })[language],
      ),
    ),
    ...listed(
      words.doubtful[language],
      doubtful.map(
        ({ errorId, doubt, seen }) =>
          `${errorId}: ${doubts[doubt][language]}: ${seen
            .map(
              (one) =>
                ({ en: `${shown(one)}, by ${placeOf(one)}`, ko: `${shown(one)}, 케이스 ${placeOf(one)}` })[
                  language
                ],
            )
            .join('; ')}`,
      ),
    ),
    ...(same === 0 ? [] : [`${words.same[language]}: ${same}`, '']),
  ];
}

function describeFault(
  { case: { id, promise, source, fidelity }, verdict, why, exchanges }: CaseResult,
  language: Language,
): string[] {
  const last = exchanges.at(-1);
  // Hangul takes two cells.
  const row = (name: 'promise' | 'why' | 'source' | 'call', text: string) =>
    `  ${language === 'ko' ? `${words[name].ko}  ` : words[name].en.padEnd(9)}${text}`;
  return [
    `${marks[verdict]} ${id}`,
    row('promise', promise),
    row('why', why),
    row('source', `${source} (${fidelity})`),
    ...(last === undefined ? [] : [row('call', `${last.method} ${last.target} → ${last.answered.status}`)]),
    '',
  ];
}

function skippedByReason(results: readonly CaseResult[], language: Language): string[] {
  const byReason = new Map<string, string[]>();
  for (const {
    case: { id },
    verdict,
    why,
  } of results) {
    if (verdict === 'skipped') byReason.set(why, [...(byReason.get(why) ?? []), id]);
  }
  return [...byReason].flatMap(([why, ids]) => [
    { en: `- ${ids.length} skipped: ${why}`, ko: `- ${ids.length}개 건너뜀: ${why}` }[language],
    `  ${ids.slice(0, 6).join(', ')}${ids.length > 6 ? { en: ` and ${ids.length - 6} more`, ko: ` 외 ${ids.length - 6}개` }[language] : ''}`,
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
