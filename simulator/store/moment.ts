// Real time, for deadlines: taken when this file is loaded, so that no test's fake timers reach it.

import { performance } from 'node:perf_hooks';
import * as timers from 'node:timers';

/** ms, of a clock that only goes forward. */
export const moment = performance.now.bind(performance);

export const { setTimeout: later, clearTimeout: notLater } = timers;

/** Resolves at a moment. */
export const until = (at: number) =>
  new Promise<void>((resolve) => later(resolve, Math.max(0, at - moment())));
