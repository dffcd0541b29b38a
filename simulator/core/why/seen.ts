// What a reason is made of, and how it is said.

import type { OperationName } from '../../../contracts/protocol/index.js';
import type { Call, Reply } from '../call.js';
import type { Grounds, Why } from './grounds.js';

/** As much of a call as its reason is made of. */
export interface RefusedCall {
  readonly operation: OperationName | undefined;
  readonly outcome: string;
  readonly grounds?: Grounds | undefined;
  readonly call: Call;
  readonly reply: Pick<Reply, 'headers'>;
}

/** A refused call with what is read of it once. */
export interface Seen {
  readonly record: RefusedCall;
  readonly grounds: Grounds;
  readonly body: Uint8Array;
  readonly header: (name: string) => string;
  readonly path: string;
}

export type Explain = (seen: Seen) => Why;

/** An instant, ms, in ISO 8601. */
export const iso = (instant: number) => new Date(instant).toISOString();
/** A distance, ms, in whole seconds. */
export const seconds = (ms: number) => Math.ceil(Math.abs(ms) / 1000);

/** A reason in both languages, with its facts. */
export const say = (
  en: string,
  ko: string,
  facts: Readonly<Record<string, string | number | boolean | null>> = {},
): Why => ({
  en,
  ko,
  ...facts,
});
