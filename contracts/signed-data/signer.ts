// Which of the enclosed certificates is the signer's, and does a signed attribute say so (signingCertificateV2,
// RFC 5035)? Where it does not, whoever has another certificate over the same key could put it in.

import { createHash } from 'node:crypto';
import { type Certificate, keyIdentifierOf } from './certificate.js';
import { contentOf, type DerNode, encodingOf, sameBytes, TAG } from './encoding/der-node.js';
import { ATTRIBUTE, HASH } from './encoding/oids.js';
import { SignedDataError } from './reasons.js';
import { algorithmOf } from './shape.js';
import { onlyValue } from './signed-attributes.js';
import type { SignerIdentifier, Structure } from './structure.js';

/** Whether a signer's identifier fits a certificate. */
function isNamed(identifier: SignerIdentifier, certificate: Certificate): boolean {
  if (identifier.kind === 'issuerAndSerialNumber') {
    const { issuer, serial } = identifier;
    return sameBytes(issuer, certificate.issuer) && sameBytes(serial, certificate.serial);
  }
  const keyIdentifier = keyIdentifierOf(certificate);
  return keyIdentifier !== undefined && sameBytes(identifier.keyIdentifier, keyIdentifier);
}

/** All enclosed certificates that the signer's identifier fits. */
export const candidatesOf = ({ certificates, signer }: Structure): readonly Certificate[] =>
  certificates.filter((one) => isNamed(signer.identifier, one));

/**
 * The signer's certificate, and whether a signed attribute names it. Throws `signerCertificate` if there is none or that
 * attribute names another, `ambiguousSigner` if there are several and it does not say which, or what is wrong with a
 * certificate that can't be read.
 */
export function findSigner(structure: Structure): {
  readonly certificate: Certificate;
  readonly isBound: boolean;
} {
  const candidates = candidatesOf(structure);
  const [unread] = structure.unread;
  if (candidates.length === 0) throw unread?.error ?? new SignedDataError('signerCertificate');
  const named = readBinding(structure);
  const fitting = named === undefined ? candidates : candidates.filter(named);
  const [certificate, ...others] = fitting;
  if (certificate === undefined) {
    throw new SignedDataError('signerCertificate', 'signingCertificateV2 names another');
  }
  if (others.length > 0) throw new SignedDataError('ambiguousSigner', `${fitting.length} certificates`);
  return { certificate, isBound: named !== undefined };
}

/** Hashes by which a certificate may be named, for node:crypto. */
const hashes: Readonly<Record<string, string>> = {
  [HASH['SHA-256']]: 'sha256',
  [HASH['SHA-384']]: 'sha384',
  [HASH['SHA-512']]: 'sha512',
};

function fail(detail: string): never {
  throw new SignedDataError('signedAttributes', detail);
}

/** Which certificate signingCertificateV2 names; undefined where there is none. */
function readBinding({ bytes, signer }: Structure): ((certificate: Certificate) => boolean) | undefined {
  const value = onlyValue(signer, 'signingCertificateV2');
  if (value === undefined) return undefined;
  // SigningCertificateV2 → certs → the first, which is the signer's (RFC 5035 §3).
  const first = value.children[0]?.children[0];
  if (first === undefined) return fail('signingCertificateV2 of no certificate');
  // ESSCertIDv2 (RFC 5035 §4): SHA-256 is the default and therefore not named in DER; issuer and serial may follow.
  const isNamedHash = first.children[0]?.tag === TAG.sequence;
  const [digest, issuerSerial, ...more] = isNamedHash ? first.children.slice(1) : first.children;
  const oid = isNamedHash && first.children[0] ? algorithmOf(bytes, first.children[0]).oid : HASH['SHA-256'];
  const hash = Object.hasOwn(hashes, oid) ? hashes[oid] : undefined;
  if (hash === undefined || digest?.tag !== TAG.octetString || more.length > 0) {
    return fail('signingCertificateV2 of another hash or shape');
  }
  return ({ der, issuer, serial }) =>
    sameBytes(contentOf(bytes, digest), createHash(hash).update(der).digest()) &&
    (issuerSerial === undefined || isIssuerSerial(bytes, issuerSerial, { issuer, serial }));
}

function isIssuerSerial(
  bytes: Uint8Array,
  node: DerNode,
  { issuer, serial }: Pick<Certificate, 'issuer' | 'serial'>,
): boolean {
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

/** Why signed attributes that name no certificate don't, for people. */
export const unboundDetail = ({ signer }: Structure): string | undefined =>
  signer.attributes.some(({ oid }) => oid === ATTRIBUTE.signingCertificate)
    ? 'signingCertificate names it by SHA-1, which does not count'
    : undefined;
