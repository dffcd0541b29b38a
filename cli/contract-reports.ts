// A run of the contract as JUnit XML, Markdown and one HTML page, made of the same parts as the scorecard's reports.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Text } from '../contracts/protocol/index.js';
import { contractJson } from '../contracts/suite/report.js';
import type { CaseResult, Verdict } from '../contracts/suite/result.js';
import { factList, htmlPage, inSeoul, section } from '../scorecard/reports/html-page.js';
import { both as bothHtml, code as codeHtml, foreign } from '../scorecard/reports/html-parts.js';
import { both, code, folded, inert, MOST, tableWithin } from '../scorecard/reports/markdown-parts.js';
import { escaped, oneLine } from '../scorecard/reports/plain.js';
import { said } from '../scorecard/reports/words.js';
import { element, open } from '../scorecard/reports/xml.js';
import { type FlagValues, UsageError } from './flags.js';
import { noneOf, outWithoutReport } from './usage-texts.js';
import { checkWritable, written } from './written.js';

/** What a report tells besides the results. */
export interface ContractFacts {
  /** Who was judged, e.g. `sim`. */
  readonly target: string;
  /** When, ms since the epoch. */
  readonly at: number;
  readonly version: string;
}

const words = {
  title: { en: 'kakaoCert contract', ko: 'kakaoCert 규약 검사' },
  kept: { en: 'Kept', ko: '규약 충족' },
  broken: { en: 'Broken', ko: '위반' },
  differs: { en: 'Differs from what is assumed', ko: '가정과 다름' },
  skipped: { en: 'Not played', ko: '건너뜀' },
  case: { en: 'Case', ko: '검사' },
  promise: { en: 'Promise', ko: '약속' },
  why: { en: 'What came', ko: '실제 응답' },
  source: { en: 'Source', ko: '근거' },
  calls: { en: 'The last calls', ko: '마지막 호출' },
  target: { en: 'Target', ko: '대상' },
  at: { en: 'Judged', ko: '검사 일시' },
  version: { en: 'Version', ko: '버전' },
  bad: { en: 'Broken: {broken} of {all} promises.', ko: '약속 {all}개 중 {broken}개를 위반했습니다.' },
  good: {
    en: 'None of {all} promises is broken ({kept} kept, {differs} differ, {skipped} not played).',
    ko: '위반한 약속이 없습니다(전체 {all}개 중 충족 {kept}개, 가정과 다름 {differs}개, 건너뜀 {skipped}개).',
  },
  nothing: { en: 'Nothing was played.', ko: '실행된 검사가 없습니다.' },
  foot: {
    en: 'Each promise has its source. What is only assumed is nobody’s promise: there a target may differ.',
    ko: '약속마다 근거가 있습니다. 가정(assumed)은 약속이 아니므로 대상이 다를 수 있습니다.',
  },
} as const satisfies Readonly<Record<string, Text>>;

type Results = readonly CaseResult[];
const withVerdict = (results: Results, verdict: Verdict): Results =>
  results.filter((one) => one.verdict === verdict);

function countsOf(results: Results) {
  const of = (verdict: Verdict) => withVerdict(results, verdict).length;
  return {
    all: results.length,
    kept: of('kept'),
    broken: of('broken'),
    differs: of('differs'),
    skipped: of('skipped'),
  };
}

function headline(results: Results): Text {
  const counts = countsOf(results);
  if (counts.broken > 0) return said(words.bad, counts);
  return counts.kept + counts.differs === 0 ? words.nothing : said(words.good, counts);
}

const moodOf = (results: Results): 'good' | 'bad' | 'unknown' => {
  const { broken, kept, differs } = countsOf(results);
  return broken > 0 ? 'bad' : kept + differs === 0 ? 'unknown' : 'good';
};

const LAST_CALLS = 4;
/** Without what travelled in them: of a live service that may be somebody's. */
const callsOf = ({ exchanges }: CaseResult): readonly string[] =>
  exchanges
    .slice(-LAST_CALLS)
    .map(({ method, target, answered }) => `${method} ${target} → ${answered.status}`);

