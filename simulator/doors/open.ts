// Opens the doors of one `listen`: plain HTTP always, TLS and the proxy where asked for. All of them or none: what was
// opened before one failed is closed again.

import type { FastifyInstance } from 'fastify';
import type { Engine } from '../engine.js';
import type { TlsChain } from '../pki/chain.js';
import { createFastifyDoor, type FastifyDoorOptions } from './fastify.js';
import type { ListenOptions } from './listen-options.js';
import { isLoopback } from './loopback.js';

export interface OpenDoors {
  readonly doors: readonly FastifyInstance[];
  readonly url: string;
  /** Where TLS is served, `https://127.0.0.1:<port>`; its certificate is for the real host names alone. */
  readonly tls: string | null;
  readonly proxy: string | null;
}

/** Opens them. `chain` is asked for only where TLS is. Rejects with the system's error, e.g. `EADDRINUSE`. */
export async function openDoors(
  engine: Engine,
  { host = '127.0.0.1', port = 0, tlsPort, proxyPort, proxyPassthrough = false }: ListenOptions,
  chain: () => Promise<TlsChain>,
  options: FastifyDoorOptions,
): Promise<OpenDoors> {
  if (proxyPort !== undefined && !isLoopback(host)) {
    throw new TypeError(`proxyPort: the proxy listens on loopback only, not on "${host}".`);
  }
  const doors: FastifyInstance[] = [];
  const open = async (app: FastifyInstance, at: { host: string; port: number }) => {
    doors.push(app);
    return app.listen(at);
  };
  try {
    const url = await open(createFastifyDoor(engine, options), { host, port });
    if (tlsPort === undefined && proxyPort === undefined) return { doors, url, tls: null, proxy: null };
    const { createTlsDoor } = await import('./tls.js');
    const tlsDoor = createTlsDoor(engine, await chain(), options);
    const tls = await open(tlsDoor, { host, port: tlsPort ?? 0 });
    if (proxyPort === undefined) return { doors, url, tls, proxy: null };
    const { createProxyDoor } = await import('./proxy.js');
    const proxyDoor = createProxyDoor(engine, {
      ...options,
      carryTls: (socket) => {
        tlsDoor.server.emit('connection', socket);
      },
      ...(proxyPassthrough ? { onward: await onwardWay() } : {}),
    });
    // One address: Fastify would serve "localhost" by two servers, and tunnels are of one.
    const proxy = await open(proxyDoor, { host: host === 'localhost' ? '127.0.0.1' : host, port: proxyPort });
    return { doors, url, tls, proxy };
  } catch (error) {
    await Promise.all(doors.map((door) => door.close()));
    throw error;
  }
}

async function onwardWay() {
  const { createOnward } = await import('./onward.js');
  return createOnward(process.env);
}
