// From BER, as the real service was recorded to send it, to strict DER. Only lengths and string pieces are rewritten:
// content, certificate and signature bytes stay, so the signature stays valid.

import { DerError } from './der.js';

const DEPTH_LIMIT = 24;
const NODE_LIMIT = 1500;
const CONSTRUCTED = 0x20;
const OCTET_STRING = 0x04;

interface Element {
  /** DER encoding. */
  readonly der: Buffer;
  readonly content: Buffer;
  readonly end: number;
}

/** Rewrites one BER element as DER; DER comes back as it is. Throws a DerError for what is no BER either. */
export function toDer(bytes: Uint8Array): Uint8Array {
  const budget = { nodes: NODE_LIMIT };
  const root = rewrite(bytes, 0, bytes.length, 0, budget);
  if (root.end !== bytes.length) {
    throw new DerError('trailingBytes', root.end, `${bytes.length - root.end} bytes follow the end`);
  }
  return new Uint8Array(root.der);
}

function rewrite(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  depth: number,
  budget: { nodes: number },
): Element {
  budget.nodes -= 1;
  if (depth > DEPTH_LIMIT || budget.nodes < 0)
    throw new DerError('notDer', offset, 'Too deep or too many elements');
  const tag = octet(bytes, offset, limit);
  if ((tag & 0x1f) === 0x1f) throw new DerError('notDer', offset, 'A tag number above 30');
  const { start, length } = readLength(bytes, offset + 1, limit);
  if ((tag & CONSTRUCTED) === 0) {
    if (length === undefined)
      throw new DerError('notDer', offset, 'A primitive element of indefinite length');
    const content = Buffer.from(bytes.subarray(start, start + length));
    if (start + length > limit)
      throw new DerError('truncated', offset, `An element of ${length} bytes does not fit`);
    return { der: encode(tag, content), content, end: start + length };
  }
  const { parts, end } = readParts(bytes, start, length, limit, depth, budget);
  if (tag === (OCTET_STRING | CONSTRUCTED)) {
    const content = Buffer.concat(parts.map((part) => part.content));
    return { der: encode(OCTET_STRING, content), content, end };
  }
  const content = Buffer.concat(parts.map((part) => part.der));
  return { der: encode(tag, content), content, end };
}

function readParts(
  bytes: Uint8Array,
  start: number,
  length: number | undefined,
  limit: number,
  depth: number,
  budget: { nodes: number },
): { readonly parts: Element[]; readonly end: number } {
  const parts: Element[] = [];
  const end = length === undefined ? limit : start + length;
  if (end > limit) throw new DerError('truncated', start, `An element of ${length} bytes does not fit`);
  let at = start;
  while (at < end) {
    // Two zero octets end an indefinite length.
    if (length === undefined && bytes[at] === 0 && bytes[at + 1] === 0) return { parts, end: at + 2 };
    const part = rewrite(bytes, at, end, depth + 1, budget);
    parts.push(part);
    at = part.end;
  }
  if (length === undefined) throw new DerError('truncated', at, 'An indefinite length never ends');
  return { parts, end };
}

function octet(bytes: Uint8Array, at: number, limit: number): number {
  const value = at < limit ? bytes[at] : undefined;
  if (value === undefined) throw new DerError('truncated', at, 'The encoding stops');
  return value;
}

function readLength(
  bytes: Uint8Array,
  at: number,
  limit: number,
): { start: number; length: number | undefined } {
  const first = octet(bytes, at, limit);
  if (first < 0x80) return { start: at + 1, length: first };
  const size = first & 0x7f;
  if (size === 0) return { start: at + 1, length: undefined };
  if (size > 4) throw new DerError('notDer', at, `A length of ${size} bytes`);
  let length = 0;
  for (let index = 1; index <= size; index += 1) length = length * 256 + octet(bytes, at + index, limit);
  return { start: at + 1 + size, length };
}

function encode(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | octets.length, ...octets];
  return Buffer.concat([Buffer.from(head), content]);
}
