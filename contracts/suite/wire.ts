// Raw calls to a provider. Every part can be changed, so a case can send what a typed client refuses to.

import {
  type Authentication,
  type Host,
  type Operation,
  type OperationName,
  operations,
  scopes,
  writePath,
} from '../protocol/index.js';
import type { GuardedFetch } from './guarded-fetch.js';
import { type Body, bytesOf, callHeaders, linkHeaders } from './wire-signature.js';

/** An institution as the provider knows it. */
export interface Credentials {
  readonly linkId: string;
  /** Base64. */
  readonly secretKey: string;
  readonly clientCode: string;
}

/** One call and its answer, as they travelled; a recording and a report are made of these. */
export interface Exchange {
  /** Null for a call to no operation. */
  readonly operation: OperationName | null;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly answered: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined where it is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever came back; cases look at it field by field
  readonly json: any;
}

export interface WireCallOptions {
  readonly receiptId?: string;
  /** The raw rest of a Verify path, after its slash. */
  readonly signature?: string;
  /** Sent and signed as it is, if text or bytes; an object as JSON. */
  readonly body?: Body;
  /** Sent instead of the body that was signed. */
  readonly bodyAfterSigning?: Body;
  readonly query?: string;
  /** `x-lh-date`; the target's now unless given. */
  readonly date?: string;
  /** Sign as somebody else. */
  readonly as?: Partial<Credentials>;
  /** `x-lh-forwarded` of a Token request, signed with it. */
  readonly forwarded?: string;
  readonly method?: string;
  /** Replace headers, by lower-case name; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

export interface Wire extends Credentials {
  /** A call of an operation: its path, its authentication, its body. */
  call(operation: OperationName, options?: WireCallOptions): Promise<Reply>;
  /** Anything at all; nothing is added. */
  send(host: Host, method: string, target: string, init?: RequestInit): Promise<Reply>;
  /** The session token, got at the first need and kept. */
  sessionToken(): Promise<string>;
  /** The next call gets a new token. */
  forgetToken(): void;
}

export interface WireOptions {
  readonly urls: Readonly<Record<Host, string>>;
  readonly fetch: GuardedFetch;
  readonly credentials: Credentials;
  /** What `x-lh-date` says, ms. */
  readonly now: () => number;
  readonly onExchange?: (exchange: Exchange, reply: Reply) => void;
  /** Where the session token is kept; given by whoever wants several wires to share one. */
  readonly session?: Session;
}

/** A session token that was got, and when another is due, ms; never where its end can't be read. */
export interface Session {
  token?: Promise<string> | undefined;
  renewAt?: number;
}

/** A Token request was answered with anything but a token. */
export class NoSessionToken extends Error {
  override readonly name = 'NoSessionToken';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`No session token: ${reply.text}`);
    this.reply = reply;
  }
}

/** A token is given up so long before its end, ms: the call that carries it takes time too. */
const RENEW_BEFORE = 60_000;

/** Calls of one institution. Nothing is sent before the first call. */
export function createWire(options: WireOptions): Wire {
  const { urls, credentials, session = {} } = options;
  const fresh = async (): Promise<string> => {
    const reply = await wire.call('token');
    const { session_token: token, expiration } = reply.json ?? {};
    if (typeof token !== 'string') throw new NoSessionToken(reply);
    const end = Date.parse(String(expiration));
    session.renewAt = Number.isNaN(end) ? Number.POSITIVE_INFINITY : end - RENEW_BEFORE;
    return token;
  };
  const sessionToken = () => {
    // A long run outlives its token, and the refusal of an old one would be taken for that of what was asked.
    if (options.now() >= (session.renewAt ?? Number.POSITIVE_INFINITY)) session.token = undefined;
    session.token ??= fresh().catch((error: unknown) => {
      session.token = undefined;
      throw error;
    });
    return session.token;
  };
  const wire: Wire = {
    ...credentials,
    async call(name, given = {}) {
      const operation: Operation = operations[name];
      const request = await requestOf(operation, bodyOf(name, credentials, given), {
        given,
        signer: { ...credentials, ...given.as },
        date: () => given.date ?? new Date(options.now()).toISOString(),
        sessionToken,
      });
      return perform(options, name, urls[operation.host] + targetOf(operation, given), request);
    },
    send: (host, method, target, { headers, body } = {}) =>
      perform(options, null, urls[host] + target, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' ? { body: bytesOf(body) } : {}),
      }),
    sessionToken,
    forgetToken() {
      session.token = undefined;
    },
  };
  return wire;
}

