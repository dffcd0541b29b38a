import { expect, test } from 'vitest';
import { fieldsOf } from '../../../contracts/protocol/field.js';
import { saysNothing, schema } from '../../../contracts/protocol/index.js';

const ruleOf = (message: Parameters<typeof fieldsOf>[0], name: string) => {
  const [, rule, required] = fieldsOf(message).find(([one]) => one === name) ?? [];
  if (rule === undefined || required === undefined) throw new Error(`${name} is no field.`);
  return [rule, required] as const;
};

test.each([undefined, null, ''])('%j says nothing where a text need not be there', (value) => {
  expect(saysNothing(value, ...ruleOf(schema.ResultCMS, 'viewDT'))).toBe(true);
  expect(saysNothing(value, ...ruleOf(schema.ResultCMS, 'tx_id'))).toBe(true);
  expect(saysNothing(value, ...ruleOf(schema.ResponseCMS, 'tx_id'))).toBe(true);
});

test.each([undefined, null, ''])('%j is a fault where a text must be there', (value) => {
  expect(saysNothing(value, ...ruleOf(schema.ResultCMS, 'regDT'))).toBe(false);
  expect(saysNothing(value, ...ruleOf(schema.VerifyResult, 'signedData'))).toBe(false);
});

test('a value that is there says something', () => {
  expect(saysNothing(' ', ...ruleOf(schema.ResultCMS, 'viewDT'))).toBe(false);
  expect(saysNothing(0, ...ruleOf(schema.ResultCMS, 'state'))).toBe(false);
});
