// The servers of most rows: ours as `start` runs it, and two bare ones with the answers that ours gave.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordAnswers } from './flow.mjs';
import { startServer } from './processes.mjs';

export const startArguments = (bundles) => [bundles.cli, 'start', '--port', '0', '--json', '--quiet'];

export const startOurs = (bundles) => startServer(startArguments(bundles));

let files = 0;

/** `mode`: `together` for the one that writes the answers of a turn together. */
export function bareArguments(bundles, answers, mode = 'at once') {
  files += 1;
  const file = join(bundles.folder, `answers-${files}.json`);
  writeFileSync(file, JSON.stringify(answers));
  return [bundles.bare, file, mode];
}

/** Runs `use({ ours, bare, together }, answers)` with all three up; `choose` picks the bare ones' answers from ours. */
export async function withServers(bundles, choose, use) {
  const up = [];
  const start = async (argv) => {
    const server = await startServer(argv);
    up.push(server);
    return server;
  };
  try {
    const ours = await start(startArguments(bundles));
    const answers = await recordAnswers(ours.port);
    const bare = await start(bareArguments(bundles, choose(answers)));
    const together = await start(bareArguments(bundles, choose(answers), 'together'));
    return await use({ ours, bare, together }, answers);
  } finally {
    for (const server of up.reverse()) await server.stop();
  }
}
