// Does a value of an answer keep the rule of its field? The client and the suite both read answers by it.

import type { FieldRule } from './field.js';

const typeTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  number: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
};

export const isNullable = (rule: FieldRule): boolean =>
  Array.isArray(rule.type) && rule.type.includes('null');

/**
 * Whether a field of an answer says nothing: absent, null and `""` are one for what need not be there. Nobody outside knows
 * which of the three the service sends (protocol.md §9), and SDKs take an absent one for null (§8 #20). The client and the
 * suite both read answers by this rule. A field that must be there always says something; a flag or a number has no `""`.
 */
export function saysNothing(value: unknown, rule: FieldRule, required: boolean): boolean {
  if (required && !isNullable(rule)) return false;
  if (value === undefined || value === null) return true;
  return value === '' && [rule.type].flat().includes('string');
}

/** What is wrong with a value that is there, e.g. `must be string or null`; undefined if nothing is. */
export function answerFault(value: unknown, rule: FieldRule): string | undefined {
  if (rule.enum !== undefined) {
    return rule.enum.includes(value) ? undefined : `must be one of ${rule.enum.join(', ')}`;
  }
  const types = [rule.type].flat();
  if (value === null && isNullable(rule)) return undefined;
  if (!types.some((type) => typeTests[type]?.(value))) return `must be ${types.join(' or ')}`;
  if (typeof value !== 'string') return undefined;
  if (rule.pattern !== undefined && !new RegExp(rule.pattern, 'u').test(value))
    return `must match ${rule.pattern}`;
  const tooLong = rule.maxLength !== undefined && [...value].length > rule.maxLength;
  return tooLong ? `is longer than ${rule.maxLength} characters` : undefined;
}
