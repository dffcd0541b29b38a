// The door without a port: a standard fetch in, a standard Response out. The origin of the URL is ignored.
// What breaks on a socket breaks here as fetch would tell it: a TypeError with `cause.code`.

import { canonicalAddress } from '../core/call.js';
import type { Engine } from '../engine.js';
import { readAsked } from './asked.js';
import { brokenTransports } from './broken.js';
import { realSleep, type Sleep } from './sleep.js';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const HAS_NO_BODY: readonly number[] = [204, 304];
const ADDRESS = canonicalAddress(undefined);

/** `fetch` answered by the engine, in process. @internal So that the declarations of `Fetch` don't lead to the engine's. */
export function createFetch(engine: Engine, sleep: Sleep = realSleep): Fetch {
  return async (input, init) => {
    const { signal, method, target, headers, body } = await readAsked(input, init);
    signal?.throwIfAborted();
    const reply = await engine.answer({ method, target, headers, body, address: ADDRESS });
    const { broken, delay } = reply;
    if (delay !== undefined) await sleep(delay, signal);
    const answered =
      broken === undefined
        ? reply.body
        : await brokenTransports[broken].fetch(reply, signal ?? new AbortController().signal);
    signal?.throwIfAborted();
    // Any text, even none, would get a content-type of its own.
    const isEmpty = reply.body === '' || HAS_NO_BODY.includes(reply.status) || method === 'HEAD';
    return new Response(isEmpty ? null : answered, { status: reply.status, headers: reply.headers });
  };
}
