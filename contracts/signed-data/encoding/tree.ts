// The elements of an encoding as rows for people: where each starts, what it is, what it says. Reads BER and DER alike.

import { type BerNode, readBer } from './ber.js';
import { contentOf, type DerNode, TAG } from './der-node.js';
import { oidOf, timeOf, utf32Of } from './der-values.js';
import { oidName } from './oids.js';

export interface TreeRow {
  /** Of the identifier octet, in the bytes given. */
  readonly offset: number;
  /** Octets of identifier and length. */
  readonly header: number;
  /** Octets of the content. */
  readonly length: number;
  /** 0 for the outermost element. */
  readonly depth: number;
  /** E.g. `SEQUENCE`, `[0]`. */
  readonly type: string;
  readonly isIndefinite: boolean;
  /** What a primitive element says, cut to 64 characters; empty for a constructed one. */
  readonly value: string;
}

/** Universal types by tag number (X.680 §8.4), and how the primitive ones are shown. */
const types: Readonly<Record<number, readonly [name: string, show?: (content: Buffer) => string]>> = {
  1: ['BOOLEAN', (content) => (content[0] === 0 ? 'FALSE' : 'TRUE')],
  2: [
    'INTEGER',
    (content) => (content.length > 6 ? hex(content) : String(content.readIntBE(0, content.length))),
  ],
  3: ['BIT STRING', (content) => hex(content.subarray(1))],
  4: ['OCTET STRING', (content) => (isPlain(content) ? quoted(content.toString('utf8')) : hex(content))],
  5: ['NULL', () => ''],
  6: ['OBJECT IDENTIFIER'],
  10: ['ENUMERATED'],
  12: ['UTF8String', (content) => quoted(content.toString('utf8'))],
  16: ['SEQUENCE'],
  17: ['SET'],
  18: ['NumericString', (content) => quoted(content.toString('latin1'))],
  19: ['PrintableString', (content) => quoted(content.toString('latin1'))],
  20: ['TeletexString', (content) => quoted(content.toString('latin1'))],
  22: ['IA5String', (content) => quoted(content.toString('latin1'))],
  23: ['UTCTime', (content) => content.toString('latin1')],
  24: ['GeneralizedTime', (content) => content.toString('latin1')],
  26: ['VisibleString', (content) => quoted(content.toString('latin1'))],
  28: ['UniversalString', (content) => quotedOrHex(utf32Of(content), content)],
  30: ['BMPString', (content) => (content.length % 2 === 0 ? quoted(utf16(content)) : hex(content))],
};

const hex = (content: Uint8Array) => Buffer.from(content).toString('hex');
const utf16 = (content: Buffer) => Buffer.from(content).swap16().toString('utf16le');
const quoted = (text: string) => JSON.stringify(text);
const quotedOrHex = (text: string | undefined, content: Buffer) =>
  text === undefined ? hex(content) : quoted(text);
const isPlain = (content: Buffer) =>
  content.length > 0 && !/[^\P{C}\n]|\ufffd/u.test(content.toString('utf8'));

/**
 * The elements of one BER or DER encoding as rows, in the order of the bytes: `offset`, `header` and `length` in bytes,
 * `depth` from 0. Throws a DerError for what is neither. Source: X.690 §8.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { readTree } from 'kakaocert-simulator/signed-data';
 *
 * const rows = readTree(new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x05]));
 * assert.deepEqual(rows.map(({ depth, offset }) => [depth, offset]), [[0, 0], [1, 2]]);
 * ```
 */
export function readTree(bytes: Uint8Array): readonly TreeRow[] {
  const walk = (node: BerNode, depth: number): TreeRow[] => [
    rowOf(bytes, node, depth),
    ...node.children.flatMap((child) => walk(child, depth + 1)),
  ];
  return walk(readBer(bytes), 0);
}

function rowOf(bytes: Uint8Array, node: BerNode, depth: number): TreeRow {
  const { tag, offset, start, end, isIndefinite } = node;
  const number = tag & 0x1f;
  const isUniversal = (tag & 0xc0) === 0;
  const isConstructed = (tag & 0x20) !== 0;
  const [name = `[UNIVERSAL ${number}]`] = types[number] ?? [];
  const family = { 64: 'APPLICATION ', 128: '', 192: 'PRIVATE ' }[tag & 0xc0] ?? '';
  return {
    offset,
    header: start - offset,
    length: end - start,
    depth,
    type: isUniversal ? name : `[${family}${number}]`,
    isIndefinite,
    value: isConstructed ? '' : cut(shown(bytes, node, isUniversal ? number : undefined)),
  };
}

function shown(bytes: Uint8Array, node: DerNode, number: number | undefined): string {
  const content = Buffer.from(contentOf(bytes, node));
  if (node.tag === TAG.oid) {
    const oid = oidOf(bytes, node);
    return oidName(oid) === oid ? oid : `${oid} ${oidName(oid)}`;
  }
  const instant = timeOf(bytes, node);
  if (instant !== undefined) return new Date(instant).toISOString();
  const show = number === undefined ? undefined : types[number]?.[1];
  return content.length === 0 ? '' : (show ?? hex)(content);
}

const cut = (text: string) => (text.length > 64 ? `${text.slice(0, 63)}…` : text);
