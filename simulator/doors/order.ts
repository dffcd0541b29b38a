// Answers of a connection go out in the order of its calls (RFC 9112 §9.3.2). Node keeps that order for whole answers;
// whatever else writes to a socket, or breaks it, waits here for its turn.

import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Runs `act` once all earlier answers of its connection are out. Never, if the connection ends before. */
export function inTurn(response: ServerResponse, act: (socket: Socket) => void): void {
  // Node gives a response its socket when it is its turn.
  if (response.socket !== null) act(response.socket);
  else response.once('socket', act);
}

/** So many calls of a connection are decided before it is their turn. Their answers wait in memory. */
const AHEAD = 8;

/** What is known of the connections of a door. */
export interface Order {
  /** A call has come, whose answer this will be. */
  came(response: ServerResponse): void;
  /**
   * Waits for the turn of a call that came behind many others: a client may send thousands in one piece and read none of
   * the answers. Undefined where it may be decided at once. Never resolves, if the connection ends before.
   */
  begins(response: ServerResponse): Promise<void> | undefined;
  /**
   * Runs `act` in place of the answer to what came last if that never came whole, else after its answer. Never, if the
   * connection ends before, or an answer breaks it.
   */
  afterLast(socket: Socket, act: () => void): void;
}

export function createOrder(): Order {
  const last = new WeakMap<Socket, ServerResponse>();
  /** How many are decided before their turn. */
  const ahead = new WeakMap<Socket, number>();
  return {
    came: (response) => {
      last.set(response.req.socket, response);
    },
    begins(response) {
      // Node gives a response its socket when it is its turn; hardly ever is it not at once.
      if (response.socket !== null) return undefined;
      const { socket } = response.req;
      const before = ahead.get(socket) ?? 0;
      if (before >= AHEAD) return new Promise((resolve) => response.once('socket', () => resolve()));
      ahead.set(socket, before + 1);
      response.once('socket', () => ahead.set(socket, (ahead.get(socket) ?? 1) - 1));
      return undefined;
    },
    afterLast(socket, act) {
      const response = last.get(socket);
      const whenOpen = () => {
        if (socket.writable) act();
      };
      if (response === undefined || response.writableFinished) whenOpen();
      else if (!response.req.complete && !response.headersSent) inTurn(response, whenOpen);
      else response.once('finish', whenOpen);
    },
  };
}
