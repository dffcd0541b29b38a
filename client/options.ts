// What createClient may be told, with all defaults in one column. Time, waiting and the network enter the client here only.

import * as timers from 'node:timers/promises';
import type { Trust } from '../contracts/signed-data/index.js';
import { MisuseError } from './errors.js';
import { checkTrust } from './signature-check.js';

/** Taken when this file is loaded, as those of abort.ts. */
const { setTimeout: wait } = timers;

export interface ClientOptions {
  /** The LinkID that Linkhub issued. */
  readonly linkId: string;
  /** The secret key that Linkhub issued, base64. */
  readonly secretKey: string;
  /** Where the auth server is: http(s), a path before the API's own is kept. Wins over `useStaticIp` and `useGaIp`. */
  readonly authUrl?: string | undefined;
  /** Where the kakaoCert service is; as `authUrl`. */
  readonly serviceUrl?: string | undefined;
  /** Use the provider's hosts with fixed addresses. */
  readonly useStaticIp?: boolean | undefined;
  /** Use the provider's GA hosts; wins over `useStaticIp`. */
  readonly useGaIp?: boolean | undefined;
  /** Bind session tokens to the caller's address (default, recommended); false sends `x-lh-forwarded: *`. */
  readonly ipRestrict?: boolean | undefined;
  /** False: read the provider's clock once before the first date is sent. True (default): only when a date is refused. */
  readonly useLocalTime?: boolean | undefined;
  /** For each HTTP call, ms. */
  readonly timeout?: number | undefined;
  /** Root certificates, PEM or DER. With them Verify checks the signedData of CMS and ESign before it returns. */
  readonly trust?: Trust | undefined;
  /** Any standard `fetch`, e.g. a simulator's. */
  readonly fetch?: ((url: string, init?: RequestInit) => Promise<Response>) | undefined;
  /** The local clock, ms since the epoch. */
  readonly now?: (() => number) | undefined;
  /** Waits `ms` between polls. */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<unknown>) | undefined;
}

/** The options with nothing left open. */
export interface Settings {
  readonly linkId: string;
  readonly secretKey: string;
  /** Without a slash at the end, by the host of the operations table. */
  readonly origins: { readonly auth: string; readonly service: string };
  readonly forwarded: string | undefined;
  readonly useLocalTime: boolean;
  readonly timeout: number;
  readonly trust: Trust | undefined;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** Checks the options and fills in the defaults. Throws MisuseError, which never shows a secret. */
export function readOptions(options: ClientOptions): Settings {
  if (typeof options?.linkId !== 'string' || !/^[\x21-\x7e]+$/.test(options.linkId)) {
    throw new MisuseError('createClient: "linkId" must be the LinkID that Linkhub issued, e.g. "TESTER".');
  }
  if (typeof options.secretKey !== 'string' || !/^[\w+/-]+={0,2}$/.test(options.secretKey)) {
    throw new MisuseError('createClient: "secretKey" must be the base64 text that Linkhub issued.');
  }
  const timeout = options.timeout ?? 30_000;
  // Longer, and the platform's timer would fire at once.
  if (!(Number.isFinite(timeout) && timeout > 0 && timeout < 2 ** 31)) {
    throw new MisuseError(`createClient: "timeout" must be milliseconds above 0, not ${String(timeout)}.`);
  }
  checkTrust(options.trust);
  // Mode → host: protocol.md §1.1 and §2.1.
  const mode = options.useGaIp ? 'ga-' : options.useStaticIp ? 'static-' : '';
  return {
    linkId: options.linkId,
    secretKey: options.secretKey,
    origins: {
      auth: readUrl('authUrl', options.authUrl ?? `https://${mode}auth.linkhub.co.kr`),
      service: readUrl('serviceUrl', options.serviceUrl ?? `https://${mode}kakaocert-api.linkhub.co.kr`),
    },
    forwarded: (options.ipRestrict ?? true) ? undefined : '*',
    useLocalTime: options.useLocalTime ?? true,
    timeout,
    trust: options.trust,
    // Looked up at each call, so that a tool may replace the global one later.
    fetch: options.fetch ?? globalFetch,
    now: options.now ?? (() => Date.now()),
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal })),
  };
}

async function globalFetch(url: string, init?: RequestInit): Promise<Response> {
  if (typeof globalThis.fetch === 'function') return globalThis.fetch(url, init);
  throw new MisuseError(
    "createClient: this environment has no global fetch (jest-environment-jsdom hides Node's): give `fetch`, or put `@jest-environment node` on top of the test file.",
  );
}

function readUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!plain) {
    throw new MisuseError(
      `createClient: "${option}" must be http:// or https:// with a host, and neither credentials nor a query.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
