// Scorecards for tests: from the command as it is installed (dist/), or from its sources in this process, which is quicker.

import { fileURLToPath } from 'node:url';
import { serviceNames } from '../../contracts/protocol/index.js';
import { type RunOptions, runConformance } from '../../scorecard/run.js';
import { scenarios } from '../../scorecard/scenarios/index.js';
import type { Scorecard, Verdict } from '../../scorecard/scorecard.js';
import { createExecSurroundings } from '../../simulator/exec/exec.js';
import { built } from '../support/built.js';
import { plainEnvironment, run } from '../support/tools.js';

export const pathTo = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Plays scenarios, all unless some are named, in this process. */
export async function judged(
  command: readonly string[],
  { only = [], ...options }: Partial<RunOptions> & { readonly only?: readonly string[] } = {},
): Promise<Scorecard> {
  const surroundings = createExecSurroundings(() => {});
  try {
    return await runConformance({
      command,
      scenarios: scenarios.filter(({ id }) => only.length === 0 || only.includes(id)),
      services: serviceNames,
      expectFail: [],
      jobs: 4,
      timeout: 60_000,
      surroundings: surroundings.of,
      interrupt: new AbortController().signal,
      progress: () => {},
      ...options,
    });
  } finally {
    surroundings.remove();
  }
}

/** `conformance` to its end, with its scorecard. */
export async function scorecardOf(flags: readonly string[], command: readonly string[]) {
  const finished = await conformance([...flags, '--report', 'json'], command);
  return { ...finished, scorecard: JSON.parse(finished.stdout) as Scorecard };
}

export const conformance = (flags: readonly string[], command: readonly string[] = []) =>
  run(
    process.execPath,
    [built('cli.js'), 'conformance', ...flags, ...(command.length === 0 ? [] : ['--', ...command])],
    {
      env: plainEnvironment,
    },
  );

/** Results by scenario and service, for comparison. */
export const results = (scorecard: Scorecard): Record<string, Verdict['result']> =>
  Object.fromEntries(
    scorecard.verdicts.map(({ scenario, service, result }) => [`${service} ${scenario.id}`, result]),
  );
