// Turns calls and answers into what a recording may keep. A body is kept as parsed JSON, so that nothing can hide behind an
// escape sequence.

import { type Redaction, redactionOf } from '../../protocol/index.js';
import type { CaseResult } from '../result.js';
import type { Exchange } from '../wire.js';
import { createDates } from './dates.js';
import type { Json, RecordedBody, RecordedCase, RecordedExchange } from './format.js';
import { type HeaderTreatment, headers, NOT_KEPT } from './headers.js';
import {
  createPlaceholders,
  type KnownValues,
  type PlaceholderKind,
  type Placeholders,
} from './placeholders.js';

/** Texts that are no JSON and longer than this are told by their length alone. */
const LONGEST_TEXT = 8;
/** What stands in a path of the service where a receipt and a signature may. */
const RECEIPT_PATH = /^(\/\w+\/(?:Status|Verify)\/)([^/?]+)(?:\/([^?]*))?(\?.*)?$/;
/** Signatures that SDKs send for want of one (protocol.md §2.2). */
const NO_SIGNATURE: readonly string[] = ['', 'null'];

/** The cases as they may be written, and the placeholders that were given. */
export function redact(
  results: readonly CaseResult[],
  known: KnownValues,
): { readonly cases: readonly RecordedCase[]; readonly placeholders: Placeholders } {
  const placeholders = createPlaceholders(known);
  const all = () => results.map((result) => redactCase(result, placeholders));
  // The first time teaches what is to be looked for: an id may stand in a text before the field that tells what it is.
  all();
  return { cases: all(), placeholders };
}

function redactCase(
  { case: { id }, verdict, why, exchanges }: CaseResult,
  placeholders: Placeholders,
): RecordedCase {
  const by: Redactor = { placeholders, dateOf: createDates() };
  return {
    id,
    verdict,
    // Of a case that ran, the reason quotes an answer; the exchanges say it better.
    ...(verdict === 'skipped' ? { why: placeholders.text(why) } : {}),
    exchanges: exchanges.map((exchange) => exchangeOf(by, exchange)),
  };
}

/** A name that no message has tells nothing: a field that the provider adds one day can't carry anybody into a file. */
type Treatment = Redaction | 'unknown';

/** What values of one case are replaced by. */
interface Redactor {
  readonly placeholders: Placeholders;
  /** A date as an offset from the case's first; undefined for what is no date. */
  readonly dateOf: (text: string) => string | undefined;
}

const exchangeOf = (
  by: Redactor,
  { operation, method, target, sent, answered }: Exchange,
): RecordedExchange => ({
  operation,
  method,
  target: targetOf(by, target),
  sent: { headers: headersOf(by, sent.headers), body: bodyOf(by, sent.body) },
  answered: {
    status: answered.status,
    headers: headersOf(by, answered.headers),
    body: bodyOf(by, answered.body),
  },
});

function targetOf({ placeholders }: Redactor, path: string): string {
  const [, start, receiptId = '', signature, query = ''] = RECEIPT_PATH.exec(path) ?? [];
  if (start === undefined) return placeholders.text(path);
  const receipt = /^\d{9,}$/.test(receiptId)
    ? placeholders.of('receiptId', receiptId)
    : placeholders.text(receiptId);
  const isNone = signature === undefined || NO_SIGNATURE.includes(signature);
  const shown = isNone ? signature : placeholders.of('signature', signature);
  const rest = shown === undefined ? '' : `/${shown}`;
  return start + receipt + rest + placeholders.text(query);
}

function bodyOf(by: Redactor, text: string): RecordedBody {
  if (text === '') return null;
  const parsed = parse(text);
  if (parsed !== undefined) return { json: jsonOf(by, parsed, 'unknown') };
  const date = by.dateOf(text);
  if (date !== undefined) return { text: date };
  const isShort = text.length <= LONGEST_TEXT;
  return { text: isShort ? by.placeholders.text(text) : by.placeholders.of('text', text, sizeOf(text)) };
}

/** A value of JSON, its fields each by the table; `treatment` is that of the field in which it stands. */
function jsonOf(by: Redactor, value: Json, treatment: Treatment): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return leafOf(by, value, treatment);
  if (Array.isArray(value)) return value.map((one) => jsonOf(by, one, treatment));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const known = redactionOf(name);
      return [known === undefined ? by.placeholders.text(name) : name, jsonOf(by, field, known ?? 'unknown')];
    }),
  );
}

function leafOf({ placeholders, dateOf }: Redactor, value: string | number, treatment: Treatment): Json {
  if (treatment === 'keep' || treatment === 'date') {
    if (typeof value === 'number') return value;
    return (treatment === 'date' ? dateOf(value) : undefined) ?? placeholders.text(value);
  }
  if (treatment === 'address' && value === '*') return value;
  return placeholders.of(treatment, value, noteOf(treatment, value));
}

const headersOf = (by: Redactor, all: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(all)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, headerOf(by, name, value)]),
  );

function headerOf(by: Redactor, name: string, value: string): string {
  const treatment = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return treatment === undefined ? NOT_KEPT : headerTreatments[treatment](by, value);
}

/** What is done to a header's value. */
const headerTreatments: Readonly<Record<HeaderTreatment, (by: Redactor, value: string) => string>> = {
  keep: ({ placeholders }, value) => placeholders.text(value),
  date: ({ placeholders, dateOf }, value) => dateOf(value) ?? placeholders.text(value),
  address: (by, value) => String(jsonOf(by, value, 'address')),
  callSignature: (by, value) => wordsOf(by, value, ['linkId', 'mac']),
  authorization(by, value) {
    const [scheme = '', ...rest] = value.split(' ');
    if (!/^(?:LINKHUB|Bearer|Basic)$/i.test(scheme)) return wordsOf(by, value, ['token']);
    const kinds: readonly PlaceholderKind[] = scheme === 'LINKHUB' ? ['linkId', 'mac'] : ['token'];
    return rest.length === 0 ? scheme : `${scheme} ${wordsOf(by, rest.join(' '), kinds)}`;
  },
};

/** Each word replaced by the kind at its place; the last kind is that of all further ones. */
const wordsOf = (by: Redactor, value: string, kinds: readonly PlaceholderKind[]): string =>
  value
    .split(' ')
    .map((word, at) =>
      word === '' ? '' : by.placeholders.of(kinds[Math.min(at, kinds.length - 1)] ?? 'mac', word),
    )
    .join(' ');

const sizeOf = (text: string) => `${[...text].length} characters`;

/** What is told of a replaced value's form. */
function noteOf(kind: PlaceholderKind, value: string | number): string | undefined {
  if (typeof value === 'number') return 'number';
  if (kind === 'signedData') return formOfSignedData(value);
  return kind === 'unknown' ? sizeOf(value) : undefined;
}

/** Its form: what a reader must be able to read (domain.md §3.3). */
function formOfSignedData(text: string): string {
  const alphabet = /^[\w-]+$/.test(text) ? 'base64url' : /^[\w+/-]+={0,2}$/.test(text) ? 'base64' : undefined;
  const bytes = Buffer.from(text, 'base64');
  if (alphabet === undefined || bytes[0] !== 0x30) return `text, ${sizeOf(text)}`;
  return `${alphabet}, ${bytes.length} bytes, ${bytes[1] === 0x80 ? 'BER of indefinite length' : 'DER'}`;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
