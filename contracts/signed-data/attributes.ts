// Signed attributes, where there are any (the `cades` form): each once, each with one value, all of them checked.
// Sources: RFC 5652 §5.3, §5.4, §11; RFC 5035 §4.

import { createHash } from 'node:crypto';
import type { Certificate } from './certificate.js';
import { readBer } from './encoding/ber.js';
import { contentOf, type DerNode, encodingOf, isSorted, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf, timeOf } from './encoding/der-values.js';
import { ATTRIBUTE, CONTENT } from './encoding/oids.js';
import { DerError, SignedDataError } from './reasons.js';
import type { Structure } from './structure.js';

export interface SignedAttributes {
  /** What the signature is over: the attributes re-tagged as a SET (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  /** An object identifier. */
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  /** ms since the epoch. */
  readonly signingTime: number;
  /** ESSCertIDv2, in the bytes of the structure. */
  readonly signingCertificate: DerNode;
}

function fail(detail: string): never {
  throw new SignedDataError('signedAttributes', detail);
}

/** Reads the signed attributes, undefined if there are none. Throws `signedAttributes` for what is missing or odd. */
export function readSignedAttributes({
  bytes,
  signedAttributes: set,
}: Structure): SignedAttributes | undefined {
  if (set === undefined) return undefined;
  if (!isSorted(set.children.map((child) => encodingOf(bytes, child)))) fail('not in order');
  const values = new Map(set.children.map((attribute) => attributeOf(bytes, attribute)));
  if (values.size !== set.children.length) fail('one of them twice');
  const digest = values.get(ATTRIBUTE.messageDigest);
  if (digest?.tag !== TAG.octetString) return fail('no messageDigest');
  const signingTime = timeOf(bytes, values.get(ATTRIBUTE.signingTime));
  if (signingTime === undefined) return fail('no signingTime');
  // SigningCertificateV2 → certs → the first, which is the signer's (RFC 5035 §3).
  const signingCertificate = values.get(ATTRIBUTE.signingCertificateV2)?.children[0]?.children[0];
  if (signingCertificate === undefined) return fail('no signingCertificateV2');
  const signedBytes = new Uint8Array(encodingOf(bytes, set));
  signedBytes[0] = TAG.set;
  return {
    signedBytes,
    contentType: oidOf(bytes, values.get(ATTRIBUTE.contentType)),
    messageDigest: contentOf(bytes, digest),
    signingTime,
    signingCertificate,
  };
}

function attributeOf(bytes: Uint8Array, attribute: DerNode): [string, DerNode] {
  const [type, values, ...more] = attribute.children;
  const isAttribute = attribute.tag === TAG.sequence && type?.tag === TAG.oid && values?.tag === TAG.set;
  if (!isAttribute || more.length > 0) fail('malformed');
  const [value, ...others] = values?.children ?? [];
  if (value === undefined || others.length > 0) return fail('not one value');
  return [oidOf(bytes, type), value];
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Checks the attributes against content and certificate. Throws a SignedDataError. */
export function checkSignedAttributes(attributes: SignedAttributes, structure: Structure): void {
  if (attributes.contentType === '') fail('no contentType');
  if (attributes.contentType !== CONTENT.data) {
    throw new SignedDataError('wrongContentType', `signed as ${attributes.contentType}`);
  }
  if (!sameBytes(attributes.messageDigest, sha256(structure.content))) throw new SignedDataError('digest');
  checkSigningCertificate(structure.bytes, attributes.signingCertificate, structure.certificate);
}

/** ESSCertIDv2 (RFC 5035 §4): SHA-256 is the default and therefore not named in DER; issuer and serial may follow. */
function checkSigningCertificate(bytes: Uint8Array, node: DerNode, certificate: Certificate): void {
  const [hash, issuerSerial, ...more] = node.children;
  if (hash?.tag !== TAG.octetString || more.length > 0) fail('signingCertificateV2 of another hash or shape');
  const isSame =
    hash !== undefined &&
    sameBytes(contentOf(bytes, hash), sha256(certificate.der)) &&
    (issuerSerial === undefined || isIssuerSerial(bytes, issuerSerial, certificate));
  if (!isSame) throw new SignedDataError('signerCertificate', 'signingCertificateV2 names another');
}

function isIssuerSerial(bytes: Uint8Array, node: DerNode, { issuer, serial }: Certificate): boolean {
  const [names, number] = node.children;
  const [directoryName] = names?.children ?? [];
  const [name] = directoryName?.tag === TAG.context(4) ? directoryName.children : [];
  return (
    name !== undefined &&
    number?.tag === TAG.integer &&
    sameBytes(encodingOf(bytes, name), issuer) &&
    sameBytes(contentOf(bytes, number), serial)
  );
}

/**
 * Whether content is itself a SET OF Attribute: then it may be what was really signed
 * (draft-ietf-lamps-cms-euf-cma-signeddata). Read leniently, because signers have been lenient too.
 */
export function isAttributeSet(content: Uint8Array): boolean {
  if (content[0] !== TAG.set) return false;
  try {
    const { children } = readBer(content);
    const isAttribute = ([type, values]: readonly { readonly tag: number }[]) =>
      type?.tag === TAG.oid && values?.tag === TAG.set;
    return (
      children.length > 0 && children.every((one) => one.tag === TAG.sequence && isAttribute(one.children))
    );
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
