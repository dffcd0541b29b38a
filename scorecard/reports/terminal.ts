// The scorecard for a terminal: what is wrong and how to fix it, then the score, then what to do next. Colour if the stream
// it goes to shows it; columns are counted in cells, because Hangul takes two.

import { styleText } from 'node:util';
import { inBoth, serviceNames, type Text } from '../../contracts/protocol/index.js';
import { severities } from '../causes.js';
import { actualOf, expectedOf } from '../compared.js';
import { type FaultItem, faultWords, itemsOf } from '../faults.js';
import type { Score, Scorecard, Verdict } from '../scorecard.js';
import { cellsOf, clipped, oneLine, padded, plain } from './plain.js';
import {
  alikeOf,
  type Case,
  casesOf,
  comparisonOf,
  fraction,
  habitsOf,
  isByHabits,
  playedOf,
  warningsOf,
  withResult,
} from './tallies.js';
import { said, words } from './words.js';

export interface TerminalOptions {
  /** Where the scorecard will be shown: in colour if that is a terminal (NO_COLOR, FORCE_COLOR); without one, never. */
  readonly stream?: NodeJS.WritableStream;
  /** In which language promises and advice are; English unless given. */
  readonly language?: keyof Text;
}

type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;

const WIDTH = 100;
const LABEL = 10;
const NAME = Math.max(...serviceNames.map((name) => name.length)) + 1;
const BAR = 20;
const MOST_STDERR_LINES = 5;
/** Of a stack trace its words are enough here: JavaScript puts them above its frames, which would push them out. */
const STACK_FRAME = /^\s+at /;
const MOST_IN_A_FIELD = 600;
const MOST_IN_AN_ID = 40;

/** What only a terminal says. */
const own = {
  actual: { en: 'actual', ko: '실제' },
  expected: { en: 'expected', ko: '기대' },
  fix: { en: 'fix', ko: '조치' },
  wrong: { en: 'Wrong', ko: '오류' },
  nothing: { en: 'nothing played', ko: '실행된 항목 없음' },
  takeOff: {
    en: 'right by now, take it off --expect-fail',
    ko: '이미 정상입니다. --expect-fail에서 빼십시오',
  },
  notJudged: {
    en: 'It could not be judged: see what was printed above, and run the command by itself.',
    ko: '판정하지 못했습니다. 위의 출력을 확인하고 명령을 단독으로 실행해 보십시오.',
  },
  fixFirst: {
    en: 'Next: fix 1, {id}; --report html shows every call.',
    ko: '다음: 1번({id})부터 고치십시오(--report html).',
  },
  takeThese: {
    en: 'Next: take {ids} off --expect-fail.',
    ko: '다음: --expect-fail에서 빼십시오: {ids}',
  },
  seeWhy: {
    en: 'Next: nothing was played; see why above.',
    ko: '다음: 실행된 항목이 없습니다. 위의 이유를 확인하십시오.',
  },
  lookAtWarnings: { en: 'Next: look at the warnings.', ko: '다음: 경고를 확인하십시오.' },
  done: { en: 'Nothing to do.', ko: '더 할 일이 없습니다.' },
} as const satisfies Readonly<Record<string, Text>>;

/** What stands behind a score. */
const counted = {
  wrong: { en: '{n} wrong', ko: '오류 {n}' },
  expected: { en: '{n} expected', ko: '예상된 오류 {n}' },
  fixed: { en: '{n} fixed', ko: '해결됨 {n}' },
  skipped: { en: '{n} skipped', ko: '건너뜀 {n}' },
} as const satisfies Readonly<Partial<Record<keyof Score, Text>>>;

/** Breaks at blanks so that no line is wider than a number of cells. */
function wrapped(text: string, width: number): readonly string[] {
  return oneLine(text)
    .split(' ')
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      const joined = `${last} ${word}`;
      if (last === undefined || cellsOf(joined) > width) lines.push(word);
      else lines[lines.length - 1] = joined;
      return lines;
    }, []);
}

