// What a scenario throws when it has seen enough: the client is wrong, or the scenario can't be played with it.

/** The client did something else than was due. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly seen: string;
  readonly due: string;

  constructor(seen: string, due: string) {
    super(`${seen}; due: ${due}`);
    this.seen = seen;
    this.due = due;
  }
}

/** The client says that it doesn't do what the scenario needs. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** The person at the terminal ended the run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
