// The TEST CA behind every signature: the published one, of which all stands ready, or a private one, made by pkijs.

import { createPrivateKey } from 'node:crypto';
import { testCa } from '../../fixtures/keys/test-ca.js';
import type { LeafAuthority } from './leaf-issuer.js';
import { publishedCa } from './leaf-template.js';

export interface CertificateAuthority {
  readonly certificatePem: string;
  readonly authority: LeafAuthority;
}

export interface CaFacts {
  readonly serial: Uint8Array;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A CA as text: its certificate and its key (PKCS#8), both PEM. */
export interface CaPem {
  readonly certificate: string;
  readonly key: string;
}

/** Makes private CAs. It is loaded for those alone who ask for one. */
export interface CaMaker {
  make(facts: CaFacts): Promise<CaPem>;
  load(pem: CaPem): Promise<CertificateAuthority>;
}

/** The published CA. Its key is read here, which takes a tenth of a millisecond. */
export const openPublishedCa = (): CertificateAuthority => ({
  certificatePem: testCa.certificate,
  authority: {
    name: Buffer.from(publishedCa.name, 'hex'),
    keyIdentifier: Buffer.from(publishedCa.keyIdentifier, 'hex'),
    privateKey: createPrivateKey(testCa.key),
  },
});
