// Why a store can't be opened: for the person who named it, in one line.

/** The store can't be used as it is; the message says what is wrong and what to do, without a full stop. */
export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
}
