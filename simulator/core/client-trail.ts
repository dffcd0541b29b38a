// What the client of a tenant did so far, as far as findings need it.

/** A poll that comes sooner than this after the last one, ms, is too fast. */
const POLL_FLOOR = 1000;

/** Instants are ms on the base clock. */
export interface ClientTrail {
  /** When the newest token ends; 0 once a token was refused or none is known. */
  tokenUntil: number;
  /** The last polls of a receipt in a row, with no control call between them. */
  polls: { receiptId: string; count: number; fast: number; last: number };
  /** Receipts whose final state a poll has answered; bounded. */
  final: Map<string, boolean>;
  /** When a request ends, on the tenant's clock, by what it asks and of whom; bounded. */
  pending: Map<string, number>;
}

export const newTrail = (): ClientTrail => ({
  tokenUntil: 0,
  polls: { receiptId: '', count: 0, fast: 0, last: 0 },
  final: new Map(),
  pending: new Map(),
});

/** Takes note of a poll, so that the next one can be judged; call it before the rules. */
export function notePoll({ polls }: ClientTrail, receiptId: string, at: number): void {
  const again = polls.receiptId === receiptId;
  polls.fast = again && at - polls.last < POLL_FLOOR ? polls.fast + 1 : 0;
  polls.count = again ? polls.count + 1 : 1;
  polls.receiptId = receiptId;
  polls.last = at;
}
