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

  constructor(words: Text, code: FailureCode = 2, answer: unknown = undefined) {
    super(words.en);
    this.words = words;
    this.code = code;
    this.answer = answer;
  }
}
