// The two servers of most rows: ours as `start` runs it, and the bare one with the answers that ours gave.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordAnswers } from './flow.mjs';
import { startServer } from './processes.mjs';

export const startArguments = (bundles) => [bundles.cli, 'start', '--port', '0', '--json'];

export const startOurs = (bundles) => startServer(startArguments(bundles));

let files = 0;

/** Starts a bare server that answers with `answers`. */
const startBare = (bundles, answers) => startServer(bareArguments(bundles, answers));

export function bareArguments(bundles, answers) {
  files += 1;
  const file = join(bundles.folder, `answers-${files}.json`);
  writeFileSync(file, JSON.stringify(answers));
  return [bundles.bare, file];
}

/** Runs `use(ours, bare, answers)` with both servers up; `choose` picks the bare one's answers from ours. */
export async function withBoth(bundles, choose, use) {
  const ours = await startOurs(bundles);
  try {
    const answers = await recordAnswers(ours.port);
    const bare = await startBare(bundles, choose(answers));
    try {
      return await use(ours, bare, answers);
    } finally {
      await bare.stop();
    }
  } finally {
    await ours.stop();
  }
}
