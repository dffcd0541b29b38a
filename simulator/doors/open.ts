// Opens the doors of one `listen`: plain HTTP always, TLS and the proxy where asked for. All of them or none: what was
// opened before one failed is closed again.

import type { FastifyInstance } from 'fastify';
import type { Engine } from '../engine.js';
import type { TlsChain } from '../pki/chain.js';
import { createFastifyDoor, type FastifyDoorOptions } from './fastify.js';
import type { ListenOptions } from './listen-options.js';
import { isLoopback } from './loopback.js';
import { createOnward } from './onward.js';
import { createProxyDoor } from './proxy.js';
import { createTlsDoor } from './tls.js';

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
  { host = '127.0.0.1', port = 0, tlsPort, proxyPort, proxyPassthrough = false, onBlocked }: ListenOptions,
  chain: () => Promise<TlsChain>,
  options: FastifyDoorOptions,
): Promise<OpenDoors> {
  if (proxyPort !== undefined && !isLoopback(host)) {
    throw new TypeError(`proxyPort: the proxy listens on loopback only, not on "${host}".`);
  }
  const doors: FastifyInstance[] = [];
  const openBeside = async () => {
    if (tlsPort === undefined && proxyPort === undefined) return { tls: null, proxy: null };
    const tlsChain = await chain();
    const tlsDoors: FastifyInstance[] = [];
    const tls = await openAt(doors, host, tlsPort ?? 0, () => {
      const door = createTlsDoor(engine, tlsChain, options);
      tlsDoors.push(door);
      return door;
    });
    if (proxyPort === undefined) return { tls, proxy: null };
    const onward = proxyPassthrough ? { onward: createOnward(process.env) } : {};
    const carryTls: Parameters<typeof createProxyDoor>[1]['carryTls'] = (socket) => {
      tlsDoors[0]?.server.emit('connection', socket);
    };
    const proxy = await openAt(doors, host, proxyPort, () =>
      createProxyDoor(engine, { ...options, carryTls, onBlocked, ...onward }),
    );
    return { tls, proxy };
  };
  try {
    const beside = await openBeside();
    // Last: who waits until /health answers finds the others open, and /tls-ca.pem there.
    const url = await openAt(doors, host, port, () => createFastifyDoor(engine, options));
    return { doors, url, ...beside };
  } catch (error) {
    await Promise.all(doors.map((door) => door.close()));
    throw error;
  }
}

/** What `localhost` may be (RFC 6761 §6.3). A machine need not have both. */
const LOCALHOST = ['127.0.0.1', '::1'] as const;
/** What the system says of an address, or a kind of address, that the machine doesn't have. */
const MISSING: readonly (string | undefined)[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Opens a door at an address; at `localhost` one at each that the machine has, all at the port that the first got. Fastify
 * would serve the others by servers that it makes by itself, with none of our handlers. Puts every door that it makes
 * into `doors`, and gives the URL of the first.
 */
async function openAt(
  doors: FastifyInstance[],
  host: string,
  port: number,
  make: () => FastifyInstance,
): Promise<string> {
  let first: string | undefined;
  let missing: unknown;
  for (const address of host === 'localhost' ? LOCALHOST : [host]) {
    const door = make();
    doors.push(door);
    try {
      const at = first === undefined ? port : Number(new URL(first).port);
      const url = await door.listen({ host: address, port: at });
      first ??= url;
    } catch (error) {
      if (host !== 'localhost' || !MISSING.includes((error as NodeJS.ErrnoException).code)) throw error;
      missing = error;
    }
  }
  if (first === undefined) throw missing;
  return first;
}
