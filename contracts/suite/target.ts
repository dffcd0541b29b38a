// What is judged: a simulator, the live service, or any fake. A target says where it answers and what can be done there.
// If a case needs something that the target does not have, the case is skipped and says what is missing.

import type { ErrorTable, ServiceName } from '../protocol/index.js';
import type { ClientModule } from './client.js';
import type { ControlAddress } from './control.js';
import type { Fetch } from './guarded-fetch.js';
import type { Credentials } from './wire.js';

/** The receiver of every request that a case makes. */
export interface Receiver {
  readonly ReceiverName: string;
  /** Digits only. */
  readonly ReceiverHP: string;
  /** yyyyMMdd */
  readonly ReceiverBirthDay: string;
}

/** The account that a consent is about. */
export interface ReceiverAccount {
  readonly BankCode: string;
  /** May be masked, as in the manual's example. */
  readonly BankAccountNum: string;
}

export interface Target extends Partial<Credentials> {
  /** Where both hosts answer; `authUrl` and `serviceUrl` name them one by one. No trailing slash. */
  readonly url?: string | undefined;
  readonly authUrl?: string | undefined;
  readonly serviceUrl?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** The control plane of a simulator. Unless said, it is looked for at `url`, where that is a local address. */
  readonly controlPlane?: ControlAddress | false | undefined;
  /**
   * Has a receipt signed by a person; resolves once they have. `state` asks Status. Only where there is no control plane.
   */
  readonly sign?: ((receiptId: string, state: () => Promise<number>) => Promise<void>) | undefined;
  /** Who is asked; somebody made up unless given, and nobody may be asked if null. */
  readonly receiver?: Receiver | null | undefined;
  /** The receiver's account; a made-up one unless given. */
  readonly account?: ReceiverAccount | undefined;
  /** A name that is not the receiver's, to have it refused. */
  readonly otherName?: string | undefined;
  readonly secondTenant?: Credentials | undefined;
  /** Receipts that were made before and may be read, where there is no control plane. */
  readonly knownReceipts?: Readonly<Partial<Record<ServiceName, string>>> | undefined;
  /** The roots that signedData must lead to, PEM. */
  readonly trust?: string | undefined;
  /** The target's now, ms; the system's unless given. */
  readonly now?: (() => number) | undefined;
  /** Lets real time pass, ms, where no control plane can. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** What is known of the target's codes, by error id, where our table only assumes them; a simulator tells its own. */
  readonly errors?: ErrorTable | undefined;
  /** Whether what is only assumed must be kept too; true where there is a control plane. */
  readonly holdsAssumed?: boolean | undefined;
  /** Ask for a session token before anything is played, and play nothing if the service says no. */
  readonly checksIn?: boolean | undefined;
  /** How long an answer may take, ms; 30 seconds unless given. */
  readonly timeout?: number | undefined;
  /** Calls to the real host names are meant. Without it they are refused, wherever the names may lead. */
  readonly allowRealHosts?: boolean | undefined;
  /**
   * The typed client that is judged along with the target: `import * as client from 'kakaocert-simulator/client'`. Without
   * it the cases of the client are skipped.
   */
  readonly client?: ClientModule | undefined;
  readonly close?: (() => unknown) | undefined;
}
