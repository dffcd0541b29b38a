// The journal in a store: what is written can be read by all who share it, and outlives the process. Secrets are masked
// before anything is written.

import QuickLRU from 'quick-lru';
import type { OperationName } from '../../contracts/protocol/index.js';
import { findingRules } from '../core/findings.js';
import {
  type CallRecord,
  credentialsOf,
  type KeptCall,
  keptCalls,
  type NumberedCall,
} from '../core/journal.js';
import { createSecrets, type Secrets } from '../core/secrets.js';
import { holderOf } from '../core/tenant.js';
import type { Addition, Entry, Store } from '../store/store.js';
import {
  CALLS_KEPT,
  FINDINGS_KEPT,
  type Found,
  foundIn,
  type Journal,
  type Judge,
  LATE_CALLS_KEPT,
  NOTHING_FOUND,
  type Page,
  type Shown,
} from './journal.js';
import { createBoundedKeeper, type Keeper } from './keeper.js';
import { createLines } from './lines.js';
import { createTombstones, lateOf } from './stored-tombstones.js';
import { createTrails, dropTrail, type Held, type Trails } from './stored-trail.js';

/** So often a call is judged anew because others were first; after that it is written without a trail. */
const TRIES = 8;
const UNNAMED = 'unnamed';
const logsOf = (holder: string) => ({ calls: `calls/${holder}`, findings: `findings/${holder}` });

/** A finding as it is stored; the call that it came with has its number. */
interface StoredFinding {
  readonly rule: string;
  readonly field: string | null;
  readonly operation: OperationName;
  readonly at: number;
}

const rules = /* @__PURE__ */ new Map(findingRules.map((rule) => [rule.id, rule]));

const callOf = ({ number, text }: Entry): NumberedCall => ({ ...(JSON.parse(text) as KeptCall), number });

/** Undefined for a rule that there is no more. */
function foundOf({ number, text }: Entry): Found | undefined {
  const { rule: id, ...facts } = JSON.parse(text) as StoredFinding;
  const rule = rules.get(id);
  return rule === undefined ? undefined : { ...facts, rule, call: number };
}

/** The secrets of so many callers are at hand: a client sends the same token with each call. */
const CALLERS = 100;

/** Writes a call as text. What its caller may hold of this tenant is masked too. */
function createTextOf(secrets: Secrets): (record: CallRecord) => string {
  const callers = new QuickLRU<string, Secrets>({ maxSize: CALLERS });
  return (record) => {
    const credentials = credentialsOf(record);
    const name = credentials.join(' ');
    const caller = callers.get(name) ?? createSecrets(credentials);
    callers.set(name, caller);
    const [kept] = keptCalls([record], secrets, caller);
    return JSON.stringify({ ...kept, number: undefined });
  };
}

async function pageOf(
  store: Store,
  { calls, findings }: ReturnType<typeof logsOf>,
  limit: number,
): Promise<Page> {
  return {
    calls: async () => (await store.entries(calls, { limit })).map(callOf),
    findings: async () =>
      (await store.entries(findings, { limit: FINDINGS_KEPT })).flatMap((entry) => foundOf(entry) ?? []),
    clearCalls: () => store.clear(calls),
    clearFindings: () => store.clear(findings),
  };
}

/** What is added for a call: itself, and what it shows. */
const additionOf = (
  { calls, findings }: ReturnType<typeof logsOf>,
  record: CallRecord,
  text: string,
  shown: readonly Shown[],
  keep: number,
): Addition => ({
  counter: 'call',
  entries: [
    { log: calls, text, keep },
    ...shown.map(({ rule, field }) => ({
      log: findings,
      text: JSON.stringify({ rule: rule.id, field, operation: record.operation, at: record.at }),
      keep: FINDINGS_KEPT,
    })),
  ],
});

/** Notes a call with its trail; whoever loses a race judges again, by what the other call left. */
async function noteJudged(
  { store, trails, newMark }: Parts,
  holder: string,
  judge: Judge,
  additionFor: (shown: readonly Shown[]) => Addition,
): Promise<{ readonly number: number; readonly shown: readonly Shown[] }> {
  for (let tried = 1; ; tried += 1) {
    const read = trails.read(holder);
    const held: Held = read instanceof Promise ? await read : read;
    const shown = judge(held.trail);
    const addition = additionFor(shown);
    const puts = trails.puts(holder, held);
    // Whatever comes of it, what is at hand has taken note of a call that may not be there.
    trails.forget(holder);
    const added = await store.append(tried > TRIES ? addition : { ...addition, puts }, newMark());
    if (added === undefined) continue;
    if (tried <= TRIES) trails.wrote(holder, held, puts, added);
    return { number: added.number, shown };
  }
}

