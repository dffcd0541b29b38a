// Everything random or counted. The only file of the simulator that asks for randomness.

import { randomBytes } from 'node:crypto';
import { formatDT } from '../../contracts/protocol/index.js';
import type { MaybePromise, Store } from '../store/store.js';

/** Ids that are counted where others see the count too; in memory nobody has to wait for one. */
export interface Serials {
  /**
   * `0` + yyMMddHHmmss (KST) + 5-digit serial: 18 digits (observed shape). Never issued twice by this World; the serials
   * of a second begin where no earlier run's do.
   */
  receiptId(now: number): MaybePromise<string>;
  /** `0` + yyMM + 7-digit serial: 12 digits (inferred shape, domain.md §4). */
  clientCode(now: number): MaybePromise<string>;
  /** The number of a tenant that is made, from 1. */
  born(): MaybePromise<number>;
}

export interface Ids extends Serials {
  /** A KakaoTalk transaction id; its real format is unknown (assumed: 32 hex digits). */
  txId(): string;
  /** What the app hands back after an App-to-App signature (assumed: base64url of 32 bytes). */
  appSignature(): string;
  /** The name of a write to a store: no other has it. */
  mark(): string;
  bytes(length: number): Uint8Array;
}

/** In memory nothing has to be waited for. */
interface MemoryIds extends Ids {
  receiptId(now: number): string;
  clientCode(now: number): string;
  born(): number;
}

const SERIALS = 99_999;
const SECONDS_KEPT = 65_536;
const CLIENTS = 10_000_000;

/** So many serials lie between two runs for each ms between their starts in one second: more than a run can issue. */
const PER_MS = 100;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where the serials of a run begin. Runs that start in one second keep their distance by the ms; different seconds lie
 * apart by the golden ratio, which spreads round distances best (Knuth, TAOCP 3, §6.4).
 */
function beginning(startedAt: number, serials: number): number {
  const second = Math.floor(startedAt / 1000);
  const ms = Math.floor(startedAt) - second * 1000;
  return Math.floor(((second * GOLDEN) % 1) * serials + ms * PER_MS) % serials;
}

/**
 * Ids from the system's randomness, and serials that count up in each second. `startedAt`, ms since the epoch, keeps the
 * serials of different runs apart.
 */
export function createIds(startedAt = 0): MemoryIds {
  const bytes = (length: number) => new Uint8Array(randomBytes(length));
  let run: string | undefined;
  let marks = 0;
  let born = 0;
  let clients = beginning(startedAt, CLIENTS);
  return {
    clientCode(now) {
      clients = (clients + 1) % CLIENTS;
      return clientCodeOf(now, clients);
    },
    receiptId: createReceiptIds(beginning(startedAt, SERIALS)),
    txId: () => Buffer.from(bytes(16)).toString('hex'),
    appSignature: () => Buffer.from(bytes(32)).toString('base64url'),
    born: () => ++born,
    mark() {
      run ??= Buffer.from(bytes(9)).toString('base64url');
      marks += 1;
      return `${run}/${marks}`;
    },
    bytes,
  };
}

const clientCodeOf = (now: number, serial: number) =>
  `0${formatDT(now).slice(2, 6)}${String(serial).padStart(7, '0')}`;

const receiptIdOf = (second: number, serial: number) =>
  `0${formatDT(second * 1000).slice(2)}${String(serial).padStart(5, '0')}`;

/** A second that no tenant's clock has shown for so long, ms, may count anew; where it begins moves on with the days. */
const SECOND_LIFE = 86_400_000;

/** Serials that are counted in a store: nobody who shares it gets one twice. `base` is the base clock. */
export function createStoredSerials({ next }: Pick<Store, 'next'>, base: () => number): Serials {
  const begins = () => beginning(Math.floor(base() / SECOND_LIFE) * SECOND_LIFE, SERIALS);
  return {
    async receiptId(now) {
      for (let second = Math.floor(now / 1000); ; second += 1) {
        const count = await next(`serial/${second}`, SECOND_LIFE);
        if (count <= SERIALS) return receiptIdOf(second, ((begins() + count - 1) % SERIALS) + 1);
      }
    },
    async clientCode(now) {
      return clientCodeOf(now, (await next('clientCode')) % CLIENTS);
    },
    born: () => next('born'),
  };
}

function createReceiptIds(first: number): (now: number) => string {
  /** How many were given out in each second. Frozen clocks revisit seconds, so these must be remembered. */
  let given = new Map<number, number>();
  /** Seconds up to this one were forgotten: nothing is issued in them again. */
  let forgotten = Number.NEGATIVE_INFINITY;

  return (now) => {
    let second = Math.max(Math.floor(now / 1000), forgotten + 1);
    while ((given.get(second) ?? 0) >= SERIALS) second += 1;
    const count = given.get(second) ?? 0;
    given.set(second, count + 1);
    const serial = ((first + count) % SERIALS) + 1;
    if (given.size > SECONDS_KEPT) {
      const seconds = [...given].sort(([a], [b]) => a - b);
      const kept = seconds.splice(SECONDS_KEPT / 2);
      forgotten = seconds.at(-1)?.[0] ?? forgotten;
      given = new Map(kept);
    }
    return receiptIdOf(second, serial);
  };
}
