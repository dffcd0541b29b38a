/// <reference lib="esnext.disposable" preserve="true" />

// createSimulator(): one world, one engine, and the doors to it. Many may live in one process; nothing is shared.
// A module that failed to load once stays broken as long as the process lives (EMFILE, files that were replaced), so nothing
// is loaded at a call: here and in `listen`, whose rejections tell it. What a page alone asks for comes later (`pageNeeds`).

import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { ControlAccess } from './control/guard.js';
import type { PageNeeds } from './control/page-needs.js';
import { createDoors } from './doors/doors.js';
import { createFetch, type Fetch } from './doors/fetch.js';
import type { ListenOptions } from './doors/listen-options.js';
import { isLoopback } from './doors/loopback.js';
import { createEngine } from './engine.js';
import type { SimulatorOptions } from './options/options.js';
import { listenRows, readOptions, simulatorRows } from './options/table.js';
import { readPageFile } from './page-files.js';
import type { TlsChain } from './pki/chain.js';
import { selfCommand } from './self.js';
import { agreeOnSettings } from './shared-settings.js';
import type { CaMaker } from './signer/certificate-authority.js';
import { readStoreAddress } from './store/address.js';
import { StoreProblem } from './store/problem.js';
import { openReopening, type ReopeningStore } from './store/reopening.js';
import type { Store } from './store/store.js';
import {
  type Control,
  createControl,
  createControlHere,
  type TenantHandle,
  type TenantOptions,
} from './tenant/control.js';
import { ControlError } from './tenant/control-call.js';
import { createWorld, foundWorld, resettle, type World } from './world/world.js';

export type { ListenOptions } from './doors/listen-options.js';

export type { SimulatorOptions } from './options/options.js';

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
  /**
   * Makes a new tenant, isolated from all others; the same as `control.createTenant`. What is not given is made up.
   * Durations are ISO 8601, `clock` answers instants in ISO 8601 UTC with ms. Rejects with a ControlError: 409 for a client
   * code that is taken, 400 for a wrong option. Source: `POST /_sim/v1/tenants` in docs/control.md.
   *
   * @example
   * ```ts
   * import assert from 'node:assert/strict';
   * import { createSimulator } from 'kakaocert-simulator';
   * import { createClient } from 'kakaocert-simulator/client';
   * import { requestCMS } from 'kakaocert-simulator/fixtures';
   *
   * await using simulator = await createSimulator();
   * const tenant = await simulator.tenant({ clientName: '시험캐피탈' });
   * const client = createClient({ ...tenant, fetch: simulator.fetch });
   *
   * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS({ Expires_in: 300 }));
   * await tenant.clock.advance('PT5M');
   * assert.equal((await tenant.receipts.get(receiptId)).state, 2); // expired
   * await tenant.expect.sequence('token', 'requestCMS');
   * ```
   */
  tenant(options?: TenantOptions): Promise<TenantHandle>;
  /**
   * Serves HTTP until `close`. Rejects with the system's error, e.g. `EADDRINUSE`, and with an error of ours if `close` is
   * called before it listens. After `close` it may listen again, with all that it knew: a service that was down.
   */
  listen(options?: ListenOptions): Promise<Listening>;
  /**
   * Answers what was sent and stops listening, also where it is only about to listen; gives calls 5,000 ms. May be called
   * again, and at the same time.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Where in-process clients call: a reserved name (RFC 6761), so that a forgotten `fetch` reaches nobody. */
const IN_PROCESS = 'http://kakaocert-simulator.test';

/**
 * Makes a simulator: one world of tenants, receipts and clocks, with the default tenant (LinkID `TESTER`) in it. Nothing
 * listens, and nothing but memory is touched, until `listen` (or a `store` that is a file or a server). Durations in
 * options are ISO 8601, instants are ISO 8601 UTC with ms. Rejects with a TypeError that names the option which is wrong;
 * `listen` rejects with the system's error, e.g. `EADDRINUSE`. Source: protocol.md §1–3 for what it answers.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 *
 * await using simulator = await createSimulator({ sign: 'immediate' });
 * const tenant = await simulator.tenant();
 * const client = createClient({ ...tenant, fetch: simulator.fetch });
 *
 * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
 * assert.equal((await client.getCMSState(tenant.clientCode, receiptId)).state, 1);
 * ```
 */
