// The hot path of signedData: pre-encoded parts around one signature. Strict DER, definite lengths.
// `cms.ts` defines the same structure with pkijs, and a test holds the two equal, byte for byte.

import { type KeyObject, sign } from 'node:crypto';

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

export const TAG = {
  octetString: 0x04,
  constructedOctetString: 0x24,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
} as const;
export const VERSION_1 = Buffer.from([0x02, 0x01, 0x01]);
/** OBJECT IDENTIFIER 1.2.840.113549.1.7.1 and .2 (RFC 5652 §4, §5.1). */
export const ID_DATA = Buffer.from('06092a864886f70d010701', 'hex');
export const ID_SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

/** An element not yet written: its head, what is in it, and how long all of it is. Nothing is copied until `write`. */
export interface Element {
  readonly head: readonly number[];
  readonly parts: readonly (Uint8Array | Element)[];
  readonly length: number;
}

/** A DER element of the given tag around its parts. */
export function element(tag: number, ...parts: readonly (Uint8Array | Element)[]): Element {
  let length = 0;
  for (const part of parts) length += part.length;
  if (length > 0xffff)
    throw new RangeError(`A DER element of ${length} bytes: signedData is never that long.`);
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return { head, parts, length: head.length + length };
}

/** An element's bytes, each copied once. */
export function write(root: Element): Buffer {
  const bytes = Buffer.allocUnsafe(root.length);
  writeAt(bytes, 0, root);
  return bytes;
}

function writeAt(bytes: Buffer, start: number, { head, parts }: Element): number {
  let at = start;
  for (const octet of head) {
    bytes[at] = octet;
    at += 1;
  }
  for (const part of parts) {
    if ('head' in part) at = writeAt(bytes, at, part);
    else {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return at;
}

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

/** ContentInfo around content and signature: as observed, without signed attributes unless given (domain.md §3.3). */
export function spliceSignedData(
  parts: SignerParts,
  content: Uint8Array,
  signature: Uint8Array,
  { contentType = ID_DATA, signedAttributes, moreCertificates = [], moreSigners = [] }: Splice = {},
): Buffer {
  const signer = signerInfo(parts, signature, signedAttributes);
  const signers = moreSigners.length === 0 ? [signer] : [write(signer), ...moreSigners].sort(Buffer.compare);
  const certificates =
    moreCertificates.length === 0
      ? [parts.certificate]
      : [parts.certificate, ...moreCertificates].sort(Buffer.compare);
  const root = element(
    TAG.sequence,
    ID_SIGNED_DATA,
    element(
      TAG.context0,
      element(
        TAG.sequence,
        VERSION_1,
        parts.digestAlgorithms,
        element(TAG.sequence, contentType, element(TAG.context0, element(TAG.octetString, content))),
        element(TAG.context0, ...certificates),
        element(TAG.set, ...signers),
      ),
    ),
  );
  return write(root);
}

export const signBytes = (parts: SignerParts, bytes: Uint8Array): Buffer =>
  sign('sha256', bytes, parts.privateKey);

/** Signs the content and wraps it; the one expensive step is the ECDSA signature. */
export const signContent = (parts: SignerParts, content: Uint8Array): Buffer =>
  spliceSignedData(parts, content, signBytes(parts, content));
