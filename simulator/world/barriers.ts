// Race barriers: calls of an operation are held until as many as asked for have come, and then let go one by one in
// the order the test author chose. Promises, no timers; a barrier lives in this process only. Every call looks here, so
// a barrier is found by tenant and operation; and whoever waits for one hears what became of it.

import type { OperationName } from '../../contracts/protocol/index.js';
import { arrangementLimits } from '../core/arrangements.js';

interface Held {
  readonly go: () => void;
  readonly done: Promise<void>;
}

/** What a barrier comes to: it holds all its calls, or it was let go, or dropped with all of its tenant's, before. */
export type BarrierEnd = 'full' | 'released' | 'dropped';

export interface Barrier {
  readonly id: string;
  readonly clientCode: string;
  readonly operation: OperationName;
  /** How many calls it holds when it is full. */
  readonly calls: number;
  /** By arrival. */
  readonly held: Held[];
  readonly end: Promise<BarrierEnd>;
  /** Says what it comes to; only the first word counts. */
  readonly settle: (end: BarrierEnd) => void;
}

/** The limit that a barrier would pass. */
export type OverLimit = Extract<keyof typeof arrangementLimits, 'barriers' | 'heldCalls'>;

export interface Barriers {
  /** A new barrier, or the limit that it would pass. */
  add(clientCode: string, operation: OperationName, calls: number): Barrier | OverLimit;
  /** A barrier that was not released yet. */
  find(id: string): Barrier | undefined;
  /** A tenant's barriers that were not released yet, oldest first. */
  of(clientCode: string): readonly Barrier[];
  /** Lets the calls go, each after the one before is through; `order` lists them by arrival, from 0. */
  release(id: string, order: readonly number[] | undefined): Promise<'released' | 'unknown' | 'badOrder'>;
  /** Waits at the tenant's barrier for the operation, if there is one; the result says when the call is through. */
  pass(clientCode: string, operation: OperationName): Promise<() => void> | undefined;
  /** Lets everything of a tenant go, at once and in no order. */
  drop(clientCode: string): void;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** A tenant's barriers, oldest first: all of them, and by operation those that hold fewer calls than they are for. */
interface Own {
  readonly all: Set<Barrier>;
  readonly open: Map<OperationName, Set<Barrier>>;
}

const newBarrier = (id: string, clientCode: string, operation: OperationName, calls: number): Barrier => {
  const { promise: end, resolve: settle } = deferred<BarrierEnd>();
  return { id, clientCode, operation, calls, held: [], end, settle };
};

/** One after the other, each once the one before is through. */
async function letGo({ held }: Barrier, order: readonly number[]): Promise<void> {
  for (const at of order) {
    held[at]?.go();
    await held[at]?.done;
  }
}

/** One more call waits at a barrier; the last one fills it. */
function hold(barrier: Barrier): Promise<() => void> {
  const gone = deferred<void>();
  const through = deferred<void>();
  barrier.held.push({ go: gone.resolve, done: through.promise });
  if (barrier.held.length === barrier.calls) barrier.settle('full');
  return gone.promise.then(() => through.resolve);
}

/** Whether an order names each of `count` calls once. */
function isOrderOf(count: number, order: readonly number[]): boolean {
  const sorted = [...order].sort((a, b) => a - b);
  return sorted.length === count && sorted.every((at, index) => at === index);
}

export function createBarriers(): Barriers {
  const barriers = new Map<string, Barrier>();
  const owned = new Map<string, Own>();
  let count = 0;
  /** The calls that the barriers are for. */
  let calls = 0;

  const remove = (barrier: Barrier, end: BarrierEnd) => {
    const { id, clientCode, operation } = barrier;
    const own = owned.get(clientCode);
    barriers.delete(id);
    own?.all.delete(barrier);
    own?.open.get(operation)?.delete(barrier);
    if (own?.all.size === 0) owned.delete(clientCode);
    calls -= barrier.calls;
    barrier.settle(end);
  };

  const add: Barriers['add'] = (clientCode, operation, ofBarrier) => {
    const own: Own = owned.get(clientCode) ?? { all: new Set(), open: new Map() };
    if (own.all.size >= arrangementLimits.barriers) return 'barriers';
    if (calls + ofBarrier > arrangementLimits.heldCalls) return 'heldCalls';
    count += 1;
    calls += ofBarrier;
    const barrier = newBarrier(String(count), clientCode, operation, ofBarrier);
    const open = own.open.get(operation) ?? new Set();
    own.all.add(barrier);
    own.open.set(operation, open.add(barrier));
    owned.set(clientCode, own);
    barriers.set(barrier.id, barrier);
    return barrier;
  };

  return {
    add,
    find: (id) => barriers.get(id),
    of: (clientCode) => [...(owned.get(clientCode)?.all ?? [])],
    async release(id, order) {
      const barrier = barriers.get(id);
      if (barrier === undefined) return 'unknown';
      const chosen = order ?? [...barrier.held.keys()];
      if (!isOrderOf(barrier.held.length, chosen)) return 'badOrder';
      remove(barrier, 'released');
      await letGo(barrier, chosen);
      return 'released';
    },
    pass(clientCode, operation) {
      const open = owned.get(clientCode)?.open.get(operation);
      if (open === undefined) return undefined;
      const [barrier] = open;
      if (barrier === undefined) return undefined;
      const held = hold(barrier);
      if (barrier.held.length === barrier.calls) open.delete(barrier);
      return held;
    },
    drop(clientCode) {
      for (const barrier of owned.get(clientCode)?.all ?? []) {
        remove(barrier, 'dropped');
        for (const held of barrier.held) held.go();
      }
    },
  };
}
