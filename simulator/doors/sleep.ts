// Waiting, for faults alone: the only timer of a door. Tests give a sleep of their own.

import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms`; rejects with the signal's reason if it aborts before. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export const realSleep: Sleep = (ms, signal) =>
  setTimeout(ms, undefined, signal === undefined ? { ref: false } : { ref: false, signal });
