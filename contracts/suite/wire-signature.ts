// The two signatures of a call. They use node:crypto only, not the functions of contracts/protocol, so that the suite notices
// a mistake in those.

import { createHash, createHmac } from 'node:crypto';
import { isUint8Array } from 'node:util/types';
import { API_VERSION, operations } from '../protocol/index.js';

export type Body = string | Uint8Array | object;

/** Who signs; `secretKey` in base64. */
export interface Signer {
  readonly linkId: string;
  readonly secretKey: string;
}

/** What is signed; `date` as it is sent in `x-lh-date`. */
export interface Signed {
  readonly body: Uint8Array;
  readonly date: string;
  /** `x-lh-forwarded`, part of what is signed where it is sent. */
  readonly forwarded?: string | undefined;
}

/** A body as it travels: an object as JSON. */
export const bytesOf = (body: Body): Uint8Array =>
  isUint8Array(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

const digest = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');
const hmac = (secretKey: string, text: string) =>
  createHmac('sha256', Buffer.from(secretKey, 'base64')).update(text).digest('base64');

/** The headers of a Token request (protocol.md §1.2). */
export function linkHeaders(
  { linkId, secretKey }: Signer,
  { body, date, forwarded }: Signed,
): Record<string, string> {
  const forwardedLine = forwarded === undefined ? [] : [forwarded];
  const text = ['POST', digest(body), date, ...forwardedLine, API_VERSION, operations.token.path].join('\n');
  return {
    authorization: `LINKHUB ${linkId} ${hmac(secretKey, text)}`,
    'x-lh-date': date,
    'x-lh-version': API_VERSION,
    ...(forwarded === undefined ? {} : { 'x-lh-forwarded': forwarded }),
  };
}

/** The headers of a call with a body, besides its token (protocol.md §2.3). */
export const callHeaders = (
  { linkId, secretKey }: Signer,
  { body, date }: Signed,
): Record<string, string> => ({
  'x-lh-date': date,
  'x-lh-version': API_VERSION,
  'x-kc-auth': `${linkId} ${hmac(secretKey, `POST\n${digest(body)}\n${date}\n${API_VERSION}\n`)}`,
});
