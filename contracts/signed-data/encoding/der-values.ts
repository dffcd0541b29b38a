// What the content of each universal type must look like in DER (X.690 §8, §10, §11), and what it then means.
// A type without a row is refused: the constructed strings of BER, and types that no signedData has.

import { isUtf8 } from 'node:buffer';
import { contentOf, type DerNode, encodingOf, isSorted, TAG } from './der-node.js';

/** Whether the content octets of a node are as they must be. They are looked at where they stand: this is the hot path. */
type Form = (bytes: Uint8Array, node: DerNode) => boolean;

const sizeOf = ({ start, end }: DerNode) => end - start;

/** Every octet passes. */
const all =
  (isAllowed: (octet: number) => boolean): Form =>
  (bytes, { start, end }) => {
    for (let at = start; at < end; at += 1) if (!isAllowed(bytes[at] ?? 0)) return false;
    return true;
  };

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Every octet is one of these characters. */
const only = (characters: string): Form => {
  const allowed = new Set(Buffer.from(characters, 'latin1'));
  return all((octet) => allowed.has(octet));
};

/** In octets. No name here is longer, and an arc above 2^49 could not be told apart as a number. */
const OID_LIMIT = 64;
const ARC_LIMIT = 7;

/** The first nine bits must not be all alike: the octet would say nothing. */
const integer: Form = (bytes, { start, end }) => {
  const [first, second] = [bytes[start], bytes[start + 1] ?? 0];
  if (end - start < 2) return end > start;
  return !((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
};

const time: Form = (bytes, node) => timeOf(bytes, node) !== undefined;

export const forms: Readonly<Record<number, Form>> = {
  [TAG.boolean]: (bytes, node) =>
    sizeOf(node) === 1 && (bytes[node.start] === 0x00 || bytes[node.start] === 0xff),
  [TAG.integer]: integer,
  [TAG.enumerated]: integer,
  [TAG.bitString](bytes, node) {
    const unused = bytes[node.start] ?? 0;
    if (sizeOf(node) === 0 || unused > 7) return false;
    if (sizeOf(node) === 1) return unused === 0;
    return ((bytes[node.end - 1] ?? 0) & ((1 << unused) - 1)) === 0;
  },
  [TAG.octetString]: () => true,
  [TAG.null]: (_, node) => sizeOf(node) === 0,
  [TAG.oid](bytes, { start, end }) {
    if (end === start || end - start > OID_LIMIT) return false;
    let arc = 0;
    for (let at = start; at < end; at += 1) {
      const octet = bytes[at] ?? 0;
      if (arc === 0 && octet === 0x80) return false;
      arc = octet >= 0x80 ? arc + 1 : 0;
      if (arc >= ARC_LIMIT) return false;
    }
    return arc === 0;
  },
  [TAG.utf8String]: (bytes, node) => isUtf8(contentOf(bytes, node)),
  [TAG.numericString]: only(`${DIGITS} `),
  [TAG.printableString]: only(`${LETTERS}${DIGITS} '()+,-./:=?`),
  // T.61 has shift sequences, and most writers mean Latin-1 by it: any octets are one.
  [TAG.teletexString]: () => true,
  [TAG.ia5String]: all((octet) => octet < 0x80),
  [TAG.visibleString]: all((octet) => octet >= 0x20 && octet < 0x7f),
  [TAG.universalString]: (bytes, node) => utf32Of(contentOf(bytes, node)) !== undefined,
  [TAG.bmpString]: (_, node) => sizeOf(node) % 2 === 0,
  [TAG.utcTime]: time,
  [TAG.generalizedTime]: time,
  [TAG.sequence]: () => true,
  [TAG.set]: (bytes, { children }) =>
    children.length < 2 || isSorted(children.map((child) => encodingOf(bytes, child))),
};

/** The text of a UniversalString (UTF-32, the high octet first), or undefined if it is none. */
export function utf32Of(content: Uint8Array): string | undefined {
  if (content.length % 4 !== 0) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const points = Array.from({ length: content.length / 4 }, (_, at) => view.getUint32(at * 4));
  const isText = points.every((point) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff));
  return isText ? points.map((point) => String.fromCodePoint(point)).join('') : undefined;
}

/** An object identifier in dotted form; the empty text for a node of another type. */
export function oidOf(bytes: Uint8Array, node: DerNode | undefined): string {
  if (node?.tag !== TAG.oid) return '';
  const arcs: number[] = [];
  let value = 0;
  for (let at = node.start; at < node.end; at += 1) {
    const octet = bytes[at] ?? 0;
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push(value);
    else {
      const first = Math.min(Math.floor(value / 40), 2);
      arcs.push(first, value - 40 * first);
    }
    value = 0;
  }
  return arcs.join('.');
}

/**
 * A UTCTime (1950–2049) or GeneralizedTime in its DER form, UTC to the second, as ms since the epoch. Undefined for
 * another type, and for what is no instant of the calendar.
 */
export function timeOf(bytes: Uint8Array, node: DerNode | undefined): number | undefined {
  if (node?.tag !== TAG.utcTime && node?.tag !== TAG.generalizedTime) return undefined;
  const isUtc = node.tag === TAG.utcTime;
  // yyMMddHHmmssZ or yyyyMMddHHmmssZ, and nothing else.
  if (node.end - node.start !== (isUtc ? 13 : 15) || bytes[node.end - 1] !== ZULU) return undefined;
  const pairs: number[] = [];
  for (let at = node.start; at < node.end - 1; at += 2) {
    const [tens, ones] = [(bytes[at] ?? 0) - ZERO, (bytes[at + 1] ?? 0) - ZERO];
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return undefined;
    pairs.push(tens * 10 + ones);
  }
  const [century = 0, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = isUtc
    ? [(pairs[0] ?? 0) < 50 ? 20 : 19, ...pairs]
    : pairs;
  return instantOf([century * 100 + year, month, day, hour, minute, second]);
}

const ZERO = 0x30;
const ZULU = 0x5a;

/** The instant of a date and a time in UTC; undefined for 30 February, which Date.UTC rolls over to March. */
function instantOf([year, month, day, hour, minute, second]: Clock): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.setUTCHours(hour, minute, second)
    : undefined;
}

type Clock = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
];
