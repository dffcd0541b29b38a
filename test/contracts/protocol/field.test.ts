import { expect, test } from 'vitest';
import {
  answer,
  exampleOf,
  fieldsOf,
  type RequestField,
  request,
} from '../../../contracts/protocol/field.js';

// What is forgotten in a row is an error of the compiler: each expectation below fails `tsc` once it compiles.

const whole = {
  number: 99,
  ko: '비고',
  type: 'string',
  max: 30,
  source: 'this test',
  fidelity: 'assumed',
  example: '비고 하나',
  redaction: 'keep',
} as const satisfies RequestField;

const { example: _example, ...withoutExample } = whole;
const { number: _number, ...withoutNumber } = whole;
const { redaction: _redaction, ...withoutRedaction } = whole;
const _forgotten: readonly RequestField[] = [
  // @ts-expect-error a field has an example
  withoutExample,
  // @ts-expect-error what can be refused has a number
  withoutNumber,
  // @ts-expect-error a field tells what a recording keeps of it
  withoutRedaction,
  // @ts-expect-error the example is of the field's type
  { ...whole, example: 5 },
  // @ts-expect-error a required field is never null
  { ...whole, example: null },
];

test('a row becomes the rule of its field, required and not empty', () => {
  const message = request({ $id: 'Scratch' }, { Note: whole });
  expect(fieldsOf(message)).toEqual([
    ['Note', expect.objectContaining({ type: 'string', minLength: 1, maxLength: 30, title: '비고' }), true],
  ]);
  expect(exampleOf(message)).toEqual({ Note: '비고 하나' });
});

test('an optional field may be null, and has null for an example where it is left out', () => {
  const message = request({ $id: 'Scratch' }, { Note: { ...whole, optional: true, example: null } });
  expect(fieldsOf(message)).toEqual([['Note', expect.objectContaining({ type: ['string', 'null'] }), false]]);
  expect(exampleOf(message)).toEqual({ Note: null });
});

test('a field of an answer that may be absent and has no example is left out of the example', () => {
  const message = answer({ $id: 'Scratch' }, { note: { ...whole, optional: true, example: undefined } });
  expect(fieldsOf(message)).toEqual([['note', expect.objectContaining({ type: 'string' }), false]]);
  expect(exampleOf(message)).toEqual({});
});
