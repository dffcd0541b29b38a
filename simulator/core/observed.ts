// A call as the rules of findings see it: what was sent, what came of it, and for whom.

import type { OperationName } from '../../contracts/protocol/index.js';
import type { Call } from './call.js';
import type { Receipt, RequestFields } from './receipt.js';
import type { Tenant } from './tenant.js';

export interface Observed {
  readonly operation: OperationName;
  readonly call: Call;
  readonly outcome: string;
  /** The base clock, ms. */
  readonly at: number;
  /** The clock that clients' dates are compared with, ms. */
  readonly wall: number;
  /** The tenant's clock, ms. */
  readonly now: number;
  /** Whose call it is: proven, or only named where the call was refused. */
  readonly tenant: Tenant;
  /** The JSON object that was sent, where one was read. */
  readonly given: Readonly<Record<string, unknown>> | undefined;
  /** The fields as accepted, of a Request that was; the same as a text that equal ones share. */
  readonly fields: RequestFields | undefined;
  readonly asked: string | undefined;
  /** The Token that a person is to sign, likewise. */
  readonly signs: string | undefined;
  readonly receiptId: string | undefined;
  readonly signature: string | undefined;
  /** The receipt after the call. */
  readonly receipt: Receipt | undefined;
  /** Whether its answer did not reach the client whole. */
  readonly isLost: boolean;
}