/** How long a case takes is not measured; JUnit wants it said. */
const NO_TIME = '0.000';

/** Cases belong together by the first word of their id: `cms`, `token`, `client`. */
const groupOf = ({ case: { id } }: CaseResult): string => id.split('.')[0] ?? id;

function testcase(result: CaseResult): string {
  const { id, promise, source, fidelity } = result.case;
  const calls = callsOf(result);
  const story = [promise, result.why, `${source} (${fidelity})`, ...calls].join('\n');
  const insides: Readonly<Record<Verdict, () => string>> = {
    kept: () => '',
    broken: () => element('failure', { type: 'broken', message: oneLine(result.why) }, `\n${story}\n`),
    differs: () => open('skipped', { message: `differs, only assumed: ${oneLine(result.why)}` }, '/>'),
    skipped: () => open('skipped', { message: oneLine(result.why) }, '/>'),
  };
  const attributes = { classname: `kakaocert.${groupOf(result)}`, name: `${id}: ${promise}`, time: NO_TIME };
  const inside = insides[result.verdict]();
  return inside === ''
    ? `    ${open('testcase', attributes, '/>')}`
    : `    ${open('testcase', attributes)}${inside}</testcase>`;
}

function junitOf(results: Results): string {
  const sums = (these: Results) => {
    const { all, broken, differs, skipped } = countsOf(these);
    return { tests: all, failures: broken, errors: 0, time: NO_TIME, skipped: differs + skipped };
  };
  const suites = [...new Set(results.map(groupOf))].flatMap((group) => {
    const these = results.filter((one) => groupOf(one) === group);
    return [
      `  ${open('testsuite', { name: group, ...sums(these) })}`,
      ...these.map(testcase),
      '  </testsuite>',
    ];
  });
  const { skipped: _, ...all } = sums(results);
  const head = open('testsuites', { name: 'kakaocert-simulator contract', ...all });
  return `${['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>'].join('\n')}\n`;
}

const rowOf = ({ case: { id, promise, source, fidelity }, why }: CaseResult): readonly string[] => [
  code(id),
  inert(promise),
  inert(why),
  `${inert(source)} (${fidelity})`,
];
const headings = [words.case, words.promise, words.why, words.source].map(({ en }) => en);

function markdownOf(results: Results, { target, at, version }: ContractFacts): string {
  const { all, kept } = countsOf(results);
  const part = (verdict: Verdict, room: number, isFolded: boolean): readonly string[] => {
    const these = withVerdict(results, verdict);
    if (these.length === 0) return [];
    const body = tableWithin(MOST * room, headings, these.map(rowOf));
    const heading = `${words[verdict].en} (${these.length})`;
    return isFolded ? [folded(heading, body)] : [`### ${heading}`, body];
  };
  return `${[
    `## ${words.title.en}: ${kept}/${all}`,
    both(headline(results)),
    `${code(target)}, judged by kakaocert-simulator ${inert(version)} at ${code(new Date(at).toISOString())}`,
    ...part('broken', 0.5, false),
    ...part('differs', 0.2, false),
    ...part('skipped', 0.2, true),
  ].join('\n\n')}\n`;
}

const article = (result: CaseResult, at: number): string => {
  const { id, promise, source, fidelity } = result.case;
  const calls = callsOf(result);
  return `<article class="case ${result.verdict === 'broken' ? 'wrong' : 'fixed'}" id="${result.verdict}-${at + 1}">
