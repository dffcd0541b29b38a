// The consent table is read wholly or not at all, and whatever stands in its fields reads back as it was.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Consent, parseConsent } from '../../../contracts/signed-data/index.js';
import { consent, NOON } from './signing.js';

/** A test's own writer: entities for & and | and control characters (domain.md §3.3; the escaping is assumed). */
const escaped = (text: string) =>
  text.replace(/[&|\u0000-\u001f\u007f-\u009f]/g, (one) => `&#${one.charCodeAt(0)};`);
const written = (fields: Readonly<Record<string, string>>, at = NOON) =>
  consent(
    Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, escaped(text)])),
    at,
  ).toString('utf8');

test('the recorded form is read into typed fields', () => {
  expect(parseConsent(consent().toString('utf8'))).toEqual({
    company: '시험이용기관',
    payerNumber: 'TEST-0001',
    accountHolder: '홍시험',
    birthDate: '19700101',
    bank: '국민은행',
    account: '00000000000000',
    signer: '홍시험',
    transaction: '0123456789abcdef0123456789abcdef',
    signedAt: NOON,
  } satisfies Consent);
});

test('whatever stands in a field reads back equal, and no two texts are read as one', () => {
  const field = fc.string({ unit: 'binary', maxLength: 40 });
  const table = fc
    .constantFrom('|', '&', '\n', '&#124;', '|서명자|', '-->', ' ', '', '\u2028', '🦁')
    .chain((mark) => fc.tuple(field, field).map(([before, after]) => before + mark + after));
  const fields = fc.record({
    company: table,
    payerNumber: table,
    accountHolder: field,
    bank: table,
    account: field,
    signer: table,
  });
  fc.assert(
    fc.property(fields, (row) => {
      const text = written(row);
      expect(parseConsent(text)).toMatchObject(row);
      expect(parseConsent(Buffer.from(text, 'utf8').toString('utf8'))).toMatchObject(row);
    }),
    { numRuns: 500 },
  );
});

test('one character more, less or different anywhere outside the fields, and it is no consent', () => {
  const text = consent().toString('utf8');
  const fixed = [...text.matchAll(/[\n|<>!-]|회사명|납부자번호|생년월일|서명자/g)].map(({ index }) => index);
  for (const at of fixed) {
    const without = text.slice(0, at) + text.slice(at + 1);
    const other = `${text.slice(0, at)}\u3000${text.slice(at + 1)}`;
    for (const changed of [without, other]) {
      const read = parseConsent(changed);
      // A hyphen or a bracket may belong to a field; then the field says so.
      expect(read === undefined || read.payerNumber !== 'TEST-0001', `at ${at}`).toBe(true);
    }
  }
});

test.each([
  ['nothing', () => ''],
  ['a line end after it', (text: string) => `${text}\n`],
  ['a byte order mark before it', (text: string) => `\ufeff${text}`],
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['a row twice', (text: string) => text.replace(/(\|서명자\|.*\n)/, '$1$1')],
  ['rows exchanged', (text: string) => text.replace(/(\|회사명\|.*\n)(\|납부자번호\|.*\n)/, '$2$1')],
  ['an entity that needn’t be one', (text: string) => text.replace('TEST', '&#84;EST')],
  ['a hexadecimal entity', (text: string) => text.replace('TEST', '&#x7c;')],
  ['an entity with zeros', (text: string) => text.replace('TEST', '&#0124;')],
  ['a named entity', (text: string) => text.replace('TEST', '&amp;')],
  ['an ampersand as it is', (text: string) => text.replace('TEST', 'T&T')],
  ['a bar as it is', (text: string) => text.replace('TEST', 'T|T')],
  ['a control character as it is', (text: string) => text.replace('TEST', 'T\u0085T')],
  ['a surrogate by its number', (text: string) => text.replace('TEST', '&#55296;')],
  ['a number beyond Unicode', (text: string) => text.replace('TEST', '&#1114112;')],
  ['a lone surrogate', (text: string) => text.replace('TEST', '\ud800')],
  ['30 February', (text: string) => text.replace('1970-01-01', '1970-02-30')],
  ['a date without hyphens', (text: string) => text.replace('1970-01-01', '19700101')],
  ['a date with too many hyphens', (text: string) => text.replace('1970-01-01', '1970--01-1')],
  ['upper case hex', (text: string) => text.replace('abcdef', 'ABCDEF')],
  ['a time of 12 digits', (text: string) => text.replace(/\|\d{13}\|/, '|123456789012|')],
  ['a time that starts with 0', (text: string) => text.replace(/\|\d{13}\|/, '|0123456789012|')],
])('%s is no consent', (_, change) => {
  expect(parseConsent(change(consent().toString('utf8')))).toBeUndefined();
});
