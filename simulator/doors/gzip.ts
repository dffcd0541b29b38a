// gzip on the way to a socket: only what may be compressed, and by default only for who offered to read it.

import { gzipSync } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { Reply } from '../core/call.js';

/**
 * - `offered` (default): for callers that send Accept-Encoding. · `always`: unasked too, as the real server is reported
 *   to do (protocol.md §2.4). · `never`: not at all.
 */
export const gzipModes = ['offered', 'always', 'never'] as const;
export type GzipMode = (typeof gzipModes)[number];

/** Bodies of fewer characters stay as they are; the real server's threshold is not known (assumed). */
const THRESHOLD = 1000;

/** @internal The compressed body, or undefined if the reply goes out as it is. */
export function gzipped(
  reply: Reply,
  acceptEncoding: string | undefined,
  mode: GzipMode,
): Buffer | undefined {
  if (reply.compressible !== true || reply.body.length < THRESHOLD || mode === 'never') return undefined;
  const isOffered = acceptEncoding !== undefined && negotiate(acceptEncoding, ['gzip']) === 'gzip';
  return mode === 'always' || isOffered ? gzipSync(reply.body) : undefined;
}
