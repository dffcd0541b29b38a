// The door without a port: standard Request in, standard Response out. The origin of the URL is ignored.
// What breaks on a socket breaks here as fetch would tell it: a TypeError with `cause.code`.

import { type Call, canonicalAddress } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';
import type { Engine } from '../engine.js';
import { brokenTransports } from './broken.js';
import { realSleep, type Sleep } from './sleep.js';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const HAS_NO_BODY: readonly number[] = [204, 304];

/** `fetch` answered by the engine, in process. */
export function createFetch(engine: Engine, sleep: Sleep = realSleep): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const call: Call = {
      method: request.method,
      target: request.url.slice(request.url.indexOf('/', request.url.indexOf('://') + 3)).replace(/#.*$/, ''),
      headers: Object.fromEntries(request.headers),
      body: await readBody(request),
      address: canonicalAddress(undefined),
    };
    const reply = await engine.answer(call);
    const { broken, delay } = reply;
    if (delay !== undefined) await sleep(delay, signal);
    const body = broken === undefined ? reply.body : await brokenTransports[broken].fetch(reply, signal);
    signal.throwIfAborted();
    // Any text, even none, would get a content-type of its own.
    const isEmpty = reply.body === '' || HAS_NO_BODY.includes(reply.status) || request.method === 'HEAD';
    return new Response(isEmpty ? null : body, { status: reply.status, headers: reply.headers });
  };
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
