// Every failure of the client. The class is the side at fault: you (MisuseError), the provider saying no (ProviderRefusal)
// or misbehaving (ContractViolation), the network (NetworkFailure), the signature (SignatureError).
// `name` and `reason` are literals to switch on; `code` is the number of manual A.1, -99999999 for all but refusals.
// No message, and nothing that JSON.stringify would show, holds a secret.

import type { VerifyResult } from '../contracts/protocol/answers.js';
import { brand } from '../contracts/protocol/brand.js';
import { actions, type ClientKind, type OperationName, operations } from '../contracts/protocol/index.js';
import { type Reason, reasons } from '../contracts/signed-data/index.js';

/** The code of every failure that no provider reported; the official SDKs' own (protocol.md §3). */
export const CLIENT_SIDE = -99999999;

interface Facts {
  readonly code?: number;
  readonly operation: OperationName | undefined;
  readonly maybeDelivered?: boolean;
  readonly cause?: unknown;
}

/**
 * The family: `instanceof KakaocertError` holds for every failure but the abort of your own signal, and a
 * program's fault inside `fetch` (a ReferenceError, say), which comes out as it is.
 */
export abstract class KakaocertError extends Error {
  static {
    brand(KakaocertError, 'KakaocertError');
  }

  abstract override get name(): string;
  /** The provider's number of a refusal, else -99999999. */
  readonly code: number;
  /** The call that failed. It may be `token` or `time`, made on behalf of yours; undefined outside any call. */
  readonly operation: OperationName | undefined;
  /** Whether the provider may have carried out what you called. After it, don't just repeat a Verify or a Request. */
  readonly maybeDelivered: boolean;

  constructor(message: string, { code = CLIENT_SIDE, operation, maybeDelivered = false, cause }: Facts) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.operation = operation;
    this.maybeDelivered = maybeDelivered;
  }

  /** What a log may show: name, message and the plain fields. */
  toJSON(): object {
    const { name, message } = this;
    return Object.assign({ name, message }, this);
  }
}

/**
 * The provider refused: its own code and message, unchanged. The refused call was not carried out; of one refused with a
 * status of 500 or more that is not known (`maybeDelivered`): ask Status, where `verifyDT` tells that a Verify was done.
 */
export class ProviderRefusal extends KakaocertError {
  static {
    brand(ProviderRefusal, 'ProviderRefusal');
  }

  override get name(): 'ProviderRefusal' {
    return 'ProviderRefusal';
  }
  /** The HTTP status. */
  readonly status: number;

  constructor(operation: OperationName, refusal: { code: number; message: string; status: number }) {
    const maybeDelivered = refusal.status >= 500 && operation !== 'token' && operation !== 'time';
    super(refusal.message, { code: refusal.code, operation, maybeDelivered });
    this.status = refusal.status;
  }
}

/** What came instead of what was expected. */
export interface Evidence {
  readonly status: number;
  /** Empty if the answer named none. */
  readonly contentType: string;
  /** The first 2,048 characters; of a Verify everything that was read, for there won't be a second answer. */
  readonly text: string;
}

/** The provider (or whoever stands before it) answered something that the contract doesn't know. */
export class ContractViolation extends KakaocertError {
  static {
    brand(ContractViolation, 'ContractViolation');
  }

  override get name(): 'ContractViolation' {
    return 'ContractViolation';
  }
  readonly evidence: Evidence;

  constructor(operation: OperationName, problem: string, evidence: Evidence) {
    const { status, contentType } = evidence;
    const what = `The answer to ${operation} breaks the contract: ${problem} (HTTP ${status}, ${contentType || 'no content type'}).`;
    const maybeDelivered = !isPreparation(operation);
    super(`${what} See error.evidence.${advice(operation, maybeDelivered)}`, { operation, maybeDelivered });
    this.evidence = evidence;
  }
}

/** `unreachable`: nothing was sent. `timeout`: no whole answer in time. `lost`: the connection broke. */
export type NetworkFailureReason = 'unreachable' | 'timeout' | 'lost';

