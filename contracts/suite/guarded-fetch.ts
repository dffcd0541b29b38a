// The one way out of the suite: every request goes through here.

import { TextError } from '../protocol/index.js';
import { isRealHost } from './address.js';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface GuardOptions {
  /** How long an answer may take, its body included, ms. */
  readonly timeout: number;
  /** How long an answer's body may be once it is decompressed, bytes. */
  readonly limit: number;
  /** Calls to the real host names are meant. */
  readonly allowRealHosts: boolean;
  /** Gives up every call that is under way. */
  readonly giveUp?: AbortSignal | undefined;
}

/** What came back, as far as the suite looks at it. */
export interface GuardedAnswer extends Pick<Response, 'status' | 'headers'> {
  /** Rejects if the body is longer than the limit, or takes too long. */
  text(): Promise<string>;
  /** The same as bytes; one of the two may be asked, once. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export type GuardedFetch = (url: string, init?: RequestInit) => Promise<GuardedAnswer>;

/** Throws a TypeError if the address is one of the real service and calls there are not meant. */
export function refuseRealHost(url: string, { allowRealHosts }: Pick<GuardOptions, 'allowRealHosts'>): void {
  if (allowRealHosts || !isRealHost(url)) return;
  const { origin } = new URL(url);
  throw new TextError({
    en: `${origin} is a host of the real service: calls there cost points and reach real people; allow them with allowRealHosts (--call-real-hosts)`,
    ko: `${origin}: 실제 서비스의 주소입니다. 호출하면 포인트가 차감되고 실제 수신자에게 메시지가 발송됩니다. 그래도 호출하려면 allowRealHosts(--call-real-hosts)로 허용하십시오`,
  });
}

/**
 * The same, but no answer takes longer than `timeout` or is longer than `limit`, no real host is called unless that is
 * meant, and a redirect is an answer: followed, it would take a call and its token to a place that nobody chose.
 */
export const guardedFetch =
  (fetch: Fetch, options: GuardOptions): GuardedFetch =>
  async (url, init) => {
    refuseRealHost(url, options);
    const ends = [AbortSignal.timeout(options.timeout), options.giveUp, init?.signal];
    const signal = AbortSignal.any(ends.filter((end) => end !== undefined && end !== null));
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const { status, headers } = response;
    const bytes = () => readBytes(response, options.limit, signal);
    return { status, headers, bytes, text: async () => new TextDecoder().decode(await bytes()) };
  };

/** A body by pieces: an endless one, or one that is small only while it is compressed, is left at the limit. */
async function readBytes(
  { body }: Response,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  // Not every fetch that a target brings ends its body when the signal does.
  const given = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const pieces: Uint8Array[] = [];
  try {
    for (let length = 0; ; ) {
      const { done, value } = await Promise.race([reader.read(), given]);
      if (done) return new Uint8Array(Buffer.concat(pieces));
      length += value.length;
      if (length > limit) throw new Error(`the answer is longer than ${limit} bytes; the rest was not read`);
      pieces.push(value);
    }
  } catch (error) {
    // What is left may never end; nobody waits for it.
    reader.cancel().catch(() => {});
    throw error;
  }
}
