// What the client of a tenant has done so far, as far as the rules of findings need it: what each action leaves behind.

import { type Action, isFinalState, timing } from '../../contracts/protocol/index.js';
import type { Observed } from './observed.js';
import { phaseOf, wireState } from './receipt.js';

/** A poll that comes sooner than this after the last one, ms, is too fast. */
const POLL_FLOOR = 1000;
const PENDING_KEPT = 256;
const TOKENS_KEPT = 16;
/** A token that still has this long, ms, did not need replacing. */
const TOKEN_MARGIN = 5 * 60_000;
/** So many tokens within this time, ms, are no program that was run again and again by hand. */
const TOKENS = { many: 3, within: 10_000 };
/** What a library repeats by itself comes at once, ms. */
const REPEATED_WITHIN = 1000;

/** What the parts of a trail hold that are maps, of which the oldest entries go. */
interface Values {
  readonly final: boolean;
  readonly pending: Pending;
  readonly ended: boolean;
  readonly signedTokens: boolean;
}
export type BoundedPart = keyof Values;
export type BoundedParts = { [Part in BoundedPart]: Map<string, Values[Part]> };

/** Instants are ms on the base clock. */
export interface ClientTrail extends BoundedParts {
  /** When the newest token ends; 0 once a token was refused or none is known. */
  tokenUntil: number;
  /** The last tokens that were given since one was refused, oldest first. */
  tokens: { readonly at: number; readonly connection: number | undefined }[];
  /** The last polls of a receipt in a row, with no control call between them. */
  polls: { receiptId: string; count: number; fast: number; last: number };
  /** Receipts whose final state a poll has answered; bounded. */
  final: Map<string, boolean>;
  /** A request by what it asks and of whom, and when it ends, on the tenant's clock; bounded. */
  pending: Map<string, Pending>;
  /** Receipts that the client saw come to an end: signed, verified or expired; bounded. */
  ended: Map<string, boolean>;
  /** Tokens that people were asked to sign; bounded. */
  signedTokens: Map<string, boolean>;
  /** The call before this one, whatever it was. */
  last: Last | undefined;
  /** How often each of the bounded ones was changed: where a trail is stored, they are written only then. */
  readonly changes: Record<BoundedPart, number>;
  /** How many each of those keeps. */
  readonly kept: number;
}

interface Pending {
  readonly receiptId: string;
  readonly until: number;
}

type Last = Pick<Observed, 'operation' | 'receiptId' | 'at' | 'isLost'> & {
  readonly connection: number | undefined;
};

/** `kept`: how many each of its bounded parts keeps. */
export const newTrail = (kept: number = PENDING_KEPT): ClientTrail => ({
  tokenUntil: 0,
  tokens: [],
  polls: { receiptId: '', count: 0, fast: 0, last: 0 },
  final: new Map(),
  pending: new Map(),
  ended: new Map(),
  signedTokens: new Map(),
  last: undefined,
  changes: { final: 0, pending: 0, ended: 0, signedTokens: 0 },
  kept,
});

type Note = (trail: ClientTrail, observed: Observed) => void;

/** What a proven call leaves behind, before it is judged and after that. */
interface Notes {
  readonly before?: Note;
  readonly after?: Note;
}

const NOTHING: Notes = {};

const notes: Readonly<Record<Action, Notes>> = {
  time: NOTHING,
  point: NOTHING,
  partnerPoint: NOTHING,
  totalPoint: NOTHING,
  url: NOTHING,
  token: {
    after(trail, { outcome, at, call }) {
      if (outcome !== 'ok') return;
      trail.tokenUntil = at + timing.tokenLife.ms;
      trail.tokens.push({ at, connection: call.connection });
      if (trail.tokens.length > TOKENS_KEPT) trail.tokens.shift();
    },
  },
  request: {
    after(trail, { asked, signs, receipt }) {
      if (asked === undefined || receipt === undefined) return;
      const { receiptId, expiresAt } = receipt;
      keep(trail, 'pending', asked, { receiptId, until: expiresAt });
      if (signs !== undefined) keep(trail, 'signedTokens', signs, true);
    },
  },
  state: {
    before({ polls }, { receiptId, at }) {
      if (receiptId === undefined) return;
      const again = polls.receiptId === receiptId;
      polls.fast = again && at - polls.last < POLL_FLOOR ? polls.fast + 1 : 0;
      polls.count = again ? polls.count + 1 : 1;
      polls.receiptId = receiptId;
      polls.last = at;
    },
    after(trail, { receipt, now }) {
      if (receipt === undefined || !isFinalState(wireState[phaseOf(receipt, now)])) return;
      keep(trail, 'final', receipt.receiptId, true);
      keep(trail, 'ended', receipt.receiptId, true);
    },
  },
  verify: {
    // A look at verifyDT after verify is no polling; so a verify opens the receipt again.
    after(trail, { receipt, outcome }) {
      if (receipt === undefined) return;
      if (trail.final.delete(receipt.receiptId)) trail.changes.final += 1;
      if (outcome === 'ok') keep(trail, 'ended', receipt.receiptId, true);
    },
  },
};

/** Takes note of a proven call that is about to be judged. */
export const noteBefore = (trail: ClientTrail, action: Action, observed: Observed): void =>
  notes[action].before?.(trail, observed);

/** Takes note of a proven call that was judged. */
export const noteAfter = (trail: ClientTrail, action: Action, observed: Observed): void =>
  notes[action].after?.(trail, observed);

/** Takes note of any call that was judged, proven or not. */
export function noteCall(trail: ClientTrail, observed: Observed): void {
  const { operation, receiptId, at, isLost, outcome, call } = observed;
  if (outcome.startsWith('token.')) {
    trail.tokenUntil = 0;
    trail.tokens = [];
  }
  trail.last = { operation, receiptId, at, isLost, connection: call.connection };
}

/** Whether a second token comes where the first one must be at hand. */
export function isNotReused({ outcome, at, call }: Observed, { tokenUntil, tokens }: ClientTrail): boolean {
  if (outcome !== 'ok' || tokenUntil - at <= TOKEN_MARGIN) return false;
  const { connection } = call;
  if (connection !== undefined && tokens.some((token) => token.connection === connection)) return true;
  return tokens.filter((token) => at - token.at < TOKENS.within).length >= TOKENS.many - 1;
}

/** Whether the same was asked before of the same person, who may still answer, as far as the client can know. */
export function isResent({ asked, now }: Observed, { pending, ended }: ClientTrail): boolean {
  const before = asked === undefined ? undefined : pending.get(asked);
  return before !== undefined && before.until > now && !ended.has(before.receiptId);
}

/** Whether a call repeats the one before it as an HTTP library does by itself: the answer was lost, and at once it came anew. */
export function isRepeated({ operation, receiptId, at, call }: Observed, { last }: ClientTrail): boolean {
  return (
    last?.isLost === true &&
    last.operation === operation &&
    last.receiptId === receiptId &&
    at - last.at < REPEATED_WITHIN &&
    last.connection !== undefined &&
    last.connection !== call.connection
  );
}

/** Keeps an entry of a bounded part as its newest. */
function keep<Part extends BoundedPart>(
  trail: ClientTrail,
  part: Part,
  key: string,
  value: Values[Part],
): void {
  const parts: BoundedParts = trail;
  const map: BoundedParts[Part] = parts[part];
  if (map.get(key) !== value) trail.changes[part] += 1;
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > trail.kept && oldest !== undefined) map.delete(oldest);
}
