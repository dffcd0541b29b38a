// Certificates of new people: a specimen issued by pkijs, with each person's own facts spliced in and one `crypto.sign`
// over it. pkijs takes milliseconds for a certificate; a test holds ours equal to what it would issue, byte for byte.

import { createHash, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { serialBytes } from '../pki/certificates.js';
import { element, TAG, time, write } from '../pki/der.js';
import { type Authority, issueLeaf, type LeafExtensions, type LeafFacts } from './authority.js';
import { signerParts } from './cms.js';
import type { SignerParts } from './splice.js';

/** Any facts would do. */
const SPECIMEN: LeafFacts = {
  commonName: 'TEST',
  uid: '0'.repeat(64),
  serial: Uint8Array.from({ length: 16 }, (_, n) => n + 1),
  notBefore: 0,
  notAfter: 1000,
};

/** 04, x and y end the SubjectPublicKeyInfo of a P-256 key (RFC 5480 §2.2). */
const POINT = 65;
/** OBJECT IDENTIFIER 2.5.4.3 and 0.9.2342.19200300.100.1.1. */
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const USER_ID = Buffer.from('060a0992268993f22c640101', 'hex');
/** A BIT STRING begins with the number of its unused bits. */
const NO_UNUSED_BITS = Buffer.from([0]);

const serialOf = (facts: LeafFacts) => write(element(TAG.integer, serialBytes(facts.serial)));

const nameOf = (type: Uint8Array, value: string) =>
  element(TAG.set, element(TAG.sequence, type, element(TAG.utf8String, Buffer.from(value, 'utf8'))));

/** All in which two people's certificates differ, in DER and in its order: up to the value of a subject key identifier. */
const variablesOf = (
  facts: LeafFacts,
  publicKey: Uint8Array,
  extensions: LeafExtensions,
): readonly Uint8Array[] => [
  serialOf(facts),
  write(element(TAG.sequence, time(facts.notBefore), time(facts.notAfter))),
  write(element(TAG.sequence, nameOf(COMMON_NAME, facts.commonName), nameOf(USER_ID, facts.uid))),
  publicKey,
  ...(extensions === 'observed' ? [] : [createHash('sha1').update(publicKey.subarray(-POINT)).digest()]),
];

/** `bytes` without the values, as a function that puts others there. That each value is found proves that we encode as pkijs does. */
function template(bytes: Uint8Array, values: readonly Uint8Array[]) {
  const whole = Buffer.from(bytes);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const value of values) {
    const at = whole.indexOf(value, from);
    if (at < 0) throw new Error('pkijs issued a certificate of another shape.');
    pieces.push(whole.subarray(from, at));
    from = at + value.length;
  }
  const last = whole.subarray(from);
  return (others: readonly Uint8Array[]): Buffer =>
    Buffer.concat([...others.flatMap((other, n) => [pieces[n] ?? last, other]), last]);
}

/** Issues a person's certificate, with a new key pair unless given one, as the parts that sign. */
export type LeafIssuer = (facts: LeafFacts, keys?: LeafKeys) => SignerParts;

export interface LeafKeys {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

function generate(): LeafKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }), privateKey };
}

/** An issuer for the authority: pkijs is asked once, for the specimen. */
export async function createLeafIssuer(
  authority: Authority,
  extensions: LeafExtensions = 'keyIdentifiers',
): Promise<LeafIssuer> {
  const specimen = await issueLeaf(authority, SPECIMEN, undefined, extensions);
  const { certificate } = specimen;
  const spki = new Uint8Array(certificate.subjectPublicKeyInfo.toSchema().toBER());
  const parts = signerParts(specimen);
  const caKey = KeyObject.from(authority.privateKey);

  // The head of TBSCertificate, a tag and three octets of length, depends on the name's length.
  const tbs = template(certificate.tbsView.subarray(4), variablesOf(SPECIMEN, spki, extensions));
  const signerHead = template(parts.signerHead, [serialOf(SPECIMEN)]);
  const algorithm = new Uint8Array(certificate.signatureAlgorithm.toSchema().toBER());

  return (facts, { publicKey, privateKey } = generate()) => {
    const signed = write(element(TAG.sequence, tbs(variablesOf(facts, publicKey, extensions))));
    const signature = element(TAG.bitString, NO_UNUSED_BITS, sign('sha256', signed, caKey));
    // Copies of their own: what is kept for a person must not hold on to a whole pool of Node's.
    return {
      ...parts,
      certificate: new Uint8Array(write(element(TAG.sequence, signed, algorithm, signature))),
      signerHead: new Uint8Array(signerHead([serialOf(facts)])),
      privateKey,
    };
  };
}
