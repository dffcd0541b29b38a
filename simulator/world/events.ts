// What happens, for those who listen: the console, the log, tests. While nobody listens, nothing is made or kept; calls
// look at one flag. The first form of the interface, in memory: what happens in other processes is not in it.
//
// All listeners read one row of kept events, each from a place of its own; whoever falls out of its end is dropped. So a
// slow reader holds nothing but its place, and nobody waits for it.

import type { Text } from '../../contracts/protocol/index.js';
import type { CallRecord } from '../core/journal.js';
import type { Receipt } from '../core/receipt.js';
import { type Tenant, type TenantChange, tenantNow } from '../core/tenant.js';
import type { Records } from '../store/records.js';
import { soon } from '../store/turn.js';
import type { Found } from './journal.js';

/** What happened, as facts: shown only for somebody who reads it. `clientCode` is null for a call that named no tenant. */
export type Happened =
  | {
      readonly kind: 'call';
      readonly clientCode: string | null;
      readonly record: CallRecord;
      /** The receipt that it was about, as it was after it, where it was not refused. */
      readonly receipt: Receipt | undefined;
    }
  | {
      readonly kind: 'receipt';
      readonly clientCode: string;
      readonly receipt: Receipt;
      /** The tenant's clock, ms, and whether it stands still. */
      readonly now: number;
      readonly frozen: boolean;
    }
  | { readonly kind: 'finding'; readonly clientCode: string; readonly found: Found }
  | {
      readonly kind: 'tenant';
      readonly clientCode: string;
      readonly tenant: Tenant;
      readonly change: TenantChange;
    }
  | { readonly kind: 'clock'; readonly clientCode: string; readonly tenant: Tenant; readonly base: number };

export interface KeptEvent {
  /** `<run>-<n>`. */
  readonly id: string;
  readonly number: number;
  readonly happened: Happened;
  /** As it goes out, once somebody has written it. */
  text: string | undefined;
}

export interface Listener {
  /** There is something to take. Called in a turn of its own, never within a call. */
  wake(): void;
  /** It was too slow: what it did not take is gone, and it is no listener any more. */
  drop(): void;
  /** The simulator closes: there will be no more. What was told before is taken by then. */
  end(): void;
  /** What never became a call, for people. */
  notice?(text: Text): void;
  /** It never comes back to go on where it was, so nothing is kept for its sake. */
  readonly leavesForGood?: true;
}

export interface Listening {
  /** Whether events were missed since the one that was named: the reader asks the lists again. */
  readonly missed: boolean;
  /** The id of the last event before the first one that will be taken. */
  readonly from: string;
  /** The next events, oldest first, at most `limit`; none if nothing happened. */
  take(limit: number): readonly KeptEvent[];
  /** It listens no more. */
  leave(): void;
}

export interface Events {
  /** Whether anybody would hear of it. Whoever has something to tell asks first. */
  readonly wanted: boolean;
  tell(happened: Happened): void;
  /** Tells people what never became a call. */
  notice(text: Text): void;
  /** Listens from now on, or from behind the event of that id, if it is still kept. */
  listen(after: string | undefined, listener: Listener): Listening;
  /** The id of the last event, for somebody who is about to listen: what comes from now on is kept. */
  here(): string;
  /** Ends all who listen. */
  end(): void;
}

/** What is kept at most: events, and bytes of their calls. */
const KEPT = 5_000;
const BYTES_KEPT = 16 * 1024 * 1024;
/** What is kept is kept so long after the last listener has left, ms. */
const STAYS = 60_000;
/** What an event takes besides the bodies of a call, bytes; roughly. */
const FRAME = 1024;

const weightOf = (happened: Happened): number => {
  if (happened.kind !== 'call') return FRAME;
  const { call, reply } = happened.record;
  return FRAME + call.target.length + (call.body === 'tooLarge' ? 0 : call.body.length) + reply.body.length;
};

interface Place {
  readonly listener: Listener;
  /** The number of the next event that it takes. */
  next: number;
}

/** The row of what is kept, by number; numbers are given here. */
function createRow(run: string) {
  let events: KeptEvent[] = [];
  /** Where the oldest one stands. */
  let head = 0;
  let bytes = 0;
  let last = 0;
  const shift = () => {
    const oldest = events[head];
    if (oldest === undefined) return;
    bytes -= weightOf(oldest.happened);
    head += 1;
    if (head * 2 < events.length) return;
    events = events.slice(head);
    head = 0;
  };
  return {
    last: () => last,
    /** The number of the oldest that is kept, or of the next one. */
    first: () => last + 1 - (events.length - head),
    idOf: (number: number) => `${run}-${number}`,
    add(happened: Happened) {
      last += 1;
      bytes += weightOf(happened);
      events.push({ id: `${run}-${last}`, number: last, happened, text: undefined });
      while (events.length - head > KEPT || (bytes > BYTES_KEPT && events.length - head > 1)) shift();
    },
    from(number: number, limit: number): readonly KeptEvent[] {
      const at = head + number - (last + 1 - (events.length - head));
      return events.slice(at, at + limit);
    },
    /** Forgets what stands before a number. */
    forgetBefore(number: number) {
      while (last + 1 - (events.length - head) < number && events.length > head) shift();
    },
    /** Forgets all. A number is skipped, so that whoever knows the last one sees that there may have been more. */
    forget() {
      events = [];
      head = 0;
      bytes = 0;
      last += 1;
    },
  };
}

