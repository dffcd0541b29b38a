// The two records of a call on its way through the provider: what is known of it, and what is decided.

import { actions, type ErrorId, type Route } from '../../contracts/protocol/index.js';
import { type Call, OWN_FAULT, type Refusal, type Reply } from '../core/call.js';
import type { Fault } from '../core/faults.js';
import type { CallRecord } from '../core/journal.js';
import type { AnyOutcome, CustomError } from '../core/outcomes.js';
import type { Receipt, RequestFields } from '../core/receipt.js';
import type { Tenant } from '../core/tenant.js';
import type { Grounds } from '../core/why/grounds.js';
import type { MaybePromise } from '../store/store.js';
import type { World } from '../world/world.js';

/** What is known of a call once its gate has spoken, and since nothing was waited for. */
export interface Facts {
  readonly call: Call;
  /** The raw body: one that is too large got no further than its route. */
  readonly body: Uint8Array;
  /** The base clock, ms. */
  readonly base: number;
  readonly route: Route;
  /** Who may act; undefined on an open operation, and where the gate refused. */
  readonly tenant: Tenant | undefined;
  /** What a Token request asks for. */
  readonly scope: readonly string[];
  /** What the test author arranged for this call. */
  readonly outcome: AnyOutcome | undefined;
  /** Its receipt, where it was asked for ahead. */
  readonly sought?: { readonly receipt: MaybePromise<Receipt | undefined> } | undefined;
}

/** What is decided for a call, and what the journal wants to know of it. */
export interface Decided {
  readonly outcome: CallRecord['outcome'];
  readonly reply: Reply;
  /** What happens to the reply on its way. */
  readonly fault?: Fault | undefined;
  readonly receipt?: Receipt | undefined;
  /** The fields as accepted, of a Request. */
  readonly fields?: RequestFields | undefined;
  /** The JSON object that was sent, where the handler read one. */
  readonly given?: Readonly<Record<string, unknown>> | undefined;
  /** What a refusal was decided on. */
  readonly grounds?: Grounds | undefined;
  /** What was thrown, where we failed. */
  readonly thrown?: string | undefined;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** Another call was first: what was gathered is no longer so. The call is gathered and decided again. */
export const LOST = Symbol('lost');
export type Lost = typeof LOST;

/** A 200 with JSON. */
export const jsonReply = ({ operation }: Route, message: object): Reply =>
  actions[operation.action].compressible
    ? { status: 200, headers: JSON_TYPE, body: JSON.stringify(message), compressible: true }
    : { status: 200, headers: JSON_TYPE, body: JSON.stringify(message) };

export const textReply = (text: string): Reply => ({ status: 200, headers: TEXT_TYPE, body: text });

function errorReply(
  { code, message, status }: { readonly code: number; readonly message: string; readonly status: number },
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ code, message }) };
}

/** The one header of ours on the wire: which refusal this is, by its id. Everything else is the provider's. */
const REFUSED_BY = 'x-kakaocert-simulator';

/** A foreign receipt answers exactly as an unknown one does. */
const shownAs = (id: ErrorId): ErrorId => (id === 'receipt.foreign' ? 'receipt.unknown' : id);

/** A refusal in the words of the world's catalogue. */
export function refusal(
  { catalogue, plain }: World,
  { refused, given, grounds }: Refusal,
  headers?: Readonly<Record<string, string>>,
): Decided {
  const entry = catalogue.get(refused);
  if (entry === undefined) throw new Error(`"${refused}" is missing in the error catalogue.`);
  const told = plain ? headers : { ...headers, [REFUSED_BY]: shownAs(refused) };
  return { outcome: refused, reply: errorReply(entry, told), given, grounds };
}

const ARRANGED: Grounds = { arranged: true };

/** What the test author arranged in place of an answer: an error of the catalogue, or one of their own. */
export const arrangedError = (world: World, error: ErrorId | CustomError): Decided =>
  typeof error === 'string'
    ? refusal(world, { refused: error, grounds: ARRANGED })
    : { outcome: 'custom', reply: errorReply({ ...error, status: error.status ?? 400 }) };

/** The most that is kept of what was thrown, characters. */
const THROWN_KEPT = 500;

/** We failed: what a test author finds in the journal, and a door in its log. */
export const failed = (error: unknown): Decided => ({
  outcome: 'failed',
  reply: { ...OWN_FAULT, thrown: error },
  thrown: String(error).slice(0, THROWN_KEPT),
});

/** Nothing was decided; what is said, if anything, is the fault's. */
export const UNDECIDED: Decided = { outcome: 'dropped', reply: { status: 0, headers: {}, body: '' } };
