// The memory of what happened, bounded for each tenant and over all. A tenant that is gone leaves a tombstone, so that
// a call that comes late is still remembered under its name.

import QuickLRU from 'quick-lru';
import type { OperationName } from '../../contracts/protocol/index.js';
import { type ClientTrail, newTrail } from '../core/client-trail.js';
import type { FindingRule } from '../core/finding-rule.js';
import { type CallRecord, keptCalls, type NumberedCall } from '../core/journal.js';
import type { Secrets } from '../core/secrets.js';
import type { Tenant } from '../core/tenant.js';
import type { MaybePromise } from '../store/store.js';
import { createKeeper, type Keeper } from './keeper.js';
import { createTape, ROOM, type Tape } from './tape.js';

/** What a call showed of the client. */
export interface Found {
  readonly rule: FindingRule;
  /** The field that it is about, by its wire name. */
  readonly field: string | null;
  /** The number of that call. */
  readonly call: number;
  readonly operation: OperationName;
  /** The base clock, ms. */
  readonly at: number;
}

/** Judges a call by what its tenant's client did before it, which it takes note of; what the call shows. */
export type Judge = (trail: ClientTrail) => readonly Shown[];

/** What a call shows, without what the journal knows of it. */
export type Shown = Pick<Found, 'rule' | 'field'>;

/** What is remembered of a tenant: of one that there is, or of one that is gone and was called late. */
export interface Page {
  /** Oldest first. */
  calls(): MaybePromise<readonly NumberedCall[]>;
  /** Oldest first. */
  findings(): MaybePromise<readonly Found[]>;
  clearCalls(): MaybePromise<void>;
  clearFindings(): MaybePromise<void>;
}

export type SecretHolder = Pick<Tenant, 'clientCode' | 'secretKey'>;

/** Whoever writes into it waits, so that what was answered can be read. In memory nobody has to. */
export interface Journal {
  /** Gives a call of a tenant its number, writes it down and what it shows of the client; that is handed back. */
  note(tenant: Tenant, record: CallRecord, judge?: Judge): MaybePromise<readonly Found[]>;
  /**
   * The same under the name of a tenant that is gone, with the outcome `late`. False, and among the calls that named none,
   * if there never was one of this name.
   */
  noteLate(clientCode: string | undefined, record: CallRecord): MaybePromise<boolean>;
  /** The page of a tenant; undefined if there is none of this name, and never was, or too long ago. */
  find(clientCode: string, tenant: Tenant | undefined): MaybePromise<Page | undefined>;
  /** Calls that named no tenant, oldest first. */
  unnamed(): MaybePromise<readonly NumberedCall[]>;
  /** Whether a tenant of this name is gone, and remembered. */
  isGone(clientCode: string): MaybePromise<boolean>;
  /** The secrets of all tenants that there are, of those that left a tombstone, and those that were changed. */
  readonly secrets: Secrets;
  /** A tenant is there: a tombstone of its name goes. */
  open(tenant: SecretHolder): MaybePromise<void>;
  /** A tenant has this secret from now on; what it had before stays one. */
  keepSecret(tenant: SecretHolder): void;
  /** Empties the page of a tenant, as it was before a reset. */
  forget(tenant: Tenant): MaybePromise<void>;
  /** The test author stepped in: what comes now is not the client's steady polling. */
  interrupt(tenant: Tenant): MaybePromise<void>;
  /** Forgets a tenant's page and leaves a tombstone for late calls. */
  bury(tenant: Tenant): MaybePromise<void>;
}

/** How many calls of a tenant are kept, and of those that named none. */
export const CALLS_KEPT = 1000;
export const LATE_CALLS_KEPT = 50;
/** How many findings of a tenant are kept. */
export const FINDINGS_KEPT = 1000;
/** All kept calls together, bytes. */
const JOURNAL_BYTES = 128 * 1024 * 1024;
/** The library keeps up to twice as many. */
export const TOMBSTONES_KEPT = 512;

interface Ring<T> {
  push(item: T): void;
  /** Oldest first. */
  items(): readonly T[];
  clear(): void;
}

/** A list that forgets its oldest item once it holds `limit`; with 0 it holds none. */
function createRing<T>(limit: number): Ring<T> {
  let items: T[] = [];
  let oldest = 0;
  return {
    push(item) {
      if (limit === 0) return;
      if (items.length < limit) items.push(item);
      else {
        items[oldest] = item;
        oldest = (oldest + 1) % limit;
      }
    },
    items: () => [...items.slice(oldest), ...items.slice(0, oldest)],
    clear() {
      items = [];
      oldest = 0;
    },
  };
}

export const NOTHING_FOUND: readonly Found[] = [];

/** What a call shows, once it has its number. */
export function foundIn({ operation, number, at }: CallRecord, shown: readonly Shown[]): readonly Found[] {
  if (shown.length === 0 || operation === undefined) return NOTHING_FOUND;
  return shown.map(({ rule, field }) => ({ rule, field, call: number, operation, at }));
}

