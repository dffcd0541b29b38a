// Faults: what goes wrong between a decided call and its answer. Chosen here, as plain data; each door makes them real
// in its own way. The call itself is decided and committed before every fault but `drop`.

import type { OperationName } from '../../contracts/protocol/index.js';

/**
 * - `delay`: the answer comes late. · `drop`: nothing happens, the connection ends. · `commitThenDrop`: the call counts,
 *   the answer is lost. · `reset`: the call counts, the connection is reset. · `halfBody`: the answer stops half-way.
 * - `silence`: a few bytes, then nothing until the client gives up. · `status`: an answer of something
 *   in between.
 * - `gzipLie`: the header says gzip, the body is not. · `rewrite`: members of the answer's JSON are put in or left out.
 */
export const faultKinds = [
  'delay',
  'drop',
  'commitThenDrop',
  'reset',
  'halfBody',
  'silence',
  'status',
  'gzipLie',
  'rewrite',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How long a delay is, ms. */
export type Delay =
  | { readonly distribution?: 'fixed'; readonly ms: number }
  | { readonly distribution: 'uniform'; readonly min: number; readonly max: number }
  | { readonly distribution: 'lognormal'; readonly median: number; readonly sigma: number };

/** One fault for the next `times` calls of an operation; plain data. */
export interface QueuedFault {
  readonly operation: OperationName;
  readonly fault: FaultKind;
  readonly times: number;
  readonly delay?: Delay;
  /** Of `status`: 500, 502 or 503, or 200 for a page in place of the answer; and what the body is. */
  readonly status?: number;
  readonly body?: 'json' | 'html' | 'empty';
  /** Of `rewrite`: members that are put into the answer's JSON, over those of their names. */
  readonly put?: Readonly<Record<string, unknown>>;
  /** Of `rewrite`: members that are left out of it. */
  readonly omit?: readonly string[];
  /** Chance that a call is hit, 0 to 1; those not hit don't count against `times`. */
  readonly probability?: number;
  /** The state of the fault's own random sequence; the same seed gives the same hits. */
  readonly seed: number;
}

/** What a door is to do with a reply. */
export type Transport =
  | { readonly kind: 'drop' | 'reset' | 'halfBody' | 'silence' }
  | { readonly kind: 'delay'; readonly ms: number };

export interface Hit {
  readonly fault: QueuedFault;
  /** Of a delay: how long this one is, ms. */
  readonly ms: number;
}

/** The next number of a seeded sequence in [0, 1), and the seed after it (mulberry32). */
function random(seed: number): readonly [value: number, next: number] {
  const next = (seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return [((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, next];
}

/** Draws the first fault queued for an operation: whether it hits, and the queue after that. */
export function takeFault(
  queue: readonly QueuedFault[],
  operation: OperationName,
): { readonly hit: Hit | undefined; readonly rest: readonly QueuedFault[] } | undefined {
  const fault = queue.find((one) => one.operation === operation);
  if (fault === undefined) return undefined;
  const [chance, afterChance] = random(fault.seed);
  const [first, afterFirst] = random(afterChance);
  const [second, seed] = random(afterFirst);
  const hits = chance < (fault.probability ?? 1);
  const left = { ...fault, seed, times: fault.times - (hits ? 1 : 0) };
  const rest = queue.flatMap((one) => (one !== fault ? [one] : left.times > 0 ? [left] : []));
  return { hit: hits ? { fault, ms: delayOf(fault.delay, first, second) } : undefined, rest };
}

function delayOf(delay: Delay | undefined, first: number, second: number): number {
  if (delay === undefined) return 0;
  if (delay.distribution === 'uniform') return delay.min + first * (delay.max - delay.min);
  if (delay.distribution === 'lognormal') {
    // Box–Muller: two uniform numbers make one normal one.
    const normal = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
    return delay.median * Math.exp(delay.sigma * normal);
  }
  return delay.ms;
}