export async function createSimulator(given: SimulatorOptions = {}): Promise<Simulator> {
  const options = readOptions(given, simulatorRows, 'the options of createSimulator');
  const caMaker = await loadCaMaker(options);
  const store = await openedStore(options);
  const world = await madeWorld(options, store, caMaker).catch(async (error: unknown) => {
    await store?.close();
    throw error instanceof StoreProblem ? new TypeError(`store: ${error.message}.`) : error;
  });
  const engineFor = createEngine(world, pageNeeds(options));
  const log = await startedLog(options, world);
  const { allowHosts = [], allowOrigins = [] } = options;
  const theChain = chainMaker(options, world);
  /** What a door asks of a control call is settled when it opens: another door changes nothing of it. */
  const accessOf = (host: string, token: string | null): ControlAccess => ({
    allowHosts: [...allowHosts, inHostHeader(host)],
    allowOrigins,
    token,
    tlsCa: theChain.root,
  });
  const inProcess: ControlAccess = { allowHosts, allowOrigins, token: null, tlsCa: theChain.root };
  const fetch = createFetch(engineFor(inProcess), options.sleep);
  const control = createControlHere({ url: IN_PROCESS, fetch }, world.events.here);
  await makeTenants(options, createControl({ url: IN_PROCESS, fetch, language: options.logLanguage }), world);

  const doors = createDoors();
  let made: string | undefined;
  const controlToken = () => {
    made ??= options.controlToken ?? randomBytes(24).toString('base64url');
    return made;
  };
  const close = async () => {
    world.events.end();
    await doors.close();
    await store?.close();
  };
  return {
    fetch,
    control,
    tenant: control.createTenant,
    async listen(givenPlace = {}) {
      const place = readOptions(givenPlace, listenRows, 'the options of listen');
      // In memory nothing is waited for: whoever closes it right after this call closes what is opening.
      if (store !== undefined) await store.reopen();
      const { host = '127.0.0.1' } = place;
      const access = accessOf(host, isLoopback(host) ? null : controlToken());
      const { url, tls, proxy } = await doors.open(async () => {
        const { openDoors } = await import('./doors/open.js');
        return openDoors(engineFor(access), place, theChain.get, doorOptions(options));
      });
      log?.listensAt(url);
      return {
        url,
        port: Number(new URL(url).port),
        controlToken: access.token,
        tls,
        proxy,
        tlsCa: tls === null ? null : theChain.root(),
      };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** pkijs takes longer to load than all of ours, and the published CA needs none of it. */
const loadCaMaker = async ({ ephemeralCa = false }: SimulatorOptions): Promise<CaMaker | undefined> =>
  ephemeralCa ? (await import('./signer/authority.js')).caMaker : undefined;

/** The store that is asked for; undefined for the one in memory. What an engine needs is loaded for it alone. */
async function openedStore(options: SimulatorOptions): Promise<ReopeningStore | undefined> {
  const { store = 'memory', storeSync: sync, storePrefix: prefix } = options;
  const address = typeof store === 'string' ? readStoreAddress(store) : undefined;
  if (typeof store === 'string' && (address === undefined || address.engine === 'memory')) return undefined;
  const open = async (): Promise<Store> => {
    if (typeof store !== 'string') return store;
    if (address?.engine === 'file') {
      const { openFile } = await import('./store/sqlite/open.js');
      return openFile(address.path, {
        ...(sync === undefined ? {} : { sync }),
        peer: () => importPeer(SQLITE_PEER),
      });
    }
    const { openRedis } = await import('./store/redis/open.js');
    return openRedis(store, { load: () => importPeer(REDIS_PEER), prefix });
  };
  return openReopening(open).catch((error: Error) => {
    throw error instanceof StoreProblem ? new TypeError(`store: ${error.message}.`) : error;
  });
}

const SQLITE_PEER = '@photostructure/sqlite';
const REDIS_PEER = '@redis/client';

/** By a name that no bundler follows: the package is there only for those who asked for it. */
const importPeer = (name: string): Promise<unknown> => import(name);

async function madeWorld(
  options: SimulatorOptions,
  store: Store | undefined,
  caMaker: CaMaker | undefined,
): Promise<World> {
  const world = createWorld(options, store, caMaker);
  if (store === undefined) return world;
  const isOverruled = await agreeOnSettings(world.agreement, options);
  await foundWorld(world, options);
  if (isOverruled) await resettle(world, options);
  return world;
}

/** The tenants that are to be there from the start. In a store they may be there from an earlier one. */
async function makeTenants(
  { tenants = [] }: SimulatorOptions,
  control: Control,
  { agreement, store }: World,
): Promise<void> {
  for (const [at, tenant] of tenants.entries()) {
    const make = () =>
      control.createTenant(tenant).then(
        ({ clientCode }) => clientCode,
        (error: Error) => {
          const isThere = store.shared && error instanceof ControlError && error.status === 409;
          if (isThere && tenant.clientCode !== undefined) return tenant.clientCode;
          throw new TypeError(`tenants: ${error.message}`);
        },
      );
    await agreement.agree(`tenant/${at}`, make, 'store');
  }
}

async function startedLog({ log: mode, logLanguage: language }: SimulatorOptions, world: World) {
  if (mode === undefined || mode === 'none') return undefined;
  const { startLog } = await import('./log/log.js');
  const { stderr: stream, env } = process;
  return startLog(world, mode, { stream, env, language, self: selfCommand() });
}

/** An address as it stands in a Host header (RFC 9110 §7.2). */
const inHostHeader = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host.toLowerCase());

/** What pages need: it is read when a page asks for it, and if that fails, the page alone is told. */
const pageNeeds = ({ people = {}, allowRedirects = [] }: SimulatorOptions): PageNeeds => ({
  people,
  allowRedirects,
  file: readPageFile,
  reader: () => import('../contracts/signed-data/index.js'),
});

const doorOptions = ({ sleep, gzip }: SimulatorOptions) => ({
  ...(sleep === undefined ? {} : { sleep }),
  ...(gzip === undefined ? {} : { gzip }),
});

interface ChainMaker {
  readonly get: () => Promise<TlsChain>;
  /** The root, PEM; null until a TLS door asked for the chain. */
  readonly root: () => string | null;
}

/** One chain for all TLS doors of a simulator, made when the first of them opens. */
function chainMaker({ tlsChain }: SimulatorOptions, { now, ids, agreement }: World): ChainMaker {
  let chain: Promise<TlsChain> | undefined;
  let root: string | null = null;
  const make = async () => {
    const { createTlsChain } = await import('./pki/tls-chain.js');
    return agreement.agree('tls', () => createTlsChain({ now, bytes: ids.bytes }));
  };
  return {
    async get() {
      chain ??= tlsChain === undefined ? make() : Promise.resolve(tlsChain);
      const made = await chain;
      root = made.rootPem;
      return made;
    },
    root: () => root,
  };
}
