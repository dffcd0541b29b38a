// Reads the consent of a CMS receipt. It parses wholly or not at all: one text for one consent.

import { isUtf8 } from 'node:buffer';
import { isCalendarDate } from '../protocol/index.js';
import { CONSENT_ESCAPED, CONSENT_GAP, CONSENT_HEAD, CONSENT_ROWS, consentComment } from './consent-table.js';
import { bufferOf } from './encoding/der-node.js';

type RowName = (typeof CONSENT_ROWS)[number][0];

/** What the person consented to. */
export interface Consent extends Readonly<Record<RowName, string>> {
  /** yyyyMMdd, as in the request. */
  readonly birthDate: string;
  /** 32 hex digits. */
  readonly transaction: string;
  /** ms since the epoch. */
  readonly signedAt: number;
}

const escaped = (text: string) =>
  text.replace(CONSENT_ESCAPED, (character) => `&#${character.codePointAt(0)};`);

/** The text of a row as it was before it was escaped. Whether it was escaped in the one way, writing it again shows. */
const unescaped = (text: string) =>
  text.includes('&')
    ? text.replace(/&#(\d{1,7});/g, (_, code: string) =>
        Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : '',
      )
    : text;

/** Content as text; undefined if it is not UTF-8. A byte order mark stays a character: it was signed. */
export function utf8Of(content: Uint8Array): string | undefined {
  return isUtf8(content) ? bufferOf(content).toString('utf8') : undefined;
}

/**
 * The consent that a text is: its rows as text, `birthDate` as yyyyMMdd, `signedAt` in ms since the epoch. Undefined if the
 * text is no consent from the first character to the last. Never throws. Source: observed, signed-data.md.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { parseConsent } from 'kakaocert-simulator/signed-data';
 *
 * assert.equal(parseConsent('a Token, and no consent'), undefined);
 * ```
 */
export function parseConsent(text: string): Consent | undefined {
  if (!text.isWellFormed() || !text.startsWith(CONSENT_HEAD)) return undefined;
  const lines = text.slice(CONSENT_HEAD.length).split('\n');
  const fields: Partial<Record<RowName, string>> = {};
  for (const [at, [name, label]] of CONSENT_ROWS.entries()) {
    const line = lines[at] ?? '';
    const head = `|${label}|`;
    if (!line.startsWith(head) || !line.endsWith('|')) return undefined;
    fields[name] = unescaped(line.slice(head.length, -1));
  }
  const row = fields as Record<RowName, string>;
  const [, transaction = '', instant = ''] =
    /^<!-- \|([0-9a-f]{32})\|(\d{13})\| -->$/.exec(lines.at(-1) ?? '') ?? [];
  const birthDate = row.birthDate.replaceAll('-', '');
  const consent: Consent = { ...row, birthDate, transaction, signedAt: Number(instant) };
  return writeAgain(consent) === text && isCalendarDate(birthDate) ? consent : undefined;
}

/** Writing it again is the proof that nothing was overlooked. */
function writeAgain(consent: Consent): string {
  const { birthDate: date } = consent;
  const birthDate = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const rows = CONSENT_ROWS.map(
    ([name, label]) => `|${label}|${escaped(name === 'birthDate' ? birthDate : consent[name])}|\n`,
  ).join('');
  return CONSENT_HEAD + rows + CONSENT_GAP + consentComment(consent.transaction, consent.signedAt);
}
