// The TEST CA: makes one, loads one, and issues a signer's certificate. pkijs defines every structure here.
// Shapes as observed from the real service (domain.md §3.3), but every name says TEST and every host ends in .test.

import { KeyObject, webcrypto } from 'node:crypto';
import { OctetString } from 'asn1js';
import {
  AccessDescription,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  GeneralName,
  InfoAccess,
} from 'pkijs';
import {
  extension,
  fromPem,
  generateKeys,
  type Issuer,
  issue,
  keyIdentifier,
  keyUsage,
  ownBuffer,
  P256,
  toPem,
} from '../pki/certificates.js';
import { distinguishedName } from '../pki/names.js';
import { OID } from '../pki/oids.js';

export interface Authority extends Issuer {
  readonly certificatePem: string;
  /** The last instant, in ms, at which the root is valid. */
  readonly notAfter: number;
}

export interface Leaf {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
  readonly privateKey: KeyObject;
  readonly signingKey: webcrypto.CryptoKey;
}

export interface LeafFacts {
  readonly commonName: string;
  /** 64 hex digits. */
  readonly uid: string;
  readonly serial: Uint8Array;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
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

const keyIdentifiers = (issuer: Certificate, self: Certificate) => [
  extension(
    OID.authorityKeyIdentifier,
    new AuthorityKeyIdentifier({
      keyIdentifier: new OctetString({ valueHex: keyIdentifier(issuer) }),
    }).toSchema(),
  ),
  extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
];

/** A TEST CA as text: its certificate and its key (PKCS#8), both PEM. */
export const authorityPem = ({ certificatePem, privateKey }: Authority) => ({
  certificate: certificatePem,
  key: String(KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' })),
});

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

/**
 * What a signer's certificate has besides basicConstraints, keyUsage and authorityInfoAccess: nothing, as recorded in 2021
 * (protocol.md §10.5), or the identifiers of both keys, by which readers find the issuer.
 */
export type LeafExtensions = 'observed' | 'keyIdentifiers';

/** Issues a signer's certificate, with a key pair of its own unless one is given. */
export async function issueLeaf(
  authority: Issuer,
  facts: LeafFacts,
  given?: webcrypto.CryptoKeyPair,
  extensions: LeafExtensions = 'keyIdentifiers',
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
      ...(extensions === 'observed' ? [] : keyIdentifiers(issuer, self)),
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
