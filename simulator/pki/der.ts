// DER written by hand where pkijs is too slow: elements around parts already encoded, definite lengths.

import { isUint8Array } from 'node:util/types';

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  constructedOctetString: 0x24,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const;

/** An element not yet written: its tag, what is in it, and how long that and all of it is. Nothing is copied until `write`. */
export interface Element {
  readonly tag: number;
  readonly parts: readonly (Uint8Array | Element)[];
  readonly size: number;
  readonly length: number;
}

/** A DER element of the given tag around its parts. */
export function element(tag: number, ...parts: readonly (Uint8Array | Element)[]): Element {
  let size = 0;
  for (const part of parts) size += part.length;
  if (size > 0xffff) throw new RangeError(`A DER element of ${size} bytes: signedData is never that long.`);
  return { tag, parts, size, length: size + (size < 0x80 ? 2 : size < 0x100 ? 3 : 4) };
}

/** An element's bytes, each copied once. */
export function write(root: Element): Buffer {
  const bytes = Buffer.allocUnsafe(root.length);
  writeAt(bytes, 0, root);
  return bytes;
}

function writeAt(bytes: Buffer, start: number, { tag, parts, size }: Element): number {
  let at = start;
  bytes[at++] = tag;
  if (size >= 0x100) {
    bytes[at++] = 0x82;
    bytes[at++] = size >> 8;
  } else if (size >= 0x80) bytes[at++] = 0x81;
  bytes[at++] = size & 0xff;
  for (const part of parts) {
    if (isUint8Array(part)) {
      bytes.set(part, at);
      at += part.length;
    } else at = writeAt(bytes, at, part);
  }
  return at;
}

/** UTCTime until 2049, GeneralizedTime after, in whole seconds (RFC 5280 §4.1.2.5, RFC 5652 §11.3). */
export function time(instant: number): Element {
  const digits = new Date(instant).toISOString().replace(/\.\d+|[-:T]/g, '');
  return Number(digits.slice(0, 4)) < 2050
    ? element(TAG.utcTime, Buffer.from(digits.slice(2)))
    : element(TAG.generalizedTime, Buffer.from(digits));
}

/** A serial number of 16 bytes: positive, and without a leading zero byte (RFC 5280 §4.1.2.2). */
export function serialBytes(random: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(random);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}
