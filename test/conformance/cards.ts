// The command as it is installed (dist/), and the card it prints.

import { fileURLToPath } from 'node:url';
import type { Card, Verdict } from '../../simulator/conformance/card.js';
import { plainEnvironment, run } from '../support/tools.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `conformance` to its end, with its card. */
export async function cardOf(flags: readonly string[], command: readonly string[]) {
  const finished = await conformance([...flags, '--report', 'json'], command);
  return { ...finished, card: JSON.parse(finished.stdout) as Card };
}

export const conformance = (flags: readonly string[], command: readonly string[] = []) =>
  run(process.execPath, [cli, 'conformance', ...flags, ...(command.length === 0 ? [] : ['--', ...command])], {
    env: plainEnvironment,
  });

/** Results by scenario and profile, for comparison. */
export const results = (card: Card): Record<string, Verdict['result']> =>
  Object.fromEntries(
    card.verdicts.map(({ scenario, profile, result }) => [`${profile} ${scenario.id}`, result]),
  );
