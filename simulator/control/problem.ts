// Refusals of the control plane: RFC 9457 problem+json, saying what to do next.

import { Type } from '@sinclair/typebox';
import type { Reply } from '../core/call.js';
import { oneOf } from '../core/one-of.js';
import { type NextEvent, nextEventNames } from '../core/receipt.js';
import type { ValueOf } from './route.js';

/** The body of a refusal. */
export const ProblemShape = Type.Object(
  {
    type: Type.Literal('about:blank'),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    title: Type.String(),
    detail: Type.String(),
    /** The receipt's legal next events, where a receipt is at stake. */
    next: Type.Optional(Type.Array(oneOf(nextEventNames))),
    /** The store can't be used. */
    store: Type.Optional(Type.Literal('down')),
  },
  { $id: 'Problem', additionalProperties: false },
);

export interface Problem extends Omit<ValueOf<typeof ProblemShape>, 'type'> {
  /** The methods that a path takes, for the header of that name. */
  readonly allow?: readonly string[];
}

export const isProblem = (value: object): value is Problem => 'status' in value && 'detail' in value;

export const notFound = (what: string): Problem => ({
  status: 404,
  title: 'Not found',
  detail: `There is no ${what}.`,
});
/** The store can't be used; whether it did what it was asked for is not known. */
export const storeDown = (reason: string): Problem => ({
  status: 503,
  title: 'Store unavailable',
  detail: `${reason} It may have been done; look before you do it again.`,
  store: 'down',
});
export const badRequest = (detail: string): Problem => ({ status: 400, title: 'Bad request', detail });
export const unprocessable = (detail: string): Problem => ({
  status: 422,
  title: 'Unprocessable',
  detail,
});
export const conflict = (detail: string, next?: readonly NextEvent[]): Problem => ({
  status: 409,
  title: 'Conflict',
  detail,
  ...(next === undefined ? {} : { next }),
});

export function problemReply({ status, allow, ...problem }: Problem): Reply {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(allow === undefined ? {} : { allow: allow.join(', ') }),
    },
    body: JSON.stringify({ type: 'about:blank', status, ...problem }),
  };
}
