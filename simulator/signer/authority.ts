// The TEST CA: makes one, loads one, and issues a signer's certificate. pkijs defines every structure here.
// Shapes as observed from the real service (domain.md §3.3), but every name says TEST and every host ends in .test.

import { createHash, KeyObject, webcrypto } from 'node:crypto';
import { BitString, Integer, OctetString } from 'asn1js';
import {
  AccessDescription,
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  GeneralName,
  InfoAccess,
  type RelativeDistinguishedNames,
  Time,
} from 'pkijs';
import { distinguishedName } from '../pki/names.js';

type CryptoKey = webcrypto.CryptoKey;

export interface Authority {
  readonly certificate: Certificate;
  readonly certificatePem: string;
  readonly privateKey: CryptoKey;
  /** The last instant, in ms, at which the root is valid. */
  readonly notAfter: number;
}

export interface Leaf {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
  readonly privateKey: KeyObject;
  readonly signingKey: CryptoKey;
}

/** Who can issue: a CA, or whoever pretends to be one. */
export type Issuer = Pick<Authority, 'certificate' | 'privateKey'>;

export interface LeafFacts {
  readonly commonName: string;
  /** 64 hex digits. */
  readonly uid: string;
  readonly serial: Uint8Array;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocsp: '1.3.6.1.5.5.7.48.1',
  nameConstraints: '2.5.29.30',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  emailProtection: '1.3.6.1.5.5.7.3.4',
} as const;

/** Copies bytes into an ArrayBuffer of their own: asn1js takes the whole buffer behind a view, pool and all. */
export const ownBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** A serial number of 16 bytes: positive, and without a leading zero byte (RFC 5280 §4.1.2.2). */
export function serialBytes(random: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(random);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

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

/** Makes a new TEST CA. Its critical EKU, e-mail protection alone, makes TLS stacks refuse it. */
export async function createAuthority(options: {
  readonly serial: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  /** The CA's common name. */
  readonly commonName?: string;
}): Promise<Authority> {
  const keys = await generateKeys();
  const name = distinguishedName([
    ['C', 'KR'],
    ['O', 'Kakaocert Simulator'],
    ['OU', 'TEST ONLY'],
    ['CN', options.commonName ?? 'TEST Simulated Issuing CA'],
  ]);
  const certificate = await issue({
    ...options,
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    extensions: (self) => [
      extension(
        OID.basicConstraints,
        new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema(),
        true,
      ),
      keyUsage(0b0000_0110, 1),
      extension(
        OID.extendedKeyUsage,
        new ExtKeyUsage({ keyPurposes: [OID.emailProtection] }).toSchema(),
        true,
      ),
      extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
    ],
  });
  return {
    certificate,
    certificatePem: toPem(certificate),
    privateKey: keys.privateKey,
    notAfter: options.notAfter,
  };
}

/** Loads a TEST CA from its certificate and PKCS#8 key, both PEM. */
export async function loadAuthority(pem: {
  readonly certificate: string;
  readonly key: string;
}): Promise<Authority> {
  const certificate = Certificate.fromBER(ownBuffer(fromPem(pem.certificate)));
  const privateKey = await webcrypto.subtle.importKey('pkcs8', ownBuffer(fromPem(pem.key)), P256, true, [
    'sign',
  ]);
  return {
    certificate,
    certificatePem: pem.certificate,
    privateKey,
    notAfter: certificate.notAfter.value.getTime(),
  };
}

export const generateKeys = () => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);

/** Issues a signer's certificate, with a key pair of its own unless one is given. */
export async function issueLeaf(
  authority: Issuer,
  facts: LeafFacts,
  given?: webcrypto.CryptoKeyPair,
): Promise<Leaf> {
  const keys = given ?? (await generateKeys());
  const issuer = authority.certificate;
  const certificate = await issue({
    ...facts,
    subject: distinguishedName([
      ['CN', facts.commonName],
      ['UID', facts.uid],
    ]),
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    extensions: (self) => [
      extension(
        OID.authorityKeyIdentifier,
        new AuthorityKeyIdentifier({
          keyIdentifier: new OctetString({ valueHex: keyIdentifier(issuer) }),
        }).toSchema(),
      ),
      extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
      extension(OID.basicConstraints, new BasicConstraints({ cA: false }).toSchema()),
      keyUsage(0b1000_0000, 7),
      extension(
        OID.authorityInfoAccess,
        new InfoAccess({
          accessDescriptions: [
            new AccessDescription({
              accessMethod: OID.ocsp,
              accessLocation: new GeneralName({ type: 6, value: 'http://ocsp.kakaocert-simulator.test/' }),
            }),
          ],
        }).toSchema(),
      ),
    ],
  });
  return {
    certificate,
    der: new Uint8Array(certificate.toSchema(false).toBER()),
    privateKey: KeyObject.from(keys.privateKey),
    signingKey: keys.privateKey,
  };
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
