// Row of the library: a new in-process simulator, its first Token and its first Request, after the first of its kind.

import { startWorker } from '../lib/processes.mjs';
import { median, short } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';

/** A test file makes a few dozen simulators; more would measure only the optimising compiler. */
const TIMES = 30;

export async function firstRequest({ bundles, smoke, log }) {
  const firsts = [];
  const others = [];
  for (let turn = 0; turn < (smoke ? 1 : 5); turn += 1) {
    const worker = startWorker('children/first-request.mjs');
    const [first, ...rest] = await worker.ask({ index: bundles.index, times: TIMES });
    await worker.stop();
    firsts.push(first);
    others.push(...rest);
    log(`process ${turn + 1}: first ${short(first)} ms, then ${short(median(rest))} ms`);
  }
  const spread = [...others].sort((a, b) => a - b);
  return [
    limitRow(
      'new in-process simulator, Token and first Request',
      median(others),
      ' ms',
      2,
      `first of all ${short(median(firsts))} ms, p95 ${short(spread[Math.floor(spread.length * 0.95)])} ms`,
    ),
  ];
}
