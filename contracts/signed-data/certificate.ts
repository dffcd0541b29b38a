// An X.509 certificate as the verifier needs it (RFC 5280), from strict DER. Names are compared as raw bytes.

import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { signatureAlgorithms, weakAlgorithms } from './algorithms.js';
import { contentOf, type DerNode, encodingOf, oidOf, readDer, TAG, timeOf } from './der.js';
import { SignedDataError } from './reasons.js';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the extension's OCTET STRING. */
  readonly value: Uint8Array;
}

export interface Certificate {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  /** Hexadecimal content octets of the INTEGER. */
  readonly serial: string;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
}

export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

const malformed = (what: string) => new SignedDataError('notSignedData', `certificate: ${what}`);

/** Reads a certificate from bytes that hold exactly one. Throws a SignedDataError or DerError. */
export const readCertificate = (der: Uint8Array): Certificate => certificateAt(der, readDer(der));

/** Reads a certificate at a node of an encoding already read. */
export function certificateAt(bytes: Uint8Array, node: DerNode): Certificate {
  const [tbs, algorithm, signature, ...more] = node.children;
  if (
    node.tag !== TAG.sequence ||
    tbs === undefined ||
    algorithm === undefined ||
    signature === undefined ||
    more.length > 0
  ) {
    throw malformed('not three parts');
  }
  const [version, serial, inner, issuer, validity, subject, spki, ...rest] = tbs.children;
  if (
    version?.tag !== TAG.context(0) ||
    spki === undefined ||
    subject === undefined ||
    validity === undefined
  ) {
    throw malformed('not of version 3');
  }
  if (
    serial?.tag !== TAG.integer ||
    issuer?.tag !== TAG.sequence ||
    subject.tag !== TAG.sequence ||
    inner === undefined
  ) {
    throw malformed('fields of wrong types');
  }
  if (Buffer.compare(encodingOf(bytes, inner), encodingOf(bytes, algorithm)) !== 0)
    throw malformed('two algorithms');
  const [notBefore, notAfter] = validity.children.map((child) => timeOf(bytes, child));
  if (notBefore === undefined || notAfter === undefined) throw malformed('no validity');
  return {
    der: encodingOf(bytes, node),
    tbs: encodingOf(bytes, tbs),
    serial: Buffer.from(contentOf(bytes, serial)).toString('hex'),
    issuer: encodingOf(bytes, issuer),
    subject: encodingOf(bytes, subject),
    notBefore,
    notAfter,
    publicKey: publicKeyOf(encodingOf(bytes, spki)),
    signatureAlgorithm: algorithmOf(bytes, algorithm),
    signature: bitStringOf(bytes, signature),
    extensions: rest
      .filter(({ tag }) => tag === TAG.context(3))
      .flatMap((wrapper) => extensionsOf(bytes, wrapper)),
  };
}

function publicKeyOf(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    throw malformed('a public key that is none');
  }
}

/** The OID of an AlgorithmIdentifier whose parameters are as the table says; throws for a weak or unknown one. */
export function algorithmOf(bytes: Uint8Array, node: DerNode): string {
  const [oid, parameters, ...more] = node.children;
  if (node.tag !== TAG.sequence || oid?.tag !== TAG.oid || more.length > 0)
    throw malformed('an algorithm that is none');
  const name = oidOf(bytes, oid);
  const weak = weakAlgorithms[name];
  if (weak !== undefined) throw new SignedDataError('weakHash', weak);
  const known = signatureAlgorithms[name];
  if (known === undefined) throw new SignedDataError('unknownAlgorithm', name);
  const isNull = parameters?.tag === TAG.null;
  const fits = { absent: parameters === undefined, null: isNull, either: parameters === undefined || isNull };
  if (!fits[known.parameters]) throw new SignedDataError('unknownAlgorithm', `${name} with parameters`);
  return name;
}

function bitStringOf(bytes: Uint8Array, node: DerNode): Uint8Array {
  const content = contentOf(bytes, node);
  if (node.tag !== TAG.bitString || content[0] !== 0) throw malformed('a signature that is none');
  return content.subarray(1);
}

function extensionsOf(bytes: Uint8Array, wrapper: DerNode): Extension[] {
  const [list] = wrapper.children;
  const extensions = (list?.children ?? []).map((extension) => {
    const [oid, second, third] = extension.children;
    const value = third ?? second;
    const critical = third !== undefined;
    if (oid?.tag !== TAG.oid || value?.tag !== TAG.octetString) throw malformed('an extension that is none');
    // DEFAULT FALSE is left out in DER, so a boolean here is TRUE.
    if (critical && (second?.tag !== TAG.boolean || contentOf(bytes, second)[0] !== 0xff))
      throw malformed('an extension');
    return { oid: oidOf(bytes, oid), critical, value: contentOf(bytes, value) };
  });
  if (new Set(extensions.map(({ oid }) => oid)).size !== extensions.length)
    throw malformed('an extension twice');
  return extensions;
}

export const extensionOf = (certificate: Certificate, oid: string): Extension | undefined =>
  certificate.extensions.find((extension) => extension.oid === oid);

/** Whether a signature over `data` was made by the certificate's key; false for a key of another kind. */
export function isSignedBy(
  certificate: Certificate,
  algorithm: string,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const known = signatureAlgorithms[algorithm];
  if (known === undefined || certificate.publicKey.asymmetricKeyType !== known.keyType) return false;
  try {
    return verify(known.hash, data, certificate.publicKey, signature);
  } catch {
    return false;
  }
}
