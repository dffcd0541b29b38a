// X.509 as pkijs defines it: what the signer's authority and the TLS door's share of issuing certificates.

import { createHash, webcrypto } from 'node:crypto';
import { BitString, Integer } from 'asn1js';
import { AlgorithmIdentifier, Certificate, Extension, type RelativeDistinguishedNames, Time } from 'pkijs';
import { serialBytes } from './der.js';
import { OID } from './oids.js';

type CryptoKey = webcrypto.CryptoKey;

/** Who can issue: a CA, or whoever pretends to be one. */
export interface Issuer {
  readonly certificate: Certificate;
  readonly privateKey: CryptoKey;
}

export const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export const generateKeys = () => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);

/** Copies bytes into an ArrayBuffer of their own: asn1js takes the whole buffer behind a view, pool and all. */
export const ownBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Whole seconds; UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
function timeOf(instant: number): Time {
  const value = new Date(Math.floor(instant / 1000) * 1000);
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });
}

export const extension = (extnID: string, value: { toBER(): ArrayBuffer }, critical = false) =>
  new Extension({ extnID, critical, extnValue: value.toBER() });

/** keyUsage as a BIT STRING with its unused bits counted: asn1js leaves that to the caller. */
export const keyUsage = (bits: number, unusedBits: number) =>
  extension(OID.keyUsage, new BitString({ valueHex: new Uint8Array([bits]).buffer, unusedBits }), true);

export const keyIdentifier = (certificate: Certificate) =>
  ownBuffer(
    createHash('sha1')
      .update(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView)
      .digest(),
  );

export interface CertificateFacts {
  readonly subject: RelativeDistinguishedNames;
  readonly issuer: RelativeDistinguishedNames;
  readonly serial: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: CryptoKey;
  readonly signingKey: CryptoKey;
  readonly extensions: (certificate: Certificate) => Extension[];
}

export async function issue(facts: CertificateFacts): Promise<Certificate> {
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: serialBytes(facts.serial).buffer }),
    subject: facts.subject,
    issuer: facts.issuer,
    notBefore: timeOf(facts.notBefore),
    notAfter: timeOf(facts.notAfter),
  });
  await certificate.subjectPublicKeyInfo.importKey(facts.publicKey);
  certificate.extensions = facts.extensions(certificate);
  await certificate.sign(facts.signingKey, 'SHA-256');
  return certificate;
}

/** ecdsa-with-SHA256, without parameters (RFC 5758 §3.2). */
export const ecdsaWithSha256 = () => new AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' });

export function fromPem(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
}

export function toPem(certificate: Certificate): string {
  const base64 = Buffer.from(certificate.toSchema(false).toBER()).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
