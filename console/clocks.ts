// The clocks of tenants, as distances from the browser's own. Each is asked for once, when a row needs it; events that
// carry a clock keep it right.

import { signal } from '@preact/signals';
import type { ClockView } from '../simulator/control/shapes.js';
import { call, encoded } from './api.js';
import { listen } from './live.js';
import { tick } from './time.js';

interface Known {
  /** What the tenant's clock is ahead of the browser's, ms. */
  readonly ahead: number;
  /** The instant it stands at, ms, or null. */
  readonly frozenAt: number | null;
}

/** What an event needs to come here makes no other clock, ms. */
const JITTER = 250;

const isSame = (one: Known, other: Known) =>
  one.frozenAt === other.frozenAt && (one.frozenAt !== null || Math.abs(one.ahead - other.ahead) < JITTER);

const known = signal<ReadonlyMap<string, Known>>(new Map());
const askedFor = new Set<string>();

export function setClock(clientCode: string, { now, frozen }: ClockView): void {
  const instant = Date.parse(now);
  const clock = { ahead: instant - Date.now(), frozenAt: frozen ? instant : null };
  askedFor.add(clientCode);
  const before = known.value.get(clientCode);
  if (before !== undefined && isSame(before, clock)) return;
  known.value = new Map(known.value).set(clientCode, clock);
}

/** Follows the events that carry a clock. */
export function startClocks(): void {
  listen({
    receipt: (receipt) => setClock(receipt.clientCode, receipt),
    clock: (clock) => setClock(clock.clientCode, clock),
  });
}

/** Forgets what was known, so that it is asked for anew. */
export function forgetClocks(): void {
  askedFor.clear();
  known.value = new Map();
}

async function ask(clientCode: string): Promise<void> {
  try {
    setClock(clientCode, await call<ClockView>('GET', encoded`/tenants/${clientCode}/clock`));
  } catch {
    // A tenant that is gone; what is shown of it stands by the browser's clock.
  }
}

/** The tenant's now, ms; the browser's until it is known. Moves on with the page's tick. */
export function nowOf(clientCode: string): number {
  if (!askedFor.has(clientCode)) {
    askedFor.add(clientCode);
    queueMicrotask(() => {
      ask(clientCode).catch(() => {});
    });
  }
  const clock = known.value.get(clientCode);
  const base = tick.value;
  return clock === undefined ? base : (clock.frozenAt ?? base + clock.ahead);
}

export const isFrozen = (clientCode: string): boolean => known.value.get(clientCode)?.frozenAt != null;
