// Why a verb came to nothing, for the person who typed it.

import type { Text } from '../../contracts/protocol/index.js';

/** 1: the simulator said no. 2: wrong use, or no simulator was reached. */
export type FailureCode = 1 | 2;

export class VerbProblem extends Error {
  override readonly name = 'VerbProblem';
  readonly words: Text;
  readonly code: FailureCode;
  /** What the simulator answered, for --json. */
  readonly answer: unknown;

  /** The HTTP status of that answer. */
  readonly status: number | undefined;

  constructor(words: Text, code: FailureCode = 2, answer: unknown = undefined, status?: number) {
    super(words.en);
    this.words = words;
    this.code = code;
    this.answer = answer;
    this.status = status;
  }

  /** The same, with more words behind those that are there, or before them. */
  and(more: Text, isBefore = false): VerbProblem {
    const { words, code, answer, status } = this;
    const put = (now: string, then: string) => (isBefore ? then + now : now + then);
    return new VerbProblem({ en: put(words.en, more.en), ko: put(words.ko, more.ko) }, code, answer, status);
  }
}