/** A page in memory. */
interface OwnPage {
  readonly calls: Tape;
  readonly findings: Ring<Found>;
  readonly trail: ClientTrail;
}

const newPage = (calls: Tape): OwnPage => ({
  calls,
  findings: createRing(FINDINGS_KEPT),
  trail: newTrail(),
});

export interface Tapes {
  make(limit: number): Tape;
  drop(tape: Tape): void;
  /** What all of them hold, bytes. */
  size(): number;
}

/**
 * Makes tapes that hold `total` bytes together. When they need more, the ones that grew longest ago give up their older
 * half; a tenant that calls often grows again and goes to the end of the line.
 */
export function createTapes(total: number): Tapes {
  const byGrowth = new Set<Tape>();
  let size = 0;
  const makeRoomFor = (grown: Tape) => {
    while (size > total && byGrowth.size > 1) {
      for (const tape of byGrowth) {
        if (size <= total) return;
        if (tape !== grown && tape.halve() === 0) byGrowth.delete(tape);
      }
    }
  };
  return {
    make(limit) {
      const takes = (bytes: number) => {
        size += bytes;
        if (bytes <= 0) return;
        byGrowth.delete(tape);
        byGrowth.add(tape);
        makeRoomFor(tape);
      };
      const tape = createTape(limit, takes, Math.min(ROOM, total));
      return tape;
    },
    drop(tape) {
      tape.clear();
      byGrowth.delete(tape);
    },
    size: () => size,
  };
}

/** The pages of those that there are, and of those that left a tombstone. */
function createPages(limit: number, tapes: Tapes, keeper: Keeper) {
  const pages = new Map<string, OwnPage>();
  const tombstones = new QuickLRU<string, OwnPage>({
    maxSize: TOMBSTONES_KEPT,
    onEviction(clientCode, { calls }) {
      tapes.drop(calls);
      keeper.forget(clientCode);
    },
  });
  const dropTombstone = (clientCode: string) => {
    const before = tombstones.get(clientCode);
    if (before !== undefined) tapes.drop(before.calls);
    tombstones.delete(clientCode);
  };
  return {
    of(clientCode: string) {
      const known = pages.get(clientCode);
      if (known !== undefined) return known;
      const page = newPage(tapes.make(limit));
      pages.set(clientCode, page);
      return page;
    },
    known: (clientCode: string) => pages.get(clientCode),
    tombstone: (clientCode: string) => tombstones.get(clientCode),
    dropTombstone,
    drop(clientCode: string) {
      const page = pages.get(clientCode);
      if (page !== undefined) tapes.drop(page.calls);
      pages.delete(clientCode);
    },
    bury(clientCode: string) {
      dropTombstone(clientCode);
      tombstones.set(clientCode, newPage(tapes.make(LATE_CALLS_KEPT)));
    },
  };
}

/** `limit`: how many calls of a tenant are kept; 0 keeps none. `bytes`: what all of them may take together. */
export function createJournal(limit: number = CALLS_KEPT, bytes: number = JOURNAL_BYTES): Journal {
  const tapes = createTapes(bytes);
  const keeper = createKeeper();
  const pages = createPages(limit, tapes, keeper);
  const unnamed = tapes.make(CALLS_KEPT);
  const { secrets } = keeper;
  let number = 0;
  return {
    note({ clientCode }, record, judge) {
      record.number = ++number;
      // It may have gone while the call was decided.
      const page = pages.tombstone(clientCode) ?? pages.of(clientCode);
      page.calls.push(record);
      if (judge === undefined) return NOTHING_FOUND;
      const found = foundIn(record, judge(page.trail));
      for (const one of found) page.findings.push(one);
      return found;
    },
    noteLate(clientCode, record) {
      record.number = ++number;
      const tombstone = clientCode === undefined ? undefined : pages.tombstone(clientCode);
      if (tombstone === undefined) unnamed.push(record);
      else tombstone.calls.push({ ...record, outcome: 'late' });
      return tombstone !== undefined;
    },
    find(clientCode, tenant) {
      const page =
        pages.known(clientCode) ??
        pages.tombstone(clientCode) ??
        (tenant === undefined ? undefined : pages.of(clientCode));
      if (page === undefined) return undefined;
      const { calls, findings } = page;
      return {
        calls: () => keptCalls(calls.items(), secrets),
        findings: findings.items,
        clearCalls: calls.clear,
        clearFindings: findings.clear,
      };
    },
    unnamed: () => keptCalls(unnamed.items(), secrets),
    isGone: (clientCode) => pages.tombstone(clientCode) !== undefined,
    secrets,
    open(tenant) {
      pages.dropTombstone(tenant.clientCode);
      keeper.keep(tenant);
    },
    keepSecret: keeper.keep,
    forget: ({ clientCode }) => pages.drop(clientCode),
    interrupt({ clientCode }) {
      const polls = pages.known(clientCode)?.trail.polls;
      if (polls !== undefined) polls.receiptId = '';
    },
    bury({ clientCode }) {
      pages.drop(clientCode);
      keeper.bury(clientCode);
      pages.bury(clientCode);
    },
  };
}
