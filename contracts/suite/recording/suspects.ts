// What looks like a real person or a secret. The last search of a recording and the guard of the repository look for the
// same things; they differ only in their exceptions.

import { fieldsRedactedAs, phoneNumberOf } from '../../protocol/index.js';

export interface Suspect {
  readonly what: string;
  readonly hit: string;
}

/** The key of every official example: published, and no secret. */
const TESTER_KEY = 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=';

interface Pattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** What may stand nevertheless; the first group of the pattern, or all of it. */
  readonly isHarmless?: (hit: string) => boolean;
}

/** The fields that hold somebody's name. */
const NAMES = fieldsRedactedAs('name');

const MOBILE = /(?<![\w.-])(?:\+?82[- ]?0?|0)1[016-9][- .]?\d{3,4}[- .]?\d{4}(?![\w-])/g;
const RESIDENT = /(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?[1-8]\d{6}(?!\d)/g;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** In a recording everything of the kind is too much: it should have been replaced. */
const inRecordings: readonly Pattern[] = [
  { what: 'a mobile number', pattern: MOBILE },
  { what: 'a resident registration number', pattern: RESIDENT },
  { what: 'an e-mail address', pattern: MAIL },
  {
    what: 'a long base64 text',
    pattern: /[A-Za-z0-9+/_-]{32,}={0,2}/g,
    isHarmless: (hit) => hit.length < 40 && !(/[a-z]/.test(hit) && /[A-Z]/.test(hit) && /\d/.test(hit)),
  },
];

/** In the repository made-up people may stand: 010-0000, example addresses, names marked as a test's. */
const inFiles: readonly Pattern[] = [
  {
    what: 'a mobile number outside 010-0000',
    pattern: MOBILE,
    isHarmless: (hit) => phoneNumberOf(hit).startsWith('0100000'),
  },
  {
    what: 'a resident registration number',
    // With its hyphen: thirteen bare digits are as often an instant in ms.
    pattern: /(?<!\d)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?!\d)/g,
  },
  {
    what: 'an e-mail address',
    pattern: MAIL,
    isHarmless: (hit) => /@(?:[\w-]+\.)*(?:example(?:\.\w+)?|test|invalid)$/.test(hit),
  },
  {
    what: 'a secret of 32 bytes',
    pattern: /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{43}=(?![A-Za-z0-9+/=_-])/g,
    isHarmless: (hit) => hit === TESTER_KEY,
  },
  {
    what: 'a name that is not marked as made up',
    pattern: new RegExp(`(?:${NAMES.join('|')})["']?\\s*[:=]\\s*["'\`]([^"'\`\\n]*)`, 'g'),
    isHarmless: (name) => !/[가-힣]{2}/.test(name) || name.includes('시험') || /^(.)\1*$/u.test(name),
  },
  {
    what: 'a session token',
    pattern:
      /session_token["']?\s*[:=]\s*["'`]([^"'`\n<][^"'`\n]{7,})|Bearer ([\w.+/=-]{16,})|(?<![\w-])(eyJ[\w-]{16,}\.[\w-]{16,})/g,
  },
];

const search = (patterns: readonly Pattern[], text: string): readonly Suspect[] =>
  patterns.flatMap(({ what, pattern, isHarmless = () => false }) =>
    [...text.matchAll(pattern)]
      .map(([all, ...groups]) => groups.find((group) => group !== undefined) ?? all)
      .filter((hit) => !isHarmless(hit))
      .map((hit) => ({ what, hit })),
  );

/** What looks like a person or a secret in a text of a recording, whose placeholders are taken out. */
export const suspectsInRecording = (text: string): readonly Suspect[] => search(inRecordings, text);

/** What looks like a real person or secret in a file that is published. */
export const suspectsInFile = (text: string): readonly Suspect[] => search(inFiles, text);
