// Rows of the start over a file: with very many receipts in it, against one with none, and against the store in memory.

import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/esbuild.mjs';
import * as bars from '../bars.mjs';
import { startWorker } from '../lib/processes.mjs';
import { startArguments } from '../lib/servers.mjs';
import { median, pairedRatio, short } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';
import { firstAnswer } from './start.mjs';

const STARTS = 9;
const RECEIPTS = 1_000_000;

export async function storedStart({ bundles, smoke, log }) {
  const receipts = smoke ? 1000 : RECEIPTS;
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-bench-start-'));
  try {
    // A Node without SQLite takes the peer, which is looked for from the bundle.
    const modules = join(bundles.folder, 'node_modules');
    if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules);
    const full = join(folder, 'full.db');
    await fill(bundles, full, receipts);
    log(`a file of ${receipts} receipts is made`);
    const over = (path) => [...startArguments(bundles), '--store', `file:${path}`];
    const commands = {
      full: over(full),
      empty: over(join(folder, 'empty.db')),
      memory: startArguments(bundles),
    };
    const took = await inTurns(commands, smoke ? 2 : STARTS);
    const ms = (side) => `${short(median(took[side]))} ms`;
    const many = `start with ${receipts.toLocaleString('en')} receipts in a file`;
    return [
      limitRow(
        `${many} / in memory`,
        pairedRatio(took.full, took.memory),
        '×',
        bars.storedStart,
        ms('full'),
        ms('memory'),
      ),
      limitRow(
        `${many} / an empty file`,
        pairedRatio(took.full, took.empty),
        '×',
        undefined,
        ms('full'),
        ms('empty'),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill({ internals }, path, receipts) {
  const worker = startWorker('children/filled-store.mjs');
  try {
    await worker.ask({ internals, path, receipts });
  } finally {
    await worker.stop();
  }
}

/** How long each start took, ms; one at a time, the first of each is not counted. */
async function inTurns(commands, starts) {
  const sides = Object.keys(commands);
  const took = Object.fromEntries(sides.map((side) => [side, []]));
  for (let turn = -1; turn < starts; turn += 1) {
    for (const side of turn % 2 === 0 ? sides : sides.toReversed()) {
      const ms = await firstAnswer(commands[side]);
      if (turn >= 0) took[side].push(ms);
    }
  }
  return took;
}
