// Rows of scale: latency of a status poll with 10⁶ receipts against 10³, as one caller sees it, and the longest that it
// waits while all of them are listed, searched and reset; and bytes a receipt.

import * as bars from '../bars.mjs';
import { compare } from '../lib/compare.mjs';
import { pollScript } from '../lib/flow.mjs';
import { startWorker } from '../lib/processes.mjs';
import { pairedRatio, short, whole } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';

const FEW = 1_000;
const MANY = 1_000_000;
const POLLED = 20_000;
/** How long polls are watched while others read everything, ms. */
const SEARCHED = 5_000;

export async function receipts({ bundles, load, smoke, rounds, ms, log }) {
  const many = smoke ? 8_000 : MANY;
  const workers = [];
  try {
    const start = async (name, count) => {
      log(`making ${whole(count)} receipts, half of them verified`);
      const worker = startWorker('children/populated.mjs', {
        execArgv: ['--expose-gc', '--max-old-space-size=8192'],
      });
      workers.push(worker);
      const { port, token, ids, bytes } = await worker.ask({ internals: bundles.internals, receipts: count });
      const polled = inAnyOrder(Array.from({ length: POLLED }, (_, at) => ids[at % ids.length]));
      return { name, port, pid: worker.pid, bytes, script: () => pollScript(token, polled) };
    };
    const small = await start('few', FEW);
    const large = await start('many', many);
    const seen = await compare(load, [large, small], { rounds, ms, connections: 1, latency: true, log });
    const { many: a, few: b } = seen;
    const waits = await longestWaits(load, large, Math.max(ms, smoke ? ms : SEARCHED), log);
    return [
      limitRow(
        `status latency, ${whole(many)} / ${whole(FEW)} receipts`,
        pairedRatio(a.p50s, b.p50s),
        '×',
        bars.receipts.latency,
        `${short(a.p50 * 1000)} µs, p99 ${short(a.p99 * 1000)}`,
        `${short(b.p50 * 1000)} µs, p99 ${short(b.p99 * 1000)}`,
      ),
      limitRow(
        `longest wait of a status poll while ${whole(many)} receipts are listed, searched and reset`,
        Math.max(waits.lists, waits.reset),
        ' ms',
        bars.receipts.wait,
        `lists ${short(waits.lists)}, reset ${short(waits.reset)} ms`,
        `nothing ${short(waits.nothing)} ms`,
      ),
      limitRow(
        'memory a receipt, half verified',
        large.bytes / 1_000,
        ' kB',
        bars.receipts.memory,
        `${whole(many)} receipts`,
      ),
    ];
  } finally {
    for (const worker of workers) await worker.stop();
  }
}

/** The longest latency of polls, ms, while nothing, lists, or a reset are at work. Once reset a poll is a refusal. */
async function longestWaits(load, { port, script }, ms, log) {
  const control = async (path, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}/_sim/v1${path}`, { method });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    await answer.arrayBuffer();
  };
  const during = async (name, work) => {
    let isOver = false;
    const polls = load.ask({ port, script: script(), connections: 1, ms, latency: true });
    const worked = (async () => {
      for (const step of work) if (!isOver) await control(...step);
    })();
    const { max, p99, calls } = await polls;
    isOver = true;
    await worked;
    log(`${name}: longest ${short(max)} ms, p99 ${short(p99)} ms, ${whole(calls)} polls`);
    return max;
  };
  const of = '/tenants/020040000001';
  const search = ['/receipts?service=esign'];
  const nothing = await during('nothing', []);
  const pages = Array.from({ length: 20 }, () => [[`${of}/receipts`], ['/receipts'], search]).flat();
  const lists = await during('lists', pages);
  const reset = await during('reset', [[`${of}/reset`, 'POST']]);
  return { nothing, lists, reset };
}

/** The same shuffle on every run. */
function inAnyOrder(values) {
  let seed = 20_261_123;
  for (let at = values.length - 1; at > 0; at -= 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = seed % (at + 1);
    [values[at], values[other]] = [values[other], values[at]];
  }
  return values;
}
