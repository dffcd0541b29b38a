// Everything random or counted. The only file of the simulator that asks for randomness.

import { randomBytes } from 'node:crypto';
import { formatDT } from '../../contracts/protocol/index.js';

export interface Ids {
  /** `0` + yyMMddHHmmss (KST) + 5-digit serial: 18 digits, never issued twice by this World (observed shape). */
  receiptId(now: number): string;
  /** A KakaoTalk transaction id; its real format is unknown (assumed: 32 hex digits). */
  txId(): string;
  /** What the app hands back after an App-to-App signature (assumed: base64url of 32 bytes). */
  appSignature(): string;
  /** `0` + yyMM + 7-digit serial: 12 digits (inferred shape, domain.md §4). */
  clientCode(now: number): string;
  bytes(length: number): Uint8Array;
}

const SERIALS = 99_999;
const SECONDS_KEPT = 65_536;

/** Ids from the system's randomness, and serials that count up in each second. */
export function createIds(): Ids {
  const bytes = (length: number) => new Uint8Array(randomBytes(length));
  let clients = 1_000_000;
  return {
    clientCode(now) {
      clients += 1;
      return `0${formatDT(now).slice(2, 6)}${String(clients).padStart(7, '0')}`;
    },
    receiptId: createReceiptIds(),
    txId: () => Buffer.from(bytes(16)).toString('hex'),
    appSignature: () => Buffer.from(bytes(32)).toString('base64url'),
    bytes,
  };
}

function createReceiptIds(): (now: number) => string {
  /** The last serial given out in each second. Frozen clocks revisit seconds, so these must be remembered. */
  let lastSerial = new Map<number, number>();
  /** Seconds up to this one were forgotten: nothing is issued in them again. */
  let forgotten = Number.NEGATIVE_INFINITY;

  return (now) => {
    let second = Math.max(Math.floor(now / 1000), forgotten + 1);
    while ((lastSerial.get(second) ?? 0) >= SERIALS) second += 1;
    const serial = (lastSerial.get(second) ?? 0) + 1;
    lastSerial.set(second, serial);
    if (lastSerial.size > SECONDS_KEPT) {
      const seconds = [...lastSerial].sort(([a], [b]) => a - b);
      const kept = seconds.splice(SECONDS_KEPT / 2);
      forgotten = seconds.at(-1)?.[0] ?? forgotten;
      lastSerial = new Map(kept);
    }
    return `0${formatDT(second * 1000).slice(2)}${String(serial).padStart(5, '0')}`;
  };
}
