// The text form: base64url without padding, at most 4,096 characters, one text for one value.

import { SignedDataError } from './reasons.js';

/** manual A.4 #2, in characters. */
const TEXT_LIMIT = 4096;
export const BYTES_LIMIT = 3072;

/** Bytes of a signedData text. Throws a SignedDataError that says which mistake it is. Source: manual 3.1. */
export function decodeSignedData(text: string): Uint8Array {
  if (text.length > TEXT_LIMIT) throw new SignedDataError('tooLong', `${text.length} characters`);
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text) && /[+/]/.test(text)) throw new SignedDataError('plainBase64');
  if (/^[A-Za-z0-9_-]+={1,2}$/.test(text)) throw new SignedDataError('padded');
  const odd = /[^A-Za-z0-9_-]/.exec(text);
  if (odd !== null) throw new SignedDataError('notBase64url', `a ${JSON.stringify(odd[0])} at ${odd.index}`);
  const bytes = Buffer.from(text, 'base64url');
  // Buffer ignores what it can't use: a stray character or loose bits at the end.
  if (text === '' || bytes.toString('base64url') !== text)
    throw new SignedDataError('notBase64url', 'loose bits at the end');
  return new Uint8Array(bytes);
}
