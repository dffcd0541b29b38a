/// <reference lib="esnext.disposable" preserve="true" />

// The control plane as objects, over any fetch: the same in process and over HTTP. It holds no state of its own.

import type { OperationName } from '../../contracts/protocol/index.js';
import type { ControlEvent } from '../control/event-shapes.js';
import type { ValueOf } from '../control/route.js';
import type {
  AllReceiptsQuery,
  BarrierView,
  CallView,
  Cancel,
  ClockView,
  Finding,
  NewTenant,
  ReceiptsQuery,
  ReceiptView,
  TenantSettings,
  TenantView,
} from '../control/shapes.js';
import type { Fault } from '../core/faults.js';
import type { Outcome } from '../core/outcomes.js';
import {
  type ControlCaller,
  ControlError,
  type ControlOptions,
  createControlCaller,
  createStreamOpener,
} from './control-call.js';
import { type EventsOptions, readEvents } from './control-events.js';
import { type CallExpectations, expectCalls } from './expect-calls.js';

/** An institution to be made; what is not given is made up. */
export type TenantOptions = ValueOf<typeof NewTenant>;

/** Which receipts are listed; all unless told otherwise. */
type ReceiptFilters = Omit<ReceiptsQuery, 'limit' | 'after'>;

/** The same over all tenants. */
type AllReceiptFilters = Omit<AllReceiptsQuery, 'limit' | 'after'>;

/** Calls of one operation held at a line; they start when they are released. */
export interface RaceBarrier {
  /** Resolves once all calls have come; rejects if it is released, or its tenant reset or removed, before. */
  full(): Promise<BarrierView>;
  /** Lets them go one by one, by arrival from 0; as they came unless an order is given. */
  release(order?: readonly number[]): Promise<void>;
}

