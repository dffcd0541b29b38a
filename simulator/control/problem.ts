// Refusals of the control plane: RFC 9457 problem+json, saying what to do next.

import { Type } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import { asSubject } from '../../contracts/protocol/particle.js';
import { type Call, header, type Reply } from '../core/call.js';
import { oneOf } from '../core/one-of.js';
import { type NextEvent, nextEventNames } from '../core/receipt.js';
import { acceptedLanguage } from './accept-language.js';
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

export interface Problem extends Omit<ValueOf<typeof ProblemShape>, 'type' | 'detail'> {
  /** What is wrong and what to do next; the caller's language is sent. */
  readonly detail: Text;
  /** The methods that a path takes, for the header of that name. */
  readonly allow?: readonly string[];
}

export const isProblem = (value: object): value is Problem => 'status' in value && 'detail' in value;

/** There is no such thing; `name` is the one that was asked for. */
export const notFound = (what: Text, name: string): Problem => ({
  status: 404,
  title: 'Not found',
  detail: { en: `There is no ${what.en} "${name}".`, ko: `${asSubject(what.ko)} 없습니다: "${name}"` },
});
export const noTenant = (clientCode: string): Problem =>
  notFound({ en: 'tenant', ko: '이용기관' }, clientCode);
/** The store can't be used; whether it did what it was asked for is not known. */
export const storeDown = (reason: string): Problem => ({
  status: 503,
  title: 'Store unavailable',
  detail: {
    en: `${reason} It may have been done; look before you do it again.`,
    ko: `저장소를 사용할 수 없습니다(${reason}). 이미 처리되었을 수 있으니, 다시 하기 전에 확인하십시오.`,
  },
  store: 'down',
});
export const badRequest = (detail: Text): Problem => ({ status: 400, title: 'Bad request', detail });
export const unprocessable = (detail: Text): Problem => ({
  status: 422,
  title: 'Unprocessable',
  detail,
});
export const conflict = (detail: Text, next?: readonly NextEvent[]): Problem => ({
  status: 409,
  title: 'Conflict',
  detail,
  ...(next === undefined ? {} : { next }),
});

/** The reply to a call that is refused; `detail` is English unless the caller asks for Korean. */
export function problemReply({ status, allow, detail, ...problem }: Problem, call: Call): Reply {
  const language = acceptedLanguage(header(call, 'accept-language'));
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      ...(allow === undefined ? {} : { allow: allow.join(', ') }),
    },
    body: JSON.stringify({ type: 'about:blank', status, ...problem, detail: detail[language] }),
  };
}
