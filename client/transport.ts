// One HTTP exchange and nothing more: send, wait, read a bounded body. It judges no answer and repeats nothing.

import { type Operation, type OperationName, operations } from '../contracts/protocol/index.js';
import { TimeUp, within } from './abort.js';
import { MisuseError, NetworkFailure } from './errors.js';
import type { Settings } from './options.js';
import { redact } from './redact.js';

export interface HttpCall {
  readonly name: OperationName;
  /** The raw path, sent as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** The receipt asked about. */
  readonly receiptId?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Why `bytes` is not the whole body, if it isn't. */
  readonly problem?: string;
}

/** Answers are below 10 kB (manual A.3, A.4); whoever sends more than this is not the provider. Bytes, decompressed. */
const ANSWER_LIMIT = 256 * 1024;

export type Send = (call: HttpCall, signal?: AbortSignal) => Promise<Answer>;

/**
 * Makes `send`. It rejects with NetworkFailure, with the reason of the user's own signal, or with what a program's fault
 * inside `fetch` throws, unchanged.
 */
export function createTransport({
  fetch,
  origins,
  timeout,
}: Pick<Settings, 'fetch' | 'origins' | 'timeout'>): Send {
  return async (call, signal) => {
    const { method, host }: Operation = operations[call.name];
    const origin = origins[host];
    try {
      return await within(timeout, signal, async (within) => {
        const response = await fetch(origin + call.path, {
          method,
          headers: call.headers,
          body: call.body ?? null,
          signal: within,
          // A redirect would take the call, and its token, to a place that nobody chose.
          redirect: 'manual',
        });
        return {
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          ...(await readBody(response)),
        };
      });
    } catch (error) {
      if ((signal?.aborted && error === signal.reason) || isProgramFault(error)) throw error;
      throw networkFailure(call, origin, timeout, error);
    }
  };
}

async function readBody(response: Response): Promise<Pick<Answer, 'bytes' | 'problem'>> {
  const chunks: Uint8Array[] = [];
  const bytes = () => new Uint8Array(Buffer.concat(chunks).subarray(0, ANSWER_LIMIT));
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > ANSWER_LIMIT) return { bytes: bytes(), problem: `its body is over ${ANSWER_LIMIT} bytes` };
    }
  } catch (error) {
    // zlib's codes: the body came, but it isn't what its header says.
    if (!rootOf(error).code.startsWith('Z_')) throw error;
    return { bytes: bytes(), problem: "its body can't be decompressed" };
  }
  return { bytes: bytes() };
}

/** What is thrown where a program is wrong, V8's told by name because it may be of another realm; never the network's doing. */
function isProgramFault(error: unknown): boolean {
  if (error instanceof MisuseError) return true;
  const { name, message } = Object(error) as Record<string, unknown>;
  return name === 'TypeError'
    ? / is not (a function|a constructor|iterable)|^Cannot (read|set|destructure)/.test(String(message))
    : /^(ReferenceError|SyntaxError|RangeError|EvalError)$/.test(String(name));
}

/** What Node, OpenSSL and undici report before a byte of the request has left: no address, no connection, no trust. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|UNABLE_TO_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+)$/;

function networkFailure(call: HttpCall, origin: string, timeout: number, error: unknown): NetworkFailure {
  if (error instanceof TimeUp) {
    return new NetworkFailure(call.name, 'timeout', `${origin} gave no whole answer in ${timeout} ms`, error);
  }
  const { code, syscall, message } = rootOf(error);
  const told = code || redact(call.headers, message);
  return BEFORE_SENDING.test(code) || syscall === 'connect'
    ? new NetworkFailure(call.name, 'unreachable', `${origin} can't be reached (${told})`, error)
    : new NetworkFailure(call.name, 'lost', `the exchange with ${origin} broke off (${told})`, error);
}

interface Told {
  readonly code: string;
  readonly syscall?: unknown;
  readonly message: string;
}

/** The first code along the causes, else the last message: fetch wraps the socket's error, or one for each address. */
function rootOf(error: unknown, depth = 0): Told {
  if (typeof error !== 'object' || error === null) return { code: '', message: typeof error };
  // Read by shape, for test runners put fetch and this file into different realms.
  const { code, syscall, cause, errors, message } = error as Record<string, unknown>;
  const inner = Array.isArray(errors) ? errors[0] : cause;
  if (typeof code === 'string' && !Array.isArray(errors)) return { code, syscall, message: '' };
  if (typeof inner === 'object' && inner !== null && depth < 5) return rootOf(inner, depth + 1);
  return { code: '', message: typeof message === 'string' ? message : typeof error };
}
