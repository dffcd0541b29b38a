// Rows of the journal: what a kept call takes, what keeping it costs the garbage collector, and what all journals hold
// together when many tenants call much.

import * as bars from '../bars.mjs';
import { startWorker } from '../lib/processes.mjs';
import { short, whole } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';

const MIB = 1024 * 1024;

export async function journal({ bundles, smoke, log }) {
  const run = async (job) => {
    const worker = startWorker('children/journal.mjs', { execArgv: ['--expose-gc'] });
    try {
      return await worker.ask({ internals: bundles.internals, ...job });
    } finally {
      await worker.stop();
    }
  };
  const walks = smoke ? 200 : 10_000;
  log('garbage collection with a journal and without');
  const kept = await run({ walks });
  const without = await run({ walks, journalLimit: 0 });
  log('many tenants that call much');
  const tenants = smoke ? 4 : 64;
  const { sent, held, heap, bytesACall } = await run({ tenants });
  const gc = ({ gcACall, callsDone }) => `${short(gcACall)} µs of ${whole(callsDone)} calls`;
  return [
    limitRow(
      'garbage collection a call of the flow',
      kept.gcACall,
      ' µs',
      undefined,
      gc(kept),
      `${gc(without)}, no journal`,
    ),
    limitRow('a kept poll', bytesACall, ' bytes', undefined),
    limitRow(
      `journals of ${tenants} tenants that sent ${whole(sent / MIB)} MiB`,
      held / MIB,
      ' MiB',
      bars.journalBytes / MIB,
      `and ${short(heap / MIB)} MiB of heap`,
    ),
  ];
}
