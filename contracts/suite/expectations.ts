// What cases expect, in words that a reader of a failure understands: what was expected, what came, and the whole answer.

import { isDeepStrictEqual } from 'node:util';
import type { TSchema } from '@sinclair/typebox';
import { fieldsOf } from '../protocol/field.js';
import { answerFault, isNullable, saysNothing } from '../protocol/index.js';
import type { Reply } from './wire.js';

/** The provider did not keep a promise. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** What a case found out that it lacks only while it ran: nothing was broken, nothing was kept. */
export class SkippedCase extends Error {
  override readonly name = 'SkippedCase';
}

const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What a reply was, for a message: the status, where it redirects to, and the start of its body. */
export function describeReply({ status, headers, text }: Reply): string {
  const location = status >= 300 && status < 400 ? headers.get('location') : null;
  const redirect = location === null ? '' : ` redirect to ${location}, not followed:`;
  return `HTTP ${status}${redirect} ${text.length > 600 ? `${text.slice(0, 600)}…` : text || '(empty)'}`;
}

/** Throws unless `actual` equals `expected`, deeply; `what` names it. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new BrokenPromise(`${what} is ${show(actual)}; ${show(expected)} is expected.`);
}

/** Throws unless the condition holds; the message says what was expected and what came. */
export function hold(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BrokenPromise(message);
}

/**
 * The JSON object of a 200 that keeps the rules of its schema: every field there, of its type, length and pattern. A field
 * that says nothing, be it null or `""`, is null if it may be and left out if not; an absent one stays absent.
 */
// biome-ignore lint/suspicious/noExplicitAny: cases read its fields by name
export function answered(reply: Reply, schema?: TSchema): any {
  hold(reply.status === 200, `HTTP 200 is expected, not ${describeReply(reply)}.`);
  hold(isObject(reply.json), `A JSON object is expected, not ${describeReply(reply)}.`);
  const type = reply.headers.get('content-type') ?? '';
  hold(/^application\/json\b/i.test(type), `Content-Type application/json is expected, not "${type}".`);
  if (schema === undefined) return reply.json;
  const read = { ...reply.json };
  for (const [name, rule, required] of fieldsOf(schema)) {
    const value = reply.json[name];
    if (saysNothing(value, rule, required)) {
      if (value === undefined) continue;
      if (isNullable(rule)) read[name] = null;
      else delete read[name];
      continue;
    }
    const fault = value === undefined ? 'is missing' : answerFault(value, rule);
    hold(fault === undefined, `"${name}" ${fault} in ${describeReply(reply)}.`);
  }
  return read;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
