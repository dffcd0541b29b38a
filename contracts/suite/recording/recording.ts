// A run against whoever was judged, as a dated file in which nobody stands: written only through redaction, and swept
// once more for whatever looks like a person or a secret.

import type { OperationName } from '../../protocol/index.js';
import type { CaseResult, Verdict } from '../run.js';
import type { KnownValues } from './placeholders.js';
import { redact } from './redact.js';
import { sweep } from './sweep.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** JSON where the body was JSON; null where there was none. */
export type RecordedBody = { readonly json: Json } | { readonly text: string } | null;

export interface RecordedExchange {
  readonly operation: OperationName | null;
  readonly method: string;
  readonly target: string;
  readonly sent: { readonly headers: Readonly<Record<string, string>>; readonly body: RecordedBody };
  readonly answered: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: RecordedBody;
  };
}

export interface RecordedCase {
  readonly id: string;
  readonly verdict: Verdict;
  /** Why it was skipped. */
  readonly why?: string;
  readonly exchanges: readonly RecordedExchange[];
}

declare const redacted: unique symbol;

/** Plain JSON; only `writeRecording` and `readRecording` make one. */
export interface Recording {
  readonly [redacted]: true;
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  /** What was judged: `live`, `sim`, or a host. */
  readonly target: string;
  /** Whether the real service answered, as far as a recording can tell. */
  readonly live: boolean;
  readonly cases: readonly RecordedCase[];
}

export interface RecordingFacts extends KnownValues {
  /** `live` for the real service; an address is cut to its host. */
  readonly target: string;
  /** When the run was made, ms. */
  readonly at: number;
}

/** The recording of a run. Throws a NotRedactedError rather than keep somebody's data. */
export function writeRecording(results: readonly CaseResult[], facts: RecordingFacts): Recording {
  const { cases, placeholders } = redact(results, facts);
  const target = nameOfTarget(facts.target);
  const recording = {
    format: 1,
    date: new Date(facts.at).toISOString(),
    target,
    live: target === 'live' && !isSimulator(results),
    cases,
  } as const;
  sweep(recording, (text) => placeholders.isIn(text));
  return recording as unknown as Recording;
}

/** The recording in a file's text; throws where it is none, or holds what no recording may. */
export function readRecording(text: string): Recording {
  const read = JSON.parse(text) as Recording;
  if (read?.format !== 1 || !Array.isArray(read.cases)) {
    throw new TypeError('This is no recording of format 1.');
  }
  sweep(read);
  return read;
}

/** The text of a recording's file. */
export function recordingText(recording: Recording): string {
  sweep(recording);
  return `${JSON.stringify(recording, null, 1)}\n`;
}

/** `recording-2026-11-23-live.json` */
export const recordingFileName = ({ date, target }: Pick<Recording, 'date' | 'target'>): string =>
  `recording-${date.slice(0, 10)}-${nameOfTarget(target)}.json`;

/** A name for files: no address with credentials, no path. */
const nameOfTarget = (target: string): string =>
  (URL.canParse(target) ? new URL(target).host : target).replaceAll(/[^\w.-]+/g, '-') || 'target';

/** The simulator owns up: by its control plane, the name of its partner page, its institutions, its tokens. */
const isSimulator = (results: readonly CaseResult[]): boolean =>
  results.some(
    ({ case: { id }, verdict, exchanges }) =>
      (id === 'errors.scripted' && verdict !== 'skipped') ||
      exchanges.some(({ answered }) => SIMULATORS.test(answered.body)),
  );

/** The last is `{"clientCode":"`, with which the simulator's tokens begin. */
const SIMULATORS = /kakaocert-simulator\.test|시험이용기관|"eyJjbGllbnRDb2RlIjoi/;
