// The life of a receipt. Rule 1: every transition is a cell of the table below; a missing cell is the error.
// Rule 2: nothing here knows the time, the wire or the store; `now` is an argument, in ms since the epoch.
// Rule 3: it runs in a page too, so it imports tables alone, and none by the index, behind which Node's crypto stands.

import type { ErrorId } from '../../contracts/protocol/errors.js';
import type { ServiceName } from '../../contracts/protocol/services.js';
import { type StateNumber, wireStates } from '../../contracts/protocol/states.js';
import type { Text } from '../../contracts/protocol/text.js';
import { timing } from '../../contracts/protocol/timing.js';

/** What was asked, under its wire names; absent, null and empty fields are left out, booleans are always there. */
export type RequestFields = Readonly<Record<string, string | number | boolean>>;

/** What the app hands back instead of a signature: its code, and when, ms. */
export interface AppResult {
  readonly code: number;
  readonly at: number;
}

/** Plain data: any store can hold it. Instants are ms since the epoch. */
export interface Receipt {
  readonly receiptId: string;
  readonly service: ServiceName;
  readonly clientCode: string;
  /** The tenant itself (`holderOf`): another one may get its clientCode. */
  readonly holder: string;
  readonly request: RequestFields;
  /** When it was asked for, on the base clock, ms: how long it is kept counts from here. */
  readonly madeAt: number;
  readonly requestedAt: number;
  /** From this instant on an unsigned receipt is expired. */
  readonly expiresAt: number;
  readonly viewedAt: number | null;
  readonly signedAt: number | null;
  readonly verifiedAt: number | null;
  /** The person signs by themselves at this instant. */
  readonly signAt: number | null;
  /** The person signs after so many more answers of Status. */
  readonly pollsLeft: number | null;
  /** The KakaoTalk transaction of an App-to-App request, else null. */
  readonly txId: string | null;
  /** What the app hands back once signed: an App-to-App verify must carry it. Null for Talk messages. */
  readonly signature: string | null;
  /** What the app last came back with when the person did not sign; null for Talk messages, and until then. */
  readonly appResult: AppResult | null;
  readonly version: number;
}

/** Where a receipt stands: state 0, three times 1, and 2. */
export const phases = ['waiting', 'signed', 'verified', 'lapsed', 'expired'] as const;
export type Phase = (typeof phases)[number];

/** What people call it. */
export const phaseWords: Readonly<Record<Phase, Text>> = {
  waiting: wireStates.waiting.words,
  signed: wireStates.signed.words,
  verified: { en: 'verified', ko: '검증완료' },
  lapsed: { en: 'lapsed', ko: '검증기한 경과' },
  expired: wireStates.expired.words,
};

export type ReceiptEvent =
  | { readonly type: 'view' | 'sign' | 'expire' | 'poll' }
  /** The app comes back to the program with this code (App-to-App only). */
  | { readonly type: 'cancel'; readonly code: number }
  | { readonly type: 'verify'; readonly signature: string | undefined };

export type EventType = ReceiptEvent['type'];

type Refused = ErrorId | 'state.conflict';

/** A receipt that changed, a receipt that did not, or why the event is refused. */
export type Decision =
  | { readonly receipt: Receipt; readonly changed: boolean }
  | { readonly refused: Refused };

type Cell = Refused | ((receipt: Receipt, event: ReceiptEvent, now: number) => Receipt | Refused);

const same = (receipt: Receipt) => receipt;
const view = (receipt: Receipt, _: ReceiptEvent, now: number): Receipt =>
  receipt.viewedAt === null ? { ...receipt, viewedAt: now } : receipt;
// Nobody signs what they have not opened: signing fills viewDT if nothing did (assumed).
const sign = (receipt: Receipt, _: ReceiptEvent, now: number): Receipt => ({
  ...receipt,
  viewedAt: receipt.viewedAt ?? now,
  signedAt: now,
});
const expire = (receipt: Receipt, _: ReceiptEvent, now: number): Receipt => ({ ...receipt, expiresAt: now });
// The request goes on waiting: what the service does then is not known (assumed, protocol.md §10.1).
const cancel = (receipt: Receipt, event: ReceiptEvent, now: number): Receipt | Refused =>
  receipt.txId === null || event.type !== 'cancel'
    ? 'state.conflict'
    : { ...receipt, appResult: { code: event.code, at: now } };
