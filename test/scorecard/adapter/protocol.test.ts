import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Value } from '@sinclair/typebox/value';
import { expect, test } from 'vitest';
import { failureClasses, readLine } from '../../../scorecard/adapter/protocol.js';
import { adapterInput, adapterOutput, adapterSchema } from '../../../scorecard/adapter/schema.js';

// The page, its schema, and what the reader of lines takes must agree.
const pathOf = (name: string) => fileURLToPath(new URL(`../../../docs/conformance/${name}`, import.meta.url));
const isOutput = (json: unknown) => Value.Check(adapterOutput, json);
const isInput = (json: unknown) => Value.Check(adapterInput, json);

const right: readonly object[] = [
  { id: 1, result: { receiptId: '1' } },
  { id: 2, result: {}, about: 'npm kakaocert 2.51.0' },
  { id: 3, refusal: { code: -31010023, message: '이미 검증된 접수 건입니다.' } },
  ...failureClasses.map((one) => ({ id: 4, failure: { class: one, message: 'x' } })),
  { id: 5, failure: { class: 'network' } },
  { id: 6, unsupported: 'no wait' },
];
const wrong: readonly unknown[] = [
  {},
  { id: 1 },
  { id: '1', result: {} },
  { id: 1, result: [] },
  { id: 1, result: 'ok' },
  { id: 1, result: {}, unsupported: 'x' },
  { id: 1, refusal: { code: '-1', message: 'x' } },
  { id: 1, refusal: { code: -1 } },
  { id: 1, failure: { class: 'timeout', message: 'x' } },
  { id: 1, failure: 'network' },
  { id: 1, unsupported: true },
  [],
  null,
];

test.each(right.map((line) => JSON.stringify(line)))('%s is a line of a client', (line) => {
  expect(readLine(line)).toMatchObject({ answer: {} });
  expect(isOutput(JSON.parse(line))).toBe(true);
});

test.each(wrong.map((line) => JSON.stringify(line)))('%s is none, and it is said why', (line) => {
  expect(readLine(line)).toEqual({
    en: expect.stringMatching(/./),
    ko: expect.stringMatching(/\p{Script=Hangul}/u),
  });
  expect(isOutput(JSON.parse(line))).toBe(false);
});

test('the schema is written down beside the page', async () => {
  await expect(`${JSON.stringify(adapterSchema, null, 2)}\n`).toMatchFileSnapshot(
    pathOf('adapter-protocol.schema.json'),
  );
});

test('every example of the page is as the schema says', () => {
  const text = readFileSync(pathOf('adapter-protocol.md'), 'utf8');
  const lines = [...text.matchAll(/\{"id":.*\}/g)].map(
    ([line]) => line.replace('{…}', '{}').split('` |')[0] ?? '',
  );
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const json = JSON.parse(line);
    expect('do' in json ? isInput(json) : isOutput(json), line).toBe(true);
  }
});
