// Markdown for a pull request's comment, a job's summary and documents. Of what a client says nothing becomes markup,
// nobody is notified by it, and the whole stays below what GitHub takes for one comment.

import type { Text } from '../../contracts/protocol/index.js';
import type { Card, Verdict } from '../card.js';
import { clipped, oneLine } from './plain.js';
import { fraction, playedOf, totalOf, warningsOf, withResult } from './tallies.js';
import { headline } from './verdict-line.js';
import { serviceWords, words } from './words.js';

/** GitHub refuses a comment of more than 65,536 characters. */
const MOST = 60_000;
const MOST_IN_A_CELL = 400;

/** Text as text. An @ is parted from its word, or GitHub would notify somebody. */
const inert = (text: string): string =>
  clipped(oneLine(text), MOST_IN_A_CELL)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()|~:$]/g, '\\$&')
    .replaceAll('@', '@\u200b');

const code = (text: string): string =>
  `<code>${clipped(oneLine(text), MOST_IN_A_CELL)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~:$]/g, (one) => `&#${one.codePointAt(0)};`)}</code>`;

const both = ({ en, ko }: Text): string => `${inert(en)}<br>${inert(ko)}`;

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;

const scoreTable = (card: Card): string =>
  table(
    ['Service', 'Score', '%', 'Wrong', 'Expected', 'Mended', 'Not played'],
    card.scores.map((score) => [
      serviceWords[score.service].en,
      `**${fraction(playedOf(score))}**`,
      score.percent === null ? '–' : `${score.percent}`,
      ...[score.wrong, score.expected, score.mended, score.skipped].map(String),
    ]),
  );

const scenario = ({ scenario: { id }, service }: Verdict): string => `${code(id)}<br>${service}`;

/** As many rows as there is room for; the rest are counted. */
function tableWithin(
  room: number,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  let left = room;
  const fitting = rows.filter((cells) => {
    left -= cells.join(' | ').length + 6;
    return left >= 0;
  });
  const more = rows.length - fitting.length;
  return table(headings, fitting) + (more === 0 ? '' : `\n\nAnd ${more} more: see the HTML report.`);
}

const wrongOnes = (card: Card): readonly string[] => {
  const wrong = withResult(card, 'wrong');
  if (wrong.length === 0) return [];
  const rows = wrong.map((verdict) => [
    scenario(verdict),
    inert(verdict.seen),
    inert(verdict.due),
    both(verdict.scenario.practice),
  ]);
  const headings = ['Scenario', words.seen.en, words.due.en, words.practice.en];
  return [`### ${words.wrongHeading.en}`, tableWithin(MOST * 0.6, headings, rows)];
};

const mendedOnes = (card: Card): readonly string[] => {
  const mended = withResult(card, 'mended');
  const rows = mended.map((verdict) => [scenario(verdict), both(verdict.scenario.promise)]);
  return mended.length === 0
    ? []
    : [
        `### ${words.mendedHeading.en}`,
        inert(words.mendedWhy.en),
        tableWithin(MOST * 0.1, ['Scenario', words.promise.en], rows),
      ];
};

const warnings = (card: Card): readonly string[] => {
  const found = warningsOf(card);
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

const foldedOnes = (card: Card, result: 'expected' | 'skipped', heading: string): readonly string[] => {
  const these = withResult(card, result);
  const rows = these.map((verdict) => [
    scenario(verdict),
    inert(verdict.seen),
    inert(verdict.scenario.promise.en),
  ]);
  return these.length === 0
    ? []
    : [
        folded(
          `${heading} (${these.length})`,
          tableWithin(MOST * 0.1, ['Scenario', 'Seen', words.promise.en], rows),
        ),
      ];
};

/** The card as Markdown (GitHub's and GitLab's), in English with the advice in both languages. */
export function renderMarkdown(card: Card): string {
  const about = card.about === '' ? '' : ` (${inert(card.about)})`;
  return `${[
    `## ${words.title.en}: ${fraction(totalOf(card))}`,
    `${headline(card).en} ${headline(card).ko}`,
    `${code(card.client)}${about}, judged by kakaocert-simulator ${inert(card.simulatorVersion)} at ${code(card.startedAt)}`,
    ...(card.scores.length === 0 ? [] : [scoreTable(card)]),
    ...wrongOnes(card),
    ...mendedOnes(card),
    ...warnings(card),
    ...foldedOnes(card, 'expected', words.expectedHeading.en),
    ...foldedOnes(card, 'skipped', words.skippedHeading.en),
  ].join('\n\n')}\n`;
}
