// What stands in a recording for a value, and how known values are found in texts. Equal values have equal
// placeholders, so references can still be followed: `<receiptId-1>` of a Request is `<receiptId-1>` of its Verify.

import type { Redaction } from '../../protocol/index.js';

/** What a placeholder stands for: a field's kind, or what is found elsewhere. `<name-1>` is the first name of a recording. */
export type PlaceholderKind =
  | Exclude<Redaction, 'keep' | 'date'>
  | 'encoded'
  | 'mac'
  | 'person'
  | 'secret'
  | 'signature'
  | 'text'
  | 'unknown';

export interface KnownValues {
  /** Keys, passwords: whatever opens something. */
  readonly secrets: readonly string[];
  /** Whatever tells who somebody is: name, number, birth date, account. */
  readonly people: readonly string[];
}

export interface Placeholders {
  /** The placeholder of a value, `note` telling its form. The value is known from now on, wherever it turns up. */
  of(kind: PlaceholderKind, value: string | number, note?: string): string;
  /** The text, with a placeholder wherever a known value stands in it, in any of its forms. */
  text(text: string): string;
  /** Whether a known value stands in the text. */
  isIn(text: string): boolean;
}

export const PLACEHOLDER =
  /<(?:[a-zA-Z]+-\d+(?:: [^<>]*)?|(?:DT|instant(?:\.ms)?)[+-]\d+|repeated: U\+[0-9A-F]+ × \d+|not kept)>/g;

const SHORTEST = 2;

/** Whether a value that was seen in a field is looked for elsewhere: not a lone letter, nor a row of one letter. */
const isTelling = (value: string) =>
  (value.length >= 6 || (value.length >= SHORTEST && /[^\0-\x7f]/.test(value))) && !/^(.)\1*$/su.test(value);

export function createPlaceholders({ secrets, people }: KnownValues): Placeholders {
  const placeholders = new Map<string, string>();
  const counts = new Map<PlaceholderKind, number>();
  // By their first two characters, the longest first: a name within a longer name must not be found first.
  const known = new Map<string, { readonly form: string; readonly place: () => string }[]>();
  const forms = new Set<string>();

  const learn = (value: string, place: () => string) => {
    for (const form of formsOf(value)) {
      if (forms.has(form)) continue;
      forms.add(form);
      const start = form.slice(0, SHORTEST);
      const alike = [...(known.get(start) ?? []), { form, place }];
      known.set(
        start,
        alike.sort((a, b) => b.form.length - a.form.length),
      );
    }
  };

  const of = (kind: PlaceholderKind, value: string | number, note?: string): string => {
    const key = JSON.stringify(value);
    const given = placeholders.get(key);
    if (given !== undefined) return given;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const placeholder = note === undefined ? `<${kind}-${number}>` : `<${kind}-${number}: ${note}>`;
    placeholders.set(key, placeholder);
    if (typeof value === 'string' && isTelling(value)) learn(value, () => placeholder);
    return placeholder;
  };

  const findAt = (text: string, at: number) =>
    known.get(text.slice(at, at + SHORTEST))?.find(({ form }) => text.startsWith(form, at));

  const replace = (text: string): string => {
    let replaced = '';
    for (let at = 0; at < text.length; ) {
      const found = findAt(text, at);
      replaced += found === undefined ? text[at] : found.place();
      at += found?.form.length ?? 1;
    }
    return replaced;
  };

  const isIn = (text: string): boolean => {
    for (let at = 0; at < text.length; at += 1) if (findAt(text, at) !== undefined) return true;
    return false;
  };

  for (const [kind, values] of [
    ['secret', secrets],
    ['person', people],
  ] as const) {
    for (const value of values) {
      if (value.length < SHORTEST) throw new TypeError(`A ${kind} of one character can't be looked for.`);
      learn(value, () => of(kind, value));
    }
  }

  return {
    of,
    isIn: (text) => isIn(text) || isIn(decoded(text)),
    text(text) {
      const [first = ''] = text;
      const count = text.length / (first.length || 1);
      if (count > 20 && first.repeat(count) === text) return repeated(first, count);
      const inside = decoded(text);
      if (inside !== '' && isIn(inside)) return of('encoded', text, `base64, ${text.length} characters`);
      return replace(text);
    },
  };
}

/** How a row of one character is written: 70,000 of them tell no more than their number. */
const repeated = (character: string, count: number) =>
  `<repeated: U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} × ${count}>`;

/** What a text says that is base64 or base64url throughout; empty if it is neither, or too short to be meant so. */
const decoded = (text: string): string =>
  /^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString() : '';

/** A value as it is, and as it stands in JSON, an address or base64; names, numbers and dates as people write them too. */
function formsOf(value: string): ReadonlySet<string> {
  const bytes = Buffer.from(value);
  const [, area, exchange, line] = /^(01\d)(\d{3,4})(\d{4})$/.exec(value) ?? [];
  const [, year, month, day] = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(value) ?? [];
  const written = [
    value,
    value.normalize('NFC'),
    value.normalize('NFD'),
    ...(area === undefined
      ? []
      : [
          `${area}-${exchange}-${line}`,
          `82${value.slice(1)}`,
          // As services mask a number in what they tell.
          ...['-', ''].map((dash) => [area, '*'.repeat(exchange?.length ?? 0), line].join(dash)),
        ]),
    ...maskedName(value),
    ...(year === undefined ? [] : ['-', '.', '/'].map((dash) => [year, month, day].join(dash))),
  ];
  const json = written.flatMap((form) => {
    const quoted = JSON.stringify(form).slice(1, -1);
    return [
      quoted,
      quoted.replaceAll('/', '\\/'),
      toAscii(quoted),
      toAscii(quoted, (hex) => hex.toUpperCase()),
    ];
  });
  // Through bytes first: half a surrogate pair has no percent form.
  const percent = written.map((form) => encodeURIComponent(Buffer.from(form).toString()));
  return new Set([
    ...written,
    ...json,
    ...percent,
    ...percent.map((form) => form.replaceAll(/%../g, (hex) => hex.toLowerCase())),
    ...(bytes.length < 6 ? [] : [bytes.toString('base64'), bytes.toString('base64url')]),
  ]);
}

/** A Korean name as services mask it: 홍*험. */
const maskedName = (value: string): readonly string[] =>
  /^[가-힣]{3,4}$/.test(value)
    ? ['*', '○', 'O'].map((mask) => `${value[0]}${mask.repeat(value.length - 2)}${value.at(-1)}`)
    : [];

const toAscii = (json: string, write = (hex: string) => hex) =>
  json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${write(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`);
