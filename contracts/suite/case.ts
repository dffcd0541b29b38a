// What a case of the contract is: one promise of kakaoCert, its source, and the code that finds out whether the target
// keeps it. Cases have no order and share no state. Each has an institution of its own where the target can make one.

import type { BehaviourName, OperationName, Provenance, ServiceName, Signs } from '../protocol/index.js';
import type { ClientKit } from './client.js';
import type { InstitutionControl } from './control.js';
import type { Reply, Wire } from './wire.js';

/**
 * What a case can't do without:
 * - `control`: the control plane of a simulator, for its clock and its arrangements. · `person`: someone who signs.
 * - `receiver`: somebody who may be asked, because a Request that is accepted sends them a message.
 * - `client`: the typed client, which the caller of the suite hands in.
 * - `secondTenant`: a second institution. · `time`: some time may pass, really or on the tenant's clock.
 * - `otherName`: a name that is not the receiver's.
 */
export type Need = 'control' | 'receiver' | 'person' | 'secondTenant' | 'time' | 'client' | 'otherName';

/** A row of the fidelity ledger: what of the tables a case holds. */
export type LedgerRow =
  | `operation:${OperationName}`
  | `error:${string}`
  | `field:${string}.${string}`
  | `timing:${string}`
  | `behaviour:${BehaviourName}`;

export interface ContractCase extends Provenance {
  /** Stable and dotted, e.g. `cms.verify.once`. */
  readonly id: string;
  /** One sentence, of the provider. */
  readonly promise: string;
  readonly holds: readonly LedgerRow[];
  readonly needs?: readonly Need[];
  /** Throws a BrokenPromise, or whatever went wrong. */
  readonly run: (setting: Setting) => Promise<void>;
}

/** What a case is given. A getter of what it did not name in `needs` may throw. */
export interface Setting {
  /** Calls of the institution. */
  readonly wire: Wire;
  /** Calls of a second institution. */
  readonly secondTenant: Wire;
  readonly control: InstitutionControl;
  readonly client: ClientKit;
  /** The person with the phone signs this receipt; resolves once they have. */
  readonly sign: (row: ServiceOperations, receiptId: string) => Promise<void>;
  /** A receipt of the institution that can be read, whatever its state. Skips the case where there is none. */
  readonly receipt: (row: ServiceOperations) => Promise<string>;
  /** This much time passes for the institution's receipts, ms. */
  readonly pass: (ms: number) => Promise<void>;
  /** What makes a request's name another than the receiver's real one. */
  readonly otherName: object;
  /** The target's now, ms. */
  readonly now: () => number;
  /** A valid request that the target's receiver can be asked, with changes. */
  readonly request: (service: ServiceName, changes?: object) => Record<string, unknown>;
  /** The roots that signedData must lead to, PEM; undefined where they are not known. */
  readonly trust: string | undefined;
  /** Throws unless the reply is the provider's refusal with this error id, in its shape and, where known, its words. */
  readonly refused: (reply: Reply, errorId: string) => void;
  /** Keeps what an answer told that nobody outside knows. */
  readonly note: (text: string) => void;
  /** Whether what is only assumed must be kept too: true for the simulator itself. */
  readonly holdsAssumed: boolean;
}

/** The three operations of a service, and what its messages are called. */
export interface ServiceOperations {
  readonly service: ServiceName;
  readonly request: OperationName;
  readonly state: OperationName;
  readonly verify: OperationName;
  /** `$id` of the request's schema. */
  readonly message: string;
  readonly hasAppToApp: boolean;
  readonly signs: Signs;
  /** Whether signedData may be the Token itself. */
  readonly bareToken: boolean;
}
