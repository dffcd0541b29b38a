// The TEST CA: makes one, and loads one, as pkijs defines it. The published one is never loaded like this, for all that a
// signature needs of it stands ready (leaf-template.ts). Every name says TEST and every host ends in .test.

import { KeyObject, webcrypto } from 'node:crypto';
import { OctetString } from 'asn1js';
import { BasicConstraints, Certificate, ExtKeyUsage } from 'pkijs';
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
import type { CaFacts, CaMaker, CaPem } from './certificate-authority.js';
import type { LeafAuthority } from './leaf-issuer.js';

export interface Authority extends Issuer {
  readonly certificatePem: string;
}

/** Makes a new TEST CA. Its critical EKU, e-mail protection alone, makes TLS stacks refuse it. */
export async function createAuthority(facts: CaFacts): Promise<Authority> {
  const keys = await generateKeys();
  const name = distinguishedName([
    ['C', 'KR'],
    ['O', 'Kakaocert Simulator'],
    ['OU', 'TEST ONLY'],
    ['CN', 'TEST Simulated Issuing CA'],
  ]);
  const certificate = await issue({
    ...facts,
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
  return { certificate, certificatePem: toPem(certificate), privateKey: keys.privateKey };
}

const pemOf = ({ certificatePem, privateKey }: Authority): CaPem => ({
  certificate: certificatePem,
  key: String(KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' })),
});

/** Loads a TEST CA from its certificate and PKCS#8 key, both PEM. */
export async function loadAuthority(pem: CaPem): Promise<Authority> {
  const certificate = Certificate.fromBER(ownBuffer(fromPem(pem.certificate)));
  const privateKey = await webcrypto.subtle.importKey('pkcs8', ownBuffer(fromPem(pem.key)), P256, true, [
    'sign',
  ]);
  return { certificate, certificatePem: pem.certificate, privateKey };
}

/** The CA as a signature needs it. */
export const certifying = ({ certificate, privateKey }: Issuer): LeafAuthority => ({
  name: new Uint8Array(certificate.subject.toSchema().toBER()),
  keyIdentifier: new Uint8Array(keyIdentifier(certificate)),
  privateKey: KeyObject.from(privateKey),
});

/** Makes private TEST CAs. */
export const caMaker: CaMaker = {
  make: async (facts) => pemOf(await createAuthority(facts)),
  async load(pem) {
    const authority = await loadAuthority(pem);
    return { certificatePem: authority.certificatePem, authority: certifying(authority) };
  },
};
