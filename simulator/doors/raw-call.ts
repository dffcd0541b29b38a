// What came over a socket, as a call: raw bytes, nothing decoded.

import type { IncomingMessage } from 'node:http';
import { type Call, canonicalAddress } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';

/** A body past the limit is read and thrown away up to here, bytes, so that the caller can read its 413. */
const DRAIN_LIMIT = 64 * 1024 * 1024;

/** A request whose body was read. */
export function callOf(raw: IncomingMessage, body: Call['body']): Call {
  const { url = '/', headers } = raw;
  const call: Call = {
    method: raw.method ?? 'GET',
    target: url,
    headers,
    body,
    address: canonicalAddress(raw.socket.remoteAddress),
    connection: raw.socket.remotePort,
  };
  return url.startsWith('/') ? call : { ...call, ...addressed(url, headers) };
}

export const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** A whole URL: whom it names, and its path and query. */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)(.*)$/i;

/** Path and query of a target that is more: a proxy's client sends the whole URL, and its host counts, not Host (RFC 9112 §3.2.2). */
function addressed(url: string, headers: Call['headers']): Pick<Call, 'target' | 'headers'> {
  const [, host, path = url] = ABSOLUTE.exec(url) ?? [];
  const target = path.startsWith('/') ? path : `/${path}`;
  return { target, headers: host === undefined ? headers : { ...headers, host } };
}

/** Most bodies come in one piece, and need no copy. */
const joined = (chunks: readonly Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);

/** The body's bytes, `tooLarge` (never more than the limit is held), or `brokenOff` if it never came whole. */
export function readBody(payload: IncomingMessage): Promise<Call['body'] | 'brokenOff'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_LIMIT) chunks.push(chunk);
      else if (length > DRAIN_LIMIT) {
        payload.pause();
        resolve('tooLarge');
      }
    });
    payload.on('end', () => resolve(length > BODY_LIMIT ? 'tooLarge' : joined(chunks)));
    payload.on('error', () => resolve('brokenOff'));
  });
}
