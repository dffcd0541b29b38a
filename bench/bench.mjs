// `npm run bench`: one table, ratios first. Usage: node bench/bench.mjs [--smoke] [--only name,…] [--peers]
// Rule 1: never an absolute bar where a ratio in the same run, on the same machine, can say it.
// Rule 2: ours and the reference take turns; a ratio is the median over rounds. A MISS is printed, never an exit code;
// The bars stand in bars.mjs. `--peers` adds the rows that install others' programs. `--smoke` runs every row briefly for CI. Exit 1 only if a row crashes, 2 for a bad flag.

import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bundleAll } from './lib/bundle.mjs';
import { startWorker } from './lib/processes.mjs';
import { renderTable, skippedRow, verdict } from './lib/table.mjs';
import { flow, latency, poll } from './rows/http.mjs';
import { inProcess } from './rows/in-process.mjs';
import { journal } from './rows/journal.mjs';
import { log } from './rows/log.mjs';
import { peers } from './rows/peers.mjs';
import { receipts } from './rows/receipts.mjs';
import { signedData } from './rows/signed-data.mjs';
import { coldStart } from './rows/start.mjs';
import { storedStart } from './rows/stored-start.mjs';
import { stores } from './rows/stores.mjs';
import { tests } from './rows/tests.mjs';

const ROWS = {
  poll,
  flow,
  latency,
  peers,
  tests,
  'signed-data': signedData,
  start: coldStart,
  'in-process': inProcess,
  journal,
  log,
  receipts,
  stores,
  'stored-start': storedStart,
};

/** Rows that install others' programs, in a folder outside of the tree. */
const NEEDS_PEERS = ['peers', 'tests'];

/** A load average above this at the start makes the numbers wrong. */
const BUSY = 0.5;

const options = readOptions();
const scale = options.smoke ? { rounds: 2, ms: 300 } : { rounds: 15, ms: 700 };
const started = performance.now();
const say = (text) =>
  process.stderr.write(`[${Math.round((performance.now() - started) / 1000)} s] ${text}\n`);

const busy = loadavg()[0];
say(`load ${busy.toFixed(2)}${busy > BUSY ? ', others are at work' : ''}; bundling`);
const bundles = await bundleAll();
const load = startWorker('load.mjs');
const rows = [];
for (const [name, run] of Object.entries(ROWS)) {
  if (!options.only.includes(name)) continue;
  say(`${name} …`);
  try {
    rows.push(
      ...(await run({ ...scale, ...options, bundles, load, log: (text) => say(`${name}: ${text}`) })),
    );
  } catch (error) {
    say(`${name} crashed: ${error.stack}`);
    rows.push(skippedRow(name, `it crashed: ${error.message}`));
    process.exitCode = 1;
  }
}
await load.stop();

const missed = rows.filter((row) => verdict(row) === 'MISS').length;
const judged = rows.filter((row) => verdict(row) !== '').length;
const busiest = Math.max(0, ...rows.map(({ busy = 0 }) => busy));
console.log(`kakaocert-simulator bench${options.smoke ? ' (smoke: too short to be believed)' : ''}

${renderTable(rows)}

${judged - missed} of ${judged} bars met${missed > 0 ? `, ${missed} MISSED` : ''}.
machine: ${availableParallelism()} cores, ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, node ${process.version}, ${process.platform}-${process.arch}, load ${busy.toFixed(2)} at the start${busy > BUSY ? ': others were at work, so believe the CPU column before the ratios' : ''}.
method: ${scale.rounds} alternating rounds of ${scale.ms / 1000} s after a warm-up, 16 kept connections over 127.0.0.1, no pipelining, load generator
in its own process (at most ${Math.round(busiest * 100)} % of a core busy), ours and the bare servers bundled alike, and without a log (ours: --quiet).
Ours writes the answers to all calls of one turn of the event loop together; a bare Fastify does not, so a second one that does stands beside it.
A ratio is the median of round-by-round ratios; other numbers are medians. Server CPU is user + system of the whole process.`);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        smoke: { type: 'boolean', default: false },
        peers: { type: 'boolean', default: false },
        only: { type: 'string' },
      },
    });
    const names = Object.keys(ROWS);
    const only =
      values.only?.split(',') ?? names.filter((name) => !NEEDS_PEERS.includes(name) || values.peers);
    const unknown = only.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new TypeError(`--only: "${unknown}" is no row; there are ${names.join(', ')}`);
    return { smoke: values.smoke, peers: values.peers, only };
  } catch (error) {
    process.stderr.write(`bench: ${error.message}\n`);
    process.exit(2);
  }
}
