// The memory of what happened, bounded for each tenant and over all. A tenant that is gone leaves a tombstone, so that
// a call that comes late is still remembered under its name.

import QuickLRU from 'quick-lru';
import { type ClientTrail, newTrail } from '../core/findings.js';
import type { CallRecord } from '../core/journal.js';

export interface Finding {
  readonly id: string;
  readonly why: string;
  readonly ko: string;
  readonly source: string;
  /** The number of the call that showed it. */
  readonly call: number;
  readonly operation: string;
  /** ISO 8601 UTC with ms, base clock. */
  readonly at: string;
}

export interface Page {
  readonly calls: Ring<CallRecord>;
  readonly findings: Ring<Finding>;
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
  readonly unnamed: Ring<CallRecord>;
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
/** The library keeps up to twice as many. */
const TOMBSTONES_KEPT = 512;

/** A list that forgets its oldest item once it holds `limit`. */
export function createRing<T>(limit: number): Ring<T> {
  let items: T[] = [];
  let oldest = 0;
  return {
    push(item) {
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

const newPage = (limit: number): Page => ({
  calls: createRing(limit),
  findings: createRing(limit),
  trail: newTrail(),
});

/** `limit`: how many calls of a tenant are kept; 0 keeps none. */
export function createJournal(limit: number = CALLS_KEPT): Journal {
  const pages = new Map<string, Page>();
  const tombstones = new QuickLRU<string, Page>({ maxSize: TOMBSTONES_KEPT });
  let number = 0;
  return {
    page(clientCode) {
      const known = pages.get(clientCode);
      if (known !== undefined) return known;
      const page = newPage(limit);
      pages.set(clientCode, page);
      return page;
    },
    find: (clientCode) => pages.get(clientCode) ?? tombstones.get(clientCode),
    unnamed: createRing(CALLS_KEPT),
    nextNumber: () => ++number,
    forget(clientCode) {
      pages.delete(clientCode);
    },
    interrupt(clientCode) {
      const polls = pages.get(clientCode)?.trail.polls;
      if (polls !== undefined) polls.receiptId = '';
    },
    bury(clientCode) {
      pages.delete(clientCode);
      tombstones.set(clientCode, newPage(LATE_CALLS_KEPT));
    },
    tombstone: (clientCode) => tombstones.get(clientCode),
  };
}
