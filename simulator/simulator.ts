// createSimulator(): one world, one engine, and the doors to it. Many may live in one process; nothing is shared.

import { randomBytes } from 'node:crypto';
import { type ControlAccess, isControlToken } from './control/guard.js';
import { parseSignPlan, SIGN_PLANS } from './core/sign-plan.js';
import { createFetch, type Fetch } from './doors/fetch.js';
import type { GzipMode } from './doors/gzip.js';
import type { ListenOptions } from './doors/listen-options.js';
import { isLoopback } from './doors/loopback.js';
import type { Sleep } from './doors/sleep.js';
import { createEngine } from './engine.js';
import type { TlsChain } from './pki/chain.js';
import { type Control, createControl, type TenantHandle, type TenantOptions } from './tenant/control.js';
import { createWorld, type WorldOptions } from './world/world.js';

export type { ListenOptions } from './doors/listen-options.js';

export interface SimulatorOptions extends WorldOptions {
  /** Host names, besides the loopback ones, under which the control plane may be called. */
  readonly allowHosts?: readonly string[];
  /** The bearer token of the control plane off loopback, visible ASCII; made at random unless given. */
  readonly controlToken?: string;
  /** pino's level; `silent` unless given. Logs go to stderr. */
  readonly logLevel?: string;
  /** How delays of the fault of that name wait; the system's timer unless given. */
  readonly sleep?: Sleep;
  /** When answers of the service are compressed; `offered` unless given. */
  readonly gzip?: GzipMode;
  /** The certificates of the TLS door, made before, so that many simulators share one root; made anew unless given. */
  readonly tlsChain?: TlsChain;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Needed on every control call but /health, because the simulator listens off loopback; null on loopback. */
  readonly controlToken: string | null;
  /** `https://host:port` of the TLS door; null without one. */
  readonly tls: string | null;
  /** `http://host:port` of the proxy; null without one. */
  readonly proxy: string | null;
  /** The root of the TLS door's certificates, PEM; null without one. */
  readonly tlsCa: string | null;
}

export interface Simulator {
  /** `fetch` answered in process, without a port. The origin of the URL is ignored. */
  readonly fetch: Fetch;
  /** The control plane, in process. */
  readonly control: Control;
  /** Makes a new tenant, isolated from all others; the same as `control.createTenant`. */
  tenant(options?: TenantOptions): Promise<TenantHandle>;
  /** Serves HTTP until `close`. Rejects with the system's error, e.g. `EADDRINUSE`. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Finishes what is in flight and stops listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Where in-process clients call: a reserved name (RFC 6761), so that a forgotten `fetch` reaches nobody. */
const IN_PROCESS = 'http://kakaocert-simulator.test';

/** Makes a simulator. Nothing listens, and nothing but memory is touched, until `listen`. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  if (options.sign !== undefined && parseSignPlan(options.sign) === undefined) {
    throw new TypeError(`sign: "${options.sign}" is none of ${SIGN_PLANS}.`);
  }
  if (options.controlToken !== undefined && !isControlToken(options.controlToken)) {
    throw new TypeError(
      'controlToken: it must be one or more visible ASCII characters without spaces; leave it out to have one made.',
    );
  }
  const allowHosts = (options.allowHosts ?? []).map((host) => host.toLowerCase());
  let token: string | null = null;
  let tlsCa: string | null = null;
  const access = (): ControlAccess => ({ allowHosts, token, tlsCa });
  const world = createWorld(options);
  const engine = createEngine(world, access);
  const doors: { close(): PromiseLike<unknown> }[] = [];

  let chain: Promise<TlsChain> | undefined;
  /** One chain for all TLS doors of this simulator, made when the first of them opens. */
  const theChain = (): Promise<TlsChain> => {
    chain ??= (
      options.tlsChain === undefined
        ? import('./pki/tls-chain.js').then(({ createTlsChain }) =>
            createTlsChain({ now: world.now, bytes: world.ids.bytes }),
          )
        : Promise.resolve(options.tlsChain)
    ).then((made) => {
      tlsCa = made.rootPem;
      return made;
    });
    return chain;
  };

  const close = async () => {
    await Promise.all(doors.splice(0).map((door) => door.close()));
  };
  const fetch = createFetch(engine, options.sleep);
  const control = createControl({ url: IN_PROCESS, fetch });
  return {
    fetch,
    control,
    tenant: control.createTenant,
    async listen(listenOptions = {}) {
      const { openDoors } = await import('./doors/open.js');
      if (!isLoopback(listenOptions.host ?? '127.0.0.1')) {
        token ??= options.controlToken ?? randomBytes(24).toString('base64url');
      }
      const opened = await openDoors(engine, listenOptions, theChain, {
        ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }),
        ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
        ...(options.gzip === undefined ? {} : { gzip: options.gzip }),
      });
      doors.push(...opened.doors);
      const { url, tls, proxy } = opened;
      return {
        url,
        port: Number(new URL(url).port),
        controlToken: token,
        tls,
        proxy,
        tlsCa: tls === null ? null : tlsCa,
      };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
