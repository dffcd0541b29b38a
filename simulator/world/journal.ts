// The memory of what happened, bounded for each tenant and over all. A tenant that is gone leaves a tombstone, so that
// a call that comes late is still remembered under its name.

import QuickLRU from 'quick-lru';
import type { OperationName } from '../../contracts/protocol/index.js';
import { type ClientTrail, newTrail } from '../core/client-trail.js';
import type { FindingRule } from '../core/finding-rule.js';
import { createSecrets, type Secrets } from '../core/secrets.js';
import type { Tenant } from '../core/tenant.js';
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

export interface Page {
  readonly calls: Tape;
  readonly findings: Ring<Found>;
  readonly trail: ClientTrail;
}

export interface Ring<T> {
  push(item: T): void;
  /** Oldest first. */
  items(): readonly T[];
  clear(): void;
}

export interface Journal {
  /** The page of a tenant; made at its first call. */
  page(clientCode: string): Page;
  /** The page if there is one: of a living tenant, or of one that is gone and was called late. */
  find(clientCode: string): Page | undefined;
  /** Calls that named no tenant. */
  readonly unnamed: Tape;
  /** The secrets of all tenants that there are, of those that left a tombstone, and those that were changed. */
  readonly secrets: Secrets;
  /** A tenant is there: a tombstone of its name goes. */
  open(tenant: Pick<Tenant, 'clientCode' | 'secretKey'>): void;
  /** A tenant has this secret from now on; what it had before stays one. */
  keepSecret(tenant: Pick<Tenant, 'clientCode' | 'secretKey'>): void;
  nextNumber(): number;
  /** Empties a tenant's page. */
  forget(clientCode: string): void;
  /** The test author stepped in: what comes now is not the client's steady polling. */
  interrupt(clientCode: string): void;
  /** Forgets a tenant's page and leaves a tombstone for late calls. */
  bury(clientCode: string): void;
  /** The page for late calls of a tenant that is gone; undefined if there never was one, or too long ago. */
  tombstone(clientCode: string): Page | undefined;
}

const CALLS_KEPT = 1000;
const LATE_CALLS_KEPT = 50;
/** All kept calls together, bytes. */
const JOURNAL_BYTES = 128 * 1024 * 1024;
/** The library keeps up to twice as many. */
const TOMBSTONES_KEPT = 512;

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

const newPage = (limit: number, calls: Tape): Page => ({
  calls,
  findings: createRing(limit),
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

interface Keeper {
  readonly secrets: Secrets;
  keep(tenant: Pick<Tenant, 'clientCode' | 'secretKey'>): void;
  /** The tenant is gone; its secrets go with its tombstone. */
  bury(clientCode: string): void;
  forget(clientCode: string): void;
}

/** Who has which secrets: tenants of one LinkID share theirs. */
function createKeeper(): Keeper {
  const secrets = createSecrets();
  const kept = new Map<string, Set<string>>();
  const holders = new Map<string, number>();
  const buried = new Set<string>();
  return {
    secrets,
    keep({ clientCode, secretKey }) {
      buried.delete(clientCode);
      const own = kept.get(clientCode) ?? new Set();
      if (own.has(secretKey)) return;
      kept.set(clientCode, own.add(secretKey));
      holders.set(secretKey, (holders.get(secretKey) ?? 0) + 1);
      secrets.add(secretKey);
    },
    bury(clientCode) {
      buried.add(clientCode);
    },
    forget(clientCode) {
      // Somebody may have its name again.
      if (!buried.delete(clientCode)) return;
      for (const secretKey of kept.get(clientCode) ?? []) {
        const left = (holders.get(secretKey) ?? 1) - 1;
        if (left > 0) holders.set(secretKey, left);
        else {
          holders.delete(secretKey);
          secrets.delete(secretKey);
        }
      }
      kept.delete(clientCode);
    },
  };
}

/** `limit`: how many calls of a tenant are kept; 0 keeps none. `bytes`: what all of them may take together. */
export function createJournal(limit: number = CALLS_KEPT, bytes: number = JOURNAL_BYTES): Journal {
  const tapes = createTapes(bytes);
  const keeper = createKeeper();
  const pages = new Map<string, Page>();
  const tombstones = new QuickLRU<string, Page>({
    maxSize: TOMBSTONES_KEPT,
    onEviction(clientCode, { calls }) {
      tapes.drop(calls);
      keeper.forget(clientCode);
    },
  });
  let number = 0;
  const drop = (clientCode: string) => {
    const page = pages.get(clientCode);
    if (page !== undefined) tapes.drop(page.calls);
    pages.delete(clientCode);
  };
  return {
    page(clientCode) {
      const known = pages.get(clientCode);
      if (known !== undefined) return known;
      const page = newPage(limit, tapes.make(limit));
      pages.set(clientCode, page);
      return page;
    },
    find: (clientCode) => pages.get(clientCode) ?? tombstones.get(clientCode),
    unnamed: tapes.make(CALLS_KEPT),
    secrets: keeper.secrets,
    open(tenant) {
      const before = tombstones.get(tenant.clientCode);
      if (before !== undefined) tapes.drop(before.calls);
      tombstones.delete(tenant.clientCode);
      keeper.keep(tenant);
    },
    keepSecret: keeper.keep,
    nextNumber: () => ++number,
    forget: drop,
    interrupt(clientCode) {
      const polls = pages.get(clientCode)?.trail.polls;
      if (polls !== undefined) polls.receiptId = '';
    },
    bury(clientCode) {
      drop(clientCode);
      keeper.bury(clientCode);
      const before = tombstones.get(clientCode);
      if (before !== undefined) tapes.drop(before.calls);
      tombstones.set(clientCode, newPage(LATE_CALLS_KEPT, tapes.make(LATE_CALLS_KEPT)));
    },
    tombstone: (clientCode) => tombstones.get(clientCode),
  };
}
