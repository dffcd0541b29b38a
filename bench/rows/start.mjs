// Row of the cold start: from spawn to the first answer, a Token, against the bare server's. One at a time, in turns.

import * as bars from '../bars.mjs';
import { callJson, tokenCall } from '../lib/calls.mjs';
import { startServer } from '../lib/processes.mjs';
import { bareArguments, startArguments, withServers } from '../lib/servers.mjs';
import { median, pairedRatio, short } from '../lib/stats.mjs';
import { limitRow } from '../lib/table.mjs';

const STARTS = 15;

export async function coldStart({ bundles, smoke, log }) {
  const answers = await withServers(
    bundles,
    (all) => all,
    async (_servers, all) => all,
  );
  const commands = { ours: startArguments(bundles), bare: bareArguments(bundles, answers) };
  const took = { ours: [], bare: [] };
  for (let turn = 0; turn < (smoke ? 3 : STARTS); turn += 1) {
    const order = turn % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours'];
    for (const side of order) took[side].push(await firstAnswer(commands[side]));
    log(`start ${turn + 1}: ours ${short(took.ours.at(-1))} ms, bare ${short(took.bare.at(-1))} ms`);
  }
  return [
    limitRow(
      'cold start to first answer / bare Fastify',
      pairedRatio(took.ours, took.bare),
      '×',
      bars.coldStart,
      `${short(median(took.ours))} ms`,
      `${short(median(took.bare))} ms`,
    ),
  ];
}

/** ms from the start of a server to its first answer, a Token. */
export async function firstAnswer(argv) {
  const before = performance.now();
  const server = await startServer(argv);
  await callJson(server.port, tokenCall());
  const elapsed = performance.now() - before;
  await server.stop();
  return elapsed;
}
