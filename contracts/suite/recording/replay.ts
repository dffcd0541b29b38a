// Runs the cases of a recording against a target now, redacts the answers in the same way, and compares call by call.

import { contractCases } from '../cases/index.js';
import { type RunOptions, runContract } from '../run.js';
import type { Target } from '../target.js';
import { compareCases } from './compare.js';
import type { Drift } from './drift.js';
import type { RecordedCase, Recording } from './format.js';
import { redact } from './redact.js';

const ofClient: ReadonlySet<string> = new Set(
  contractCases.filter(({ needs }) => needs?.includes('client')).map(({ id }) => id),
);

/**
 * Runs the recorded cases against the target, normally the simulator, and resolves to what is not as it was recorded; empty
 * if nothing is. Cases that were skipped then are not run, nor those of the client where `target` has none. A promise that is only assumed, and that the target does not
 * keep, is reported like any other drift. Rejects only if the target can't be reached at all. Source: the recording.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract, replay, writeRecording } from 'kakaocert-simulator/contracts';
 *
 * await using simulator = await createSimulator();
 * const cases = contractCases.filter(({ id }) => id === 'cms.verify.once');
 * const results = await runContract(simulator, { cases });
 * const recording = writeRecording(results, {
 *   target: 'sim',
 *   at: Date.now(),
 *   secrets: [],
 *   people: [],
 * });
 * assert.deepEqual(await replay(recording, simulator), []);
 * ```
 */
export async function replay(
  recording: Recording,
  target: Target,
  options: Omit<RunOptions, 'cases'> = {},
): Promise<readonly Drift[]> {
  const playable = ({ id, verdict }: RecordedCase) =>
    verdict !== 'skipped' && (target.client !== undefined || !ofClient.has(id));
  const recorded = recording.cases.filter(playable);
  const wanted = new Set(recorded.map(({ id }) => id));
  const cases = contractCases.filter(({ id }) => wanted.has(id));
  const results = await runContract(target, { ...options, cases });
  const { cases: now } = redact(results, { secrets: [], people: [] });
  const nowById = new Map(now.map((one) => [one.id, one]));
  return recorded.flatMap((before): readonly Drift[] => {
    const after = nowById.get(before.id);
    if (after !== undefined) return compareCases(before, after);
    const { id, verdict } = before;
    return [{ case: id, exchange: null, operation: null, where: 'case', kind: 'case', recorded: verdict }];
  });
}