/** `actual  …`, its further lines under its first. */
const field = (indent: number, label: string, text: string, width = LABEL): readonly string[] =>
  wrapped(clipped(text, MOST_IN_A_FIELD), WIDTH - indent - width).map(
    (line, at) => `${' '.repeat(indent)}${padded(at === 0 ? label : '', width)}${line}`,
  );

const stderrLines = ({ stderr }: Verdict): readonly string[] => {
  const lines = plain(stderr)
    .split('\n')
    .filter((line) => line.trim() !== '' && !STACK_FRAME.test(line));
  return lines
    .slice(-MOST_STDERR_LINES)
    .map((line) => `      | ${clipped(line.replaceAll('\t', ' '), WIDTH - 8)}`);
};

/** What the client did and what was expected, once for all services on which it was the same. */
function proofs(verdicts: readonly Verdict[], paint: Paint, language: keyof Text): readonly string[] {
  return alikeOf(verdicts).flatMap((these) => {
    const [first] = these;
    const where = these.length === verdicts.length ? '' : `${servicesOf(these)}: `;
    return [
      ...field(4, own.actual[language], where + actualOf(first)[language]),
      ...field(4, own.expected[language], expectedOf(first)[language]),
      ...stderrLines(first).map((line) => paint('dim', line)),
    ];
  });
}

const servicesOf = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ service }) => service).join(', ');

/** One thing to fix: how bad it is, where it shows, the proof of the first place, and what to do. */
function wrong(item: FaultItem, at: number, paint: Paint, language: keyof Text): readonly string[] {
  const { severity, words: what, practice, failures, services, verdicts } = item;
  const cases = casesOf(verdicts);
  const [first] = cases;
  const count = said(words.failuresOf, { n: failures })[language];
  return [
    ...headOf(`${at + 1}. ${what[language]}`, paint),
    ...field(4, '', `${severities[severity][language]} · ${services.join(', ')} · ${count}`, 0),
    ...cases.flatMap(({ scenario, verdicts: these }) =>
      field(6, '', `${shortId(scenario.id)} (${servicesOf(these)}): ${shownFault(these, language)}`, 2),
    ),
    ...(first === undefined ? [] : proofs(first.verdicts, paint, language)),
    ...(practice[language] === what[language] ? [] : field(4, own.fix[language], practice[language])),
  ];
}

/** The headline of a thing to fix, its further lines under its first word. */
const headOf = (text: string, paint: Paint): readonly string[] =>
  wrapped(clipped(text, MOST_IN_A_FIELD), WIDTH - 4).map(
    (line, nth) => `  ${nth === 0 ? paint('red', '✗') : ' '} ${paint('bold', line)}`,
  );

const shownFault = (verdicts: readonly Verdict[], language: keyof Text): string =>
  alikeOf(verdicts)
    .map(([first]) => faultWords(first)[language])
    .join('; ');

const fixed = ({ scenario, verdicts }: Case, paint: Paint, language: keyof Text): string =>
  `  ${paint('yellow', '!')} ${paint('bold', shortId(scenario.id))} (${servicesOf(verdicts)}): ${own.takeOff[language]}`;

const shortId = (id: string): string => clipped(oneLine(id), MOST_IN_AN_ID);

function scoreLines({ scores }: Scorecard, paint: Paint, language: keyof Text): readonly string[] {
  const fractions = scores.map((score) => fraction(playedOf(score)));
  const width = Math.max(0, ...fractions.map(cellsOf));
  return scores.map(({ service, percent, wrong, expected, fixed, skipped }, at) => {
    const full = Math.floor(((percent ?? 0) * BAR) / 100);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
    const rest = Object.entries({ wrong, expected, fixed, skipped })
      .filter(([, count]) => count > 0)
      .map(([name, count]) => said(counted[name as keyof typeof counted], { n: count })[language]);
    const shown = percent === null ? '  –' : String(percent).padStart(3);
    const color = wrong + fixed > 0 ? 'red' : percent === null ? 'dim' : 'green';
    return `  ${padded(service, NAME)} ${paint(color, bar)} ${padded(fractions[at] ?? '', width)} ${shown} %  ${rest.join(', ')}`.trimEnd();
  });
}

