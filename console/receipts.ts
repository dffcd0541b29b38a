// The receipts that are loaded: pages of the list, newest first, and what came by events since. A new filter asks anew.

import { computed, signal } from '@preact/signals';
import type { ReceiptView } from '../simulator/control/shapes.js';
import { call, queryOf } from './api.js';
import { forgetClocks, nowOf } from './clocks.js';
import { listen } from './live.js';
import { phaseAt } from './phase.js';

export interface ReceiptFilter {
  readonly state?: string | undefined;
  readonly service?: string | undefined;
  readonly clientCode?: string | undefined;
  readonly ReceiverHP?: string | undefined;
  readonly txId?: string | undefined;
}

interface ReceiptPage {
  readonly receipts: readonly ReceiptView[];
  readonly next: string | null;
}

const PAGE = 1000;
/** Of more than so many that came by events, the page begins anew: they were never looked at. */
const KEPT = 50_000;
/** As many as are asked for at first: what a window shows comes soon. */
const FIRST = 200;

/** The rows by id, in two parts: what pages brought, newest first, and what came since, oldest first. */
function createTable() {
  const rows = new Map<string, ReceiptView>();
  let older: string[] = [];
  let newer: string[] = [];
  const known = (ids: readonly string[]) => ids.filter((id) => rows.has(id));
  const append = (receipts: readonly ReceiptView[]) => {
    for (const receipt of receipts) {
      if (rows.has(receipt.receiptId)) continue;
      older.push(receipt.receiptId);
      rows.set(receipt.receiptId, receipt);
    }
  };
  return {
    append,
    /** How many came since the list was asked for. */
    since: () => newer.length,
    put(receipt: ReceiptView) {
      if (!rows.has(receipt.receiptId)) newer.push(receipt.receiptId);
      rows.set(receipt.receiptId, receipt);
    },
    /** From now on what comes belongs to a list that is being asked for. */
    begin() {
      older = [...[...newer].reverse(), ...older];
      newer = [];
    },
    /** The list that was asked for: all that was there before goes. */
    replace(receipts: readonly ReceiptView[]) {
      const since = newer.flatMap((id) => rows.get(id) ?? []);
      rows.clear();
      for (const receipt of since) rows.set(receipt.receiptId, receipt);
      older = [];
      append(receipts);
    },
    dropTenant(clientCode: string) {
      for (const [id, receipt] of rows) if (receipt.clientCode === clientCode) rows.delete(id);
      older = known(older);
      newer = known(newer);
    },
    newestFirst: (): readonly ReceiptView[] =>
      [...newer]
        .reverse()
        .concat(older)
        .flatMap((id) => rows.get(id) ?? []),
  };
}

const isMeant = ({ service, clientCode, request, txId }: ReceiptView, filter: ReceiptFilter): boolean =>
  (filter.service === undefined || service === filter.service) &&
  (filter.clientCode === undefined || clientCode === filter.clientCode) &&
  (filter.txId === undefined || txId === filter.txId) &&
  (filter.ReceiverHP === undefined || String(request.ReceiverHP) === filter.ReceiverHP);

/** Counts changes, at most one for each frame of the screen. */
function createVersion() {
  const version = signal(0);
  let isWaiting = false;
  return {
    read: () => version.value,
    changed() {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        version.value += 1;
      });
    },
  };
}

/** Whether a list is being asked for, and what went wrong with it. */
function createAttempts(settled: () => void) {
  const status = signal<'loading' | 'ready' | 'failed'>('loading');
  const failure = signal('');
  const attempt = async (work: () => Promise<void>) => {
    status.value = 'loading';
    try {
      await work();
      status.value = 'ready';
    } catch (error) {
      failure.value = (error as Error).message;
      status.value = 'failed';
    }
    settled();
  };
  return { status, failure, attempt };
}

const isOf = (receipt: ReceiptView, state: string) => phaseAt(receipt, nowOf(receipt.clientCode)) === state;

/** A list of receipts that follows what happens. */
export function createReceipts(filter: ReceiptFilter) {
  const table = createTable();
  const version = createVersion();
  const { status, failure, attempt } = createAttempts(version.changed);
  let next: string | null = null;
  let isClosed = false;

  const ask = (limit: number, after: string | undefined) =>
    call<ReceiptPage>('GET', `/receipts${queryOf({ ...filter, limit, after })}`);
  const put = (receipt: ReceiptView) => {
    if (!isMeant(receipt, filter)) return;
    table.put(receipt);
    version.changed();
    if (table.since() > KEPT && status.value !== 'loading') reload().catch(() => {});
  };
  const stop = listen({
    receipt: put,
    tenant: ({ clientCode, change }) => {
      if (change !== 'reset' && change !== 'removed') return;
      table.dropTenant(clientCode);
      version.changed();
    },
  });
  const all = computed(() => {
    version.read();
    return table.newestFirst();
  });
  /** What was there stays until the answer comes. */
  const reload = () =>
    attempt(async () => {
      table.begin();
      const page = await ask(FIRST, undefined);
      if (isClosed) return;
      forgetClocks();
      table.replace(page.receipts);
      next = page.next;
    });
  const { state } = filter;
  return {
    /** What is loaded and passes the filter by the clocks of this moment, newest first. */
    shown: computed(() => (state === undefined ? all.value : all.value.filter((one) => isOf(one, state)))),
    status,
    failure,
    put,
    /** Whether there are older ones that are not loaded; read it after `shown`. */
    hasMore: () => next !== null,
    /** Asks for all anew: after a gap, or a first time. */
    reload,
    more: async () => {
      if (status.value === 'loading' || next === null) return;
      const after = next;
      await attempt(async () => {
        const page = await ask(PAGE, after);
        // Asked anew meanwhile: this page belongs to the list before.
        if (isClosed || next !== after) return;
        table.append(page.receipts);
        next = page.next;
      });
    },
    /** It is no longer looked at. */
    close: () => {
      isClosed = true;
      stop();
    },
  };
}

export type Receipts = ReturnType<typeof createReceipts>;
