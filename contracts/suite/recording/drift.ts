// What a difference between a recording and now is, and how it is told.

import type { OperationName, Text } from '../../protocol/index.js';
import type { Json } from './format.js';

/** Every kind of drift, in the words of its line. */
export const driftKinds = {
  missing: 'a recorded field is missing now',
  extra: 'a field was not recorded',
  renamed: 'a field has another name',
  type: 'the type differs',
  class: 'it is something else',
  value: 'the value differs',
  reference: 'it is about another receipt',
  code: 'the code differs',
  status: 'the HTTP status differs',
  header: 'the header differs',
  exchanges: 'the calls are not the same',
  verdict: 'the verdict differs',
  case: 'the suite has no such case',
} as const;

/** The same in Korean. */
const koreanKinds: Readonly<Record<DriftKind, string>> = {
  missing: '기록된 항목이 지금은 없음',
  extra: '기록에 없던 항목',
  renamed: '항목 이름이 다름',
  type: '타입이 다름',
  class: '다른 종류의 값',
  value: '값이 다름',
  reference: '다른 접수에 대한 것',
  code: '코드가 다름',
  status: 'HTTP 상태가 다름',
  header: '헤더가 다름',
  exchanges: '호출이 다름',
  verdict: '판정이 다름',
  case: '없는 케이스',
};

export type DriftKind = keyof typeof driftKinds;

export interface Drift {
  readonly case: string;
  /** Which call of the recorded case, from 0; null where it is about the case as a whole. */
  readonly exchange: number | null;
  readonly operation: OperationName | null;
  /** A JSON pointer into the answer, `header <name>`, `status`, `calls` or `verdict`. */
  readonly where: string;
  readonly kind: DriftKind;
  /** Absent where there was nothing. */
  readonly recorded?: Json;
  readonly now?: Json;
}

const show = (value: Json | undefined, nothing = 'nothing'): string =>
  value === undefined ? nothing : JSON.stringify(value);

const told = ({ operation, where, kind, recorded, now }: Drift, language: keyof Text): string => {
  const place = `${operation === null ? '' : `${operation} `}${where}`;
  return language === 'ko'
    ? `${place}: ${koreanKinds[kind]}: 기록 ${show(recorded, '없음')}, 현재 ${show(now, '없음')}`
    : `${place}: ${driftKinds[kind]}: recorded ${show(recorded)}, now ${show(now)}`;
};

/**
 * A drift in one line: the case, the number of its call (from 1), the operation, the place, and both values. Never throws.
 * Source: the recording that was replayed.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { type Drift, describeDrift } from 'kakaocert-simulator/contracts';
 *
 * const drift: Drift = {
 *   case: 'cms.verify.once',
 *   exchange: 3,
 *   operation: 'verifyCMS',
 *   where: 'status',
 *   kind: 'status',
 *   recorded: 400,
 *   now: 200,
 * };
 * assert.match(describeDrift(drift), /^cms\.verify\.once #4 verifyCMS .* recorded 400, now 200$/);
 * ```
 */
export const describeDrift = (drift: Drift): string =>
  `${drift.case}${drift.exchange === null ? '' : ` #${drift.exchange + 1}`} ${told(drift, 'en')}`;

/**
 * One line for all drifts that are the same difference of the same operation, and where it was seen; in English unless
 * `language` says otherwise. Never throws.
 * Source: the recording that was replayed.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { type Drift, summarizeDrift } from 'kakaocert-simulator/contracts';
 *
 * const drift: Drift = {
 *   case: 'cms.verify.once',
 *   exchange: 3,
 *   operation: 'verifyCMS',
 *   where: 'status',
 *   kind: 'status',
 *   recorded: 400,
 *   now: 200,
 * };
 * assert.equal(summarizeDrift([drift, { ...drift, case: 'cms.verify.tooLate' }]).length, 1);
 * ```
 */
export function summarizeDrift(drifts: readonly Drift[], language: 'en' | 'ko' = 'en'): readonly string[] {
  const alike = new Map<string, Drift[]>();
  for (const drift of drifts) {
    const line = told(drift, language);
    alike.set(line, [...(alike.get(line) ?? []), drift]);
  }
  return [...alike].map(([line, [first, ...others]]) => {
    const more =
      others.length === 0 ? '' : language === 'ko' ? ` 외 ${others.length}건` : ` and ${others.length} more`;
    return `${line} (${first?.case}${first?.exchange == null ? '' : ` #${first.exchange + 1}`}${more})`;
  });
}
