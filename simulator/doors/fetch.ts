// The door without a port: standard Request in, standard Response out. The origin of the URL is ignored.
// What breaks on a socket breaks here as fetch would tell it: a TypeError with `cause.code`.

import { type Call, canonicalAddress, type Reply } from '../core/call.js';
import { BODY_LIMIT } from '../core/request-check.js';
import type { Engine } from '../engine.js';
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
      inProcess: true,
    };
    const reply = await engine.answer(call);
    const { transport } = reply;
    if (transport?.kind === 'delay') await sleep(transport.ms, signal);
    if (transport?.kind === 'drop') throw failed('UND_ERR_SOCKET', 'other side closed');
    if (transport?.kind === 'reset') throw failed('ECONNRESET', 'read ECONNRESET');
    if (transport?.kind === 'silence') await untilAborted(signal);
    signal.throwIfAborted();
    const isEmpty = HAS_NO_BODY.includes(reply.status) || request.method === 'HEAD';
    const body = isEmpty ? null : transport?.kind === 'halfBody' ? half(reply) : reply.body;
    return new Response(body, { status: reply.status, headers: reply.headers });
  };
}

const failed = (code: string, message: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

/** Never resolves; rejects once the caller gives up. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** A body that ends in the middle, as undici tells it. */
function half({ body }: Reply): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) {
        const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
        controller.error(new TypeError('terminated', { cause }));
      } else controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2)));
      sent = true;
    },
  });
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
