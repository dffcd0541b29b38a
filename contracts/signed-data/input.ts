// What people have at hand when they mean a signedData: the text, a JSON answer of Verify, or the bytes in a file.
// For the command line and the console; programs call decodeSignedData.

import { isUtf8 } from 'node:buffer';
import { SignedDataError } from './reasons.js';
import { decodeSignedData } from './text.js';

export interface Input {
  readonly form: 'bytes' | 'text' | 'json';
  readonly bytes: Uint8Array;
}

/**
 * Recognises DER, BER, base64url text (white space around it is a file's), the same as a JSON string with its quotes, and
 * `{"receiptId","signedData"}`. Throws a SignedDataError for a text that is none of them.
 */
export function readInput(raw: Uint8Array): Input {
  const text = textOf(raw);
  if (text === undefined) return { form: 'bytes', bytes: new Uint8Array(raw) };
  if (text.startsWith('-----BEGIN')) {
    throw new SignedDataError(
      'notBase64url',
      'it is PEM: convert it with openssl cms -cmsout -inform PEM -outform DER',
    );
  }
  if (!/^[{"]/.test(text)) return { form: 'text', bytes: decodeSignedData(text) };
  return { form: 'json', bytes: decodeSignedData(signedDataOf(text)) };
}

function signedDataOf(json: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    throw new SignedDataError('notBase64url', 'it starts like JSON, but is none');
  }
  if (typeof answer === 'string') return answer;
  const { signedData } = answer as { signedData?: unknown };
  if (typeof signedData === 'string') return signedData;
  throw new SignedDataError('notBase64url', 'a JSON object without a "signedData" that is a string');
}

/** The text that bytes are, trimmed, with or without byte order mark; undefined for binary. */
function textOf(raw: Uint8Array): string | undefined {
  // What `>` writes in Windows PowerShell.
  const isUtf16 = raw[0] === 0xff && raw[1] === 0xfe && raw.length % 2 === 0;
  if (!isUtf16 && !isUtf8(raw)) return undefined;
  const text = Buffer.from(raw).toString(isUtf16 ? 'utf16le' : 'utf8');
  return /[^\P{Cc}\t\r\n]/u.test(text) ? undefined : text.replace(/^\ufeff/, '').trim();
}
