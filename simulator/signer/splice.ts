// The hot path of signedData: pre-encoded parts around one signature. Strict DER, definite lengths.
// `cms.ts` defines the same structure with pkijs, and a test holds the two equal, byte for byte.

import { type KeyObject, sign } from 'node:crypto';
import { type Element, element, TAG, write } from '../pki/der.js';

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

/** A SET OF is sorted in DER. */
const sorted = (elements: readonly Uint8Array[]) => [...elements].sort(Buffer.compare);

/** ContentInfo around content and signature: as observed, without signed attributes unless given (domain.md §3.3). */
export function spliceSignedData(
  parts: SignerParts,
  content: Uint8Array,
  signature: Uint8Array,
  { contentType = ID_DATA, signedAttributes, moreCertificates = [], moreSigners = [] }: Splice = {},
): Buffer {
  const signer = signerInfo(parts, signature, signedAttributes);
  const signedData = element(
    TAG.sequence,
    VERSION_1,
    parts.digestAlgorithms,
    element(TAG.sequence, contentType, element(TAG.context0, element(TAG.octetString, content))),
    moreCertificates.length === 0
      ? element(TAG.context0, parts.certificate)
      : element(TAG.context0, ...sorted([parts.certificate, ...moreCertificates])),
    moreSigners.length === 0
      ? element(TAG.set, signer)
      : element(TAG.set, ...sorted([write(signer), ...moreSigners])),
  );
  return write(element(TAG.sequence, ID_SIGNED_DATA, element(TAG.context0, signedData)));
}

export const signBytes = (parts: SignerParts, bytes: Uint8Array): Buffer =>
  sign('sha256', bytes, parts.privateKey);

/** Signs the content and wraps it; the one expensive step is the ECDSA signature. */
export const signContent = (parts: SignerParts, content: Uint8Array): Buffer =>
  spliceSignedData(parts, content, signBytes(parts, content));
