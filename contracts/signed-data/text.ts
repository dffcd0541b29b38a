// The text form: base64url without padding, at most 4,096 characters, one text for one value.

import { SignedDataError } from './reasons.js';

/** manual A.4 #2, in characters. */
const TEXT_LIMIT = 4096;
/** The same, in bytes. */
export const BYTES_LIMIT = 3072;

/**
 * The bytes of a signedData text: 1 to 4,096 characters of canonical, unpadded base64url. Throws a SignedDataError whose
 * `code` says which mistake it is: `tooLong`, `plainBase64`, `padded`, `notBase64url`. Source: manual 3.1, A.4.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { decodeSignedData } from 'kakaocert-simulator/signed-data';
 *
 * assert.deepEqual([...decodeSignedData('MAA')], [0x30, 0x00]);
 * assert.throws(() => decodeSignedData('MAA='), { code: 'padded' });
 * ```
 */
export function decodeSignedData(text: string): Uint8Array {
  if (typeof text !== 'string') throw new TypeError(`signedData: a string is expected, not ${typeof text}.`);
  if (text === '') throw new SignedDataError('notBase64url', 'it is empty');
  if (text.length > TEXT_LIMIT) throw new SignedDataError('tooLong', `${text.length} characters`);
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && /[+/]/.test(text)) {
    throw new SignedDataError('plainBase64', `a "${text[text.search(/[+/]/)]}" at ${text.search(/[+/]/)}`);
  }
  if (/^[A-Za-z0-9_-]+={1,2}$/.test(text)) throw new SignedDataError('padded');
  const odd = /[^A-Za-z0-9_-]/u.exec(text);
  if (odd !== null) throw new SignedDataError('notBase64url', `${nameOf(odd[0])} at ${odd.index}`);
  const bytes = Buffer.from(text, 'base64url');
  // Buffer ignores what it can't use: a single character left over, or bits that no byte takes.
  if (bytes.toString('base64url') !== text) {
    throw new SignedDataError('notBase64url', 'loose bits in the last character: the end was changed or cut');
  }
  return new Uint8Array(bytes);
}

const nameOf = (character: string) =>
  /\s/.test(character) ? `white space (${JSON.stringify(character)})` : `a ${JSON.stringify(character)}`;
