// Taking a structure apart: exactly these elements, in this order, and nothing left over.

import type { Algorithm } from './algorithms.js';
import { contentOf, type DerNode, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { SignedDataError } from './reasons.js';

/** A tag that must be there, or `['?', tag]` for one that may be missing. */
type Expected = number | readonly ['?', number];

/** One node for each tag, in order. */
type Parts<Tags extends readonly Expected[]> = {
  readonly [At in keyof Tags]: Tags[At] extends number ? DerNode : DerNode | undefined;
};

/** Throws `notSignedData`, naming the structure that is not as it must be. */
export function malformed(what: string): never {
  throw new SignedDataError('notSignedData', what);
}

/** The children of a constructed node by their tags. Throws `notSignedData` if there are others, or too few. */
export function parts<const Tags extends readonly Expected[]>(
  node: DerNode,
  what: string,
  ...tags: Tags
): Parts<Tags> {
  let at = 0;
  const found = tags.map((expected) => {
    const [tag, isOptional] = typeof expected === 'number' ? [expected, false] : [expected[1], true];
    const child = node.children[at];
    if (child?.tag === tag) {
      at += 1;
      return child;
    }
    return isOptional ? undefined : malformed(what);
  });
  if (at !== node.children.length) malformed(what);
  return found as unknown as Parts<Tags>;
}

/** A version number: 0 to 127. Throws `notSignedData` for another. */
export function smallNumber(bytes: Uint8Array, node: DerNode, what: string): number {
  const [octet = 0x80, ...more] = contentOf(bytes, node);
  return octet > 0x7f || more.length > 0 ? malformed(what) : octet;
}

/** Whether an INTEGER is one of these small numbers. */
export const isNumber = (bytes: Uint8Array, node: DerNode, number: number) =>
  sameBytes(contentOf(bytes, node), Buffer.from([number]));

/** The octets of a BIT STRING that ends with a whole one: keys and signatures do. Throws `notSignedData`. */
export function wholeOctets(bytes: Uint8Array, node: DerNode, what: string): Uint8Array {
  // The first octet counts the unused bits of the last.
  if (bytes[node.start] !== 0) malformed(what);
  return bytes.subarray(node.start + 1, node.end);
}

/** Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2); what it is worth is judged elsewhere. */
export function algorithmOf(bytes: Uint8Array, node: DerNode): Algorithm {
  const [type, parameters, ...more] = node.children;
  if (node.tag !== TAG.sequence || type?.tag !== TAG.oid || more.length > 0) malformed('AlgorithmIdentifier');
  const kind = parameters === undefined ? 'absent' : parameters.tag === TAG.null ? 'null' : 'other';
  return { oid: oidOf(bytes, type), parameters: kind };
}
