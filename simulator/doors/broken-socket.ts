// Transport faults on a real socket: what the reply asks for is done to the bytes.

import type { ServerResponse } from 'node:http';
import type { Reply } from '../core/call.js';

/** A few bytes of the status line's head, then nothing. */
const FIRST_BYTES = 'HTTP/1.1 200 OK\r\ncontent-type: appl';

const responseHead = ({ status, headers, body }: Reply) =>
  `HTTP/1.1 ${status} OK\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;

const breakages = {
  drop: ({ socket }: ServerResponse) => socket?.destroy(),
  reset: ({ socket }: ServerResponse) => socket?.resetAndDestroy(),
  silence: ({ socket }: ServerResponse) => socket?.write(FIRST_BYTES),
  halfBody({ socket }: ServerResponse, reply: Reply) {
    const body = Buffer.from(reply.body);
    socket?.end(
      Buffer.concat([Buffer.from(responseHead(reply)), body.subarray(0, Math.ceil(body.length / 2))]),
    );
  },
} as const;

/** Whether a reply is to be broken on the wire. */
export const isBroken = ({ transport }: Reply): boolean =>
  transport !== undefined && transport.kind !== 'delay';

/** Breaks it: the response is over, one way or another. */
export function breakSocket(response: ServerResponse, reply: Reply): void {
  const kind = reply.transport?.kind;
  if (kind !== undefined && kind !== 'delay') breakages[kind](response, reply);
}
