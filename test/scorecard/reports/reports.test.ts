import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import type { Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterEach, expect, test, vi } from 'vitest';
import type { Card } from '../../../scorecard/card.js';
import { renderReport, renderTerminal, reportKinds } from '../../../scorecard/reports/index.js';
import { cellsOf, plain } from '../../../scorecard/reports/plain.js';
import { cardSchema } from '../../../scorecard/reports/schema.js';
import { has, run } from '../../support/tools.js';
import { cardOf, cards, sampleCards, scenarios, verdictOf } from './cards.js';

// The reports add nothing to the card and lose nothing that a reader needs, whatever a client wrote.

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Characters that no report may hold as they are. */
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;
afterEach(() => vi.unstubAllEnvs());
const DEEP = ['junit', 'markdown', 'html'] as const;

const everything = (card: Card) => [
  ...reportKinds.map((kind) => renderReport(kind, card)),
  renderTerminal(card),
];

test.each(sampleCards)('reports of the %s card are the same bytes each time', (name) => {
  expect(everything(structuredClone(cards[name]))).toEqual(everything(cards[name]));
});

test.each(sampleCards)('reports of the %s card hold no control character and no half of one', (name) => {
  for (const text of [...DEEP.map((kind) => renderReport(kind, cards[name])), renderTerminal(cards[name])]) {
    expect(UNFIT.exec(text)).toBeNull();
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
  }
});

test('text made plain keeps what people write', () => {
  const written = '값 émile 👩‍👩‍👧\n\ttab';
  expect(plain(written)).toBe(written);
  expect(plain('\u001b[31mred\u001b[0m\r\nx\u202ey\ud800')).toBe('red\nx\ufffdy\ufffd');
});

test.each(sampleCards)('the JSON of the %s card is the card, in the form of its schema', (name) => {
  const text = renderReport('json', cards[name]);
  expect(text.isWellFormed()).toBe(true);
  const read = JSON.parse(text);
  expect(read).toEqual({ format: 1, ...cards[name] });
  expect([...Value.Errors(cardSchema, read)]).toEqual([]);
});

