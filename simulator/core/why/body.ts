// Why a body is no JSON object: where it breaks, and what it most likely is instead.

import { isUtf8 } from 'node:buffer';
import type { Text } from '../../../contracts/protocol/index.js';

const textOf = (body: Uint8Array) =>
  Buffer.from(body)
    .toString('utf8')
    .replace(/^\ufeff/, '');

/** Where JSON breaks, characters from its beginning; undefined if it doesn't. The end is where something is missing. */
function breakOf(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    return position === undefined ? placeOf(text) : Number(position);
  }
}

/** Where no message tells it (`Unexpected token 'x', "…" is not valid JSON`): the shortest beginning that is wrong. */
function placeOf(text: string): number {
  if (/^\s*$/.test(text)) return text.length;
  const trimmed = text.trimEnd();
  for (let end = 1; end <= trimmed.length; end += 1) {
    try {
      JSON.parse(trimmed.slice(0, end));
      if (end < trimmed.length && /^\s*[{["]/.test(trimmed)) return end;
    } catch (error) {
      const { message } = error as Error;
      if (!/end of JSON|Unterminated|position/.test(message)) return end - 1;
    }
  }
  return trimmed.length;
}

/** Whether a body with characters of several bytes ends in the middle of its JSON. */
export function endsEarly(body: Uint8Array): boolean {
  const isWide = body.some((byte) => byte > 0x7f);
  if (!isWide || body[0] !== 0x7b) return false;
  // The cut may go through a character.
  const text = Buffer.from(body)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  const at = breakOf(text);
  return at !== undefined && at >= text.length - 1 && !text.trimEnd().endsWith('}');
}

/** The first byte that is not UTF-8. */
function notUtf8At(body: Uint8Array): number {
  let low = 0;
  let high = body.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    // A character that is cut is not yet wrong.
    const isGood = [0, 1, 2, 3].some((less) => isUtf8(body.subarray(0, Math.max(0, middle + 1 - less))));
    if (isGood) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 3);
}

interface BodyReason extends Text {
  readonly mistake: string;
  readonly position: number;
}

const reason = (mistake: string, position: number, en: string, ko: string): BodyReason => ({
  mistake,
  position,
  en,
  ko,
});

/** What other things look like. */
const likenesses: readonly { readonly looks: RegExp; readonly mistake: string; readonly words: Text }[] = [
  {
    looks: /^[\w.]+=[^{]*$/,
    mistake: 'form',
    words: {
      en: 'it looks like a form (a=b&c=d); send JSON',
      ko: '폼 데이터(a=b&c=d)로 보입니다. JSON으로 보내십시오.',
    },
  },
  {
    looks: /^\{\s*'/,
    mistake: 'singleQuotes',
    words: {
      en: 'its texts stand in single quotes, as Python prints a dict; use json.dumps, or double quotes',
      ko: '작은따옴표를 사용했습니다(Python dict 출력 형태). json.dumps를 사용하거나 큰따옴표로 쓰십시오.',
    },
  },
  {
    looks: /,\s*[}\]]/,
    mistake: 'trailingComma',
    words: { en: 'a comma stands before a closing bracket', ko: '닫는 괄호 앞에 쉼표가 있습니다.' },
  },
  {
    looks: /:\s*(NaN|undefined|None|True|False|-?Infinity)\b/,
    mistake: 'notAValue',
    words: {
      en: 'NaN, undefined, None, True and False are no JSON; write null, true, false or a number',
      ko: 'NaN, undefined, None, True, False는 JSON이 아닙니다. null, true, false 또는 숫자로 쓰십시오.',
    },
  },
  {
    looks: /^</,
    mistake: 'xml',
    words: {
      en: 'it looks like XML or HTML; send JSON',
      ko: 'XML 또는 HTML로 보입니다. JSON으로 보내십시오.',
    },
  },
];

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Why a body is refused as malformed. */
export function bodyReason(body: Uint8Array): BodyReason {
  if (body.length === 0)
    return reason(
      'empty',
      0,
      'The body is empty; send a JSON object.',
      '본문이 비어 있습니다. JSON 객체를 보내십시오.',
    );
  if (endsEarly(body)) {
    return reason(
      'contentLength',
      body.length,
      `The body ends after ${body.length} bytes in the middle of its JSON: Content-Length most likely counts characters; it counts bytes, and Hangul takes three of them.`,
      `본문이 ${body.length}바이트에서 JSON 중간에 끝납니다. Content-Length를 글자 수로 계산했을 가능성이 큽니다. 바이트 수여야 하며 한글은 3바이트입니다.`,
    );
  }
  if (!isUtf8(body)) {
    const at = notUtf8At(body);
    return reason(
      'notUtf8',
      at,
      `The body is not UTF-8 from about byte ${at} on: it may be EUC-KR (MS949). Encode it as UTF-8.`,
      `본문이 ${at}바이트 부근부터 UTF-8이 아닙니다. EUC-KR(MS949)일 수 있으니 UTF-8로 인코딩하십시오.`,
    );
  }
  return jsonReason(textOf(body));
}

function jsonReason(text: string): BodyReason {
  const at = breakOf(text);
  if (at === undefined) return shapeReason(text);
  const likeness = likenesses.find(({ looks }) => looks.test(text.trim()));
  const line = text.slice(0, at).split('\n').length;
  const column = at - text.lastIndexOf('\n', at - 1);
  const where = at >= text.length ? 'at its end' : `at character ${at} (line ${line}, column ${column})`;
  const whereKo = at >= text.length ? '끝' : `${at}번째 글자(${line}행 ${column}열)`;
  return reason(
    likeness?.mistake ?? 'notJson',
    at,
    `The body is no JSON: it breaks ${where}${likeness === undefined ? '' : `; ${likeness.words.en}`}.`,
    `본문이 JSON이 아닙니다. ${whereKo}에서 해석할 수 없습니다.${likeness === undefined ? '' : ` ${likeness.words.ko}`}`,
  );
}

/** JSON, and still no object that is taken. */
function shapeReason(text: string): BodyReason {
  const value: unknown = JSON.parse(text);
  const kind = kindOf(value);
  if (kind === 'string') {
    return reason(
      'encodedTwice',
      0,
      'The body is a JSON text, not an object: it was most likely encoded twice. Encode the object once.',
      '본문이 객체가 아니라 JSON 문자열입니다. 두 번 인코딩했을 가능성이 큽니다. 객체를 한 번만 인코딩하십시오.',
    );
  }
  return kind === 'object'
    ? reason(
        'tooDeep',
        0,
        'The JSON is nested too deeply, or has a member "__proto__".',
        'JSON의 중첩이 너무 깊거나 "__proto__" 항목이 있습니다.',
      )
    : reason(
        'notObject',
        0,
        `The body is JSON, but an ${kind} where an object {…} should be.`,
        `본문이 JSON이지만 객체({…})가 아니라 ${kind}입니다.`,
      );
}
