// Waiting: for faults, and for the turn of the event loop to end. Tests give a sleep of their own.

import * as timers from 'node:timers';
import * as promised from 'node:timers/promises';

// Node's own, taken before a test can put fakes in their place: a door answers while a test's timers stand still, and
// jsdom's have no `unref`.
const { setImmediate: soon, setTimeout: later } = timers;
const { setTimeout: wait } = promised;

/** Resolves after `ms`; rejects with the signal's reason if it aborts before. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

export const realSleep: Sleep = (ms, signal) =>
  wait(ms, undefined, signal === undefined ? { ref: false } : { ref: false, signal });

/** Runs `act` after `ms`, if the process lives so long. */
export const after = (ms: number, act: () => void): void => {
  later(act, ms).unref();
};

/** Resolves at the end of this turn of the event loop: all that had come by now has been read. */
export type Turn = () => Promise<void>;

/**
 * One promise for all who ask in the same turn. Calls that are read in one turn are decided one by one, and their
 * answers are written together at its end, because half of a call is the write: a client that sleeps is woken by it.
 * Written at once, each answer wakes a client; written together, all of them wake it once. What that gave stands in
 * docs/discoveries/answers-of-one-turn.md.
 */
export function createTurn(): Turn {
  let turn: Promise<void> | undefined;
  return () => {
    turn ??= new Promise((resolve) => {
      soon(() => {
        turn = undefined;
        resolve();
      });
    });
    return turn;
  };
}
