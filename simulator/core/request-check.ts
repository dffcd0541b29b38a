// From raw bytes to checked fields, by the schema alone. Faults are found in the schema's order, and within a field:
// type, required, characters, length, calendar, range. The first one answers.

import { isUtf8 } from 'node:buffer';
import type { TSchema } from '@sinclair/typebox';
import { type FieldRule, fieldsOf } from '../../contracts/protocol/field.js';
import { type FieldFault, isCalendarDate } from '../../contracts/protocol/index.js';
import type { Refusal } from './call.js';
import type { RequestFields } from './receipt.js';

/** The largest body read, in bytes; the longest legal request is a fifth of it, even in \uXXXX escapes. */
export const BODY_LIMIT = 64 * 1024;

const MALFORMED: Refusal = { refused: 'body.malformed' };
const DEPTH_LIMIT = 8;

/** Reads a JSON object from UTF-8 bytes. Undefined: not UTF-8, not JSON, not an object, too deep, or a `__proto__` key. */
export function parseObject(body: Uint8Array): Record<string, unknown> | undefined {
  if (!isUtf8(body)) return undefined;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
  return isPlain(value) && !Array.isArray(value) && isHarmless(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isHarmless(value: object, depth = 0): boolean {
  if (depth > DEPTH_LIMIT || Object.hasOwn(value, '__proto__')) return false;
  // Hardly any body has another object in it, so none is put on a list.
  for (const member of Object.values(value)) {
    if (isPlain(member) && !isHarmless(member, depth + 1)) return false;
  }
  return true;
}

export interface Checked {
  readonly fields: RequestFields;
  /** The whole JSON object as it was sent. */
  readonly given: Readonly<Record<string, unknown>>;
}

export type RequestCheck = (body: Uint8Array) => Checked | Refusal;

/** Compiles a message schema to the check of its bodies; unknown fields are accepted and left out. */
export function compileCheck(schema: TSchema): RequestCheck {
  const rules = fieldsOf(schema);
  return (body) => {
    const given = parseObject(body);
    if (given === undefined) return MALFORMED;
    const fields: Record<string, string | number | boolean> = {};
    for (const [name, rule, required] of rules) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      // Absent, null and empty are one thing: the SDKs send all three for "not given" (protocol.md §2.5).
      if (value === undefined || value === null || value === '') {
        if (required) return refuse(name, 'required', given);
        if (isOfType(rule, 'boolean')) fields[name] = false;
        continue;
      }
      const read = readField(value, rule);
      if (typeof read === 'object') return refuse(name, read.fault, given);
      fields[name] = read;
    }
    return { fields, given };
  };
}

const refuse = (name: string, fault: FieldFault, given: Refusal['given'] = {}): Refusal => ({
  refused: `field.${name}.${fault}`,
  given,
});

const isOfType = (rule: FieldRule, type: string) =>
  Array.isArray(rule.type) ? rule.type.includes(type) : rule.type === type;

type Read = string | number | boolean | { readonly fault: FieldFault };

function readField(value: unknown, rule: FieldRule): Read {
  if (isOfType(rule, 'boolean')) return typeof value === 'boolean' ? value : { fault: 'format' };
  if (isOfType(rule, 'integer')) return readInteger(value, rule);
  return typeof value === 'string' ? readText(value, rule) : { fault: 'format' };
}

function readInteger(value: unknown, { minimum = -Infinity, maximum = Infinity }: FieldRule): Read {
  // The Node SDK passes "60" as it is, and nobody knows that it is refused: accepted.
  const number = typeof value === 'string' && /^[0-9]{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return { fault: 'format' };
  return number < minimum || number > maximum ? { fault: 'range' } : number;
}

function readText(value: string, rule: FieldRule): Read {
  const charset = rule['x-charset'];
  if (!value.isWellFormed() || (charset !== undefined && !/^[0-9]*$/.test(value))) return { fault: 'format' };
  if (rule.maxLength !== undefined && isLonger(value, rule.maxLength)) return { fault: 'length' };
  return charset === 'date' && !isCalendarDate(value) ? { fault: 'format' } : value;
}

/** Whether a text has more than `limit` Unicode code points. */
function isLonger(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  let points = 0;
  for (const _ of text) {
    points += 1;
    if (points > limit) return true;
  }
  return false;
}
