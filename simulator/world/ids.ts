// Everything random or counted. The only file of the simulator that asks for randomness.

import { randomBytes } from 'node:crypto';
import { formatDT } from '../../contracts/protocol/index.js';

export interface Ids {
  /**
   * `0` + yyMMddHHmmss (KST) + 5-digit serial: 18 digits (observed shape). Never issued twice by this World; the serials
   * of a second begin where no earlier run's do.
   */
  receiptId(now: number): string;
  /** A KakaoTalk transaction id; its real format is unknown (assumed: 32 hex digits). */
  txId(): string;
  /** What the app hands back after an App-to-App signature (assumed: base64url of 32 bytes). */
  appSignature(): string;
  /** `0` + yyMM + 7-digit serial: 12 digits (inferred shape, domain.md §4). */
  clientCode(now: number): string;
  /** The number of a tenant that is made, from 1. */
  born(): number;
  /** The name of a write to a store: no other has it. */
  mark(): string;
  bytes(length: number): Uint8Array;
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
export function createIds(startedAt = 0): Ids {
  const bytes = (length: number) => new Uint8Array(randomBytes(length));
  let run: string | undefined;
  let marks = 0;
  let born = 0;
  let clients = beginning(startedAt, CLIENTS);
  return {
    clientCode(now) {
      clients = (clients + 1) % CLIENTS;
      return `0${formatDT(now).slice(2, 6)}${String(clients).padStart(7, '0')}`;
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
    return `0${formatDT(second * 1000).slice(2)}${String(serial).padStart(5, '0')}`;
  };
}
