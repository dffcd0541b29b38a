// The control plane as objects, over any fetch: the same in process and over HTTP. It holds no state of its own.

import type { OperationName } from '../../contracts/protocol/index.js';
import type { ClockView, ReceiptView, TenantView } from '../control/messages.js';
import type { Fault } from '../core/faults.js';
import type { CallView } from '../core/journal.js';
import type { QueuedOutcome } from '../core/outcome.js';
import type { Form } from '../core/tampering.js';
import type { SubClient } from '../core/tenant.js';
import type { Fetch } from '../doors/fetch.js';
import type { BarrierView } from '../world/barriers.js';
import type { Finding } from '../world/journal.js';
import { type CallExpectations, expectCalls } from './expect-calls.js';

export interface ControlOptions {
  /** Where the simulator listens, e.g. `http://127.0.0.1:9080`. */
  readonly url: string;
  /** The control token, needed off loopback. */
  readonly token?: string;
  readonly fetch?: Fetch;
}

export interface TenantOptions {
  readonly clientCode?: string;
  readonly clientName?: string;
  readonly linkId?: string;
  readonly secretKey?: string;
  readonly subClients?: readonly SubClient[];
  readonly sign?: string;
  /** The form of signedData: `der`, `observed` or `cades`. */
  readonly form?: Form;
}

/** A refusal of the control plane (RFC 9457); `next` are the legal next events of a receipt. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;
  readonly next: readonly string[];

  constructor(message: string, status: number, next: readonly string[] = []) {
    super(message);
    this.status = status;
    this.next = next;
  }
}

type Outcome = Omit<QueuedOutcome, 'operation' | 'times'> & { readonly times?: number };

/** Calls of one operation held at a line; they start when they are released. */
export interface RaceBarrier {
  /** Resolves once all calls have come. */
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
    list(): Promise<readonly ReceiptView[]>;
    get(receiptId: string): Promise<ReceiptView>;
    view(receiptId: string): Promise<ReceiptView>;
    sign(receiptId: string): Promise<ReceiptView>;
    expire(receiptId: string): Promise<ReceiptView>;
  };
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
  change(settings: Omit<TenantOptions, 'clientCode' | 'linkId'>): Promise<TenantView>;
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
  /** Calls that named no tenant. */
  unnamedCalls(): Promise<readonly CallView[]>;
}

/** A client of the control plane at `url`. */
export function createControl({ url, token, fetch = globalThis.fetch }: ControlOptions): Control {
  const base = `${url.replace(/\/$/, '')}/_sim/v1`;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const send = async (method: string, path: string, body?: object): Promise<string> => {
    const response = await fetch(base + path, {
      method,
      // Followed, a redirect would take the token to a place that nobody chose.
      redirect: 'manual',
      headers: { ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text;
    const problem = readProblem(text);
    throw new ControlError(
      `${method} ${path}: ${problem.detail ?? response.status}`,
      response.status,
      problem.next,
    );
  };
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const text = await send(method, path, body);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };

  return {
    health: () => call('GET', '/health'),
    caPem: () => send('GET', '/ca.pem'),
    tlsCaPem: () => send('GET', '/tls-ca.pem'),
    createTenant: async (options = {}) => tenantHandle(await call('POST', '/tenants', options), url, call),
    tenant: async (clientCode) =>
      tenantHandle(await call('GET', `/tenants/${encodeURIComponent(clientCode)}`), url, call),
    unnamedCalls: async () => (await call<{ calls: CallView[] }>('GET', '/calls')).calls,
  };
}

function readProblem(text: string): { detail?: string; next?: string[] } {
  try {
    return JSON.parse(text) as { detail?: string; next?: string[] };
  } catch {
    return { detail: text };
  }
}

type Caller = <T>(method: string, path: string, body?: object) => Promise<T>;

function tenantHandle(view: TenantView, url: string, call: Caller): TenantHandle {
  const path = `/tenants/${view.clientCode}`;
  const put = (change: object) => call<ClockView>('PUT', `${path}/clock`, change);
  const person = (event: string) => (receiptId: string) =>
    call<ReceiptView>('POST', `/receipts/${encodeURIComponent(receiptId)}/${event}`);
  const calls = async () => (await call<{ calls: CallView[] }>('GET', `${path}/calls`)).calls;
  const remove = () => call<void>('DELETE', path);
  return {
    ...view,
    authUrl: url,
    serviceUrl: url,
    clock: {
      now: () => call('GET', `${path}/clock`),
      advance: (duration) => put({ advance: duration }),
      set: (instant) => put({ set: instant instanceof Date ? instant.toISOString() : instant }),
      freeze: () => put({ freeze: true }),
      unfreeze: () => put({ freeze: false }),
    },
    receipts: {
      list: async () => (await call<{ receipts: ReceiptView[] }>('GET', `${path}/receipts`)).receipts,
      get: (receiptId) => call('GET', `/receipts/${encodeURIComponent(receiptId)}`),
      view: person('view'),
      sign: person('sign'),
      expire: person('expire'),
    },
    outcomes: { add: (operation, outcome) => call('POST', `${path}/outcomes`, { operation, ...outcome }) },
    faults: { add: (operation, fault) => call('POST', `${path}/faults`, { operation, ...fault }) },
    tokens: { expire: () => call('POST', `${path}/tokens/expire`) },
    expect: expectCalls(calls),
    async barrier(operation, count) {
      const { id } = await call<BarrierView>('POST', `${path}/barriers`, { operation, calls: count });
      return {
        full: () => call('GET', `/barriers/${id}`),
        release: (order) => call('POST', `/barriers/${id}/release`, order === undefined ? {} : { order }),
      };
    },
    calls,
    clearCalls: () => call('DELETE', `${path}/calls`),
    findings: async () => (await call<{ findings: Finding[] }>('GET', `${path}/findings`)).findings,
    clearFindings: () => call('DELETE', `${path}/findings`),
    change: (settings) => call('PATCH', path, settings),
    reset: () => call('POST', `${path}/reset`),
    delete: remove,
    // A test that deleted its tenant itself is done with it.
    [Symbol.asyncDispose]: () =>
      remove().catch((error: unknown) => {
        if (!(error instanceof ControlError && error.status === 404)) throw error;
      }),
  };
}
