// What a caller of `simulator.fetch` asks for. `new Request` is undici's, and half of what a call in process costs; where
// address and init are plain they are read as they stand. Whatever looks odd is left to Request, so that every error is
// undici's own; test/properties/fetch.test.ts holds both ways equal.

import { isArrayBuffer, isUint8Array } from 'node:util/types';
import type { Call } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';

export interface Asked extends Pick<Call, 'method' | 'target' | 'headers' | 'body'> {
  /** The caller gives up by it. */
  readonly signal: AbortSignal | undefined;
}

/** Reads a call to `fetch`. Throws and rejects as `new Request` does. */
export const readAsked = (
  input: string | URL | Request,
  init: RequestInit | undefined,
): Asked | Promise<Asked> => readPlain(input, init) ?? readRequest(new Request(input, init));

/** Members that change nothing here but what is read below; any other one is Request's to look at. */
const MEMBERS: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'signal', 'redirect']);
/** Those that undici takes as they are. */
const METHODS: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const REDIRECTS: ReadonlySet<unknown> = new Set([undefined, 'follow', 'error', 'manual']);
/** RFC 9110 §5.6.2, §5.5: a name, and a value with nothing around it to cut off. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?$/;
const NO_BODY = new Uint8Array(0);
const NO_INIT: RequestInit = {};

/** What is asked by a text or a URL and an object written on the spot; undefined where only Request can tell. */
function readPlain(input: string | URL | Request, init: RequestInit = NO_INIT): Asked | undefined {
  if (!isPlain(init)) return undefined;
  for (const name in init) if (!MEMBERS.has(name)) return undefined;
  const { method = 'GET', body = null, signal = null, redirect } = init;
  if (!METHODS.has(method) || !REDIRECTS.has(redirect)) return undefined;
  if (signal !== null && !(signal instanceof AbortSignal)) return undefined;
  const target = plainTarget(input);
  const headers = plainHeaders(init.headers);
  const bytes = plainBody(body);
  if (target === undefined || headers === undefined || bytes === undefined) return undefined;
  if (body !== null && (method === 'GET' || method === 'HEAD')) return undefined;
  // A text has a type of its own (Fetch, "extract a body").
  if (typeof body === 'string') headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return { method, target, headers, body: bounded(bytes), signal: signal ?? undefined };
}

function isPlain(value: object): boolean {
  const prototype: unknown = typeof value === 'object' && value !== null && Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function plainTarget(input: string | URL | Request): string | undefined {
  if (typeof input !== 'string' && !(input instanceof URL)) return undefined;
  let url: URL;
  try {
    url = new URL(input);
  } catch {
    return undefined;
  }
  const isOurs =
    (url.protocol === 'http:' || url.protocol === 'https:') && url.username + url.password === '';
  return isOurs ? targetOf(url.href) : undefined;
}

/** Path and query of a URL in its normal form. */
function targetOf(href: string): string {
  const hash = href.indexOf('#');
  const path = href.indexOf('/', href.indexOf('://') + 3);
  return hash < 0 ? href.slice(path) : href.slice(path, hash);
}

function plainHeaders(given: RequestInit['headers']): Record<string, string> | undefined {
  if (given === undefined) return {};
  if (given instanceof Headers) return madeHeaders(given);
  if (!isPlain(given)) return undefined;
  const headers: Record<string, string> = {};
  for (const name of Reflect.ownKeys(given)) {
    if (typeof name !== 'string' || !NAME.test(name)) return undefined;
    const value: unknown = (given as Record<string, unknown>)[name];
    const lower = name.toLowerCase();
    // Found before: joined by Request. Found in every object: no name to be set like that.
    if (typeof value !== 'string' || !VALUE.test(value) || lower in headers) return undefined;
    headers[lower] = value;
  }
  return headers;
}

/** Joined values may have blanks around them (two empty ones are `, `), which only Request cuts off. */
function madeHeaders(given: Headers): Record<string, string> | undefined {
  const headers = Object.fromEntries(given);
  return Object.values(headers).every((value) => VALUE.test(value)) ? headers : undefined;
}

/** A copy of the bytes: the caller may write over its own. */
function plainBody(body: NonNullable<RequestInit['body']> | null): Uint8Array | undefined {
  if (body === null) return NO_BODY;
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  const isPlainBytes = isUint8Array(body) && isArrayBuffer(body.buffer) && body.length > 0;
  return isPlainBytes && !('resizable' in body.buffer && body.buffer.resizable === true)
    ? Buffer.from(body)
    : undefined;
}

const bounded = (bytes: Uint8Array): Call['body'] => (bytes.length > BODY_LIMIT ? 'tooLarge' : bytes);

async function readRequest(request: Request): Promise<Asked> {
  const { method, url, headers, signal } = request;
  signal.throwIfAborted();
  const body = await readBody(request);
  return { method, target: targetOf(url), headers: Object.fromEntries(headers), body, signal };
}

async function readBody(request: Request): Promise<Call['body']> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length <= BODY_LIMIT) chunks.push(chunk);
  }
  return length > BODY_LIMIT ? 'tooLarge' : Buffer.concat(chunks);
}
