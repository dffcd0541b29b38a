// Refusals of the control plane: RFC 9457 problem+json, saying what to do next.

import type { Reply } from '../core/call.js';
import type { EventType } from '../core/receipt.js';

export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** The receipt's legal next events, where a receipt is at stake. */
  readonly next?: readonly EventType[];
  readonly allow?: readonly string[];
}

export const isProblem = (value: object): value is Problem => 'status' in value && 'detail' in value;

export const notFound = (what: string): Problem => ({
  status: 404,
  title: 'Not found',
  detail: `There is no ${what}.`,
});
export const badRequest = (detail: string): Problem => ({ status: 400, title: 'Bad request', detail });
export const conflict = (detail: string, next?: readonly EventType[]): Problem => ({
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
