// What a signedData holds, for people and programs to look at. Nothing is trusted here; verifySignedData decides.

import { signatureAlgorithms } from './algorithms.js';
import { readSignedAttributes } from './attributes.js';
import { EXTENSION, extensionOf } from './certificate.js';
import { type Consent, parseConsent } from './consent.js';
import { contentOf, readDer } from './der.js';
import { nameOf, type SignerName } from './names.js';
import { readStructure } from './structure.js';

export interface ParsedSignedData {
  readonly content: Uint8Array;
  readonly text: string;
  readonly consent: Consent | null;
  readonly signer: SignerName;
  readonly issuer: SignerName;
  /** Hexadecimal. */
  readonly serial: string;
  /** ISO 8601 UTC. */
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
  /** Hexadecimal, or null. */
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  readonly algorithms: { readonly digest: string; readonly signature: string; readonly certificate: string };
  /** ISO 8601 UTC, of the signed attributes or the consent; null where there is neither. */
  readonly signingTime: string | null;
  readonly hasSignedAttributes: boolean;
  readonly certificate: Uint8Array;
}

const hex = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? null : Buffer.from(bytes).toString('hex');

/** Reads strict DER (BER goes through toDer first). Throws a SignedDataError or a DerError. */
export function parseSignedData(bytes: Uint8Array): ParsedSignedData {
  const structure = readStructure(bytes);
  const { certificate, content } = structure;
  const text = Buffer.from(content).toString('utf8');
  const consent = parseConsent(text) ?? null;
  const signingTime = readSignedAttributes(structure)?.signingTime ?? consent?.signedAt;
  const ski = extensionOf(certificate, EXTENSION.subjectKeyIdentifier)?.value;
  const aki = extensionOf(certificate, EXTENSION.authorityKeyIdentifier)?.value;
  const keyid = aki === undefined ? undefined : readDer(aki).children.find(({ tag }) => tag === 0x80);
  return {
    content,
    text,
    consent,
    signer: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: certificate.serial,
    validity: {
      notBefore: new Date(certificate.notBefore).toISOString(),
      notAfter: new Date(certificate.notAfter).toISOString(),
    },
    subjectKeyIdentifier: ski === undefined ? null : hex(contentOf(ski, readDer(ski))),
    authorityKeyIdentifier: aki === undefined || keyid === undefined ? null : hex(contentOf(aki, keyid)),
    algorithms: {
      digest: 'SHA-256',
      signature: signatureAlgorithms[structure.signatureAlgorithm]?.name ?? structure.signatureAlgorithm,
      certificate:
        signatureAlgorithms[certificate.signatureAlgorithm]?.name ?? certificate.signatureAlgorithm,
    },
    signingTime: signingTime === undefined ? null : new Date(signingTime).toISOString(),
    hasSignedAttributes: structure.signedAttributes !== undefined,
    certificate: certificate.der,
  };
}
