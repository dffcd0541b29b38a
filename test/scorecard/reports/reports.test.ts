import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import type { Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterEach, expect, test, vi } from 'vitest';
import { against, readBaseline } from '../../../scorecard/baseline.js';
import { renderReport, renderTerminal, reportKinds } from '../../../scorecard/reports/index.js';
import { cellsOf, plain } from '../../../scorecard/reports/plain.js';
import { scorecardSchema } from '../../../scorecard/reports/schema.js';
import type { Scorecard } from '../../../scorecard/scorecard.js';
import { scorecardOf as realScorecardOf } from '../../../scorecard/scores.js';
import { has, run } from '../../support/tools.js';
import { sampleScorecards, scenarios, scorecardOf, scorecards, verdictOf } from './scorecards.js';

// The reports add nothing to the scorecard and lose nothing that a reader needs, whatever a client wrote.

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Characters that no report may hold as they are. */
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;
afterEach(() => vi.unstubAllEnvs());
const DEEP = ['junit', 'markdown', 'html'] as const;

const everything = (scorecard: Scorecard) => [
  ...reportKinds.map((kind) => renderReport(kind, scorecard)),
  renderTerminal(scorecard),
];

test.each(sampleScorecards)('reports of the %s scorecard are the same bytes each time', (name) => {
  expect(everything(structuredClone(scorecards[name]))).toEqual(everything(scorecards[name]));
});

test.each(sampleScorecards)(
  'reports of the %s scorecard hold no control character and no half of one',
  (name) => {
    for (const text of [
      ...DEEP.map((kind) => renderReport(kind, scorecards[name])),
      renderTerminal(scorecards[name]),
    ]) {
      expect(UNFIT.exec(text)).toBeNull();
      expect(text.isWellFormed()).toBe(true);
      expect(text.endsWith('\n')).toBe(true);
    }
  },
);

test('text made plain keeps what people write', () => {
  const written = '값 émile 👩‍👩‍👧\n\ttab';
  expect(plain(written)).toBe(written);
  expect(plain('\u001b[31mred\u001b[0m\r\nx\u202ey\ud800')).toBe('red\nx\ufffdy\ufffd');
});

test.each(sampleScorecards)(
  'the JSON of the %s scorecard is the scorecard, in the form of its schema',
  (name) => {
    const text = renderReport('json', scorecards[name]);
    expect(text.isWellFormed()).toBe(true);
    const read = JSON.parse(text);
    expect(read).toEqual({ format: 2, ...scorecards[name] });
    expect([...Value.Errors(scorecardSchema, read)]).toEqual([]);
  },
);

