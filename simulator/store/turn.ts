// Long work is done in slices, and others get their turn in between.

import * as timers from 'node:timers';

// Taken when this file is loaded: with the global one a simulator that listens would stop under a test's fake timers.
const { setImmediate: later, setTimeout: wait } = timers;

/** Resolves in the next turn of the event loop: calls that wait are answered first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => later(resolve));

/** Runs `act` in the next turn, after what waits by now. */
export const soon = (act: () => void): void => {
  later(act);
};

/** Resolves after `ms`, however a test has set its clock. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => wait(resolve, ms));
