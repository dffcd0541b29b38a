// The door that speaks TLS for the six real host names: the Fastify door with a chain of its own, and the provider only.
// Connections come from its port, or are handed over by the proxy's tunnels, which lead here without another socket.

import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Engine } from '../engine.js';
import type { TlsChain } from '../world/tls-chain.js';
import { createFastifyDoor, type FastifyDoorOptions } from './fastify.js';
import { providerOnly } from './provider-only.js';

/** A Fastify instance serving HTTPS (TLS 1.2 or later, HTTP/1.1) with that chain. */
export function createTlsDoor(engine: Engine, chain: TlsChain, options: FastifyDoorOptions): FastifyInstance {
  const app = createFastifyDoor(providerOnly(engine), { ...options, tls: chain });
  /** Connections below TLS by the caller's port; `true` once the handshake is done. */
  const carriers = new Map<number | undefined, { readonly socket: Socket; isSecure: boolean }>();

  app.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    carriers.set(remotePort, { socket, isSecure: false });
    // A tunnel's socket has no server of its own left that would hear of its end.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => carriers.delete(remotePort));
  });
  app.server.on('secureConnection', (secure: Socket) => {
    const carrier = carriers.get(secure.remotePort);
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
