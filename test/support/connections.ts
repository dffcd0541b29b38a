// Raw connections, for what an HTTP client would never send.

import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface RawConnection {
  readonly socket: Socket;
  /** Waits until what came in matches; the text so far. */
  until(pattern: RegExp): Promise<string>;
  /** All that comes until the other side ends. */
  all(): Promise<string>;
}

/** Connects to loopback and says `first`. Whoever opens one closes it: `socket.destroy()`. */
export function rawConnection(port: number, first: string | Uint8Array = ''): RawConnection {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(first);
  return {
    socket,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        let text = '';
        const hear = (chunk: Buffer) => {
          text += chunk.toString('latin1');
          if (!pattern.test(text)) return;
          socket.off('data', hear).pause();
          resolve(text);
        };
        socket.on('data', hear).once('close', () => reject(new Error(`It ended with: ${text}`)));
      }),
    all: async () => (await buffer(socket)).toString('utf8'),
  };
}

export const portOf = (url: string | null): number => Number(new URL(url ?? '').port);