const isReader = ({ listener }: Place) => listener.leavesForGood !== true;

/** Who listens, and from where in the row. */
function createPlaces(
  row: Pick<ReturnType<typeof createRow>, 'first' | 'from' | 'forgetBefore'>,
  now: () => number,
) {
  const places = new Set<Place>();
  /** How many of them may come back. */
  let readers = 0;
  let leftAt = Number.NEGATIVE_INFINITY;
  let waking = false;
  const leave = (place: Place) => {
    if (!places.delete(place) || !isReader(place)) return;
    readers -= 1;
    if (readers === 0) leftAt = now();
  };
  /** Nobody may come back for what is kept. */
  const isFree = () => readers === 0 && now() - leftAt >= STAYS;
  const wakeAll = () => {
    waking = false;
    for (const { listener } of places) listener.wake();
    if (isFree()) row.forgetBefore(Math.min(...[...places].map(({ next }) => next)));
  };
  return {
    /** Nobody listens, nor did lately. */
    isOver: () => places.size === 0 && isFree(),
    /** A reader is about to come. */
    expect() {
      if (readers === 0) leftAt = now();
    },
    notice(text: Text) {
      for (const { listener } of places) listener.notice?.(text);
    },
    enter(place: Place): Pick<Listening, 'take' | 'leave'> {
      places.add(place);
      if (isReader(place)) readers += 1;
      return {
        take(limit) {
          if (!places.has(place)) return [];
          const taken = row.from(place.next, limit);
          place.next += taken.length;
          return taken;
        },
        leave: () => leave(place),
      };
    },
    /** The row has grown: whoever fell out of its end goes, the others are woken in the next turn. */
    grown() {
      const first = row.first();
      for (const place of places) {
        if (place.next >= first) continue;
        leave(place);
        place.listener.drop();
      }
      if (waking || places.size === 0) return;
      waking = true;
      soon(wakeAll);
    },
    end() {
      for (const place of [...places]) {
        place.listener.wake();
        leave(place);
        place.listener.end();
      }
    },
  };
}

/** `run` tells the ids of this simulator from those of another one; `now` is the base clock, ms. */
export function createEvents(run: string, now: () => number): Events {
  const row = createRow(run);
  const places = createPlaces(row, now);
  let wanted = false;

  /** Nobody came back in time: nothing is kept any longer. */
  const giveUp = () => {
    if (!wanted || !places.isOver()) return;
    wanted = false;
    row.forget();
  };
  const begin = () => {
    giveUp();
    wanted = true;
  };
  /** The number behind an id of this run, if nothing since then is gone. */
  const numberOf = (id: string): number | undefined => {
    const number = id.startsWith(`${run}-`) ? Number(id.slice(run.length + 1)) : Number.NaN;
    return Number.isInteger(number) && number + 1 >= row.first() && number <= row.last() ? number : undefined;
  };

  return {
    get wanted() {
      return wanted;
    },
    tell(happened) {
      giveUp();
      if (!wanted) return;
      row.add(happened);
      places.grown();
    },
    listen(after, listener) {
      begin();
      const known = after === undefined ? row.last() : numberOf(after);
      const from = known ?? row.last();
      const { take, leave } = places.enter({ listener, next: from + 1 });
      return { missed: known === undefined, from: row.idOf(from), take, leave };
    },
    here() {
      begin();
      places.expect();
      return row.idOf(row.last());
    },
    notice: places.notice,
    end: places.end,
  };
}

/** A store of receipts that tells of each one that was put. */
export function tellingOfReceipts(
  store: Records<Receipt, [tenant: Tenant]>,
  events: Events,
  now: () => number,
): Records<Receipt, [tenant: Tenant]> {
  const tell = (receipt: Receipt, { clientCode, clock }: Tenant) => {
    const frozen = clock.frozenAt !== null;
    events.tell({ kind: 'receipt', clientCode, receipt, now: tenantNow(clock, now()), frozen });
  };
  return {
    ...store,
    put(receipt, expected, tenant) {
      const put = store.put(receipt, expected, tenant);
      if (!events.wanted) return put;
      const told = (done: boolean) => {
        if (done) tell(receipt, tenant);
        return done;
      };
      return put instanceof Promise ? put.then(told) : told(put);
    },
  };
}
