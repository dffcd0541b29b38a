// The ways to a simulator's doors: each gives a connection on which HTTP can be spoken. Whoever opens one closes it.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { portOf } from './connections.js';

/** Where the doors are, as `listen` and the ready line tell it. */
export interface Places {
  readonly url: string;
  readonly tls: string | null;
  readonly proxy: string | null;
  readonly tlsCa: string | null;
}

export const HOST = 'kakaocert-api.linkhub.co.kr';

export async function connected(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, host);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function tunnelled({ proxy }: Places, port: number): Promise<Socket> {
  const socket = await connected(portOf(proxy));
  socket.write(`CONNECT ${HOST}:${port} HTTP/1.1\r\nhost: ${HOST}:${port}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}

async function secured({ tlsCa }: Places, socket: Socket): Promise<Socket> {
  const secure = connectTls({ socket, ca: tlsCa ?? '', servername: HOST });
  secure.on('error', () => {});
  await once(secure, 'secureConnect');
  return secure;
}

export const ways = {
  plain: ({ url }) => connected(portOf(url)),
  tls: async (places) => secured(places, await connected(portOf(places.tls))),
  'proxy, plain': ({ proxy }) => connected(portOf(proxy)),
  'proxy, tunnel to 80': (places) => tunnelled(places, 80),
  'proxy, tunnel to 443': async (places) => secured(places, await tunnelled(places, 443)),
} as const satisfies Readonly<Record<string, (places: Places) => Promise<Socket>>>;

export type Way = keyof typeof ways;
export const wayNames = Object.keys(ways) as Way[];
