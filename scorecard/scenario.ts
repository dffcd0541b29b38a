// What a scenario is, and what it is played on. A scenario holds no state: everything it needs is its stage.

import { type OperationName, operationOf, type ServiceName, type Text } from '../contracts/protocol/index.js';
import type { CallView, SimulatorOptions } from '../simulator/index.js';
import type { TenantHandle } from '../simulator/tenant/control.js';
import type { Answer } from './adapter/protocol.js';
import type { CauseId } from './causes.js';
import type { ScenarioInfo } from './scorecard.js';

export interface Scenario extends ScenarioInfo {
  readonly fault: ScenarioInfo['fault'] & { readonly cause: CauseId };
  /** The services it makes sense for; all unless given. */
  readonly services?: readonly ServiceName[];
  /** The simulator it is played on; the default one unless given. */
  readonly simulator?: () => SimulatorOptions;
  /** Played first: without an answer here the others of its service are not worth playing. */
  readonly probe?: true;
  /** The client may take long for good reasons: its answers have SLOW_PATIENCE. */
  readonly slow?: true;
  /** Findings that the scenario itself brings about, so that they are not held against the client. */
  readonly causes?: readonly string[];
  /** Why the client's own calls say that this is not asked of it: then it is not judged by it. */
  readonly unplayable?: (stage: Stage) => Promise<Text | undefined>;
  /** Ends normally if the client is right; throws Wrong or Skipped. */
  readonly play: (stage: Stage) => Promise<void>;
}

/** The operations of a service, by what they do. */
export interface Names {
  readonly request: OperationName;
  readonly status: OperationName;
  readonly verify: OperationName;
}

export const namesOf = (service: ServiceName): Names => ({
  request: operationOf(service, 'request'),
  status: operationOf(service, 'state'),
  verify: operationOf(service, 'verify'),
});

/** An answer is waited for so long, ms, unless the scenario is a slow one. */
export const PATIENCE = 20_000;
export const SLOW_PATIENCE = 45_000;

/** The client, spoken to through the adapter protocol. Nothing here rejects: what goes wrong is an Answer. */
export interface ClientUnderJudgement {
  /** Asks for a signature: the service's example request with these changes. */
  request(changes?: Readonly<Record<string, unknown>>, options?: { appUseYN?: boolean }): Promise<Answer>;
  status(receiptId: string): Promise<Answer>;
  wait(receiptId: string): Promise<Answer>;
  /** `expect` goes along: what was requested with this receipt. */
  verify(receiptId: string, signature?: string): Promise<Answer>;
}

export interface Stage {
  readonly service: ServiceName;
  readonly names: Names;
  readonly client: ClientUnderJudgement;
  /** The institution that the client acts for, with its person, clock, outcomes and faults. */
  readonly tenant: TenantHandle;
  /** The calls so far; of one operation if given. */
  calls(operation?: OperationName): Promise<readonly CallView[]>;
  /** Waits until something is true; false if it did not become so within the patience. */
  until(condition: () => Promise<boolean>): Promise<boolean>;
  /** Waits, ms; for what must not happen meanwhile. */
  pause(ms: number): Promise<void>;
  /** From now on nobody listens: every connection is refused. */
  refuseConnections(): Promise<void>;
}
