// The one way out of the suite: every request, whoever makes it, passes here.

import { isRealHost } from './address.js';
import type { Fetch } from './wire.js';

export interface GuardOptions {
  /** How long an answer may take, ms. */
  readonly timeout: number;
  /** Calls to the real host names are meant. */
  readonly allowRealHosts: boolean;
}

/** Throws a TypeError if the address is one of the real service and calls there are not meant. */
export function refuseRealHost(url: string, { allowRealHosts }: Pick<GuardOptions, 'allowRealHosts'>): void {
  if (allowRealHosts || !isRealHost(url)) return;
  throw new TypeError(
    `${new URL(url).origin} is a host of the real service: calls there cost points and reach real people; allow them with allowRealHosts (--call-real-hosts)`,
  );
}

/**
 * The same, but no answer takes longer than `timeout`, no real host is called unless that is meant, and a redirect is an
 * answer: followed, it would take a call and its token to a place that nobody chose.
 */
export const guardedFetch =
  (fetch: Fetch, options: GuardOptions): Fetch =>
  async (url, init) => {
    refuseRealHost(url, options);
    return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(options.timeout) });
  };
