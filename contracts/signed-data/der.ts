// A strict DER reader (X.690): one way to write everything, nothing left over. It keeps the original bytes and offsets,
// never recurses deeper than its limit and touches each byte a bounded number of times.

import { isUtf8 } from 'node:buffer';

/** Nesting and number of elements that a signedData never needs. */
const DEPTH_LIMIT = 24;
const NODE_LIMIT = 1500;

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

/** What is wrong with an encoding, and where. */
export class DerError extends Error {
  override readonly name = 'DerError';
  readonly fault: 'truncated' | 'trailingBytes' | 'indefiniteLength' | 'notDer';
  readonly offset: number;

  constructor(fault: DerError['fault'], offset: number, message: string) {
    super(`${message} at offset ${offset}`);
    this.fault = fault;
    this.offset = offset;
  }
}

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

const CONSTRUCTED = 0x20;

/** Reads exactly one element and everything in it. Throws a DerError at the first octet that is not DER. */
export function readDer(bytes: Uint8Array): DerNode {
  const budget = { nodes: NODE_LIMIT };
  const root = readElement(bytes, 0, bytes.length, 0, budget);
  if (root.end !== bytes.length) {
    throw new DerError('trailingBytes', root.end, `${bytes.length - root.end} bytes follow the end`);
  }
  return root;
}

function readElement(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  depth: number,
  budget: { nodes: number },
): DerNode {
  budget.nodes -= 1;
  if (depth > DEPTH_LIMIT || budget.nodes < 0)
    throw new DerError('notDer', offset, 'Too deep or too many elements');
  const tag = octet(bytes, offset, limit);
  if ((tag & 0x1f) === 0x1f) throw new DerError('notDer', offset, 'A tag number above 30');
  const { start, length } = readLength(bytes, offset + 1, limit);
  const end = start + length;
  if (end > limit) throw new DerError('truncated', offset, `An element of ${length} bytes does not fit`);
  const children: DerNode[] = [];
  if ((tag & CONSTRUCTED) !== 0) {
    for (let at = start; at < end; ) {
      const child = readElement(bytes, at, end, depth + 1, budget);
      children.push(child);
      at = child.end;
    }
  }
  const node: DerNode = { tag, offset, start, end, children };
  checkForm(bytes, node);
  return node;
}

function octet(bytes: Uint8Array, at: number, limit: number): number {
  const value = at < limit ? bytes[at] : undefined;
  if (value === undefined) throw new DerError('truncated', at, 'The encoding stops');
  return value;
}

function readLength(bytes: Uint8Array, at: number, limit: number): { start: number; length: number } {
  const first = octet(bytes, at, limit);
  if (first < 0x80) return { start: at + 1, length: first };
  if (first === 0x80) throw new DerError('indefiniteLength', at, 'An indefinite length');
  const size = first & 0x7f;
  if (size > 4) throw new DerError('notDer', at, `A length of ${size} bytes`);
  let length = 0;
  for (let index = 1; index <= size; index += 1) length = length * 256 + octet(bytes, at + index, limit);
  if (length < 0x80 || (size > 1 && length < 256 ** (size - 1))) {
    throw new DerError('notDer', at, 'A length that is not minimal');
  }
  return { start: at + 1 + size, length };
}

type Check = (content: Uint8Array, node: DerNode, bytes: Uint8Array) => boolean;

const isText =
  (pattern: RegExp): Check =>
  (content) =>
    pattern.test(Buffer.from(content).toString('latin1'));

/** What each universal type must look like in DER (X.690 §8, §10, §11). A constructed string has no row, so it fails. */
const forms: Readonly<Record<number, Check>> = {
  [TAG.boolean]: (content) => content.length === 1 && (content[0] === 0x00 || content[0] === 0xff),
  [TAG.integer]: ([first = 0, second = 0, ...rest], { start, end }) =>
    end > start &&
    !(
      (end - start > 1 || rest.length > 0) &&
      ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
    ),
  [TAG.bitString]: (content) => {
    const unused = content[0];
    if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0)) return false;
    return content.length === 1 || ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0;
  },
  [TAG.octetString]: () => true,
  [TAG.null]: (content) => content.length === 0,
  [TAG.oid]: (content) =>
    content.length > 0 &&
    content.length <= 64 &&
    ((content.at(-1) ?? 0x80) & 0x80) === 0 &&
    content.every((byte, at) => byte !== 0x80 || (at > 0 && ((content[at - 1] ?? 0) & 0x80) !== 0)),
  [TAG.utf8String]: (content) => isUtf8(content),
  [TAG.printableString]: isText(/^[A-Za-z0-9 '()+,\-./:=?]*$/),
  [TAG.ia5String]: isText(/^[\x00-\x7f]*$/),
  [TAG.bmpString]: (content) => content.length % 2 === 0,
  [TAG.utcTime]: isText(/^\d{12}Z$/),
  [TAG.generalizedTime]: isText(/^\d{14}Z$/),
  [TAG.sequence]: () => true,
  [TAG.set]: (_, { children }, bytes) =>
    children.every((child, at) => {
      const before = children[at - 1];
      return before === undefined || Buffer.compare(encodingOf(bytes, before), encodingOf(bytes, child)) <= 0;
    }),
};

function checkForm(bytes: Uint8Array, node: DerNode): void {
  const isUniversal = (node.tag & 0xc0) === 0;
  if (!isUniversal) return;
  if (forms[node.tag]?.(contentOf(bytes, node), node, bytes) !== true) {
    throw new DerError('notDer', node.offset, `An element of tag 0x${node.tag.toString(16)} that is not DER`);
  }
}

/** The content octets of a node. */
export const contentOf = (bytes: Uint8Array, node: DerNode): Uint8Array =>
  bytes.subarray(node.start, node.end);

/** A node's whole encoding: identifier, length and content. */
export const encodingOf = (bytes: Uint8Array, node: DerNode): Uint8Array =>
  bytes.subarray(node.offset, node.end);

/** An object identifier in dotted form. */
export function oidOf(bytes: Uint8Array, node: DerNode): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of contentOf(bytes, node)) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (arcs.length === 0)
      arcs.push(Math.min(Math.floor(value / 40), 2), value - 40 * Math.min(Math.floor(value / 40), 2));
    else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** A UTCTime (1950–2049) or GeneralizedTime as ms since the epoch; undefined if it is no instant of the calendar. */
export function timeOf(bytes: Uint8Array, node: DerNode): number | undefined {
  const text = Buffer.from(contentOf(bytes, node)).toString('latin1');
  const full = node.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const instant = Date.parse(iso);
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 19) !== iso.slice(0, 19)
    ? undefined
    : instant;
}
