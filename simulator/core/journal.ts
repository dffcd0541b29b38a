// What happened: a record of each call, as it is kept.

import type { ErrorId, OperationName } from '../../contracts/protocol/index.js';
import type { Call, Reply } from './call.js';
import type { FaultKind } from './faults.js';

/** A call as it is kept: references to what the door had, nothing copied. */
export interface CallRecord {
  /** Undefined for a path that is no operation. */
  readonly operation: OperationName | undefined;
  /** Counts up over the whole simulator, from 1. */
  readonly number: number;
  /** The base clock, ms. */
  readonly at: number;
  /** The tenant's clock, ms; undefined where no tenant is known. */
  readonly tenantAt: number | undefined;
  readonly outcome: 'ok' | ErrorId | 'custom' | 'dropped' | 'late';
  readonly fault: FaultKind | undefined;
  readonly call: Call;
  readonly reply: Reply;
}
