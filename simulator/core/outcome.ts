// What the test author has arranged for the next calls. Precedence, the only one: what is queued for the operation,
// then what the magic person does, then the tenant's default.

import type { ErrorId, OperationName } from '../../contracts/protocol/index.js';
import type { Form, Tampering } from './tampering.js';

/** An error of the user's own, for what the catalogue does not have. */
export interface CustomError {
  readonly code: number;
  readonly message: string;
  /** HTTP status, 400 unless given. */
  readonly status?: number;
}

/** One arrangement for the next `times` calls of an operation. Plain data. */
export interface QueuedOutcome {
  readonly operation: OperationName;
  readonly times: number;
  /** The call is refused with this. */
  readonly error?: ErrorId | CustomError;
  /** Verify gives a signedData spoilt in this way. */
  readonly tamper?: Tampering;
  /** Verify gives a signedData in this form. */
  readonly form?: Form;
  /** Request makes a receipt that is signed by this plan. */
  readonly sign?: string;
}

/** The first outcome queued for an operation, and the queue without one use of it. */
export function takeOutcome(
  queue: readonly QueuedOutcome[],
  operation: OperationName,
): { readonly outcome: QueuedOutcome; readonly rest: readonly QueuedOutcome[] } | undefined {
  const outcome = queue.find((one) => one.operation === operation);
  if (outcome === undefined) return undefined;
  const rest = queue.flatMap((one) => {
    if (one !== outcome) return [one];
    return outcome.times > 1 ? [{ ...outcome, times: outcome.times - 1 }] : [];
  });
  return { outcome, rest };
}
