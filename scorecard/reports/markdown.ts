// Markdown for a pull request's comment, a job's summary and documents. Text of a client never becomes markup and never
// notifies anybody (@name), and the whole stays below GitHub's limit for one comment.

import { serviceTitle } from '../../contracts/protocol/index.js';
import { severities } from '../causes.js';
import { actualOf, expectedOf } from '../compared.js';
import { type FaultItem, faultWords, itemsOf } from '../faults.js';
import type { Scorecard, Verdict } from '../scorecard.js';
import { both, code, folded, inert, MOST, table, tableWithin } from './markdown-parts.js';
import { clipped } from './plain.js';
import {
  alikeOf,
  casesOf,
  comparisonOf,
  fraction,
  habitsOf,
  isByHabits,
  playedOf,
  totalOf,
  warningsOf,
  withResult,
} from './tallies.js';
import { headline } from './verdict-line.js';
import { said, words } from './words.js';

const habitTable = ({ scores }: Scorecard): string =>
  table(
    ['Service', 'Found', 'Not found', 'No call could show it'],
    scores.map((score) => {
      const { found, right, skipped } = habitsOf(score);
      return [serviceTitle(score.service).en, `**${found}**`, `${right}`, `${skipped}`];
    }),
  );

const scoreTable = (scorecard: Scorecard): string =>
  table(
    ['Service', 'Score', '%', 'Wrong', 'Expected', 'Fixed', 'Not played'],
    scorecard.scores.map((score) => [
      serviceTitle(score.service).en,
      `**${fraction(playedOf(score))}**`,
      score.percent === null ? '–' : `${score.percent}`,
      ...[score.wrong, score.expected, score.fixed, score.skipped].map(String),
    ]),
  );

const scenario = ({ scenario: { id }, service }: Verdict): string => `${code(id)}<br>${service}`;

const comparison = (scorecard: Scorecard): readonly string[] => {
  const lists = comparisonOf(scorecard);
  if (lists.length === 0) return [];
  const lines = lists.map(([heading, ids]) =>
    ids.length === 0
      ? `- ${both(heading)}`
      : `- ${inert(heading.en)}: ${clipped(ids.map(code).join(', '), MOST * 0.05)}`,
  );
  return [`### ${words.baselineHeading.en}`, lines.join('\n')];
};

/** Everything to fix, a line each; then each with what shows it. */
const wrongOnes = (scorecard: Scorecard): readonly string[] => {
  const items = itemsOf(scorecard.verdicts);
  if (items.length === 0) return [];
  const overview = items.map(({ words: what, severity, services, failures }, at) => [
    `${at + 1}`,
    both(what),
    both(severities[severity]),
    services.join(', '),
    `${failures}`,
  ]);
  const headings = ['', words.fault.en, words.severity.en, 'Service', 'Failures'];
  const room = (MOST * 0.45) / items.length;
  return [
    `### ${words.wrongHeading.en}`,
    tableWithin(MOST * 0.15, headings, overview),
    ...items.flatMap((item, at) => wrongOne(item, at, room)),
  ];
};

function wrongOne(
  { words: what, practice, verdicts }: FaultItem,
  at: number,
  room: number,
): readonly string[] {
  const rows = casesOf(verdicts).flatMap(({ scenario: { id }, verdicts: these }) =>
    alikeOf(these).map((alike) => [
      `${code(id)}<br>${alike.map(({ service }) => service).join(', ')}`,
      both(faultWords(alike[0])),
      both(actualOf(alike[0])),
      both(expectedOf(alike[0])),
    ]),
  );
  return [
    `#### ${at + 1}. ${inert(what.en)}`,
    both(practice),
    folded(
      `${words.scenario.en} (${rows.length})`,
      tableWithin(room, ['Scenario', words.fault.en, words.actual.en, words.expected.en], rows),
    ),
  ];
}

const fixedOnes = (scorecard: Scorecard): readonly string[] => {
  const fixed = withResult(scorecard, 'fixed');
  const rows = fixed.map((verdict) => [scenario(verdict), both(verdict.scenario.promise)]);
  return fixed.length === 0
    ? []
    : [
        `### ${words.fixedHeading.en}`,
        inert(words.fixedWhy.en),
        tableWithin(MOST * 0.1, ['Scenario', words.promise.en], rows),
      ];
};

const warnings = (scorecard: Scorecard): readonly string[] => {
  const found = warningsOf(scorecard);
  const rows = found.map(({ id, times, why, services }) => [
    code(id),
    `${times}`,
    services.join(', '),
    both(why),
  ]);
  return found.length === 0
    ? []
    : [
        `### ${words.warningsHeading.en}`,
        tableWithin(MOST * 0.1, ['Finding', 'Times', 'Service', 'Why'], rows),
      ];
};

const foldedOnes = (
  scorecard: Scorecard,
  result: 'expected' | 'skipped',
  heading: string,
): readonly string[] => {
  const these = withResult(scorecard, result);
  const rows = these.map((verdict) => [
    scenario(verdict),
    both(actualOf(verdict)),
    inert(verdict.scenario.promise.en),
  ]);
  return these.length === 0
    ? []
    : [
        folded(
          `${heading} (${these.length})`,
          tableWithin(MOST * 0.1, ['Scenario', 'Actual', words.promise.en], rows),
        ),
      ];
};

/** The scorecard as Markdown (GitHub's and GitLab's), in English with the advice in both languages. */
export function renderMarkdown(scorecard: Scorecard): string {
  const about = scorecard.about === '' ? '' : ` (${inert(scorecard.about)})`;
  const byHabits = isByHabits(scorecard);
  const result = byHabits
    ? said(words.habitsFound, { n: scorecard.faults.length }).en
    : fraction(totalOf(scorecard));
  return `${[
    `## ${words.title.en}: ${result}`,
    `${headline(scorecard).en} ${headline(scorecard).ko}`,
    `${code(scorecard.client)}${about}, judged by kakaocert-simulator ${inert(scorecard.simulatorVersion)} at ${code(scorecard.startedAt)}`,
    ...(scorecard.scores.length === 0 ? [] : [(byHabits ? habitTable : scoreTable)(scorecard)]),
    ...(byHabits ? [`**${words.unjudgedHeading.en}**: ${both(words.unjudged)}`] : []),
    ...comparison(scorecard),
    ...wrongOnes(scorecard),
    ...fixedOnes(scorecard),
    ...warnings(scorecard),
    ...foldedOnes(scorecard, 'expected', words.expectedHeading.en),
    ...foldedOnes(scorecard, 'skipped', words.skippedHeading.en),
  ].join('\n\n')}\n`;
}
