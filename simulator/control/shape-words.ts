// What is said of values that are not of their shape, in each language.

import type { TSchema } from '@sinclair/typebox';
import type { Text } from '../../contracts/protocol/index.js';
import { koreanOf } from '../core/described.js';

type Counted = 'number' | 'characters' | 'items';

/** The sentences of a language. Values come as they are shown; `wanted` says what may stand there. */
export interface ShapeWords {
  readonly body: string;
  readonly query: string;
  notAllowed(value: string, wanted: string): string;
  noneOf(value: string, words: string): string;
  /** `names` is empty where no member is taken. */
  noMember(value: string, names: string): string;
  noMemberOf(value: string, ways: string): string;
  missing(wanted: string): string;
  missingOneOf(words: string): string;
  lacks(names: string, wanted: string): string;
  oneOf(words: string): string;
  oneOfThese(ways: readonly string[]): string;
  either(words: readonly string[]): string;
  /** A type of JSON Schema, with more about it if there is any. */
  type(name: string, about: string): string;
  matching(pattern: string): string;
  /** Bounds as a list of one, or of none where there are none. */
  range(low: unknown, high: unknown, what: Counted): readonly string[];
  /** The description of a shape. */
  about(shape: TSchema): string | undefined;
}

const units: Readonly<Record<Counted, Text>> = {
  number: { en: '', ko: '' },
  characters: { en: ' characters', ko: '자' },
  items: { en: ' items', ko: '개' },
};

const types: Readonly<Record<string, string>> = {
  string: '문자열',
  integer: '정수',
  number: '수',
  boolean: 'true 또는 false',
  array: '배열',
  object: '객체',
  null: 'null',
};

export const shapeWords: Readonly<Record<keyof Text, ShapeWords>> = {
  en: {
    body: 'Body',
    query: 'Query',
    notAllowed: (value, wanted) => `${value} is not allowed; give ${wanted}.`,
    noneOf: (value, words) => `${value} is none of ${words}.`,
    noMember: (value, names) =>
      `there is no such member (given ${value}); ${names === '' ? 'none is taken' : `the members are ${names}`}.`,
    noMemberOf: (value, ways) => `there is no such member (given ${value}); give ${ways}.`,
    missing: (wanted) => `it is missing; give ${wanted}.`,
    missingOneOf: (words) => `it is missing; give one of ${words}.`,
    lacks: (names, wanted) => `it lacks ${names}; give ${wanted}.`,
    oneOf: (words) => `one of ${words}`,
    oneOfThese: (ways) => `${ways.length > 1 ? 'one of these: ' : ''}${ways.join(', or ')}`,
    either: (words) => words.join(' or '),
    type: (name, about) => `${/^[aio]/.test(name) ? 'an' : 'a'} ${name}${about && ` (${about})`}`,
    matching: (pattern) => `matching ${pattern}`,
    range: (low, high, what) =>
      high !== undefined
        ? [`${low ?? 0} to ${high}${units[what].en}`]
        : low === undefined
          ? []
          : [`from ${low}${units[what].en}`],
    about: ({ description }) => description,
  },
  ko: {
    body: '본문',
    query: '쿼리',
    notAllowed: (value, wanted) => `${value} 값은 쓸 수 없습니다. 허용 형식: ${wanted}`,
    noneOf: (value, words) => `${value} 값은 쓸 수 없습니다. 사용할 수 있는 값: ${words}`,
    noMember: (value, names) =>
      `없는 항목입니다(보낸 값 ${value}). ${names === '' ? '받는 항목이 없습니다.' : `사용할 수 있는 항목: ${names}`}`,
    noMemberOf: (value, ways) => `없는 항목입니다(보낸 값 ${value}). 허용 형식: ${ways}`,
    missing: (wanted) => `필수 항목입니다. 허용 형식: ${wanted}`,
    missingOneOf: (words) => `필수 항목입니다. 사용할 수 있는 값: ${words}`,
    lacks: (names, wanted) => `필수 항목이 없습니다: ${names}. 허용 형식: ${wanted}`,
    oneOf: (words) => `${words} 중 하나`,
    oneOfThese: (ways) => ways.join(' 또는 '),
    either: (words) => words.join(' 또는 '),
    type: (name, about) => `${types[name] ?? name}${about && `(${about})`}`,
    matching: (pattern) => `정규식 ${pattern}`,
    range: (low, high, what) =>
      high !== undefined
        ? [`${low ?? 0}~${high}${units[what].ko}`]
        : low === undefined
          ? []
          : [`${low}${units[what].ko} 이상`],
    about: koreanOf,
  },
};
