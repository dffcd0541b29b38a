// Rows of scale: latency of a status poll with 10⁶ receipts against 10³, as one caller sees it, and bytes a receipt.

import { compare } from '../lib/compare.mjs';
import { pollScript } from '../lib/flow.mjs';
import { startWorker } from '../lib/processes.mjs';
import { pairedRatio, short, whole } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';

const FEW = 1_000;
const MANY = 1_000_000;
const POLLED = 20_000;

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
    return [
      limitRow(
        `status latency, ${whole(many)} / ${whole(FEW)} receipts`,
        pairedRatio(a.p50s, b.p50s),
        '×',
        1.2,
        `${short(a.p50 * 1000)} µs, p99 ${short(a.p99 * 1000)}`,
        `${short(b.p50 * 1000)} µs, p99 ${short(b.p99 * 1000)}`,
      ),
      limitRow('memory a receipt, half verified', large.bytes / 1_000, ' kB', 1.5, `${whole(many)} receipts`),
    ];
  } finally {
    for (const worker of workers) await worker.stop();
  }
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
