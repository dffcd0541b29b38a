// An X.509 certificate as the verifier needs it (RFC 5280 §4), from strict DER. Read here, judged in chain.ts.
// Names are kept as raw bytes.

import { verify } from 'node:crypto';
import { type Algorithm, rowOf, signatureAlgorithms } from './algorithms.js';
import { readDer } from './encoding/der.js';
import { contentOf, type DerNode, encodingOf, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf, timeOf } from './encoding/der-values.js';
import { EXTENSION, oidName } from './encoding/oids.js';
import { nameOf, type SignerName } from './names.js';
import { once } from './once.js';
import { keyObjectOf, type PublicKey, readPublicKey } from './public-key.js';
import { DerError, SignedDataError } from './reasons.js';
import { algorithmOf, isNumber, malformed, parts, wholeOctets } from './shape.js';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the extension's OCTET STRING. */
  readonly value: Uint8Array;
  /** The same, read. Throws a DerError for what is none. */
  readonly read: () => DerNode;
}

export interface Certificate {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /** Content octets of the INTEGER. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** The subject for people. */
  readonly subjectName: () => SignerName;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKey;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** Reads a certificate from bytes that hold exactly one. Throws a SignedDataError. */
export const readCertificate = (der: Uint8Array): Certificate => certificateAt(der, readDer(der));

/** Reads a certificate of version 1 or 3 at a node of an encoding already read. Throws a SignedDataError. */
export function certificateAt(bytes: Uint8Array, node: DerNode): Certificate {
  if (node.tag !== TAG.sequence) malformed('Certificate');
  const { sequence, bitString, context } = TAG;
  const [tbs, algorithm, signature] = parts(node, 'Certificate', sequence, sequence, bitString);
  const [version, serial, inner, issuer, validity, subject, key, extensions] = parts(
    tbs,
    'TBSCertificate',
    ['?', context(0)],
    TAG.integer,
    sequence,
    sequence,
    sequence,
    sequence,
    sequence,
    // Unique identifiers ([1], [2]) must not be there (RFC 5280 §4.1.2.8).
    ['?', context(3)],
  );
  // Version 1 is the default, and what is default is left out in DER.
  if (version !== undefined) checkVersion(bytes, version);
  if (!sameBytes(encodingOf(bytes, inner), encodingOf(bytes, algorithm))) {
    malformed('a certificate of two algorithms');
  }
  const [notBefore, notAfter, ...more] = validity.children.map((child) => timeOf(bytes, child));
  if (notBefore === undefined || notAfter === undefined || more.length > 0) return malformed('Validity');
  const name = encodingOf(bytes, subject);
  return {
    der: encodingOf(bytes, node),
    tbs: encodingOf(bytes, tbs),
    serial: contentOf(bytes, serial),
    issuer: encodingOf(bytes, issuer),
    subject: name,
    subjectName: once(() => nameOf(name)),
    notBefore,
    notAfter,
    publicKey: readPublicKey(bytes, key),
    signatureAlgorithm: algorithmOf(bytes, algorithm),
    signature: wholeOctets(bytes, signature, 'a signature that ends within a byte'),
    extensions: extensions === undefined ? [] : readExtensions(bytes, extensions),
  };
}

function checkVersion(bytes: Uint8Array, node: DerNode): void {
  const [number] = parts(node, 'a certificate of another version', TAG.integer);
  if (!isNumber(bytes, number, 2)) malformed('a certificate of another version');
}

function readExtensions(bytes: Uint8Array, wrapper: DerNode): readonly Extension[] {
  const [list] = parts(wrapper, 'Extensions', TAG.sequence);
  const extensions = list.children.map((extension) => {
    if (extension.tag !== TAG.sequence) malformed('Extension');
    const [oid, critical, value] = parts(
      extension,
      'Extension',
      TAG.oid,
      ['?', TAG.boolean],
      TAG.octetString,
    );
    // DEFAULT FALSE is left out in DER, so a boolean here is TRUE.
    if (critical !== undefined && contentOf(bytes, critical)[0] !== 0xff) malformed('Extension');
    const content = contentOf(bytes, value);
    return {
      oid: oidOf(bytes, oid),
      critical: critical !== undefined,
      value: content,
      read: once(() => readDer(content)),
    };
  });
  if (new Set(extensions.map(({ oid }) => oid)).size !== extensions.length) malformed('an extension twice');
  return extensions;
}

/** What an extension of a certificate holds, read as DER; undefined if it is not there. */
export function extensionOf(
  certificate: Certificate,
  oid: string,
): { readonly bytes: Uint8Array; readonly node: DerNode } | undefined {
  const extension = certificate.extensions.find((one) => one.oid === oid);
  return extension === undefined ? undefined : { bytes: extension.value, node: extension.read() };
}

/** Its subject key identifier (RFC 5280 §4.2.1.2); undefined if it has none that can be read. */
export function keyIdentifierOf(certificate: Certificate): Uint8Array | undefined {
  const bytes = certificate.extensions.find(({ oid }) => oid === EXTENSION.subjectKeyIdentifier)?.value;
  const node = bytes === undefined ? undefined : tryDer(bytes);
  return bytes !== undefined && node?.tag === TAG.octetString ? contentOf(bytes, node) : undefined;
}

/** Reads DER where what is none does no harm: undefined for it. */
export function tryDer(bytes: Uint8Array): DerNode | undefined {
  try {
    return readDer(bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** Whether subject and issuer are one name: such an authority stands beside itself, not below (RFC 5280 §6.1). */
export const isSelfIssued = ({ subject, issuer }: Certificate) => sameBytes(subject, issuer);

/** Whether `issuer` signed `below`. Throws `weakHash`, `weakKey` or `unknownAlgorithm` for what is not accepted at all. */
export function isIssuedBy(below: Certificate, issuer: Certificate): boolean {
  const { signatureAlgorithm: algorithm, tbs: data, signature } = below;
  if (rowOf(signatureAlgorithms, algorithm).place !== 'anywhere') {
    throw new SignedDataError('unknownAlgorithm', `${oidName(algorithm.oid)}, in a certificate`);
  }
  return isSignedBy(issuer, 'the issuer', { algorithm, data, signature });
}

/**
 * Whether the certificate's key signed `data`. Throws `weakHash`, `weakKey` or `unknownAlgorithm` for what is not
 * accepted at all.
 */
export function isSignedBy(
  certificate: Certificate,
  whose: string,
  { algorithm, data, signature }: Signed,
): boolean {
  const { hash, keyType } = rowOf(signatureAlgorithms, algorithm);
  const key = keyObjectOf(certificate.publicKey, whose);
  if (certificate.publicKey.type !== keyType) return false;
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}

/** Bytes, and a signature over them. */
export interface Signed {
  readonly algorithm: Algorithm;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}