/** Habits by service: how many rules were looked at, and how many were broken. */
const habitLines = ({ scores }: Scorecard, language: keyof Text): readonly string[] =>
  scores.map(
    (score) => `  ${padded(score.service, NAME)} ${said(words.habitsOf, habitsOf(score))[language]}`,
  );

/** What the reader does now, by how it ended. */
function next(scorecard: Scorecard): Text {
  if (scorecard.exitCode === 2) return own.notJudged;
  const ids = (result: 'fixed') => [
    ...new Set(withResult(scorecard, result).map(({ scenario }) => scenario.id)),
  ];
  const [gravest] = scorecard.faults;
  const fixed = ids('fixed');
  if (gravest !== undefined)
    return inBoth(own.fixFirst, (text) =>
      text.replace('{id}', shortId(gravest.scenarios[0] ?? gravest.cause)),
    );
  if (fixed.length > 0)
    return inBoth(own.takeThese, (text) => text.replace('{ids}', fixed.map(shortId).join(',')));
  if (withResult(scorecard, 'right').length === 0) return own.seeWhy;
  return warningsOf(scorecard).length > 0 ? own.lookAtWarnings : own.done;
}

/** The scorecard as lines for a terminal. */
export function renderTerminal(
  scorecard: Scorecard,
  { stream, language = 'en' }: TerminalOptions = {},
): string {
  const paint: Paint = (style, text) => (stream === undefined ? text : styleText(style, text, { stream }));
  const items = itemsOf(scorecard.verdicts);
  const problems = items.flatMap((one, at) => [...wrong(one, at, paint, language), '']);
  const rightByNow = casesOf(withResult(scorecard, 'fixed')).map((one) => fixed(one, paint, language));
  const warnings = warningsOf(scorecard).flatMap(({ id, times, why }) => [
    `  ${paint('yellow', '!')} ${paint('bold', shortId(id))} ×${times}`,
    ...field(4, '', why[language]),
  ]);
  const notPlayed = withResult(scorecard, 'skipped').flatMap((verdict) =>
    field(2, verdict.service, `${shortId(verdict.scenario.id)}: ${actualOf(verdict)[language]}`, NAME),
  );
  const section = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [paint('bold', heading), ...lines, ''];
  const about = scorecard.about === '' ? '' : ` (${clipped(oneLine(scorecard.about), WIDTH)})`;
  const comparison = comparisonOf(scorecard).flatMap(([heading, lines]) => [
    `  ${heading[language]}`,
    ...lines.flatMap((line) => field(4, '', line, 2)),
  ]);
  const byHabits = isByHabits(scorecard);
  const summary = byHabits
    ? said(words.habitsFound, { n: scorecard.faults.length })[language]
    : scorecard.scores.map((score) => `${score.service} ${fraction(playedOf(score))}`).join(', ');
  return `${[
    `${paint('bold', words.title[language])} · ${clipped(oneLine(scorecard.client), WIDTH)}${about}`,
    '',
    ...section(own.wrong[language], problems.slice(0, -1)),
    ...section(words.fixedHeading[language], rightByNow),
    ...section(words.warningsHeading[language], warnings),
    ...section(words.skippedHeading[language], notPlayed),
    ...section(words.baselineHeading[language], comparison),
    ...(byHabits ? section(words.unjudgedHeading[language], field(2, '', words.unjudged[language], 0)) : []),
    ...(byHabits ? habitLines(scorecard, language) : scoreLines(scorecard, paint, language)),
    ...(scorecard.scores.length === 0 ? [] : ['']),
    `${summary === '' ? own.nothing[language] : summary}. ${next(scorecard)[language]}`,
  ].join('\n')}\n`;
}
