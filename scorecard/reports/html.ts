// The HTML report: one page that stands alone and that a manager can read. What came out, what failed, why it matters,
// how to fix it; then the evidence.

import { createHash } from 'node:crypto';
import { itemsOf } from '../faults.js';
import type { Scorecard } from '../scorecard.js';
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
import { script, style } from './html-style.js';
import { escaped } from './plain.js';
import { casesOf, comparisonOf, isByHabits, warningsOf, withResult } from './tallies.js';
import { headline, moodOf } from './verdict-line.js';
import { words } from './words.js';

const KST = 9 * 3_600_000;

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is fetched, nothing is sent, and only our own script and style are taken. */
const policy = (): string =>
  [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** In Seoul's time, to the minute; as it stands where it is no instant. */
function inSeoul(instant: string): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return foreign(instant);
  const shown = new Date(at + KST).toISOString().slice(0, 16).replace('T', ' ');
  return `<time datetime="${escaped(instant)}">${shown} KST</time>`;
}

function facts(scorecard: Scorecard): string {
  const rows = [
    [words.client, code(scorecard.client)],
    ...(scorecard.about === '' ? [] : [[words.about, foreign(scorecard.about)] as const]),
    [words.mode, both(words[scorecard.mode])],
    [words.judgedAt, inSeoul(scorecard.startedAt)],
    [words.simulator, `kakaocert-simulator ${escaped(scorecard.simulatorVersion)}`],
  ] as const;
  return `<dl class="facts">${rows.map(([name, value]) => `<dt>${both(name)}</dt><dd>${value}</dd>`).join('\n')}</dl>`;
}

const section = (heading: { readonly en: string; readonly ko: string }, body: string): string =>
  body === '' ? '' : `<section><h2>${both(heading)}</h2>\n${body}</section>`;

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
  return `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(words.title.ko)} · ${escaped(words.title.en)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header class="top"><h1>${both(words.title)}</h1>
<fieldset><legend>${escaped(words.language.ko)} · ${escaped(words.language.en)}</legend>
<label><input type="radio" name="language" id="in-ko" value="ko" checked>한국어</label><label><input type="radio" name="language" id="in-en" value="en">English</label></fieldset></header>
<main>
<p class="headline ${moodOf(scorecard)}">${both(headline(scorecard))}</p>
${facts(scorecard)}
${scoreSection(scorecard)}
${section(words.baselineHeading, comparisonOf(scorecard).map(comparedOf).join('\n'))}
${section(words.wrongHeading, overviewOf(wrong) + wrong.map(itemOf).join('\n'))}
${section(words.fixedHeading, fixed.length === 0 ? '' : `<p>${both(words.fixedWhy)}</p>\n${fixed.join('\n')}`)}
${section(words.warningsHeading, warnings.length === 0 ? '' : warningTable(warnings))}
${section(words.evidenceHeading, folded.trim())}
</main>
<footer><p>${both(words.foot)}</p></footer>
<script>${script}</script>
</body>
</html>
`;
}
