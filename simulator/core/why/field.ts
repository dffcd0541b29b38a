// What is wrong with one field: its wire name, what may stand there, and what stood there. The value itself is not repeated.

import type { RequestField } from '../../../contracts/protocol/field.js';
import type { FieldFault } from '../../../contracts/protocol/index.js';
import { asSubject } from '../../../contracts/protocol/particle.js';
import type { Why } from './grounds.js';

type Reason = (name: string, field: RequestField, value: unknown) => Why;

const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : 0);
const limitOf = (field: RequestField) => ('max' in field ? (field.max ?? null) : null);
const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** What a value of the field must be. */
function wanted(field: RequestField): readonly [en: string, ko: string] {
  if (field.type === 'boolean') return ['true or false, without quotes', '따옴표 없는 true 또는 false'];
  if (field.type === 'integer') return ['a whole number', '정수'];
  if (field.type === 'strings') return ['a list of texts', '문자열 배열'];
  if (field.type === 'choice')
    return [`one of ${field.choices.join(', ')}`, `${field.choices.join(', ')} 중 하나`];
  if (!('charset' in field) || field.charset === undefined) return ['a text', '문자열'];
  return field.charset === 'date'
    ? ['a day of the calendar as yyyyMMdd', 'yyyyMMdd 형식의 실제 날짜']
    : ['a text of digits alone, without hyphens or blanks', '숫자만 있는 문자열(하이픈, 공백 제외)'];
}

export const fieldReasons: Readonly<Record<FieldFault, Reason>> = {
  required: (name, { ko }) => ({
    en: `${name} is missing, null or empty, and must be given. Names are case-sensitive.`,
    ko: `${name}: ${asSubject(ko)} 없거나 비어 있습니다. 필수 항목이며, 항목 이름은 대소문자를 구분합니다.`,
    field: name,
  }),
  length: (name, field, value) => {
    const [limit, length] = [limitOf(field), lengthOf(value)];
    const measured = length === 0 ? '' : ` and has ${length}`;
    return {
      en:
        limit !== null && length > 0 && length <= limit
          ? `${name} makes the signedData longer than 4,096 characters; it has ${length}. Make it shorter.`
          : `${name} may have ${limit} characters${measured}.`,
      ko:
        limit !== null && length > 0 && length <= limit
          ? `${name}: ${asSubject(field.ko)} ${length}자여서 signedData가 4,096자를 넘습니다. 더 짧게 보내십시오.`
          : `${name}: ${field.ko} 최대 길이는 ${limit}자입니다${length === 0 ? '' : `(보낸 길이 ${length}자)`}.`,
      field: name,
      limit,
      length,
    };
  },
  format: (name, field, value) => {
    const [en, ko] = wanted(field);
    const hyphen = typeof value === 'string' && /^[\d-]+$/.test(value) && value.includes('-');
    const kind = kindOf(value);
    return {
      en: `${name} must be ${en}; ${hyphen ? 'it has hyphens' : `what came is a ${kind}${kind === 'string' ? ' of another form' : ''}`}.`,
      ko: `${name}: ${field.ko} 형식이 맞지 않습니다. 허용 형식: ${ko} / 보낸 값: ${hyphen ? '하이픈이 있는 문자열' : kind}`,
      field: name,
      given: kind,
    };
  },
  range: (name, field, value) => {
    const minimum = 'min' in field ? (field.min ?? null) : null;
    const maximum = limitOf(field);
    const given = typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, 20) : null;
    return {
      en: `${name} must be from ${minimum} to ${maximum}; ${given} came.`,
      ko: `${name}: ${field.ko} 범위는 ${minimum}~${maximum}입니다(보낸 값 ${given}).`,
      field: name,
      minimum,
      maximum,
      given,
    };
  },
};
