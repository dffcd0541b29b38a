// The door that speaks TLS for the six real host names: the Fastify door with a chain of its own, and the provider only.
// Connections come from its port, or are handed over by the proxy's tunnels, which lead here without another socket.

import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Engine } from '../engine.js';
import type { TlsChain } from '../pki/chain.js';
import { createFastifyDoor, type FastifyDoorOptions } from './fastify.js';
import { PLAIN_AT_TLS } from './notices.js';
import { providerOnly } from './provider-only.js';

/** A Fastify instance serving HTTPS (TLS 1.2 or later, HTTP/1.1) with that chain. */
export function createTlsDoor(engine: Engine, chain: TlsChain, options: FastifyDoorOptions): FastifyInstance {
  const app = createFastifyDoor(providerOnly(engine), { ...options, tls: chain });
  /** Connections below TLS by their ends. */
  const carriers = new Map<string, { readonly socket: Socket; isSecure: boolean }>();

  app.server.on('connection', (socket: Socket) => {
    const ends = endsOf(socket);
    carriers.set(ends, { socket, isSecure: false });
    // A tunnel's socket has no server of its own left that would hear of its end.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => carriers.delete(ends));
  });
  app.server.on('tlsClientError', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'ERR_SSL_HTTP_REQUEST') engine.notice(PLAIN_AT_TLS);
  });
  app.server.on('secureConnection', (secure: Socket) => {
    const carrier = carriers.get(endsOf(secure));
    if (carrier === undefined) return;
    carrier.isSecure = true;
    // The fault "reset" needs the connection below: Node resets TCP handles only.
    secure.resetAndDestroy = () => {
      carrier.socket.resetAndDestroy();
      return secure;
    };
  });
  app.addHook('preClose', async () => {
    for (const { socket, isSecure } of carriers.values()) if (!isSecure) socket.destroy();
  });
  return app;
}

/** What tells a connection from all others: a tunnel's own end is the proxy's port. */
const endsOf = ({ remoteAddress, remotePort, localPort }: Socket) =>
  [remoteAddress, remotePort, localPort].join(' ');
