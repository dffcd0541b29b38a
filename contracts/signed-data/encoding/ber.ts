// BER, as the real service was recorded to send it: a bounded reader, and the way from there to strict DER.
// Only lengths, the pieces of OCTET STRINGs and the order of sets that nobody signed are rewritten; content, certificate
// and signature bytes stay, so the signature stays valid.

import { DerError } from '../reasons.js';
import { checkBytes, doesNotFit, NODE_LIMIT, type Reading, readDer, readLength, readTag } from './der.js';
import { contentOf, TAG } from './der-node.js';
import { oidOf } from './der-values.js';
import { CONTENT } from './oids.js';

const CONSTRUCTED = 0x20;
const CONSTRUCTED_OCTET_STRING = TAG.octetString | CONSTRUCTED;
/** In bytes: more than any signedData, and than a VAN takes as evidence (domain.md §3.2). */
const SIZE_LIMIT = 65_536;

/** One element of a BER encoding. */
export interface BerNode {
  /** The identifier octet. */
  readonly tag: number;
  /** Offset of the identifier octet in the input. */
  readonly offset: number;
  /** Offset of the first content octet. */
  readonly start: number;
  /** Offset after the last content octet. */
  readonly end: number;
  /** Offset after the whole element: past the two zero octets that end an indefinite length. */
  readonly next: number;
  readonly isIndefinite: boolean;
  /** The elements inside a constructed one. */
  readonly children: readonly BerNode[];
}

/** Reads exactly one BER element, with the limits of the DER reader. Throws a DerError for what is no BER either. */
export function readBer(bytes: Uint8Array): BerNode {
  checkBytes(bytes);
  if (bytes.length > SIZE_LIMIT) throw new DerError('tooLong', SIZE_LIMIT, `${bytes.length} bytes, cut`);
  const root = readElement({ bytes, nodes: NODE_LIMIT }, 0, bytes.length, 0);
  if (root.next !== bytes.length) {
    throw new DerError('trailingBytes', root.next, `${bytes.length - root.next} bytes more`);
  }
  return root;
}

function readElement(reading: Reading, offset: number, limit: number, depth: number): BerNode {
  const { bytes } = reading;
  const tag = readTag(reading, offset, limit, depth);
  const { start, length } = readLength(bytes, offset + 1, limit);
  const isConstructed = (tag & CONSTRUCTED) !== 0;
  const isIndefinite = length === undefined;
  if (isIndefinite && !isConstructed) {
    throw new DerError('notDer', offset, 'a primitive element of indefinite length');
  }
  const last = isIndefinite ? limit : start + length;
  if (last > limit) throw doesNotFit(reading, offset, last - start, last);
  const children: BerNode[] = [];
  let at = start;
  while (isConstructed && at < last && !(isIndefinite && isEndOfContents(bytes, at, last))) {
    const child = readElement(reading, at, last, depth + 1);
    children.push(child);
    at = child.next;
  }
  if (isIndefinite && at >= last) {
    throw new DerError(last === bytes.length ? 'truncated' : 'notDer', at, 'an indefinite length never ends');
  }
  const end = isIndefinite ? at : last;
  return { tag, offset, start, end, next: isIndefinite ? end + 2 : end, isIndefinite, children };
}

const isEndOfContents = (bytes: Uint8Array, at: number, limit: number) =>
  at + 2 <= limit && bytes[at] === 0 && bytes[at + 1] === 0;

/**
 * Rewrites one BER element as strict DER; DER comes back as it is, in a copy. At most 65,536 bytes. Of a SignedData the
 * sets that nobody signed are put in order: algorithms, certificates, revocation lists. The signed attributes keep
 * theirs. Throws a DerError with `code` and `offset` (in bytes) for what is no BER, and for what can't be made DER without
 * touching what was signed. Source: X.690 §8, §10, §11.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { toDer } from 'kakaocert-simulator/signed-data';
 *
 * const ber = new Uint8Array([0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00]); // of indefinite length
 * assert.deepEqual(toDer(ber), new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x05]));
 * ```
 */
export function toDer(bytes: Uint8Array): Uint8Array {
  const root = readBer(bytes);
  const der = new Uint8Array(encode({ bytes, loose: looseSets(bytes, root) }, root));
  // The proof: every other freedom of BER (another unsorted SET, a loose BOOLEAN) is refused, not fixed.
  readDer(der);
  return der;
}

/** What is written again: the bytes, and the sets whose order is free. */
interface Rewriting {
  readonly bytes: Uint8Array;
  readonly loose: readonly BerNode[];
}

/** The sets of a SignedData that no signature covers (RFC 5652 §5.1); none in anything else. */
function looseSets(bytes: Uint8Array, { children: [type, wrapper] }: BerNode): readonly BerNode[] {
  if (oidOf(bytes, type) !== CONTENT.signedData) return [];
  const sets: readonly number[] = [TAG.set, TAG.context(0), TAG.context(1)];
  return (wrapper?.children[0]?.children ?? []).filter(({ tag }) => sets.includes(tag));
}

function encode(rewriting: Rewriting, node: BerNode): Buffer {
  const { bytes, loose } = rewriting;
  if (node.tag === CONSTRUCTED_OCTET_STRING) return element(TAG.octetString, joined(bytes, node));
  if ((node.tag & CONSTRUCTED) === 0) return element(node.tag, contentOf(bytes, node));
  const children = node.children.map((child) => encode(rewriting, child));
  return element(node.tag, Buffer.concat(loose.includes(node) ? children.sort(Buffer.compare) : children));
}

/** The octets of an OCTET STRING, in one piece or in pieces of pieces (X.690 §8.7.3). */
function joined(bytes: Uint8Array, node: BerNode): Uint8Array {
  if (node.tag === TAG.octetString) return contentOf(bytes, node);
  if (node.tag !== CONSTRUCTED_OCTET_STRING) {
    throw new DerError('notDer', node.offset, 'a piece of an OCTET STRING that is none');
  }
  return Buffer.concat(node.children.map((child) => joined(bytes, child)));
}

function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | octets.length, ...octets];
  return Buffer.concat([Buffer.from(head), content]);
}
