// What came over a socket, as a call: raw bytes, nothing decoded.

import type { IncomingMessage } from 'node:http';
import { type Call, canonicalAddress } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';

/** A body past the limit is read and thrown away up to here, bytes, so that the caller can read its 413. */
const DRAIN_LIMIT = 64 * 1024 * 1024;

/** A request whose body was read. */
export const callOf = (raw: IncomingMessage, body: Call['body']): Call => ({
  method: raw.method ?? 'GET',
  target: originForm(raw.url ?? '/'),
  headers: raw.headers,
  body,
  address: canonicalAddress(raw.socket.remoteAddress),
  connection: raw.socket.remotePort,
});

export const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Path and query of a target: a proxy's client sends the whole URL. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = target.indexOf('/', target.indexOf('://') + 3);
  return target.includes('://') && path > 0 ? target.slice(path) : `/${target}`;
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