/** Compiles only while the schema and the type say the same. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
const asCard = ({ format: _, ...card }: Static<typeof cardSchema>): Card => card;
const asSchema = (card: Card): Frozen<Static<typeof cardSchema>> => ({ format: 1, ...card });

test('the schema in the documents is that of the code: npx vitest run test/scorecard/reports -u', async () => {
  expect(asCard(structuredClone(asSchema(cards.failing)) as Static<typeof cardSchema>)).toEqual(
    cards.failing,
  );
  await expect(`${JSON.stringify(cardSchema, null, 2)}\n`).toMatchFileSnapshot(
    here('../../../docs/conformance/card.schema.json'),
  );
});

const schemaFault = async (xml: string) =>
  (await run('xmllint', ['--noout', '--nonet', '--schema', here('junit.xsd'), '-'], { input: xml })).stderr;

test.skipIf(!has('xmllint')).each(sampleCards)(
  'JUnit XML of the %s card holds to the schema (needs xmllint)',
  async (name) => {
    expect(await schemaFault(renderReport('junit', cards[name]))).toBe('- validates\n');
  },
);

test.skipIf(!has('xmllint'))('the JUnit schema refuses what is none (needs xmllint)', async () => {
  const xml = renderReport('junit', cards.failing)
    .replace('<failure', '<fault')
    .replace('</failure', '</fault');
  expect(await schemaFault(xml)).toContain('- fails to validate');
});

test('JUnit counts as failures what fails the run, and nothing else', () => {
  const xml = renderReport('junit', cards.failing);
  expect(xml).toContain('tests="12" failures="4" errors="0"');
  expect(xml).toMatch(/<testsuite name="cms" tests="4" failures="2" errors="0" .*skipped="1"/);
  expect(xml.match(/<failure type="wrong"/g)).toHaveLength(3);
  expect(xml.match(/<failure type="mended"/g)).toHaveLength(1);
  expect(xml).toContain('classname="kakaocert.cms.network" name="verify.answerLost: When the answer');
  expect(xml).toContain(scenarios.answerLost.practice.ko);
  expect(renderReport('junit', cards.expected)).toContain(
    '<skipped message="expected to fail: It ended with exit code 1 and no answer."/>',
  );
});

test('a card that could not be judged is an error in JUnit, never an empty success', () => {
  expect(renderReport('junit', cards.empty)).toContain('tests="1" failures="0" errors="1"');
});

test('Markdown shows what is wrong with both languages of advice, and folds what was expected', () => {
  const text = renderReport('markdown', cards.failing);
  expect(text).toContain('| Direct debit consent (CMS) | **1/4** | 25 | 2 | 1 | 0 | 0 |');
  expect(text).toContain('검증은 한 번만 됩니다.');
  expect(text).toMatch(/<details>\n<summary>Expected failures \(1\)<\/summary>\n\n\| Scenario/);
});

test('Markdown: nothing that a client says is markup, a cell of its own, or a call to somebody', () => {
  const text = renderReport('markdown', cards.hostile).replaceAll(/<code>.*?<\/code>/g, '');
  expect(text).not.toMatch(/<(script|img|\/pre|\/style)|(?<!\\)\]\(|@everyone|^# heading/m);
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('gnirts'));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) expect([3, 4, 5]).toContain(row.split(/(?<!\\)\|/).length - 1);
});

test('Markdown of a card where all is wrong fits into a comment, and says what it left out', () => {
  const verdicts = Array.from({ length: 400 }, (_, at) =>
    verdictOf({ ...scenarios.tampered, id: `case.${at}` }, 'cms', 'wrong', { seen: '값'.repeat(5000) }),
  );
  const text = renderReport('markdown', cardOf(verdicts));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/And \d+ more: see the HTML report\./);
});

test('the terminal ends with the score and what to do next', () => {
  const last = (card: Card) => renderTerminal(card).trimEnd().split('\n').at(-1);
  expect(last(cards.clean)).toBe('cms 4/4, verifyAuth 4/4, esign 4/4. Nothing to do.');
  expect(last(cards.failing)).toBe(
    'cms 1/4, verifyAuth 3/4, esign 3/3. Next: fix verify.answerLost; --report html shows every call.',
  );
  expect(last(cards.mended)).toBe('cms 2/2. Next: take error.htmlBody off --expect-fail.');
  expect(last(cards.skipped)).toBe('cms –, verifyAuth –, esign –. Next: nothing was played; see why above.');
  expect(last(cards.empty)).toMatch(/^nothing played\. It could not be judged/);
});

test('the terminal shows what a client wrote last, without the frames of its stack', () => {
  const stderr = `${'chatter\n'.repeat(9)}TypeError: no\n${'    at f (x.js:1:1)\n'.repeat(9)}\nNode.js v22\n`;
  const text = renderTerminal(cardOf([verdictOf(scenarios.plain, 'cms', 'wrong', { stderr })]));
  expect(text.match(/^ {6}\| .*$/gm)).toEqual([
    ...Array(3).fill('      | chatter'),
    '      | TypeError: no',
    '      | Node.js v22',
  ]);
});

test('the terminal wraps by cells, of which Hangul takes two, and colours only what goes to a terminal', () => {
  expect(['한글', 'ab', '👍', 'e\u0301', '–'].map(cellsOf)).toEqual([4, 2, 2, 1, 1]);
  const lines = renderTerminal(cards.failing, { language: 'ko' }).split('\n');
  expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => cellsOf(line) > 90).length).toBeGreaterThan(0);
  vi.stubEnv('FORCE_COLOR', '1');
  const red = styleText('red', '✗', { validateStream: false });
  expect(renderTerminal(cards.failing, { stream: process.stdout })).toContain(red);
  vi.stubEnv('FORCE_COLOR', '0');
  expect(renderTerminal(cards.failing, { stream: process.stdout })).not.toContain('\u001b');
  expect(renderTerminal(cards.failing)).not.toContain('\u001b');
});