<header><h3>${foreign(promise)}</h3><p class="tags">${codeHtml(id)}</p></header>
<div class="versus"><div><h4>${bothHtml(words.why)}</h4><p>${foreign(result.why)}</p></div></div>
${calls.length === 0 ? '' : `<details><summary>${bothHtml(words.calls)} (${calls.length})</summary><pre tabindex="0">${foreign(calls.join('\n'))}</pre></details>`}
<p class="source">${bothHtml(words.source)}: ${foreign(`${source} (${fidelity})`)}</p>
</article>`;
};

function foldedList(results: Results, verdict: Verdict): string {
  const these = withVerdict(results, verdict);
  if (these.length === 0) return '';
  const rows = these.map(
    ({ case: { id, promise }, why }) =>
      `<tr><td>${codeHtml(id)}</td><td>${foreign(promise)}</td><td>${foreign(why)}</td></tr>`,
  );
  const heads = [words.case, words.promise, words.why].map((one) => `<th scope="col">${bothHtml(one)}</th>`);
  return `<details class="more"><summary>${bothHtml(words[verdict])} (${these.length})</summary>
<div class="scroll" tabindex="0"><table class="wide"><caption><span class="unseen">${bothHtml(words[verdict])}</span></caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

function htmlOf(results: Results, { target, at, version }: ContractFacts): string {
  return htmlPage({
    title: words.title,
    headline: headline(results),
    mood: moodOf(results),
    facts: factList([
      [words.target, codeHtml(target)],
      [words.at, inSeoul(new Date(at).toISOString())],
      [words.version, `kakaocert-simulator ${escaped(version)}`],
    ]),
    foot: words.foot,
    body: [
      section(words.broken, withVerdict(results, 'broken').map(article).join('\n')),
      section(words.differs, withVerdict(results, 'differs').map(article).join('\n')),
      section(words.case, [foldedList(results, 'skipped'), foldedList(results, 'kept')].join('\n').trim()),
    ],
  });
}

const renderers = {
  junit: junitOf,
  json: (results: Results) => `${JSON.stringify(contractJson(results), null, 2)}\n`,
  markdown: markdownOf,
  html: htmlOf,
} as const satisfies Readonly<Record<string, (results: Results, facts: ContractFacts) => string>>;

type ContractReport = keyof typeof renderers;
const contractReports = Object.keys(renderers) as readonly ContractReport[];

const files: Readonly<Record<ContractReport, string>> = {
  junit: 'junit.xml',
  json: 'contract.json',
  markdown: 'summary.md',
  html: 'report.html',
};

/** The run as a text of that kind. Equal runs give equal bytes. */
const renderContractReport = (kind: ContractReport, results: Results, facts: ContractFacts): string =>
  renderers[kind](results, facts);

/** Writes every kind into a folder, which is made where there is none. */
function writeContractReports(folder: string, results: Results, facts: ContractFacts): void {
  mkdirSync(folder, { recursive: true });
  for (const kind of contractReports)
    writeFileSync(join(folder, files[kind]), renderContractReport(kind, results, facts));
}

/** What of a run goes where; undefined where no report was asked for. Throws a UsageError before anything is called. */
export function readReportFlags({ report, out, reports }: FlagValues): ReportFlags {
  const kind = contractReports.find((one) => one === report);
  if (report !== undefined && kind === undefined)
    throw new UsageError(noneOf('--report', String(report), contractReports));
  if (out !== undefined && kind === undefined) throw new UsageError(outWithoutReport(contractReports));
  // Before the run, which may cost money, and not after it.
  const file = out as string | undefined;
  const folder = reports as string | undefined;
  if (file !== undefined) checkWritable('out', file);
  if (folder !== undefined) {
    written('reports', folder, () => mkdirSync(folder, { recursive: true }));
    checkWritable('reports', folder);
  }
  return { kind, out: file, folder };
}

export interface ReportFlags {
  readonly kind: ContractReport | undefined;
  readonly out: string | undefined;
  readonly folder: string | undefined;
}

/** Writes the reports that were asked for; the one for stdout, if there is one, is given back. */
export function putReports(
  { kind, out, folder }: ReportFlags,
  results: Results,
  facts: ContractFacts,
): string | undefined {
  if (folder !== undefined) written('reports', folder, () => writeContractReports(folder, results, facts));
  if (kind === undefined) return undefined;
  const text = renderContractReport(kind, results, facts);
  if (out === undefined) return text;
  written('out', out, () => writeFileSync(out, text));
  return undefined;
}
