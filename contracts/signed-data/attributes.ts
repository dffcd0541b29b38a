// Signed attributes, where there are any (the `cades` profile): each once, each with one value, all of them checked.

import { createHash } from 'node:crypto';
import { contentOf, DerError, type DerNode, encodingOf, oidOf, readDer, TAG, timeOf } from './der.js';
import { SignedDataError } from './reasons.js';
import { OID, type Structure } from './structure.js';

export interface SignedAttributes {
  /** What the signature is over: the attributes re-tagged as a SET (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  /** ms since the epoch. */
  readonly signingTime: number;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const fail = (detail: string): never => {
  throw new SignedDataError('signedAttributes', detail);
};

/** Reads and checks the signed attributes against content and certificate. Throws a SignedDataError. */
export function readSignedAttributes({
  bytes,
  content,
  certificate,
  signedAttributes: set,
}: Structure): SignedAttributes | undefined {
  if (set === undefined) return undefined;
  const encoded = set.children.map((child) => encodingOf(bytes, child));
  const isSorted = encoded.every((one, at) => at === 0 || Buffer.compare(encoded[at - 1] ?? one, one) < 0);
  if (!isSorted) fail('not in order');
  const values = new Map(set.children.map((attribute) => attributeOf(bytes, attribute)));
  if (values.size !== set.children.length) fail('one of them twice');

  const type = values.get(OID.contentType);
  if (type?.tag !== TAG.oid) fail('no contentType');
  else if (oidOf(bytes, type) !== OID.data) throw new SignedDataError('wrongContentType', 'as signed');
  const digest = values.get(OID.messageDigest);
  if (digest?.tag !== TAG.octetString) fail('no messageDigest');
  else if (!sha256(content).equals(contentOf(bytes, digest))) throw new SignedDataError('digest');
  const time = values.get(OID.signingTime);
  const signingTime = time === undefined ? undefined : timeOf(bytes, time);
  if (signingTime === undefined) return fail('no signingTime');
  checkCertificateHash(bytes, values.get(OID.signingCertificateV2), certificate.der);
  const signedBytes = new Uint8Array(encodingOf(bytes, set));
  signedBytes[0] = TAG.set;
  return { signedBytes, signingTime };
}

function attributeOf(bytes: Uint8Array, attribute: DerNode): [string, DerNode] {
  const [type, values, ...more] = attribute.children;
  const [value, ...others] = values?.children ?? [];
  if (attribute.tag !== TAG.sequence || type?.tag !== TAG.oid || values?.tag !== TAG.set || more.length > 0)
    fail('malformed');
  if (type === undefined || value === undefined || others.length > 0) return fail('not one value');
  return [oidOf(bytes, type), value];
}

/** ESSCertIDv2 (RFC 5035 §4): SHA-256 is the default and therefore not named in DER. */
function checkCertificateHash(bytes: Uint8Array, value: DerNode | undefined, certificate: Uint8Array): void {
  const [hash] = value?.children[0]?.children[0]?.children ?? [];
  if (hash?.tag !== TAG.octetString) fail('no signingCertificateV2');
  else if (!sha256(certificate).equals(contentOf(bytes, hash)))
    throw new SignedDataError('signerCertificate', 'signingCertificateV2');
}

/** Whether content is itself a SET OF Attribute: then it may be what was really signed (the euf-cma forgery). */
export function isAttributeSet(content: Uint8Array): boolean {
  try {
    const { tag, children } = readDer(content);
    return (
      tag === TAG.set &&
      children.length > 0 &&
      children.every(
        (one) =>
          one.tag === TAG.sequence && one.children[0]?.tag === TAG.oid && one.children[1]?.tag === TAG.set,
      )
    );
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
