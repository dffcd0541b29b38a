// The pieces of the HTML report. Everything that comes from outside goes through `escaped`. Text that runs from right to left
// changes the direction of its own element only.

import { serviceTitle, type Text } from '../../contracts/protocol/index.js';
import { severities } from '../causes.js';
import { actualOf, expectedOf } from '../compared.js';
import { type FaultItem, faultWords } from '../faults.js';
import type { Score, ScorecardCall, Verdict } from '../scorecard.js';
import { escaped } from './plain.js';
import { alikeOf, type Case, casesOf, habitsOf, playedOf, type Warning } from './tallies.js';
import { said, words } from './words.js';

/** Both languages; the reader sees one, or, where a CI's policy takes styles away, both with a stroke between. */
export const both = ({ en, ko }: Text): string =>
  `<span lang="ko">${escaped(ko)}</span><i> / </i><span lang="en">${escaped(en)}</span>`;

/** What somebody else wrote, in whatever direction. */
export const foreign = (text: string): string => `<bdi dir="auto">${escaped(text)}</bdi>`;
export const code = (text: string): string => `<code>${foreign(text)}</code>`;

interface Column<T> {
  readonly heading: Text;
  readonly cell: (row: T) => string;
  readonly number?: boolean;
}

function table<T>(
  caption: string,
  className: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
): string {
  const kind = (number: boolean | undefined) => (number === true ? ' class="number"' : '');
  const headings = columns.map(
    ({ heading, number }) => `<th scope="col"${kind(number)}>${both(heading)}</th>`,
  );
  const body = rows.map(
    (row) => `<tr>${columns.map(({ cell, number }) => `<td${kind(number)}>${cell(row)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0"><table class="${className}"><caption>${caption}</caption>
<thead><tr>${headings.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

const callColumns: readonly Column<ScorecardCall>[] = [
  { heading: words.at, number: true, cell: ({ at }) => String(at) },
  { heading: words.operation, cell: ({ operation }) => code(operation) },
  {
    heading: words.status,
    number: true,
    cell: ({ status }) => (status === null ? both(words.noStatus) : String(status)),
  },
  { heading: words.outcome, cell: ({ outcome }) => code(outcome) },
];

const FEW_CALLS = 12;

/** What a client called; open where it is short and nothing like it stands above. */
function callsOf({ calls, service }: Verdict, isFirst: boolean, isAlone: boolean): string {
  const whose = isAlone ? '' : ` · ${escaped(service)}`;
  if (calls.length === 0) return `<p class="source">${both(words.noCalls)}${whose}</p>`;
  const caption = `<span class="unseen">${both(words.calls)}${whose}</span>`;
  return `<details${isFirst && calls.length <= FEW_CALLS ? ' open' : ''}><summary>${both(words.calls)} (${calls.length})${whose}</summary>
${table(caption, 'calls', callColumns, calls)}</details>`;
}

const stderrOf = ({ stderr }: Verdict): string =>
  stderr.trim() === ''
    ? ''
    : `<details><summary>${both(words.stderr)}</summary><pre tabindex="0">${foreign(stderr)}</pre></details>`;

/** A sentence in both languages with words of somebody else in it. */
const bothForeign = ({ en, ko }: Text): string =>
  `<span lang="ko">${foreign(ko)}</span><i> / </i><span lang="en">${foreign(en)}</span>`;

const versus = (verdict: Verdict): string =>
  `<div class="versus"><div><h4>${both(words.actual)}</h4><p>${bothForeign(actualOf(verdict))}</p></div><div><h4>${both(words.expected)}</h4><p>${bothForeign(expectedOf(verdict))}</p></div></div>`;

const tagsOf = (verdicts: readonly Verdict[]): string =>
  verdicts.map(({ service }) => `<span class="tag">${both(serviceTitle(service))}</span>`).join('');

/** What the client did, once for all services on which it did the same, and the calls of each. */
const proof = (alike: readonly [Verdict, ...Verdict[]], at: number): string => `<div class="proof">
<p class="tags">${tagsOf(alike)}</p>
${alike[0].actual === '' && alike[0].expected === '' ? '' : versus(alike[0])}
${alike.map((verdict, nth) => callsOf(verdict, at + nth === 0, alike.length === 1) + stderrOf(verdict)).join('\n')}</div>`;

const headOf = (what: Text, tags: string): string =>
  `<header><h3>${both(what)}</h3><p class="tags">${tags}</p></header>`;
const adviceOf = (practice: Text): string =>
  `<div class="advice"><h4>${both(words.practice)}</h4><p>${both(practice)}</p></div>`;

/** One scenario that shows a fault: what the client did wrong, and the proof on each service. */
const shownBy = (
  { scenario, verdicts }: Case,
  isFirst: boolean,
): string => `<details class="shown"${isFirst ? ' open' : ''}>
<summary>${alikeOf(verdicts)
  .map(([first]) => both(faultWords(first)))
  .join('; ')} <span class="tags">${code(scenario.id)}</span></summary>
${alikeOf(verdicts)
  .map((alike, at) => proof(alike, isFirst ? at : at + 1))
  .join('\n')}
<p class="source">${both(words.promise)}: ${both(scenario.promise)}</p>
<p class="source">${both(words.source)}: ${foreign(scenario.source)}</p>
</details>`;

/** One thing to fix: what is wrong, how bad it is, what to do, and every scenario that shows it. */
export const itemOf = (
  item: FaultItem,
  at: number,
): string => `<article class="case wrong" id="wrong-${at + 1}">
${headOf(item.words, `<span class="tag severity">${both(severities[item.severity])}</span>${item.services.map((service) => `<span class="tag">${both(serviceTitle(service))}</span>`).join('')}`)}
${item.practice.en === item.words.en ? '' : adviceOf(item.practice)}
${casesOf(item.verdicts)
  .map((one, nth) => shownBy(one, nth === 0))
  .join('\n')}
</article>`;

/** One scenario that is right by now. */
export const fixedOf = (
  { scenario, verdicts }: Case,
  at: number,
): string => `<article class="case fixed" id="fixed-${at + 1}">
${headOf(scenario.promise, code(scenario.id))}
${adviceOf(scenario.practice)}
${alikeOf(verdicts).map(proof).join('\n')}
<p class="source">${both(words.source)}: ${foreign(scenario.source)}</p>
</article>`;

const FEW_CASES = 2;

/** Where there is much to fix: all of it, a line each, with a link to what stands below. */
export function overviewOf(items: readonly FaultItem[]): string {
  if (items.length <= FEW_CASES) return '';
  const lines = items.map(
    ({ words: what, severity, services }, at) =>
      `<li><a href="#wrong-${at + 1}">${both(what)}</a> <span class="tags"><span class="tag severity">${both(severities[severity])}</span>${services.map((service) => `<span class="tag">${escaped(service)}</span>`).join('')}</span></li>`,
  );
  return `<details class="more" open><summary>${both(words.overview)} (${items.length})</summary>
<ol class="overview">
${lines.join('\n')}
</ol></details>
`;
}

/** A service's score as a ring: all round is all right. Its attributes stand in where a CI's policy takes styles away. */
export function scoreOf(score: Score): string {
  const { service, percent, wrong, fixed, expected, skipped } = score;
  const mood = percent === null ? 'none' : wrong + fixed > 0 ? 'bad' : 'good';
  const arc =
    percent === null || percent === 0
      ? ''
      : `<circle class="ring arc" stroke="currentColor" cx="60" cy="60" r="50" pathLength="100" stroke-dasharray="${percent} 100" transform="rotate(-90 60 60)"/>`;
  const counts = [
    { text: { en: '{n} wrong', ko: '오류 {n}' }, n: wrong },
    { text: { en: '{n} expected', ko: '예상된 오류 {n}' }, n: expected },
    { text: { en: '{n} fixed', ko: '해결 {n}' }, n: fixed },
    { text: { en: '{n} not played', ko: '건너뜀 {n}' }, n: skipped },
  ].filter(({ n }) => n > 0);
  return `<li class="score ${mood}">
<svg viewBox="0 0 120 120" width="88" height="88" fill="none" stroke-width="11" aria-hidden="true"><circle class="ring" cx="60" cy="60" r="50"/>${arc}<text x="60" y="69" text-anchor="middle" font-size="26" font-weight="700" fill="currentColor">${percent === null ? '–' : `${percent}%`}</text></svg>
<div><strong>${both(serviceTitle(service))}</strong>
<p>${both(percent === null ? words.noScore : said(words.ofRight, playedOf(score)))}</p>
<p>${counts.map(({ text, n }) => `<span class="count">${both(said(text, { n }))}</span>`).join(' · ')}</p></div></li>`;
}

/** A list of the comparison with a baseline. */
export const comparedOf = ([heading, ids]: readonly [Text, readonly string[]]): string =>
  ids.length === 0
    ? `<p>${both(heading)}</p>`
    : `<h3>${both(heading)}</h3>\n<ul>${ids.map((id) => `<li>${code(id)}</li>`).join('')}</ul>`;

/** What the calls of a service showed. */
export const habitsOfService = (score: Score): string => `<li class="score">
<div><strong>${both(serviceTitle(score.service))}</strong>
<p>${both(said(words.habitsOf, habitsOf(score)))}</p></div></li>`;

/** The habits, as a table. */
export const warningTable = (warnings: readonly Warning[]): string =>
  table<Warning>(
    both(words.warningsWhy),
    'wide',
    [
      { heading: words.finding, cell: ({ id }) => `<span class="warning">${code(id)}</span>` },
      { heading: words.why, cell: ({ why }) => both(why) },
      { heading: words.times, number: true, cell: ({ times }) => `×${times}` },
      { heading: words.service, cell: ({ services }) => escaped(services.join(', ')) },
    ],
    warnings,
  );

/** A folded list of verdicts, with what the client did where that is told. */
export function foldedTable(heading: Text, verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '';
  const columns: readonly Column<Verdict>[] = [
    { heading: words.service, cell: ({ service }) => escaped(service) },
    { heading: words.scenario, cell: ({ scenario }) => code(scenario.id) },
    { heading: words.promise, cell: ({ scenario }) => both(scenario.promise) },
    {
      heading: words.actual,
      cell: (verdict) => (verdict.actual === '' ? '' : bothForeign(actualOf(verdict))),
    },
  ];
  const shown = verdicts.some(({ actual }) => actual !== '') ? columns : columns.slice(0, 3);
  const caption = `<span class="unseen">${both(heading)}</span>`;
  return `<details class="more"><summary>${both(heading)} (${verdicts.length})</summary>
${table(caption, 'wide', shown, verdicts)}</details>`;
}
