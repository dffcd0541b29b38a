// What a signedData holds, for people and programs to look at. Nothing is trusted here; verifySignedData decides.

import { readSignedAttributes } from './attributes.js';
import { type Certificate, extensionOf } from './certificate.js';
import { type Consent, parseConsent, utf8Of } from './consent.js';
import { contentOf, TAG } from './encoding/der-node.js';
import { EXTENSION, oidName } from './encoding/oids.js';
import { nameOf, type SignerName } from './names.js';
import { readStructure } from './structure.js';

export interface ParsedSignedData {
  readonly content: Uint8Array;
  /** The content as text; empty if it is not UTF-8. */
  readonly text: string;
  readonly consent: Consent | null;
  /** The subject of the signer's certificate. */
  readonly signer: SignerName;
  readonly issuer: SignerName;
  /** The certificate's, hexadecimal, without a leading zero byte. */
  readonly serial: string;
  /** ISO 8601 UTC. */
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
  /** Hexadecimal, or null. */
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  /** By the names of their standards, or as object identifiers. */
  readonly algorithms: {
    readonly digest: string;
    readonly signature: string;
    /** The signer's key, e.g. `P-256`. */
    readonly key: string;
    /** With which the certificate was signed. */
    readonly certificate: string;
  };
  /** ISO 8601 UTC, of the signed attributes or the consent; null where there is neither. */
  readonly signingTime: string | null;
  readonly hasSignedAttributes: boolean;
  /** The signer's, in DER. */
  readonly certificate: Uint8Array;
  /** All that are enclosed, the signer's first, in DER. */
  readonly certificates: readonly Uint8Array[];
}

/** Reads strict DER (BER goes through toDer first). Throws a SignedDataError for what has another shape. */
export function parseSignedData(bytes: Uint8Array): ParsedSignedData {
  const structure = readStructure(bytes);
  const { certificate, content } = structure;
  const text = utf8Of(content) ?? '';
  const consent = parseConsent(text) ?? null;
  const signingTime = readSignedAttributes(structure)?.signingTime ?? consent?.signedAt;
  return {
    content,
    text,
    consent,
    signer: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: hex(certificate.serial).replace(/^00(?=.)/, ''),
    validity: { notBefore: iso(certificate.notBefore), notAfter: iso(certificate.notAfter) },
    ...keyIdentifiers(certificate),
    algorithms: {
      digest: oidName(structure.digestAlgorithms[1].oid),
      signature: oidName(structure.signatureAlgorithm.oid),
      key: certificate.publicKey.name,
      certificate: oidName(certificate.signatureAlgorithm.oid),
    },
    signingTime: signingTime === undefined ? null : iso(signingTime),
    hasSignedAttributes: structure.signedAttributes !== undefined,
    certificate: certificate.der,
    certificates: [certificate, ...structure.enclosed].map(({ der }) => der),
  };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const iso = (instant: number) => new Date(instant).toISOString();

/** RFC 5280 §4.2.1.1 (its keyIdentifier is [0] IMPLICIT) and §4.2.1.2. */
function keyIdentifiers(certificate: Certificate) {
  const subject = extensionOf(certificate, EXTENSION.subjectKeyIdentifier);
  const authority = extensionOf(certificate, EXTENSION.authorityKeyIdentifier);
  const key = authority?.node.children.find(({ tag }) => tag === TAG.contextPrimitive(0));
  return {
    subjectKeyIdentifier: subject === undefined ? null : hex(contentOf(subject.bytes, subject.node)),
    authorityKeyIdentifier:
      authority === undefined || key === undefined ? null : hex(contentOf(authority.bytes, key)),
  };
}