interface Parts {
  readonly store: Store;
  readonly trails: Trails;
  readonly newMark: () => string;
}

/** Writes calls into the store. `limit`: how many of a tenant are kept. */
function createWriter(parts: Parts, keeper: Keeper, limit: number) {
  const { store, newMark } = parts;
  const standInLine = createLines();
  const textOf = createTextOf(keeper.secrets);
  return {
    async plain(log: string, record: CallRecord, keep: number): Promise<void> {
      const text = textOf(record);
      const added = await store.append({ counter: 'call', entries: [{ log, text, keep }] }, newMark());
      record.number = added?.number ?? 0;
    },
    async judged(holder: string, record: CallRecord, judge: Judge): Promise<readonly Found[]> {
      const text = textOf(record);
      const { number, shown } = await standInLine(holder, () =>
        noteJudged(parts, holder, judge, (all) => additionOf(logsOf(holder), record, text, all, limit)),
      );
      record.number = number;
      return foundIn(record, shown);
    },
  };
}

/** Empties the page of a holder, who is none any more. */
async function forgetPage({ store, trails }: Parts, holder: string): Promise<void> {
  const { calls, findings } = logsOf(holder);
  trails.forget(holder);
  await store.clear(calls);
  await store.clear(findings);
  await dropTrail(store, holder);
}

/** `limit`: how many calls of a tenant are kept; 0 keeps none. */
export function createStoredJournal(
  store: Store,
  newMark: () => string,
  limit: number = CALLS_KEPT,
): Journal {
  const keeper = createBoundedKeeper();
  const parts: Parts = { store, trails: createTrails(store), newMark };
  const write = createWriter(parts, keeper, limit);
  const tombstones = createTombstones(store, newMark);
  return {
    async note(tenant, record, judge) {
      keeper.keep(tenant);
      const holder = holderOf(tenant);
      if (judge !== undefined) return write.judged(holder, record, judge);
      await write.plain(logsOf(holder).calls, record, limit);
      return NOTHING_FOUND;
    },
    async noteLate(clientCode, record) {
      const isLate = clientCode !== undefined && (await tombstones.has(clientCode));
      if (isLate) {
        const late: CallRecord = { ...record, outcome: 'late' };
        await write.plain(lateOf(clientCode), late, LATE_CALLS_KEPT);
        record.number = late.number;
      } else await write.plain(UNNAMED, record, CALLS_KEPT);
      return isLate;
    },
    async find(clientCode, tenant) {
      if (tenant !== undefined) return pageOf(store, logsOf(holderOf(tenant)), limit);
      if (!(await tombstones.has(clientCode))) return undefined;
      const calls = lateOf(clientCode);
      return pageOf(store, { calls, findings: `${calls}/findings` }, LATE_CALLS_KEPT);
    },
    unnamed: async () => (await store.entries(UNNAMED, { limit: CALLS_KEPT })).map(callOf),
    isGone: tombstones.has,
    secrets: keeper.secrets,
    async open(tenant) {
      keeper.keep(tenant);
      await tombstones.remove(tenant.clientCode);
    },
    keepSecret: keeper.keep,
    forget: (tenant) => forgetPage(parts, holderOf(tenant)),
    interrupt: (tenant) => interrupt(parts, holderOf(tenant)),
    async bury(tenant) {
      await forgetPage(parts, holderOf(tenant));
      await tombstones.add(tenant.clientCode);
    },
  };
}

/** The client's polls in a row end here. */
async function interrupt({ store, trails, newMark }: Parts, holder: string): Promise<void> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const held = await trails.read(holder);
    if (held.versions.recent === 0 || held.trail.polls.receiptId === '') return;
    held.trail.polls.receiptId = '';
    const puts = trails.puts(holder, held);
    trails.forget(holder);
    const added = await store.append({ counter: 'interruption', entries: [], puts }, newMark());
    if (added !== undefined) return trails.wrote(holder, held, puts, added);
  }
}
