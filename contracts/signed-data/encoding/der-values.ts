// What the content of each universal type must look like in DER (X.690 §8, §10, §11), and what it then means.
// A type without a row is refused: the constructed strings of BER, and types that no signedData has.

import { isUtf8 } from 'node:buffer';
import { contentOf, type DerNode, encodingOf, isSorted, TAG } from './der-node.js';

type Form = (content: Uint8Array, node: DerNode, bytes: Uint8Array) => boolean;

const latin1 = (content: Uint8Array) => Buffer.from(content).toString('latin1');
const matches =
  (pattern: RegExp): Form =>
  (content) =>
    pattern.test(latin1(content));

/** In octets. No name here is longer, and an arc above 2^49 could not be told apart as a number. */
const OID_LIMIT = 64;
const ARC_LIMIT = 7;

const integer: Form = ([first, second = -1]) =>
  first !== undefined &&
  // The first nine bits must not be all alike: the octet would say nothing.
  !((first === 0x00 && second >= 0 && second < 0x80) || (first === 0xff && second >= 0x80));

export const forms: Readonly<Record<number, Form>> = {
  [TAG.boolean]: (content) => content.length === 1 && (content[0] === 0x00 || content[0] === 0xff),
  [TAG.integer]: integer,
  [TAG.enumerated]: integer,
  [TAG.bitString](content) {
    const unused = content[0];
    if (unused === undefined || unused > 7) return false;
    if (content.length === 1) return unused === 0;
    return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0;
  },
  [TAG.octetString]: () => true,
  [TAG.null]: (content) => content.length === 0,
  [TAG.oid](content) {
    if (content.length === 0 || content.length > OID_LIMIT) return false;
    let arc = 0;
    for (const octet of content) {
      if (arc === 0 && octet === 0x80) return false;
      arc = octet >= 0x80 ? arc + 1 : 0;
      if (arc >= ARC_LIMIT) return false;
    }
    return arc === 0;
  },
  [TAG.utf8String]: (content) => isUtf8(content),
  [TAG.numericString]: matches(/^[0-9 ]*$/),
  [TAG.printableString]: matches(/^[A-Za-z0-9 '()+,\-./:=?]*$/),
  // T.61 has shift sequences, and most writers mean Latin-1 by it: any octets are one.
  [TAG.teletexString]: () => true,
  [TAG.ia5String]: matches(/^[\x00-\x7f]*$/),
  [TAG.visibleString]: matches(/^[\x20-\x7e]*$/),
  [TAG.universalString]: (content) => utf32Of(content) !== undefined,
  [TAG.bmpString]: (content) => content.length % 2 === 0,
  [TAG.utcTime]: (_, node, bytes) => timeOf(bytes, node) !== undefined,
  [TAG.generalizedTime]: (_, node, bytes) => timeOf(bytes, node) !== undefined,
  [TAG.sequence]: () => true,
  [TAG.set]: (_, { children }, bytes) => isSorted(children.map((child) => encodingOf(bytes, child))),
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
  for (const octet of contentOf(bytes, node)) {
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
  const text = latin1(contentOf(bytes, node));
  const century = node.tag === TAG.generalizedTime ? '' : text < '5' ? '20' : '19';
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const instant = Date.parse(`${iso}Z`);
  // Date.parse rolls 30 February over to March; the real calendar doesn't.
  return Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(iso) ? undefined : instant;
}
