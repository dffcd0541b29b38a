// Rows of the library: a new in-process simulator with its first Token and Request, after the first of its kind; and a
// status poll through `simulator.fetch`, against hono's `app.request` with a ready answer.

import * as bars from '../bars.mjs';
import { npmPackage } from '../lib/peer-tools.mjs';
import { startWorker } from '../lib/processes.mjs';
import { median, pairedRatio, short } from '../lib/stats.mjs';
import { firstLine, limitRow, skippedRow } from '../lib/table.mjs';

/** A test file makes a few dozen simulators; more would measure only the optimising compiler. */
const TIMES = 30;
const HONO = '4.13.19';

export async function inProcess(settings) {
  return [await firstRequest(settings), await poll(settings)];
}

async function firstRequest({ bundles, smoke, log }) {
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
  return limitRow(
    'new in-process simulator, Token and first Request',
    median(others),
    ' ms',
    bars.firstRequest,
    `first of all ${short(median(firsts))} ms, p95 ${short(spread[Math.floor(spread.length * 0.95)])} ms`,
  );
}

async function poll({ bundles, smoke, peers, rounds, ms, log }) {
  const what = `in-process poll / hono ${HONO} app.request, CPU`;
  if (!peers) return skippedRow(what, 'ask for it by --peers, which installs hono outside of the tree');
  const worker = startWorker('children/in-process-poll.mjs');
  try {
    const hono = npmPackage('hono', HONO);
    const job = { index: bundles.index, hono, rounds, ms: smoke ? 50 : ms / 2 };
    const { ours, reference } = await worker.ask(job);
    log(`ours ${short(median(ours))} µs, hono ${short(median(reference))} µs`);
    return limitRow(
      what,
      pairedRatio(ours, reference),
      '×',
      bars.inProcessPoll,
      `${short(median(ours))} µs`,
      `${short(median(reference))} µs`,
    );
  } catch (error) {
    return skippedRow(what, firstLine(error));
  } finally {
    await worker.stop();
  }
}