/** One institution, isolated from all others: its credentials, and everything that can be done to it. */
export interface TenantHandle extends TenantView {
  /** Where its client should call; in process a name that never resolves, for use with `simulator.fetch`. */
  readonly authUrl: string;
  readonly serviceUrl: string;
  readonly clock: {
    now(): Promise<ClockView>;
    /** ISO 8601 duration, e.g. `PT5M`. */
    advance(duration: string): Promise<ClockView>;
    /** ISO 8601 instant with its zone, or a Date. */
    set(instant: string | Date): Promise<ClockView>;
    freeze(): Promise<ClockView>;
    unfreeze(): Promise<ClockView>;
  };
  readonly receipts: {
    /** All of them, oldest first; a list of many is read page by page. */
    list(filters?: ReceiptFilters): Promise<readonly ReceiptView[]>;
    get(receiptId: string): Promise<ReceiptView>;
    view(receiptId: string): Promise<ReceiptView>;
    sign(receiptId: string): Promise<ReceiptView>;
    expire(receiptId: string): Promise<ReceiptView>;
    /**
     * App-to-App: the app comes back without a signature, with this code (5000 unless given: the person cancelled). Status
     * stays 0, and the receipt can be signed later (assumed).
     */
    cancel(receiptId: string, result?: ValueOf<typeof Cancel>): Promise<ReceiptView>;
  };
  /** What the next calls of an operation come to; one call unless `times` is given. */
  readonly outcomes: { add(operation: OperationName, outcome: Outcome): Promise<void> };
  /** What goes wrong between the next calls of an operation and their answers; for one call unless `times` is given. */
  readonly faults: { add(operation: OperationName, fault: Fault): Promise<void> };
  readonly tokens: { expire(): Promise<void> };
  /** Assertions on the journal; each throws with the calls as a table. */
  readonly expect: CallExpectations;
  barrier(operation: OperationName, calls: number): Promise<RaceBarrier>;
  calls(): Promise<readonly CallView[]>;
  clearCalls(): Promise<void>;
  findings(): Promise<readonly Finding[]>;
  clearFindings(): Promise<void>;
  /** Changes settings; the handle's own copies of them stay as they were. */
  change(settings: ValueOf<typeof TenantSettings>): Promise<TenantView>;
  /** Drops receipts, outcomes, faults and journal; keeps credentials and clock. */
  reset(): Promise<void>;
  delete(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Control {
  health(): Promise<{ readonly status: 'ok'; readonly version: string }>;
  /** The root of every signedData, PEM. */
  caPem(): Promise<string>;
  /** The root of the TLS door, PEM; rejects without one. */
  tlsCaPem(): Promise<string>;
  /** Makes a new tenant. */
  createTenant(options?: TenantOptions): Promise<TenantHandle>;
  /** A tenant that is there already, e.g. the default one. */
  tenant(clientCode: string): Promise<TenantHandle>;
  /** All tenants, newest first. */
  tenants(): Promise<readonly TenantView[]>;
  /** The receipts of all tenants, newest first. */
  receipts(filters?: AllReceiptFilters): Promise<readonly ReceiptView[]>;
  /**
   * What happens from now on, one event after another: calls, receipts, findings, tenants and clocks, as the control plane
   * shows them. It ends when the simulator closes. Whoever falls behind goes on where it was, or is told of a `gap`.
   */
  events(options?: EventsOptions): AsyncIterableIterator<ControlEvent>;
  /** Calls that named no tenant. */
  unnamedCalls(): Promise<readonly CallView[]>;
}

/**
 * A client of the control plane at `url`, over HTTP or over any `fetch`; it sends nothing before a method is called. Give
 * `token` where the simulator listens off loopback. Answers are the shapes of the control plane: instants are ISO 8601 UTC
 * with ms, or null. Methods reject with a ControlError (`status`, and `next`: the events that a receipt can take), or with
 * what `fetch` rejects with. Source: `GET /_sim/v1/openapi.json`.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createControl, createSimulator } from 'kakaocert-simulator';
 *
 * await using simulator = await createSimulator();
 * const { url } = await simulator.listen({ port: 0 });
 *
 * const control = createControl({ url });
 * const tenant = await control.createTenant({ clientName: '시험캐피탈' });
 * assert.equal((await control.tenant(tenant.clientCode)).linkId, tenant.linkId);
 * await assert.rejects(control.tenant('000000000000'), { name: 'ControlError', status: 404 });
 * ```
 */
export function createControl(options: ControlOptions): Control {
  return createControlHere(options, () => undefined);
}

/**
 * The same where the simulator is at hand: `here` gives the id of its last event, from which on its events are kept.
 * @internal
 */
export function createControlHere(options: ControlOptions, here: () => string | undefined): Control {
  const call = createControlCaller(options);
  return {
    health: () => call('health', {}),
    caPem: () => call('caPem', {}),
    tlsCaPem: () => call('tlsCaPem', {}),
    createTenant: async (settings = {}) =>
      tenantHandle(await call('createTenant', {}, settings), options.url, call),
    tenant: async (clientCode) => tenantHandle(await call('getTenant', { clientCode }), options.url, call),
    tenants: () =>
      allOf(async (page) => {
        const { tenants, next } = await call('listTenants', page);
        return { items: tenants, next };
      }),
    receipts: (filters = {}) =>
      allOf(async (page) => {
        const { receipts, next } = await call('listAllReceipts', { ...filters, ...page });
        return { items: receipts, next };
      }),
    events: (asked = {}) => readEvents(createStreamOpener(options, asked), { after: here(), ...asked }),
    unnamedCalls: async () => (await call('listUnnamedCalls', {})).calls,
  };
}

/** All items of a list, page by page. */
async function allOf<Item>(
  read: (page: { readonly after?: string }) => Promise<{
    readonly items: readonly Item[];
    readonly next: string | null;
  }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let page: { readonly after?: string } = {};
  for (;;) {
    const { items, next } = await read(page);
    for (const item of items) all.push(item);
    if (next === null) return all;
    page = { after: next };
  }
}

const receiptsOf = (
  self: { readonly clientCode: string },
  call: ControlCaller,
): TenantHandle['receipts'] => ({
  list: (filters = {}) =>
    allOf(async (page) => {
      const { receipts, next } = await call('listReceipts', { ...filters, ...self, ...page });
      return { items: receipts, next };
    }),
  get: (receiptId) => call('getReceipt', { receiptId }),
  view: (receiptId) => call('viewReceipt', { receiptId }),
  sign: (receiptId) => call('signReceipt', { receiptId }),
  expire: (receiptId) => call('expireReceipt', { receiptId }),
  cancel: (receiptId, result = {}) => call('cancelReceipt', { receiptId }, result),
});

function tenantHandle(view: TenantView, url: string, call: ControlCaller): TenantHandle {
  const { clientCode } = view;
  const self = { clientCode };
  const calls = async () => (await call('listCalls', self)).calls;
  const remove = () => call('deleteTenant', self);
  return {
    ...view,
    authUrl: url,
    serviceUrl: url,
    clock: {
      now: () => call('getClock', self),
      advance: (advance) => call('putClock', self, { advance }),
      set: (instant) =>
        call('putClock', self, { set: instant instanceof Date ? instant.toISOString() : instant }),
      freeze: () => call('putClock', self, { freeze: true }),
      unfreeze: () => call('putClock', self, { freeze: false }),
    },
    receipts: receiptsOf(self, call),
    outcomes: {
      async add(operation, outcome) {
        await call('addOutcome', self, { operation, ...outcome });
      },
    },
    faults: {
      async add(operation, fault) {
        await call('addFault', self, { operation, ...fault });
      },
    },
    tokens: { expire: () => call('expireTokens', self) },
    expect: expectCalls(calls),
    async barrier(operation, count) {
      const { id: barrierId } = await call('addBarrier', self, { operation, calls: count });
      return {
        full: () => call('awaitBarrier', { barrierId }),
        release: (order) => call('releaseBarrier', { barrierId }, order === undefined ? {} : { order }),
      };
    },
    calls,
    clearCalls: () => call('clearCalls', self),
    findings: async () => (await call('listFindings', self)).findings,
    clearFindings: () => call('clearFindings', self),
    change: (settings) => call('changeTenant', self, settings),
    reset: () => call('resetTenant', self),
    delete: remove,
    // A test that deleted its tenant itself is done with it.
    [Symbol.asyncDispose]: () =>
      remove().catch((error: unknown) => {
        if (!(error instanceof ControlError && error.status === 404)) throw error;
      }),
  };
}
