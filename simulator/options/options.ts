// The options of createSimulator, as a program gives them. What each must be stands in table.ts.

import type { GzipMode } from '../doors/gzip.js';
import type { Sleep } from '../doors/sleep.js';
import type { LogMode } from '../log/log-mode.js';
import type { TlsChain } from '../pki/chain.js';
import type { SyncMode } from '../store/address.js';
import type { Store } from '../store/store.js';
import type { TenantOptions } from '../tenant/control.js';
import type { WorldOptions } from '../world/world-options.js';

/** What a simulator is made with; everything may be left out. */
export interface SimulatorOptions extends WorldOptions {
  /** Sign with a TEST CA made for this simulator alone, instead of the published one. */
  readonly ephemeralCa?: boolean;
  /** Tenants that are there from the start, besides the default one. */
  readonly tenants?: readonly TenantOptions[];
  /** Host names, besides the loopback ones, under which the control plane may be called. */
  readonly allowHosts?: readonly string[];
  /** Origins, e.g. `http://localhost:3000`, whose pages may call `/_sim/v1` from a browser. */
  readonly allowOrigins?: readonly string[];
  /** Origins off loopback that the app page may go back to, e.g. `https://app.test`. */
  readonly allowRedirects?: readonly string[];
  /** The bearer token of the control plane off loopback, visible ASCII; made at random unless given. */
  readonly controlToken?: string;
  /** What is written to stderr: a line for each call, events as NDJSON, or nothing; `none` unless given. */
  readonly log?: LogMode;
  /** In which language the log speaks; the system's (LANG) unless given. */
  readonly logLanguage?: 'en' | 'ko';
  /**
   * Where everything is kept: `memory`, `file:PATH` (SQLite; one machine, several processes), `redis://…` or `rediss://…`
   * (Redis or Valkey; several machines), or a store of your own; `memory` unless given.
   */
  readonly store?: string | Store;
  /** What a file survives: `normal` the end of the process, `full` a power cut too; `normal` unless given. */
  readonly storeSync?: SyncMode;
  /** What the keys on a Redis server begin with; `kakaocert-simulator` unless given. */
  readonly storePrefix?: string;
  /** `mine` writes the settings of this simulator into the store where they differ; else it does not start. */
  readonly storeSettings?: 'mine';
  /** How delays of the fault of that name wait; the system's timer unless given. */
  readonly sleep?: Sleep;
  /** When answers of the service are compressed; `offered` unless given. */
  readonly gzip?: GzipMode;
  /** The certificates of the TLS door, made before, so that many simulators share one root; made anew unless given. */
  readonly tlsChain?: TlsChain;
}
