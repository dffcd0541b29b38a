// A strict DER reader (X.690): one way to write everything, nothing left over. It keeps the original bytes and offsets,
// never recurses deeper than its limit and touches each byte a bounded number of times.

import { forms } from './der-forms.js';
import { DerError } from './reasons.js';

/** Nesting that a signedData never needs; the outermost element is at 0. */
export const DEPTH_LIMIT = 24;
/** Number of elements that a signedData never needs. */
export const NODE_LIMIT = 1500;

export interface DerNode {
  /** The identifier octet. */
  readonly tag: number;
  /** Offset of the identifier octet in the input. */
  readonly offset: number;
  /** Offset of the first content octet. */
  readonly start: number;
  /** Offset after the last content octet. */
  readonly end: number;
  /** The elements inside a constructed one. */
  readonly children: readonly DerNode[];
}

export const CONSTRUCTED = 0x20;

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  context: (number: number) => 0xa0 + number,
  contextPrimitive: (number: number) => 0x80 + number,
} as const;

/** Reads exactly one element and everything in it. Throws a DerError at the first octet that is not DER. */
export function readDer(bytes: Uint8Array): DerNode {
  const root = readElement({ bytes, nodes: NODE_LIMIT }, 0, bytes.length, 0);
  if (root.end !== bytes.length) {
    throw new DerError('trailingBytes', root.end, `${bytes.length - root.end} bytes more`);
  }
  return root;
}

/** What one reading works on: the bytes, and how many elements it may still meet. */
export interface Reading {
  readonly bytes: Uint8Array;
  nodes: number;
}

function readElement(reading: Reading, offset: number, limit: number, depth: number): DerNode {
  const { bytes } = reading;
  const tag = readTag(reading, offset, limit, depth);
  const head = readLength(bytes, offset + 1, limit);
  if (head.length === undefined) throw new DerError('indefiniteLength', offset, 'an indefinite length');
  if (!head.isMinimal) throw new DerError('notDer', offset, 'a length that is not minimal');
  const { start } = head;
  const end = start + head.length;
  if (end > limit) throw new DerError('truncated', offset, `an element of ${head.length} bytes does not fit`);
  const children: DerNode[] = [];
  if ((tag & CONSTRUCTED) !== 0) {
    for (let at = start; at < end; ) {
      const child = readElement(reading, at, end, depth + 1);
      children.push(child);
      at = child.end;
    }
  }
  const node: DerNode = { tag, offset, start, end, children };
  const isUniversal = (tag & 0xc0) === 0;
  if (isUniversal && forms[tag]?.(contentOf(bytes, node), node, bytes) !== true) {
    throw new DerError('notDer', offset, `an element of tag 0x${tag.toString(16)} that is not DER`);
  }
  return node;
}

/** An identifier octet, counted against the limits. Tag numbers above 30 occur nowhere in CMS. */
export function readTag(reading: Reading, offset: number, limit: number, depth: number): number {
  reading.nodes -= 1;
  if (depth > DEPTH_LIMIT) throw new DerError('notDer', offset, `more than ${DEPTH_LIMIT} levels`);
  if (reading.nodes < 0) throw new DerError('notDer', offset, `more than ${NODE_LIMIT} elements`);
  const tag = octet(reading.bytes, offset, limit);
  if ((tag & 0x1f) === 0x1f) throw new DerError('notDer', offset, 'a tag number above 30');
  return tag;
}

function octet(bytes: Uint8Array, at: number, limit: number): number {
  const value = at < limit ? bytes[at] : undefined;
  if (value === undefined) throw new DerError('truncated', at, 'the encoding stops');
  return value;
}

interface Length {
  /** Offset of the first content octet. */
  readonly start: number;
  /** undefined: indefinite. */
  readonly length: number | undefined;
  readonly isMinimal: boolean;
}

/** A length, definite or not. Throws a DerError for one of more than four octets. */
export function readLength(bytes: Uint8Array, at: number, limit: number): Length {
  const first = octet(bytes, at, limit);
  if (first < 0x80) return { start: at + 1, length: first, isMinimal: true };
  if (first === 0x80) return { start: at + 1, length: undefined, isMinimal: false };
  const size = first & 0x7f;
  if (size > 4) throw new DerError('notDer', at, `a length of ${size} bytes`);
  let length = 0;
  for (let index = 1; index <= size; index += 1) length = length * 256 + octet(bytes, at + index, limit);
  const isMinimal = length >= 0x80 && length >= 256 ** (size - 1);
  return { start: at + 1 + size, length, isMinimal };
}

/** The content octets of a node. */
export const contentOf = (bytes: Uint8Array, node: { readonly start: number; readonly end: number }) =>
  bytes.subarray(node.start, node.end);

/** A node's whole encoding: identifier, length and content. */
export const encodingOf = (bytes: Uint8Array, node: DerNode): Uint8Array =>
  bytes.subarray(node.offset, node.end);

/** Whether two runs of bytes are equal. */
export const sameBytes = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

/** Whether encodings stand in the order of a DER SET OF (X.690 §11.6). */
export const isSorted = (encodings: readonly Uint8Array[]) =>
  encodings.every((one, at) => at === 0 || Buffer.compare(encodings[at - 1] ?? one, one) <= 0);
