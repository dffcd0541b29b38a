// Long work is done in slices, and others get their turn in between.

// Taken when this file is loaded: with the global one a simulator that listens would stop under a test's fake timers.
const later = setImmediate;

/** Resolves in the next turn of the event loop: calls that wait are answered first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => later(resolve));
