// A strict DER reader (X.690): one way to write everything, nothing left over. It keeps the original bytes and offsets,
// never recurses deeper than its limit and touches each byte a bounded number of times.

import { isUint8Array } from 'node:util/types';
import { DerError } from '../reasons.js';
import type { DerNode } from './der-node.js';
import { forms } from './der-values.js';

/** Nesting that a signedData never needs; the outermost element is at 0. */
export const DEPTH_LIMIT = 24;
/** Number of elements that a signedData never needs. */
export const NODE_LIMIT = 1500;

const CONSTRUCTED = 0x20;

/** Without types one easily hands over the text; its characters are no bytes. */
export function checkBytes(bytes: unknown): void {
  if (isUint8Array(bytes)) return;
  const given = bytes === null ? 'null' : typeof bytes;
  throw new TypeError(`Bytes are expected, not ${given}; decodeSignedData makes them of the text.`);
}

/** Reads exactly one element and everything in it. Throws a DerError at the first octet that is not DER. */
export function readDer(bytes: Uint8Array): DerNode {
  checkBytes(bytes);
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
  if (end > limit) throw doesNotFit(reading, offset, head.length, end);
  const children = (tag & CONSTRUCTED) === 0 ? NONE : readChildren(reading, start, end, depth + 1);
  const node: DerNode = { tag, offset, start, end, children };
  const isUniversal = (tag & 0xc0) === 0;
  if (isUniversal && forms[tag]?.(bytes, node) !== true) {
    throw new DerError('notDer', offset, `an element of tag 0x${tag.toString(16)} that is not DER`);
  }
  return node;
}

function readChildren(reading: Reading, start: number, end: number, depth: number): readonly DerNode[] {
  const children: DerNode[] = [];
  for (let at = start; at < end; ) {
    const child = readElement(reading, at, end, depth);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Of every primitive element. */
const NONE: readonly DerNode[] = [];

/** An identifier octet, counted against the limits. Tag numbers above 30 occur nowhere in CMS. */
export function readTag(reading: Reading, offset: number, limit: number, depth: number): number {
  reading.nodes -= 1;
  if (depth > DEPTH_LIMIT) throw new DerError('notDer', offset, `more than ${DEPTH_LIMIT} levels`);
  if (reading.nodes < 0) throw new DerError('notDer', offset, `more than ${NODE_LIMIT} elements`);
  const tag = octet(reading.bytes, offset, limit);
  if ((tag & 0x1f) === 0x1f) throw new DerError('notDer', offset, 'a tag number above 30');
  return tag;
}

/** Too long for all the bytes there are, or only for the element around it. */
export const doesNotFit = ({ bytes }: Reading, offset: number, length: number, end: number) =>
  new DerError(
    end > bytes.length ? 'truncated' : 'notDer',
    offset,
    `an element of ${length} bytes does not fit`,
  );

function octet(bytes: Uint8Array, at: number, limit: number): number {
  const value = at < limit ? bytes[at] : undefined;
  if (value === undefined) {
    throw new DerError(at >= bytes.length ? 'truncated' : 'notDer', at, 'the encoding stops');
  }
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