/** A request as it is sent. */
interface Outgoing {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** Sends a request, and tells of it when it is answered. */
async function perform(
  { fetch, onExchange }: WireOptions,
  operation: OperationName | null,
  url: string,
  { body, method, headers }: Outgoing,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  });
  const text = await response.text();
  const { pathname, search } = new URL(url);
  const reply = { status: response.status, headers: response.headers, text, json: parseJson(text) };
  const exchange = {
    operation,
    method,
    target: pathname + search,
    sent: { headers, body: body === undefined ? '' : Buffer.from(body).toString() },
    answered: { status: response.status, headers: Object.fromEntries(response.headers), body: text },
  };
  onExchange?.(exchange, reply);
  return reply;
}

/** A call's options, and what signs it. */
interface Signing {
  readonly given: WireCallOptions;
  readonly signer: Credentials;
  /** Asked when the token is there: an old date would be the token's fault. */
  readonly date: () => string;
  readonly sessionToken: () => Promise<string>;
}

/** The body that is signed; a GET has none. */
function bodyOf(name: OperationName, credentials: Credentials, { body }: WireCallOptions): Uint8Array {
  if (operations[name].method !== 'POST') return new Uint8Array();
  return bytesOf(body ?? (name === 'token' ? tokenBody(credentials) : {}));
}

async function requestOf(operation: Operation, body: Uint8Array, signing: Signing): Promise<Outgoing> {
  const { given } = signing;
  const isPost = operation.method === 'POST';
  const headers: Readonly<Record<string, string | null>> = {
    ...(isPost ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(await authenticate[operation.authentication](body, signing)),
    ...given.headers,
  };
  const method = given.method ?? operation.method;
  const travels = given.bodyAfterSigning === undefined ? body : bytesOf(given.bodyAfterSigning);
  return {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
    ),
    ...(isPost && method !== 'GET' ? { body: travels } : {}),
  };
}

/** No token is asked for where the call brings an Authorization header of its own. */
const bearer = async ({ given, sessionToken }: Signing) => ({
  authorization: given.headers?.authorization === undefined ? `Bearer ${await sessionToken()}` : '',
});

/** The headers of each kind of authentication. */
const authenticate: Readonly<
  Record<Authentication, (body: Uint8Array, signing: Signing) => Promise<Record<string, string>>>
> = {
  none: async () => ({}),
  link: async (body, { signer, date, given }) =>
    linkHeaders(signer, { body, date: date(), forwarded: given.forwarded }),
  bearer: async (_body, signing) => bearer(signing),
  signed: async (body, signing) => ({
    ...(await bearer(signing)),
    ...callHeaders(signing.signer, { body, date: signing.date() }),
  }),
};

/** The body of a Token request that opens everything an institution may use. */
export const tokenBody = ({ clientCode }: Pick<Credentials, 'clientCode'>, changes: object = {}): object => ({
  access_id: clientCode,
  scope: scopes,
  ...changes,
});

function targetOf({ path }: Operation, { receiptId = '', signature, query = '' }: WireCallOptions): string {
  return writePath(path, { receiptId, signature }) + query;
}

/** What an exchange answered, as a call gives it back. */
export const replyOf = ({ answered: { status, headers, body } }: Exchange): Reply => ({
  status,
  headers: new Headers(headers),
  text: body,
  json: parseJson(body),
});

/** The JSON of a body; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
