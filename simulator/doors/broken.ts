// How the bytes of an answer are broken off: what each way does on a real socket, and what `fetch` in process makes of
// it, so that a client sees the same through either. The ways are named in core/faults.ts.

import type { Socket } from 'node:net';
import type { Reply } from '../core/call.js';
import type { Breakage } from '../core/faults.js';

interface BrokenTransport {
  /** Breaks it in place of the answer, when it is its turn. */
  socket(socket: Socket, reply: Reply): void;
  /**
   * The body that the client gets to read. Rejects where it gets no answer: with what undici rejects with on a socket,
   * or, where nothing comes, with the signal's reason once the client gives up.
   */
  fetch(reply: Reply, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** What MSW tells of it: what `fetch` does, or its network error, which has no code. */
  readonly msw: 'as fetch' | 'network error';
}

export const brokenTransports = {
  close: {
    socket: (socket) => {
      socket.destroy();
    },
    fetch: async () => {
      throw failed('fetch failed', 'UND_ERR_SOCKET', 'other side closed');
    },
    msw: 'network error',
  },
  reset: {
    socket: (socket) => {
      socket.resetAndDestroy();
    },
    fetch: async () => {
      throw failed('fetch failed', 'ECONNRESET', 'read ECONNRESET');
    },
    msw: 'network error',
  },
  halfBody: {
    socket: (socket, reply) => {
      socket.end(Buffer.concat([headOf(reply), halfOf(reply)]));
    },
    fetch: async (reply) => cutShort(halfOf(reply)),
    msw: 'as fetch',
  },
  silence: {
    socket: (socket) => {
      socket.write(FIRST_BYTES);
    },
    fetch: (_reply, signal) => untilAborted(signal),
    msw: 'as fetch',
  },
} as const satisfies Readonly<Record<Breakage, BrokenTransport>>;

/** A few bytes of the status line's head, then nothing. */
const FIRST_BYTES = 'HTTP/1.1 200 OK\r\ncontent-type: appl';

const headOf = ({ status, headers, body }: Reply) =>
  Buffer.from(
    `HTTP/1.1 ${status} OK\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n`,
  );

function halfOf(reply: Reply): Buffer {
  const body = Buffer.from(reply.body);
  return body.subarray(0, Math.ceil(body.length / 2));
}

const failed = (message: string, code: string, cause: string) =>
  new TypeError(message, { cause: Object.assign(new Error(cause), { code }) });

/** Whether `fetch` rejected because the bytes were broken off; any other TypeError is a fault of a program. */
export const isNoAnswer = (error: unknown): boolean =>
  typeof (error as { cause?: { code?: unknown } | null } | null)?.cause?.code === 'string';

/** Never resolves; rejects once the caller gives up. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** A body that ends in the middle, as undici tells it. */
function cutShort(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(failed('terminated', 'UND_ERR_SOCKET', 'other side closed'));
      else controller.enqueue(bytes);
      sent = true;
    },
  });
}
