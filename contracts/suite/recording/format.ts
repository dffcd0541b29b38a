// What a recording is made of: plain JSON without data of any real person.

import type { OperationName } from '../../protocol/index.js';
import type { Verdict } from '../result.js';
import type { RecordedForm } from './forms.js';
import type { KnownValues } from './placeholders.js';

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
  /** How signedData was made; absent in recordings from before this was kept. */
  readonly forms?: readonly RecordedForm[];
}

export interface RecordingFacts extends KnownValues {
  /** `live` for the real service; an address is cut to its host. */
  readonly target: string;
  /** When the run was made, ms. */
  readonly at: number;
}
