// Which addresses only this machine can reach.

import { isIP } from 'node:net';
import { canonicalAddress } from '../core/call.js';

/**
 * Whether what listens there can be reached from this machine alone: an address, or `localhost` (RFC 6761 §6.3). Any
 * other name may lead anywhere, `127.evil.example` too.
 */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIP(host) !== 0 && canonicalAddress(host) === '127.0.0.1');
