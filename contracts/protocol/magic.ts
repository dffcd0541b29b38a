// Magic people: a receiver with one of these phone numbers or names behaves as the row says, at any tenant.
// The one table; code, docs and fixtures all read it. Numbers are in the unassigned 010-0000 range.

import type { NamedErrorId } from './errors.js';
import type { Text } from './text.js';

export interface MagicPerson {
  readonly phone: string;
  readonly name: string;
  /** What the person does. */
  readonly words: Text;
  /** Who signs: a plan as for `--sign`. */
  readonly sign?: string;
  /** The message is opened as soon as it comes. */
  readonly views?: true;
  /** Request is refused with this error. */
  readonly refuses?: NamedErrorId;
  /** Verify gives a signedData that was tampered with in this way. */
  readonly tamper?: 'content';
  /** What goes wrong with the answer of verify, after the call has counted. */
  readonly verifyFault?: { readonly fault: 'commitThenDrop' };
}

/** The receivers that behave in a way of their own, at any tenant: `{phone, name, words, …}`, in the order of their numbers. */
export const magicPeople: readonly MagicPerson[] = [
  {
    phone: '01000000001',
    name: '즉시서명',
    sign: 'immediate',
    words: { en: 'signs at once', ko: '요청 즉시 서명' },
  },
  {
    phone: '01000000002',
    name: '두번조회후서명',
    sign: 'polls:2',
    words: { en: 'signs after two polls', ko: '상태 확인 2회 후 서명' },
  },
  {
    phone: '01000000003',
    name: '삼초후서명',
    sign: 'after:PT3S',
    words: { en: 'signs after 3 seconds', ko: '3초 후 서명' },
  },
  {
    phone: '01000000004',
    name: '열람만함',
    sign: 'never',
    views: true,
    words: { en: 'views but never signs', ko: '열람만 하고 서명하지 않음' },
  },
  {
    phone: '01000000005',
    name: '열람안함',
    sign: 'never',
    words: { en: 'never views', ko: '열람도 서명도 하지 않음' },
  },
  {
    phone: '01000000006',
    name: '비회원',
    refuses: 'person.notMember',
    words: { en: 'is no member of KakaoTalk', ko: '카카오톡 비회원' },
  },
  {
    phone: '01000000007',
    name: '실명불일치',
    refuses: 'person.nameMismatch',
    words: { en: 'has another real name', ko: '실명 불일치' },
  },
  {
    phone: '01000000008',
    name: '서명변조',
    sign: 'immediate',
    tamper: 'content',
    words: { en: 'gives a tampered signature', ko: '변조된 signedData' },
  },
  {
    phone: '01000000009',
    name: '응답유실',
    sign: 'immediate',
    verifyFault: { fault: 'commitThenDrop' },
    words: { en: 'loses the answer of verify', ko: '검증 응답 유실' },
  },
];

/**
 * The magic person that a phone number (digits only) or a name stands for; the number wins. Undefined if neither is one;
 * any value may be given. Never throws. Source: our own table, docs/magic.md.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { findMagicPerson } from 'kakaocert-simulator/contracts';
 *
 * assert.equal(findMagicPerson('01000000001', undefined)?.sign, 'immediate');
 * ```
 */
export function findMagicPerson(phone: unknown, name: unknown): MagicPerson | undefined {
  return (
    magicPeople.find((person) => person.phone === phone) ?? magicPeople.find((person) => person.name === name)
  );
}
