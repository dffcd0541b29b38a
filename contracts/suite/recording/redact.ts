// From what travelled to what may be kept. A body is kept as the JSON it was, so nothing hides behind an escape.

import type { CaseResult } from '../result.js';
import type { Exchange } from '../wire.js';
import { createDates } from './dates.js';
import { fields, headers, NOT_KEPT, type PlaceholderKind, type Treatment } from './fields.js';
import type { Json, RecordedBody, RecordedCase, RecordedExchange } from './format.js';
import { createPlaceholders, type KnownValues, type Placeholders } from './placeholders.js';

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
  const redactor = createRedactor(placeholders);
  return {
    id,
    verdict,
    // Of a case that ran, the reason quotes an answer; the exchanges say it better.
    ...(verdict === 'skipped' ? { why: placeholders.text(why) } : {}),
    exchanges: exchanges.map((exchange) => redactor(exchange)),
  };
}

function createRedactor(placeholders: Placeholders): (exchange: Exchange) => RecordedExchange {
  const dateOf = createDates();
  const textOf = (text: string) => placeholders.text(text);

  const leaf = (treatment: Treatment, value: string | number): Json => {
    if (treatment === 'keep') return typeof value === 'string' ? textOf(value) : value;
    if (treatment === 'date') return typeof value === 'string' ? (dateOf(value) ?? textOf(value)) : value;
    if (treatment === 'address' && value === '*') return value;
    return placeholders.of(treatment, value, noteOf(treatment, value));
  };

  const json = (value: Json, treatment: Treatment): Json => {
    if (value === null || value === '' || typeof value === 'boolean') return value;
    if (typeof value === 'string' || typeof value === 'number') return leaf(treatment, value);
    if (Array.isArray(value)) return value.map((one) => json(one, treatment));
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        Object.hasOwn(fields, name) ? name : textOf(name),
        json(field, Object.hasOwn(fields, name) ? (fields[name] as Treatment) : 'unknown'),
      ]),
    );
  };

  const body = (text: string): RecordedBody => {
    if (text === '') return null;
    const parsed = parse(text);
    if (parsed !== undefined) return { json: json(parsed, 'unknown') };
    const date = dateOf(text);
    if (date !== undefined) return { text: date };
    return { text: text.length <= LONGEST_TEXT ? textOf(text) : placeholders.of('text', text, sizeOf(text)) };
  };

  const words = (value: string, kinds: readonly PlaceholderKind[]): string =>
    value
      .split(' ')
      .map((word, at) =>
        word === '' ? '' : placeholders.of(kinds[Math.min(at, kinds.length - 1)] ?? 'mac', word),
      )
      .join(' ');

  const header = (name: string, value: string): string => {
    switch (Object.hasOwn(headers, name) ? headers[name] : undefined) {
      case 'keep':
        return textOf(value);
      case 'date':
        return dateOf(value) ?? textOf(value);
      case 'address':
        return String(json(value, 'address'));
      case 'callSignature':
        return words(value, ['linkId', 'mac']);
      case 'authorization': {
        const [scheme = '', ...rest] = value.split(' ');
        if (!/^(?:LINKHUB|Bearer|Basic)$/i.test(scheme)) return words(value, ['token']);
        const kinds: readonly PlaceholderKind[] = scheme === 'LINKHUB' ? ['linkId', 'mac'] : ['token'];
        return rest.length === 0 ? scheme : `${scheme} ${words(rest.join(' '), kinds)}`;
      }
      default:
        return NOT_KEPT;
    }
  };

  const headersOf = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(all)
        .map(([name, value]) => [name.toLowerCase(), value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, header(name, value)]),
    );

  const target = (path: string): string => {
    const [, start, receiptId = '', signature, query = ''] = RECEIPT_PATH.exec(path) ?? [];
    if (start === undefined) return textOf(path);
    const receipt = /^\d{9,}$/.test(receiptId) ? placeholders.of('receiptId', receiptId) : textOf(receiptId);
    const rest =
      signature === undefined
        ? ''
        : `/${NO_SIGNATURE.includes(signature) ? signature : placeholders.of('signature', signature)}`;
    return start + receipt + rest + textOf(query);
  };

  return ({ operation, method, target: path, sent, answered }) => ({
    operation,
    method,
    target: target(path),
    sent: { headers: headersOf(sent.headers), body: body(sent.body) },
    answered: {
      status: answered.status,
      headers: headersOf(answered.headers),
      body: body(answered.body),
    },
  });
}

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
