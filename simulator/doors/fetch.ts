// The door without a port: a standard fetch in, a standard Response out. The origin of the URL is ignored.
// What breaks on a socket breaks here as fetch would tell it: a TypeError with `cause.code`.

import {
  type Answered,
  type Call,
  canonicalAddress,
  OWN_FAULT,
  type Reply,
  type StreamReply,
} from '../core/call.js';
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
    needsGlobals();
    const { signal, method, target, headers, body } = await readAsked(input, init);
    signal?.throwIfAborted();
    const call = { method, target, headers, body, address: ADDRESS };
    const reply = await answered(engine, call);
    if ('open' in reply) return streamed(reply, signal);
    if ('bytes' in reply) return new Response(Buffer.from(reply.bytes), reply);
    const { broken, delay } = reply;
    if (delay !== undefined) await sleep(delay, signal);
    const text =
      broken === undefined
        ? reply.body
        : await brokenTransports[broken].fetch(reply, signal ?? new AbortController().signal);
    signal?.throwIfAborted();
    // Any text, even none, would get a content-type of its own.
    const isEmpty = reply.body === '' || HAS_NO_BODY.includes(reply.status) || method === 'HEAD';
    return new Response(isEmpty ? null : text, { status: reply.status, headers: reply.headers });
  };
}

/** A stream, which the caller leaves by reading no more of it, or by its signal. */
function streamed(reply: StreamReply, signal: AbortSignal | undefined): Response {
  // Nobody has a connection to be cut: a reader who is too slow reads that it was.
  const stream = reply.open(() => {});
  signal?.addEventListener('abort', () => stream.fail(signal.reason), { once: true });
  return new Response(stream.body, reply);
}

const answered = async (engine: Engine, call: Call): Promise<Answered> => {
  try {
    return await engine.answer(call);
  } catch (error) {
    return ownFault(error);
  }
};

/** A 500, as the doors with a socket answer it; left to reject, it would look like the network's doing. */
function ownFault(error: unknown): Reply {
  console.error('kakaocert-simulator failed inside:', error);
  return OWN_FAULT;
}

/** jest-environment-jsdom has none of them; looked at in each call, for a set-up file may put them there. */
function needsGlobals(): void {
  const missing = ['Request', 'Response', 'Headers'].filter((name) => !(name in globalThis));
  if (missing.length === 0) return;
  throw new ReferenceError(
    `simulator.fetch: this environment has no global ${missing.join(', ')} (jest-environment-jsdom hides Node's): put \`@jest-environment node\` on top of the test file, or use jest-fixed-jsdom.`,
  );
}
