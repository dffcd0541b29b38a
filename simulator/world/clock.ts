// The base clock, in one place. Receipts, tokens and tenants' clocks are ordered by it, so it must not go back when the
// machine's is corrected (NTP, or a test that fakes Date for a while): it stands still until it is caught up with.

export interface BaseClock {
  /** Now, ms since the epoch; never less than what it said before. */
  readonly now: () => number;
  /**
   * What the machine's clock says, ms, corrections and all: the one that clients sign by. What /Time answers and what
   * their dates are compared with.
   */
  readonly wall: () => number;
}

/** `read` is asked at every look, so a Date that is faked later is followed. */
export function createClock(read: () => number = () => Date.now()): BaseClock {
  let latest = Number.NEGATIVE_INFINITY;
  return {
    now() {
      const seen = read();
      if (seen > latest) latest = seen;
      return latest;
    },
    wall: read,
  };
}
