// Rows of the stores: what a poll and a verify cost more than in memory, journal included, counted in puts of the same store.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as bars from '../bars.mjs';
import { startWorker } from '../lib/processes.mjs';
import { median, short } from '../lib/stats.mjs';
import { limitRow, skippedRow } from '../lib/table.mjs';

/** How each store is made, in a folder of its own; a text says why it can't be. */
const ENGINES = {
  file: (folder) => ({ address: join(folder, 'store.db'), end: async () => {} }),
  redis: startRedis,
};

/** So many polls and puts a round, and a fifth as many verifies. */
const CALLS = 2000;

export async function stores({ bundles, smoke, rounds, log }) {
  const rows = [];
  for (const [engine, start] of Object.entries(ENGINES)) {
    const folder = mkdtempSync(join(tmpdir(), 'kakaocert-bench-store-'));
    try {
      const place = await start(folder);
      if (typeof place === 'string') {
        rows.push(skippedRow(`store ${engine}`, place));
        continue;
      }
      log(engine);
      const worker = startWorker('children/stores.mjs');
      try {
        const job = { internals: bundles.internals, engine, address: place.address };
        const seen = await worker.ask({ ...job, rounds: Math.min(rounds, 5), calls: smoke ? 50 : CALLS });
        rows.push(...rowsOf(engine, seen));
      } finally {
        await worker.stop();
        await place.end();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

function rowsOf(engine, { memory, stored }) {
  const cpu = (side, what) => median(side[what].map((cost) => cost.cpu));
  const wall = (side, what) => median(side[what].map((cost) => cost.wall));
  const shown = (side, what) => `${short(cpu(side, what))} µs CPU, ${short(wall(side, what))} µs`;
  return ['poll', 'verify'].map((what) =>
    limitRow(
      `${what} over ${engine}, CPU more than in memory (put ${shown(stored, 'put')})`,
      (cpu(stored, what) - cpu(memory, what)) / cpu(stored, 'put'),
      ' puts',
      bars.stores[engine][what],
      shown(stored, what),
      shown(memory, what),
    ),
  );
}

/** A server that keeps nothing, at a port that was free a moment ago. */
async function startRedis(folder) {
  if (spawnSync('redis-server', ['--version']).status !== 0) return 'redis-server is not installed';
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const end = async () => {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  };
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return { address: `redis://127.0.0.1:${port}`, end };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return `redis-server ended with ${child.exitCode}`;
}
