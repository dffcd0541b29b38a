// Raw calls to a provider. Every part can be spoilt, so a case can send what a typed client refuses to. Signs with
// node:crypto alone, not with contracts/protocol, so that a mistake there can't hide from the kit.

import { createHash, createHmac } from 'node:crypto';
import { type Host, type Operation, type OperationName, operations } from '../protocol/index.js';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

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

export type Body = string | Uint8Array | object;

export interface CallOptions {
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
  call(operation: OperationName, options?: CallOptions): Promise<Reply>;
  /** Anything at all; nothing is added. */
  send(host: Host, method: string, target: string, init?: RequestInit): Promise<Reply>;
  /** The session token, got at the first need and kept. */
  sessionToken(): Promise<string>;
  /** The next call gets a new token. */
  forgetToken(): void;
}

export interface WireOptions {
  readonly urls: Readonly<Record<Host, string>>;
  readonly fetch: Fetch;
  readonly credentials: Credentials;
  /** What `x-lh-date` says, ms. */
  readonly now: () => number;
  readonly onExchange?: (exchange: Exchange) => void;
  /** Where the session token is kept; given by whoever wants several wires to share one. */
  readonly session?: Session;
}

export interface Session {
  token?: Promise<string> | undefined;
}

/** The version line and header (protocol.md §1.2). */
const VERSION = '2.0';
const SCOPE = ['member', '310', '320', '330'] as const;
const TOKEN_PATH = '/KAKAOCERT/Token';

const bytesOf = (body: Body): Uint8Array =>
  body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

const digest = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');
const hmac = (secretKey: string, text: string) =>
  createHmac('sha256', Buffer.from(secretKey, 'base64')).update(text).digest('base64');

export function createWire({ urls, fetch, credentials, now, onExchange, session = {} }: WireOptions): Wire {
  const dateNow = () => new Date(now()).toISOString();

  const perform = async (
    operation: OperationName | null,
    url: string,
    init: { method: string; headers: Record<string, string>; body?: Uint8Array },
  ): Promise<Reply> => {
    const { body, ...rest } = init;
    const response = await fetch(url, {
      ...rest,
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
    const text = await response.text();
    const { pathname, search } = new URL(url);
    onExchange?.({
      operation,
      method: init.method,
      target: pathname + search,
      sent: { headers: init.headers, body: body === undefined ? '' : Buffer.from(body).toString() },
      answered: { status: response.status, headers: Object.fromEntries(response.headers), body: text },
    });
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };

  const linkHeaders = (body: Uint8Array, { date = dateNow(), as, forwarded }: CallOptions) => {
    const { linkId, secretKey } = { ...credentials, ...as };
    const forwardedLine = forwarded === undefined ? [] : [forwarded];
    const text = ['POST', digest(body), date, ...forwardedLine, VERSION, TOKEN_PATH].join('\n');
    return {
      authorization: `LINKHUB ${linkId} ${hmac(secretKey, text)}`,
      'x-lh-date': date,
      'x-lh-version': VERSION,
      ...(forwarded === undefined ? {} : { 'x-lh-forwarded': forwarded }),
    };
  };

  const callHeaders = (body: Uint8Array, { date = dateNow(), as }: CallOptions) => {
    const { linkId, secretKey } = { ...credentials, ...as };
    return {
      'x-lh-date': date,
      'x-lh-version': VERSION,
      'x-kc-auth': `${linkId} ${hmac(secretKey, `POST\n${digest(body)}\n${date}\n${VERSION}\n`)}`,
    };
  };

  const bearer = async (replaced: CallOptions['headers']) =>
    replaced?.authorization === undefined
      ? { authorization: `Bearer ${await wire.sessionToken()}` }
      : { authorization: '' };

  const authenticate = async (
    operation: Operation,
    body: Uint8Array,
    options: CallOptions,
  ): Promise<Record<string, string>> => {
    switch (operation.authentication) {
      case 'none':
        return {};
      case 'link':
        return linkHeaders(body, options);
      case 'bearer':
        return bearer(options.headers);
      case 'signed':
        return { ...(await bearer(options.headers)), ...callHeaders(body, options) };
    }
  };

  const wire: Wire = {
    ...credentials,
    async call(name, options = {}) {
      const operation: Operation = operations[name];
      const isPost = operation.method === 'POST';
      const given = options.body ?? (name === 'token' ? tokenBody(credentials) : {});
      const body = isPost ? bytesOf(given) : new Uint8Array();
      const headers = {
        ...(isPost ? { 'content-type': 'application/json; charset=utf-8' } : {}),
        ...(await authenticate(operation, body, options)),
        ...options.headers,
      };
      const method = options.method ?? operation.method;
      const travels = options.bodyAfterSigning === undefined ? body : bytesOf(options.bodyAfterSigning);
      return perform(name, urls[operation.host] + targetOf(operation, options), {
        method,
        headers: Object.fromEntries(
          Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
        ),
        ...(isPost && method !== 'GET' ? { body: travels } : {}),
      });
    },
    send: (host, method, target, { headers, body } = {}) =>
      perform(null, urls[host] + target, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        ...(typeof body === 'string' ? { body: bytesOf(body) } : {}),
      }),
    sessionToken() {
      session.token ??= wire.call('token').then(({ json, text }) => {
        if (typeof json?.session_token !== 'string') throw new Error(`No session token: ${text}`);
        return json.session_token;
      });
      return session.token;
    },
    forgetToken() {
      session.token = undefined;
    },
  };
  return wire;
}

/** The body of a Token request that opens everything an institution may use. */
export const tokenBody = ({ clientCode }: Pick<Credentials, 'clientCode'>, changes: object = {}): object => ({
  access_id: clientCode,
  scope: SCOPE,
  ...changes,
});

function targetOf({ path }: Operation, { receiptId = '', signature, query = '' }: CallOptions): string {
  const rest = signature === undefined ? '' : `/${signature}`;
  return path.replace('{receiptId}', receiptId).replace('/{signature…}', rest) + query;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