/** The call never reached the provider, or its answer was lost. */
export class NetworkFailure extends KakaocertError {
  static {
    brand(NetworkFailure, 'NetworkFailure');
  }

  override get name(): 'NetworkFailure' {
    return 'NetworkFailure';
  }
  readonly reason: NetworkFailureReason;

  constructor(operation: OperationName, reason: NetworkFailureReason, what: string, cause?: unknown) {
    // A lost Token or Time is no lost call: what the user called was not sent yet.
    const maybeDelivered = reason !== 'unreachable' && !isPreparation(operation);
    const message = `No answer to ${operation}: ${what}.${advice(operation, maybeDelivered)}`;
    super(message, { operation, maybeDelivered, cause });
    this.reason = reason;
  }
}

/** The signedData came, but doesn't prove what it should. It still carries the result: Verify works only once. */
export class SignatureError extends KakaocertError {
  static {
    brand(SignatureError, 'SignatureError');
  }

  override get name(): 'SignatureError' {
    return 'SignatureError';
  }
  /** Why: of the closed list of `kakaocert-simulator/signed-data`, or `notChecked` if the check itself failed. */
  readonly reason: Reason | 'notChecked';
  // What tells about a person is not enumerable, so that no log shows it.
  /** What Verify returned. */
  declare readonly result: VerifyResult;
  /** What exactly was found, e.g. which name was expected and which one signed. */
  declare readonly detail: string;

  constructor(operation: OperationName, failure: SignatureFailure) {
    const { reason, detail, result, cause } = failure;
    const why = reason === 'notChecked' ? 'The check itself failed.' : reasons[reason];
    super(
      `The signedData of receipt ${result.receiptId} is not to be trusted: ${reason}. ${why} It is kept in error.result.`,
      { operation, maybeDelivered: true, cause },
    );
    this.reason = reason;
    Object.defineProperties(this, { result: { value: result }, detail: { value: detail } });
  }
}

interface SignatureFailure {
  readonly reason: SignatureError['reason'];
  readonly detail: string;
  readonly result: VerifyResult;
  readonly cause?: unknown;
}

/** The caller's mistake, found before anything was sent. Messages as the official SDKs give them, where they have one. */
export class MisuseError extends KakaocertError {
  static {
    brand(MisuseError, 'MisuseError');
  }

  override get name(): 'MisuseError' {
    return 'MisuseError';
  }

  constructor(message: string, operation?: OperationName, cause?: unknown) {
    super(message, { operation, cause });
  }
}

/** All failures, discriminated by `name`. */
export type KakaocertFailure =
  | ProviderRefusal
  | ContractViolation
  | NetworkFailure
  | SignatureError
  | MisuseError;

/**
 * Whether `error` is a failure of this client; then `switch (error.name)` knows the fields of each class. Any value may be
 * given. Never throws. Source: manual A.1 for `code`.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createClient, isKakaocertError } from 'kakaocert-simulator/client';
 *
 * const client = createClient({ linkId: 'TESTER', secretKey: 'bWFkZS11cC1mb3ItdGVzdHM=' });
 * const error: unknown = await client.getCMSState('020040000001', 'no receipt').catch((thrown) => thrown);
 * assert.ok(isKakaocertError(error) && error.name === 'MisuseError');
 * ```
 */
export function isKakaocertError(error: unknown): error is KakaocertFailure {
  return error instanceof KakaocertError;
}

const kindOf = (operation: OperationName): ClientKind | null => actions[operations[operation].action].client;

/** Calls made on behalf of the user's own, before it: no methods of the client. */
const isPreparation = (operation: OperationName) => kindOf(operation) === null;

const whatToDo: Readonly<Record<ClientKind, string>> = {
  state: '',
  request: ' The person may have been asked already: a blind repetition asks twice.',
  verify: ' Verify works only once: look at verifyDT with a state call before you repeat it.',
};

function advice(operation: OperationName, maybeDelivered: boolean): string {
  const kind = kindOf(operation);
  return maybeDelivered && kind !== null ? whatToDo[kind] : '';
}
