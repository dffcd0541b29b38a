// The hot path of signedData: pre-encoded parts around one signature. Strict DER, definite lengths.
// `cms.ts` defines the same structure with pkijs, and a test holds the two equal, byte for byte.

import { type KeyObject, sign } from 'node:crypto';
import { type Element, element, TAG, write } from '../pki/der.js';
import { Backwards } from './backwards.js';

/** The parts of a signer's SignedData that never change, each in DER. */
export interface SignerParts {
  /** SET OF digest algorithms. */
  readonly digestAlgorithms: Uint8Array;
  /** The signer's certificate. */
  readonly certificate: Uint8Array;
  /** SignerInfo before the signed attributes: version, sid, digest algorithm. */
  readonly signerHead: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly privateKey: KeyObject;
}

export const VERSION_1 = Buffer.from([0x02, 0x01, 0x01]);
/** OBJECT IDENTIFIER 1.2.840.113549.1.7.1 and .2 (RFC 5652 §4, §5.1). */
export const ID_DATA = Buffer.from('06092a864886f70d010701', 'hex');
export const ID_SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

/** What varies around the content; the defaults are a plain signature over it. */
export interface Splice {
  readonly contentType?: Uint8Array;
  /** [0] IMPLICIT SET OF Attribute, encoded. */
  readonly signedAttributes?: Uint8Array;
  readonly moreCertificates?: readonly Uint8Array[];
  readonly moreSigners?: readonly Uint8Array[];
}

const NOTHING = new Uint8Array(0);

/** A SignerInfo around a signature. */
export const signerInfo = (
  parts: SignerParts,
  signature: Uint8Array,
  signedAttributes: Uint8Array = NOTHING,
): Element =>
  element(
    TAG.sequence,
    parts.signerHead,
    signedAttributes,
    parts.signatureAlgorithm,
    element(TAG.octetString, signature),
  );

/** The same on the hot path. */
function putSigner(der: Backwards, parts: SignerParts, signature: Uint8Array, attributes: Uint8Array): void {
  const end = der.at;
  der.put(signature);
  der.wrap(TAG.octetString, end);
  der.put(parts.signatureAlgorithm);
  der.put(attributes);
  der.put(parts.signerHead);
  der.wrap(TAG.sequence, end);
}

/** A SET OF is sorted in DER. */
function putSet(der: Backwards, elements: readonly Uint8Array[]): void {
  for (const part of [...elements].sort(Buffer.compare).reverse()) der.put(part);
}

const NONE: readonly Uint8Array[] = [];
const sizeOf = (all: readonly Uint8Array[]) => all.reduce((size, { length }) => size + length, 0);

/** More than all heads of a ContentInfo and its fixed parts can take. */
const HEADS = 128;

/** ContentInfo around content and signature: as observed, without signed attributes unless given (domain.md §3.3). */
export function spliceSignedData(
  parts: SignerParts,
  content: Uint8Array,
  signature: Uint8Array,
  {
    contentType = ID_DATA,
    signedAttributes = NOTHING,
    moreCertificates = NONE,
    moreSigners = NONE,
  }: Splice = {},
): Buffer {
  const others = sizeOf(moreCertificates) + sizeOf(moreSigners);
  const own = parts.certificate.length + parts.signerHead.length + signedAttributes.length + signature.length;
  const der = new Backwards(HEADS + own + others + content.length);
  const end = der.at;
  if (moreSigners.length === 0) putSigner(der, parts, signature, signedAttributes);
  else putSet(der, [write(signerInfo(parts, signature, signedAttributes)), ...moreSigners]);
  der.wrap(TAG.set, end);
  const certificatesEnd = der.at;
  if (moreCertificates.length === 0) der.put(parts.certificate);
  else putSet(der, [parts.certificate, ...moreCertificates]);
  der.wrap(TAG.context0, certificatesEnd);
  const contentEnd = der.at;
  der.put(content);
  der.wrap(TAG.octetString, contentEnd);
  der.wrap(TAG.context0, contentEnd);
  der.put(contentType);
  der.wrap(TAG.sequence, contentEnd);
  der.put(parts.digestAlgorithms);
  der.put(VERSION_1);
  der.wrap(TAG.sequence, end);
  der.wrap(TAG.context0, end);
  der.put(ID_SIGNED_DATA);
  der.wrap(TAG.sequence, end);
  return der.written();
}

export const signBytes = (parts: SignerParts, bytes: Uint8Array): Buffer =>
  sign('sha256', bytes, parts.privateKey);

/** Signs the content and wraps it; the one expensive step is the ECDSA signature. */
export const signContent = (parts: SignerParts, content: Uint8Array): Buffer =>
  spliceSignedData(parts, content, signBytes(parts, content));
