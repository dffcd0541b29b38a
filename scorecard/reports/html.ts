// The HTML report: one page that stands alone and that a manager can read. What came out, what failed, why it matters,
// how to fix it; then the evidence.

import { itemsOf } from '../faults.js';
import type { Scorecard } from '../scorecard.js';
import { factList, htmlPage, inSeoul, section } from './html-page.js';
import {
  both,
  code,
  comparedOf,
  fixedOf,
  foldedTable,
  foreign,
  habitsOfService,
  itemOf,
  overviewOf,
  scoreOf,
  warningTable,
} from './html-parts.js';
import { escaped } from './plain.js';
import { casesOf, comparisonOf, isByHabits, warningsOf, withResult } from './tallies.js';
import { headline, moodOf } from './verdict-line.js';
import { words } from './words.js';

function facts(scorecard: Scorecard): string {
  const rows = [
    [words.client, code(scorecard.client)],
    ...(scorecard.about === '' ? [] : [[words.about, foreign(scorecard.about)] as const]),
    [words.mode, both(words[scorecard.mode])],
    [words.judgedAt, inSeoul(scorecard.startedAt)],
    [words.simulator, `kakaocert-simulator ${escaped(scorecard.simulatorVersion)}`],
  ] as const;
  return factList(rows);
}

/** Rings for the flows that were played; of a program without an adapter what its calls showed, and what they could not. */
function scoreSection(scorecard: Scorecard): string {
  const { scores } = scorecard;
  if (!isByHabits(scorecard)) return section(words.scores, listOf(scores.map(scoreOf)));
  return (
    section(words.habitsHeading, listOf(scores.map(habitsOfService))) +
    section(words.unjudgedHeading, `<p>${both(words.unjudged)}</p>`)
  );
}

const listOf = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul class="scores">\n${lines.join('\n')}\n</ul>`;

/** The scorecard as a page of its own. */
export function renderHtml(scorecard: Scorecard): string {
  const warnings = warningsOf(scorecard);
  const fixed = casesOf(withResult(scorecard, 'fixed')).map(fixedOf);
  const wrong = itemsOf(scorecard.verdicts);
  const folded = [
    foldedTable(words.expectedHeading, withResult(scorecard, 'expected')),
    foldedTable(words.skippedHeading, withResult(scorecard, 'skipped')),
    foldedTable(words.rightHeading, withResult(scorecard, 'right')),
  ].join('\n');
  return htmlPage({
    title: words.title,
    headline: headline(scorecard),
    mood: moodOf(scorecard),
    facts: facts(scorecard),
    foot: words.foot,
    body: [
      scoreSection(scorecard),
      section(words.baselineHeading, comparisonOf(scorecard).map(comparedOf).join('\n')),
      section(words.wrongHeading, overviewOf(wrong) + wrong.map(itemOf).join('\n')),
      section(
        words.fixedHeading,
        fixed.length === 0 ? '' : `<p>${both(words.fixedWhy)}</p>\n${fixed.join('\n')}`,
      ),
      section(words.warningsHeading, warnings.length === 0 ? '' : warningTable(warnings)),
      section(words.evidenceHeading, folded.trim()),
    ],
  });
}
