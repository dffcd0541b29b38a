// Race barriers: calls of an operation are held until as many as asked for have come, and then let go one by one in
// the order the test author chose. Promises, no timers; a barrier lives in this process only.

import type { OperationName } from '../../contracts/protocol/index.js';

interface Held {
  readonly go: () => void;
  readonly done: Promise<void>;
}

export interface Barrier {
  readonly id: string;
  readonly clientCode: string;
  readonly operation: OperationName;
  /** How many calls it holds when it is full. */
  readonly calls: number;
  /** By arrival. */
  readonly held: Held[];
  readonly full: Promise<void>;
  readonly fill: () => void;
}

export interface Barriers {
  add(clientCode: string, operation: OperationName, calls: number): Barrier;
  /** Resolves when the barrier holds all its calls; undefined if there is no such barrier. */
  full(id: string): Promise<Barrier> | undefined;
  /** Lets the calls go, each after the one before is through; `order` lists them by arrival, from 0. */
  release(id: string, order: readonly number[] | undefined): Promise<'released' | 'unknown' | 'badOrder'>;
  /** Waits at the tenant's barrier for the operation, if there is one; the result says when the call is through. */
  pass(clientCode: string, operation: OperationName): Promise<() => void> | undefined;
  /** Lets everything of a tenant go, at once and in no order. */
  drop(clientCode: string): void;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

export function createBarriers(): Barriers {
  const barriers = new Map<string, Barrier>();
  let count = 0;

  const letGo = async (barrier: Barrier, order: readonly number[]) => {
    barriers.delete(barrier.id);
    for (const at of order) {
      const held = barrier.held[at];
      held?.go();
      await held?.done;
    }
  };
  const arrivals = ({ held }: Barrier) => held.map((_, at) => at);

  return {
    add(clientCode, operation, calls) {
      count += 1;
      const { promise: full, resolve: fill } = deferred();
      const barrier: Barrier = { id: String(count), clientCode, operation, calls, held: [], full, fill };
      barriers.set(barrier.id, barrier);
      return barrier;
    },
    full(id) {
      const barrier = barriers.get(id);
      return barrier?.full.then(() => barrier);
    },
    async release(id, order) {
      const barrier = barriers.get(id);
      if (barrier === undefined) return 'unknown';
      const chosen = order ?? arrivals(barrier);
      const sorted = [...chosen].sort((a, b) => a - b);
      if (sorted.length !== barrier.held.length || sorted.some((at, index) => at !== index))
        return 'badOrder';
      await letGo(barrier, chosen);
      return 'released';
    },
    pass(clientCode, operation) {
      if (barriers.size === 0) return undefined;
      const barrier = [...barriers.values()].find(
        (one) => one.clientCode === clientCode && one.operation === operation && one.held.length < one.calls,
      );
      if (barrier === undefined) return undefined;
      const gone = deferred();
      const through = deferred();
      barrier.held.push({ go: gone.resolve, done: through.promise });
      if (barrier.held.length === barrier.calls) barrier.fill();
      return gone.promise.then(() => through.resolve);
    },
    drop(clientCode) {
      for (const barrier of barriers.values()) {
        if (barrier.clientCode !== clientCode) continue;
        barriers.delete(barrier.id);
        for (const held of barrier.held) held.go();
      }
    },
  };
}
