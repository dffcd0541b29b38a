// What a refusal must be: its shape always, its code and words where they are known.

import type { Catalogue, ErrorTable } from '../protocol/index.js';
import type { Setting } from './case.js';
import { describeReply, equal, hold, isObject } from './expectations.js';
import type { Reply } from './wire.js';

/** A refusal where one was expected, and what it was expected to be. */
export interface SeenRefusal {
  readonly errorId: string;
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** Which call of the case was refused, from 0. */
  readonly exchange: number;
}

/** What is known of the refusals of a target. */
export interface KnownRefusals {
  /** Every error with the code that is expected of this target. */
  readonly catalogue: Catalogue;
  /** The errors whose code was told of this target; of all others the table may only assume it. */
  readonly told: ErrorTable;
}

interface Hearing extends KnownRefusals {
  /** Whether the expected refusal must come, code and words, also where it is only assumed. */
  readonly holdsAssumed: boolean;
  readonly exchangeOf: (reply: Reply) => number;
  readonly onRefusal: (refusal: SeenRefusal) => void;
  /** Hears of a code that is another than the one which somebody has seen. */
  readonly onDifference: (why: string) => void;
}

/** Every refusal has one shape (manual A.1); its code and words count where they are known. */
export function createRefused({
  catalogue,
  told,
  holdsAssumed,
  exchangeOf,
  onRefusal,
  onDifference,
}: Hearing): Setting['refused'] {
  return (reply, errorId) => {
    const entry = catalogue.get(errorId);
    if (entry === undefined) throw new TypeError(`"${errorId}" is no error id.`);
    const expected = `${errorId} (HTTP ${entry.status}, code ${entry.code})`;
    hold(reply.status !== 200, `A refusal is expected: ${expected}, not ${describeReply(reply)}.`);
    hold(isObject(reply.json), `A JSON object is expected: ${expected}, not ${describeReply(reply)}.`);
    const { code, message } = reply.json;
    hold(isCode(code), `"code" must be a negative integer, not ${code}, in ${describeReply(reply)}.`);
    hold(isWords(message), `"message" must be a text in ${describeReply(reply)}.`);
    if (holdsAssumed) {
      equal(Object.keys(reply.json), ['code', 'message'], 'What a refusal holds');
      const actual = [reply.status, code, message];
      equal(actual, [entry.status, entry.code, entry.message], `The refusal ${errorId}`);
      return;
    }
    onRefusal({ errorId, status: reply.status, code, message, exchange: exchangeOf(reply) });
    const isKnown = entry.fidelity !== 'assumed' || errorId in told;
    // The case goes on: that it was refused is the promise, and the rest of it is to be learned too.
    if (isKnown && code !== entry.code) onDifference(`The code is ${code}; ${expected} is expected.`);
  };
}

const isCode = (code: unknown): code is number => Number.isSafeInteger(code) && Number(code) < 0;
const isWords = (message: unknown): message is string => typeof message === 'string' && message !== '';