const poll = (receipt: Receipt, event: ReceiptEvent, now: number): Receipt => {
  if (receipt.pollsLeft === null) return receipt;
  return receipt.pollsLeft > 0
    ? { ...receipt, pollsLeft: receipt.pollsLeft - 1 }
    : sign({ ...receipt, pollsLeft: null }, event, now);
};
const verify = (receipt: Receipt, event: ReceiptEvent, now: number): Receipt | Refused =>
  receipt.signature !== null && (event.type !== 'verify' || event.signature !== receipt.signature)
    ? 'verify.signature'
    : { ...receipt, verifiedAt: now };

/** Phase → event → what happens. A string is a refusal with that id; a missing cell is a conflict. */
const transitions: Readonly<Record<Phase, Readonly<Partial<Record<EventType, Cell>>>>> = {
  waiting: { view, sign, expire, cancel, poll, verify: 'verify.notSigned' },
  signed: { poll: same, verify },
  verified: { poll: same, verify: 'verify.already' },
  lapsed: { poll: same, verify: 'verify.tooLate' },
  expired: { poll: same, verify: 'verify.expired' },
};

/** The wire's state of each phase. After verify it stays signed (assumed). */
export const wireState: Readonly<Record<Phase, StateNumber>> = {
  waiting: wireStates.waiting.number,
  signed: wireStates.signed.number,
  verified: wireStates.signed.number,
  lapsed: wireStates.signed.number,
  expired: wireStates.expired.number,
};

/** The instants of a receipt that say where it stands: all that the page knows of one in ms. */
type Instants = Pick<Receipt, 'expiresAt' | 'viewedAt' | 'signedAt' | 'verifiedAt' | 'signAt'>;

/** The receipt with everything that has come to pass by itself until `now`. Pure: no timer ever runs. */
export function settle<Known extends Instants>(receipt: Known, now: number): Known {
  const { signAt } = receipt;
  if (receipt.signedAt !== null || signAt === null || signAt > now || signAt >= receipt.expiresAt)
    return receipt;
  return { ...receipt, viewedAt: receipt.viewedAt ?? signAt, signedAt: signAt };
}

/** From this instant on a receipt that was signed at `signedAt` can't be verified any more, ms. */
export const verifyUntil = (signedAt: number): number => signedAt + timing.verifyWindow.ms;

/** Where a settled receipt stands at `now`: expired from the very instant of `expiresAt` on. */
export function phaseOf(receipt: Omit<Instants, 'viewedAt' | 'signAt'>, now: number): Phase {
  if (receipt.verifiedAt !== null) return 'verified';
  if (receipt.signedAt !== null) return now < verifyUntil(receipt.signedAt) ? 'signed' : 'lapsed';
  return now < receipt.expiresAt ? 'waiting' : 'expired';
}

/** What an event does to a receipt at `now`. */
export function decide(receipt: Receipt, event: ReceiptEvent, now: number): Decision {
  const settled = settle(receipt, now);
  const cell = transitions[phaseOf(settled, now)][event.type];
  const next = typeof cell === 'function' ? cell(settled, event, now) : (cell ?? 'state.conflict');
  if (typeof next === 'string') return { refused: next };
  return { receipt: next, changed: next !== settled };
}

/** The events that the control plane names as what can come next; a poll is nobody's decision. */
export const nextEventNames = [
  'view',
  'sign',
  'expire',
  'cancel',
  'verify',
] as const satisfies readonly EventType[];
export type NextEvent = (typeof nextEventNames)[number];

/** The events that a settled receipt in this phase can take next; only an App-to-App one has an app that cancels. */
export function nextEvents(phase: Phase, { txId }: Pick<Receipt, 'txId'>): readonly NextEvent[] {
  const row = transitions[phase];
  return nextEventNames.filter(
    (event) => typeof row[event] === 'function' && (event !== 'cancel' || txId !== null),
  );
}
