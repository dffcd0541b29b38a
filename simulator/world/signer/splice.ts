// The hot path of signedData: pre-encoded parts around one signature. Strict DER, definite lengths.
// `cms.ts` defines the same structure with pkijs, and a test holds the two equal, byte for byte.

import { type KeyObject, sign } from 'node:crypto';

/** The parts of a signer's SignedData that never change, each in DER. */
export interface SignerParts {
  /** SET OF digest algorithms. */
  readonly digestAlgorithms: Uint8Array;
  /** The signer's certificate. */
  readonly certificate: Uint8Array;
  /** Everything of SignerInfo before the signature: version, sid, digest and signature algorithm. */
  readonly signerInfoHead: Uint8Array;
  readonly privateKey: KeyObject;
}

const TAG = { octetString: 0x04, sequence: 0x30, set: 0x31, context0: 0xa0 } as const;
const VERSION_1 = Buffer.from([0x02, 0x01, 0x01]);
/** OBJECT IDENTIFIER 1.2.840.113549.1.7.1 and .2 (RFC 5652 §4, §5.1). */
const ID_DATA = Buffer.from('06092a864886f70d010701', 'hex');
const ID_SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

/** A DER element of the given tag around its parts. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  if (length > 0xffff)
    throw new RangeError(`A DER element of ${length} bytes: signedData is never that long.`);
  return Buffer.concat([Buffer.from(head), ...parts], head.length + length);
}

/** ContentInfo with the signature over the content itself: no signed attributes, as observed (domain.md §3.3). */
export function spliceSignedData(parts: SignerParts, content: Uint8Array, signature: Uint8Array): Buffer {
  return element(
    TAG.sequence,
    ID_SIGNED_DATA,
    element(
      TAG.context0,
      element(
        TAG.sequence,
        VERSION_1,
        parts.digestAlgorithms,
        element(TAG.sequence, ID_DATA, element(TAG.context0, element(TAG.octetString, content))),
        element(TAG.context0, parts.certificate),
        element(TAG.set, element(TAG.sequence, parts.signerInfoHead, element(TAG.octetString, signature))),
      ),
    ),
  );
}

/** Signs the content and wraps it; the one expensive step is the ECDSA signature. */
export function signContent(parts: SignerParts, content: Uint8Array): Buffer {
  return spliceSignedData(parts, content, sign('sha256', content, parts.privateKey));
}