/** Compiles only while the schema and the type say the same. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
const asScorecard = ({ format: _, ...scorecard }: Static<typeof scorecardSchema>): Scorecard => scorecard;
const asSchema = (scorecard: Scorecard): Frozen<Static<typeof scorecardSchema>> => ({
  format: 2,
  ...scorecard,
});

test('the schema in the documents is that of the code: npx vitest run test/scorecard/reports -u', async () => {
  expect(
    asScorecard(structuredClone(asSchema(scorecards.failing)) as Static<typeof scorecardSchema>),
  ).toEqual(scorecards.failing);
  await expect(`${JSON.stringify(scorecardSchema, null, 2)}\n`).toMatchFileSnapshot(
    here('../../../docs/conformance/scorecard.schema.json'),
  );
});

const schemaFault = async (xml: string) =>
  (await run('xmllint', ['--noout', '--nonet', '--schema', here('junit.xsd'), '-'], { input: xml })).stderr;

test.skipIf(!has('xmllint')).each(sampleScorecards)(
  'JUnit XML of the %s scorecard holds to the schema (needs xmllint)',
  async (name) => {
    expect(await schemaFault(renderReport('junit', scorecards[name]))).toBe('- validates\n');
  },
);

test.skipIf(!has('xmllint'))('the JUnit schema refuses what is none (needs xmllint)', async () => {
  const xml = renderReport('junit', scorecards.failing)
    .replace('<failure', '<fault')
    .replace('</failure', '</fault');
  expect(await schemaFault(xml)).toContain('- fails to validate');
});

test('JUnit counts as failures what fails the run, and nothing else', () => {
  const xml = renderReport('junit', scorecards.failing);
  expect(xml).toContain('tests="12" failures="4" errors="0"');
  expect(xml).toMatch(/<testsuite name="cms" tests="4" failures="2" errors="0" .*skipped="1"/);
  expect(xml.match(/<failure type="wrong"/g)).toHaveLength(3);
  expect(xml.match(/<failure type="fixed"/g)).toHaveLength(1);
  expect(xml).toContain('classname="kakaocert.cms.network" name="verify.answerLost: When the answer');
  expect(xml).toContain(scenarios.answerLost.practice.ko);
  expect(renderReport('junit', scorecards.expected)).toContain(
    '<skipped message="expected to fail: It ended with exit code 1 and no answer."/>',
  );
});

test('a scorecard that could not be judged is an error in JUnit, never an empty success', () => {
  expect(renderReport('junit', scorecards.empty)).toContain('tests="1" failures="0" errors="1"');
});

test('Markdown shows what is wrong with both languages of advice, and folds what was expected', () => {
  const text = renderReport('markdown', scorecards.failing);
  expect(text).toContain('| Direct debit consent (CMS) | **1/4** | 25 | 2 | 1 | 0 | 0 |');
  expect(text).toContain('검증은 한 번만 호출하고 signedData를 보관하십시오.');
  expect(text).toMatch(/<details>\n<summary>Expected failures \(1\)<\/summary>\n\n\| Scenario/);
});

test('Markdown: nothing that a client says is markup, a cell of its own, or a call to somebody', () => {
  const text = renderReport('markdown', scorecards.hostile).replaceAll(/<code>.*?<\/code>/g, '');
  expect(text).not.toMatch(/<(script|img|\/pre|\/style)|(?<!\\)\]\(|@everyone|^# heading/m);
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('gnirts'));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) expect([3, 4, 5, 6]).toContain(row.split(/(?<!\\)\|/).length - 1);
});

test('Markdown of a scorecard where all is wrong fits into a comment, and says what it left out', () => {
  const verdicts = Array.from({ length: 400 }, (_, at) =>
    verdictOf({ ...scenarios.tampered, id: `case.${at}` }, 'cms', 'wrong', { actual: '값'.repeat(5000) }),
  );
  const text = renderReport('markdown', scorecardOf(verdicts));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/And \d+ more: see the HTML report\./);
});

test('the terminal ends with the score and what to do next', () => {
  const last = (scorecard: Scorecard) => renderTerminal(scorecard).trimEnd().split('\n').at(-1);
  expect(last(scorecards.clean)).toBe('cms 4/4, verifyAuth 4/4, esign 4/4. Nothing to do.');
  expect(last(scorecards.failing)).toBe(
    'cms 1/4, verifyAuth 3/4, esign 3/3. Next: fix 1, signature.tampered; --report html shows every call.',
  );
  expect(last(scorecards.fixed)).toBe('cms 2/2. Next: take error.htmlBody off --expect-fail.');
  expect(last(scorecards.skipped)).toBe('habits found: 0. Next: nothing was played; see why above.');
  expect(last(scorecards.empty)).toMatch(/^nothing played\. It could not be judged/);
});

test('against a baseline: what is worse, better and new, in every report', () => {
  const { compared } = scorecards;
  expect(compared.baseline).toEqual({
    startedAt: '2026-11-23T01:00:00.000Z',
    better: [{ scenario: 'flow.plain', service: 'cms' }],
    worse: [{ scenario: 'verify.answerLost', service: 'cms' }],
    new: [
      { scenario: 'signature.tampered', service: 'cms', isRight: false },
      { scenario: 'flow.plain', service: 'esign', isRight: true },
    ],
  });
  const terminal = renderTerminal(compared);
  expect(terminal).toMatch(
    /Worse[\s\S]*verify\.answerLost \(cms\)[\s\S]*New, and wrong[\s\S]*Better[\s\S]*flow\.plain \(cms\)/,
  );
  for (const text of [terminal, renderReport('markdown', compared), renderReport('html', compared)]) {
    expect(text).toMatch(/Against the baseline/);
  }
  const same = against(scorecards.clean, readBaseline(renderReport('json', scorecards.clean)));
  expect(renderTerminal(same)).toContain('Nothing is better or worse.');
});

test.each([
  ['{', 'it is no JSON'],
  ['null', 'it is no scorecard of format 2'],
  ['{"format":1,"verdicts":[]}', 'it is no scorecard of format 2'],
  ['{"format":2}', 'it is no scorecard of format 2'],
])('%s is no baseline: %s', (text, why) => {
  expect(() => readBaseline(text)).toThrow(why);
  expect(() => readBaseline(text)).toThrow(TypeError);
});

test('a program without an adapter has habits, and no percentage of flows that it never went through', () => {
  const verdicts = [
    verdictOf(scenarios.plain, 'cms', 'right'),
    verdictOf(scenarios.htmlBody, 'cms', 'skipped'),
    verdictOf(scenarios.answerLost, 'cms', 'wrong'),
  ];
  const { scores, exitCode } = realScorecardOf({ ...scorecards.empty, mode: 'journal' }, verdicts);
  expect([scores[0]?.percent, exitCode]).toEqual([null, 1]);
  const scorecard = scorecardOf(verdicts, { mode: 'journal', scores });
  for (const text of [renderTerminal(scorecard), renderReport('markdown', scorecard)]) {
    expect(text).not.toMatch(/\d ?%|1\/2/);
    expect(text).toContain('habits found: 1');
    expect(text).toMatch(/forged\s+signedData/);
  }
  const page = renderReport('html', scorecard);
  expect(page).not.toMatch(/<svg|\d%<|1 of 2 right/);
  expect(page).toContain('forged signedData');
  expect(renderTerminal(scorecard)).toContain('found: 1; looked for, not found: 1; no call could show: 1');
  expect(renderTerminal(scorecard, { language: 'ko' })).toContain(
    '발견 1개, 확인했으나 없음 1개, 해당 호출 없음 1개',
  );
});

test('the terminal shows what a client wrote last, without the frames of its stack', () => {
  const stderr = `${'chatter\n'.repeat(9)}TypeError: no\n${'    at f (x.js:1:1)\n'.repeat(9)}\nNode.js v22\n`;
  const text = renderTerminal(scorecardOf([verdictOf(scenarios.plain, 'cms', 'wrong', { stderr })]));
  expect(text.match(/^ {6}\| .*$/gm)).toEqual([
    ...Array(3).fill('      | chatter'),
    '      | TypeError: no',
    '      | Node.js v22',
  ]);
});

test('the terminal wraps by cells, of which Hangul takes two, and colours only what goes to a terminal', () => {
  expect(['한글', 'ab', '👍', 'e\u0301', '–'].map(cellsOf)).toEqual([4, 2, 2, 1, 1]);
  const lines = renderTerminal(scorecards.failing, { language: 'ko' }).split('\n');
  expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => cellsOf(line) > 90).length).toBeGreaterThan(0);
  vi.stubEnv('FORCE_COLOR', '1');
  const red = styleText('red', '✗', { validateStream: false });
  expect(renderTerminal(scorecards.failing, { stream: process.stdout })).toContain(red);
  vi.stubEnv('FORCE_COLOR', '0');
  expect(renderTerminal(scorecards.failing, { stream: process.stdout })).not.toContain('\u001b');
  expect(renderTerminal(scorecards.failing)).not.toContain('\u001b');
});

test('a Korean scorecard says in Korean what was done, what was expected, and what comes next', () => {
  for (const scorecard of Object.values(scorecards)) {
    const lines = renderTerminal(scorecard, { language: 'ko' }).split('\n');
    expect(lines.at(-2)).toMatch(/\p{Script=Hangul}/u);
    // Promises, advice and names of clients have their own tests; here it is the words between.
    for (const word of [
      /^ +actual /,
      /^ +expected /,
      /^ +fix /,
      /^Wrong$/,
      /^Not played$/,
      /Next:/,
      /Nothing to do/,
    ]) {
      expect(lines.filter((line) => word.test(line))).toEqual([]);
    }
  }
  const korean = renderTerminal(scorecards.failing, { language: 'ko' });
  expect(korean).toMatch(/^ {4}실제 +(\S+: )?국문: /m);
  expect(korean).toMatch(/^ {4}기대 +국문: /m);
});
