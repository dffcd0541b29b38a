// What happens, for those who listen: the console, the log, tests. While nobody listens, nothing is made or kept; calls
// look at one flag. Here is what all forms of it have in common: in memory (own-events.ts) and over a store
// (shared-events.ts).

import type { Text } from '../../contracts/protocol/index.js';
import type { CallRecord, NumberedCall } from '../core/journal.js';
import type { Receipt } from '../core/receipt.js';
import { type Tenant, type TenantChange, tenantNow } from '../core/tenant.js';
import type { Records } from '../store/records.js';
import type { MaybePromise } from '../store/store.js';
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
  /** A call that was read from a store, as it may be shown. */
  | { readonly kind: 'kept'; readonly clientCode: string | null; readonly call: NumberedCall }
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
  /** A call is answered once it is told, so that it comes before what its caller does next. */
  tell(happened: Happened): MaybePromise<void>;
  /** A reader is about to come, behind the event of that id: once it is done, all that happens, wherever, is told. */
  expect(after: string | undefined): MaybePromise<void>;
  /** Tells people what never became a call. */
  notice(text: Text): void;
  /** Listens from now on, or from behind the event of that id, if it is still kept. */
  listen(after: string | undefined, listener: Listener): Listening;
  /**
   * The id of the last event, for somebody who is about to listen: what comes from now on is kept. Undefined where only
   * `expect` can see to that.
   */
  here(): string | undefined;
  /** Ends all who listen. */
  end(): void;
}

/** A store of receipts that tells of each one that was put. */
export function tellingOfReceipts(
  store: Records<Receipt, [tenant: Tenant]>,
  events: Events,
  now: () => number,
): Records<Receipt, [tenant: Tenant]> {
  const tell = (receipt: Receipt, { clientCode, clock }: Tenant) => {
    const frozen = clock.frozenAt !== null;
    return events.tell({ kind: 'receipt', clientCode, receipt, now: tenantNow(clock, now()), frozen });
  };
  return {
    ...store,
    put(receipt, expected, tenant) {
      const put = store.put(receipt, expected, tenant);
      if (!events.wanted) return put;
      const told = (done: boolean): MaybePromise<boolean> => {
        const telling = done ? tell(receipt, tenant) : undefined;
        return telling instanceof Promise ? telling.then(() => done) : done;
      };
      return put instanceof Promise ? put.then(told) : told(put);
    },
  };
}
