// Rows of the peers: the same calls against others with canned answers, each as its users start it. Ours checks, remembers
// and signs; theirs find a ready answer.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as bars from '../bars.mjs';
import { callJson, statusCall } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { flowScript, pollScript, recordAnswers, tokenOf, waitingReceipts } from '../lib/flow.mjs';
import { PEERS } from '../lib/peers.mjs';
import { freePort, sleep, startCommand } from '../lib/processes.mjs';
import { startOurs } from '../lib/servers.mjs';
import { pairedRatio } from '../lib/stats.mjs';
import { firstLine, rateRow, skippedRow } from '../lib/table.mjs';

const READY_LIMIT = 60_000;
const WARMUP = 4_000;

export async function peers({ bundles, load, smoke, rounds, ms, log }) {
  const ours = await startOurs(bundles);
  try {
    const answers = await recordAnswers(ours.port);
    const token = await tokenOf(ours.port);
    const ids = await waitingReceipts(ours.port, token, 1_000);
    const scripts = {
      poll: { what: 'status poll', script: () => pollScript(token, ids) },
      flow: { what: 'flow per call', script: () => flowScript(token, 1) },
    };
    const rows = [];
    for (const peer of PEERS) {
      rows.push(...(await against(peer).catch((error) => [skippedRow(peer.name, firstLine(error))])));
    }
    return rows;

    async function against(peer) {
      const { name, prepare, bar } = peer;
      log(`${name}: installing if need be`);
      const home = prepare();
      const folder = join(bundles.folder, name.replace(/\W+/g, '-'));
      mkdirSync(folder, { recursive: true });
      const port = await freePort();
      const server = startCommand(...peer.command({ home, folder, port, answers, ids }));
      try {
        await ready(server, () => callJson(port, statusCall(token, ids[0])));
        const seen = [];
        for (const kind of peer.plays) {
          const { what, script } = scripts[kind];
          const sides = [
            { name: 'ours', ...ours, script },
            { name, pid: server.pid, port, script },
          ];
          const timing = { rounds, ms, warmup: smoke ? ms : WARMUP, steady: !smoke };
          const { ours: a, [name]: b } = await compare(load, sides, { ...timing, log });
          seen.push(
            rateRow(`${what} / ${name}`, pairedRatio(a.rates, b.rates), bars.peers[bar]?.[kind], a, b),
          );
        }
        return seen;
      } finally {
        await server.stop();
      }
    }
  } finally {
    await ours.stop();
  }
}

/** Waits until a server that we did not write answers. */
export async function ready(server, ask) {
  const deadline = performance.now() + READY_LIMIT;
  for (;;) {
    const fault = server.fault();
    if (fault !== undefined) throw fault;
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`not ready after ${READY_LIMIT / 1000} s: ${error.message}`);
      await sleep(200);
    }
  }
}
