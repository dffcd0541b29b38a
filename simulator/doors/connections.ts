// What a door knows of its connections: which are open, which it has given up, and how they end when it closes.

import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { OpenStream } from '../core/call.js';
import { createOrder, type Order } from './order.js';
import { createTurn, realSleep, type Turn } from './sleep.js';

/** A door that answered within this time before it closes, ms, hears so long what its clients say next. */
const LINGER = 50;
const LINGER_STEP = 5;
/** New clients may come all the time; it ends after so many steps. */
const LINGER_STEPS = 100;

export interface Connections {
  closing: boolean;
  /** When the last answer went out, ms. */
  answeredAt: number;
  readonly open: Set<Socket>;
  /** Those that nothing more will be said on; the other end may hold them open. */
  readonly broken: Set<Socket>;
  /** Those that sent what is no HTTP; nothing that comes after it is looked at. */
  readonly refused: WeakSet<Socket>;
  /** Streams that are being read: they would go on for ever. */
  readonly streams: Set<OpenStream>;
  readonly order: Order;
  readonly turn: Turn;
}

export const createConnections = (order: Order = createOrder()): Connections => ({
  closing: false,
  answeredAt: Number.NEGATIVE_INFINITY,
  open: new Set(),
  broken: new Set(),
  refused: new WeakSet(),
  streams: new Set(),
  order,
  turn: createTurn(),
});

/** Follows those of a server. */
export function follow({ open, order }: Connections, server: Server): void {
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.prependListener('request', (_request, response) => order.came(response));
  // Whoever has said all and closes that direction still hears the answer; Node would end the other one at once.
  Object.assign(server, { httpAllowHalfOpen: true });
}

/** Nothing more will be said on it. */
export function abandon({ broken }: Connections, socket: Socket): void {
  broken.add(socket);
  // Whoever waits in vain and hangs up is not kept.
  socket.once('end', () => socket.end());
  socket.once('close', () => broken.delete(socket));
}

/**
 * From now on every answer ends its connection. Resolves when the rest may be cut: calls that had been sent are read, and
 * clients that were being answered a moment ago, who will call again before they can know, get their answer too.
 */
export async function hearLastCalls(connections: Connections): Promise<void> {
  const { open, broken, streams, turn } = connections;
  connections.closing = true;
  for (const stream of streams) stream.end();
  for (const socket of broken) socket.destroy();
  // One turn for a connection that is not yet accepted, one for its call.
  await turn();
  await turn();
  const isBusy = () => open.size > 0 && performance.now() - connections.answeredAt < LINGER;
  for (let step = 0; step < LINGER_STEPS && isBusy(); step += 1) await realSleep(LINGER_STEP);
  // Node takes those that never said anything for busy.
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
}
