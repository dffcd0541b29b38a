// Which addresses only this machine can reach.

import { canonicalAddress } from '../core/call.js';

/** Whether what listens there can be reached from this machine alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || canonicalAddress(host) === '127.0.0.1';
