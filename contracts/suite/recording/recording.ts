// A run against a target as a dated file without personal data. It is written only after redaction, and then searched once
// more for anything that looks like a person or a secret.

import type { CaseResult } from '../result.js';
import type { Recording, RecordingFacts } from './format.js';
import { formsOf } from './forms.js';
import { redact } from './redact.js';
import { sweep } from './sweep.js';

/**
 * The recording of a run, as plain JSON in which nobody stands: people and secrets are replaced by placeholders. `at` is ms
 * since the epoch. Throws a NotRedactedError rather than keep somebody's data. Source: the answers that the run got.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract, writeRecording } from 'kakaocert-simulator/contracts';
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
 * assert.equal(recording.cases[0]?.id, 'cms.verify.once');
 * ```
 */
export function writeRecording(results: readonly CaseResult[], facts: RecordingFacts): Recording {
  const { cases, placeholders } = redact(results, facts);
  const target = nameOfTarget(facts.target);
  const recording = {
    format: 1,
    date: new Date(facts.at).toISOString(),
    target,
    live: target === 'live' && !isSimulator(results),
    cases,
    forms: formsOf(results, placeholders.isIn),
  } as const;
  sweep(recording, (text) => placeholders.isIn(text));
  return recording as unknown as Recording;
}

/**
 * The recording in the text of a file. Throws a SyntaxError if that is no JSON, a TypeError if it is no recording of format
 * 1, a NotRedactedError if it holds what no recording may. Source: the file.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract, readRecording, recordingText, writeRecording } from 'kakaocert-simulator/contracts';
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
 * assert.deepEqual(readRecording(recordingText(recording)), recording);
 * ```
 */
export function readRecording(text: string): Recording {
  const read = JSON.parse(text) as Recording;
  if (read?.format !== 1 || !Array.isArray(read.cases)) {
    throw new TypeError('This is no recording of format 1.');
  }
  sweep(read);
  return read;
}

/**
 * The text of a recording's file: JSON that ends with a newline. Throws a NotRedactedError if it holds what no recording
 * may. Source: the recording.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { contractCases, runContract, recordingText, writeRecording } from 'kakaocert-simulator/contracts';
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
 * assert.ok(recordingText(recording).endsWith('}\n'));
 * ```
 */
export function recordingText(recording: Recording): string {
  sweep(recording);
  return `${JSON.stringify(recording, null, 1)}\n`;
}

/**
 * The name of a recording's file, e.g. `recording-2026-11-23-live.json`: its day (UTC) and its target, without a path.
 * Never throws. Source: the recording.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { recordingFileName } from 'kakaocert-simulator/contracts';
 *
 * const name = recordingFileName({ date: '2026-11-23T01:00:00Z', target: 'live' });
 * assert.equal(name, 'recording-2026-11-23-live.json');
 * ```
 */
export const recordingFileName = ({ date, target }: Pick<Recording, 'date' | 'target'>): string =>
  `recording-${date.slice(0, 10)}-${nameOfTarget(target)}.json`;

/** A name for files: no address with credentials, no path. */
const nameOfTarget = (target: string): string =>
  (URL.canParse(target) ? new URL(target).host : target).replaceAll(/[^\w.-]+/g, '-') || 'target';

/** With which a simulator names the error of a refusal. */
const OWN_HEADER = 'x-kakaocert-simulator';

/** The simulator owns up: by a header, its control plane, the name of its partner page, its institutions, its tokens. */
export const isSimulator = (results: readonly CaseResult[]): boolean =>
  results.some(
    ({ case: { id }, verdict, exchanges }) =>
      (id === 'errors.arranged' && verdict !== 'skipped') ||
      exchanges.some(({ answered: { headers, body } }) => OWN_HEADER in headers || SIMULATORS.test(body)),
  );

/** The last is `{"clientCode":"`, with which the simulator's tokens begin. */
const SIMULATORS = /kakaocert-simulator\.test|시험이용기관|"eyJjbGllbnRDb2RlIjoi/;
