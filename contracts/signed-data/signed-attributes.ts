// What signed attributes must be to be accepted: the two that RFC 5652 §5.3 asks for, each once, in the order of DER, and
// fitting the content. Further attributes are the signer's own affair.

import { createHash } from 'node:crypto';
import { attributesOf } from './attributes.js';
import { contentOf, type DerNode, encodingOf, isSorted, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf, timeOf } from './encoding/der-values.js';
import { ATTRIBUTE, CONTENT } from './encoding/oids.js';
import { SignedDataError } from './reasons.js';
import type { SignerInfo, Structure } from './structure.js';

export interface SignedAttributes {
  /** What the signature is over: the attributes as a SET in the order of DER (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  /** The same in the order in which they stand, where that is another. */
  readonly asTheyStand: Uint8Array | undefined;
  /** ms since the epoch; undefined where the signer did not say. */
  readonly signingTime: number | undefined;
}

function fail(detail: string): never {
  throw new SignedDataError('signedAttributes', detail);
}

/**
 * Reads the signed attributes and compares them with the content; undefined if there are none. Throws a SignedDataError:
 * `signedAttributes` for what is missing or odd, `attributesOrder` unless `anyOrder`, `wrongContentType`, `digest`.
 */
export function readSignedAttributes(
  { bytes, content, signer }: Structure,
  { anyOrder }: { readonly anyOrder: boolean },
): SignedAttributes | undefined {
  const { attributeSet, attributes } = signer;
  if (attributeSet === undefined) return undefined;
  const encodings = attributes.map(({ node }) => encodingOf(bytes, node));
  const isInOrder = isSorted(encodings);
  if (!isInOrder && !anyOrder) throw new SignedDataError('attributesOrder', 'as they stand');
  const contentType = oidOf(bytes, onlyValue(signer, 'contentType'));
  if (contentType === '') fail('no contentType');
  const digest = onlyValue(signer, 'messageDigest');
  if (digest?.tag !== TAG.octetString) return fail('no messageDigest');
  const time = onlyValue(signer, 'signingTime');
  const signingTime = timeOf(bytes, time);
  if (time !== undefined && signingTime === undefined) fail('a signingTime that is no time');
  if (contentType !== CONTENT.data) {
    throw new SignedDataError('wrongContentType', `signed as ${contentType}`);
  }
  if (!sameBytes(contentOf(bytes, digest), sha256(content))) throw new SignedDataError('digest');
  const asTheyStand = Buffer.from(encodingOf(bytes, attributeSet));
  asTheyStand[0] = TAG.set;
  if (isInOrder) return { signedBytes: asTheyStand, asTheyStand: undefined, signingTime };
  const head = asTheyStand.subarray(0, attributeSet.start - attributeSet.offset);
  const signedBytes = Buffer.concat([head, ...encodings.toSorted(Buffer.compare)]);
  return { signedBytes, asTheyStand, signingTime };
}

/** The value of an attribute that stands once with one value; undefined if it is not there (RFC 5652 §11). */
export function onlyValue({ attributes }: SignerInfo, name: keyof typeof ATTRIBUTE): DerNode | undefined {
  const [attribute, ...others] = attributesOf(attributes, ATTRIBUTE[name]);
  if (attribute === undefined) return undefined;
  if (others.length > 0) fail(`${name} twice`);
  return attribute.values.length === 1 ? attribute.values[0] : fail(`${name} with not one value`);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
