// Certificates of new people: each person's own facts between the pieces that pkijs once wrote (leaf-template.ts), and one
// `crypto.sign` over them. A test holds them equal to what pkijs would issue, byte for byte.

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { element, serialBytes, TAG, time, write } from '../pki/der.js';
import { type LeafExtensions, leafTemplate } from './leaf-template.js';
import { type SignerParts, VERSION_1 } from './splice.js';

export interface LeafFacts {
  readonly commonName: string;
  /** 64 hex digits. */
  readonly uid: string;
  readonly serial: Uint8Array;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Who certifies people: the TEST CA, or whoever pretends to be one. */
export interface LeafAuthority {
  /** Its subject: a Name in DER. */
  readonly name: Uint8Array;
  /** Its subject key identifier. */
  readonly keyIdentifier: Uint8Array;
  readonly privateKey: KeyObject;
}

export interface LeafKeys {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** What its BIT STRING holds: the point of an EC key (RFC 5480 §2.2). */
  readonly point: Uint8Array;
  readonly privateKey: KeyObject;
}

/** 04, x and y end the SubjectPublicKeyInfo of a P-256 key. */
const POINT = 65;
/** OBJECT IDENTIFIER 2.5.4.3 and 0.9.2342.19200300.100.1.1. */
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const USER_ID = Buffer.from('060a0992268993f22c640101', 'hex');
/** A BIT STRING begins with the number of its unused bits. */
const NO_UNUSED_BITS = Buffer.from([0]);

export function generateLeafKeys(): LeafKeys {
  const { publicKey: key, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = key.export({ type: 'spki', format: 'der' });
  return { publicKey, point: publicKey.subarray(-POINT), privateKey };
}

/** RFC 5280 §4.2.1.2, method 1. */
export const keyIdentifierOf = ({ point }: LeafKeys): Uint8Array => createHash('sha1').update(point).digest();

const rdn = (type: Uint8Array, value: string) =>
  element(TAG.set, element(TAG.sequence, type, element(TAG.utf8String, Buffer.from(value, 'utf8'))));

/** A Name of one common name. */
export const commonNameOnly = (value: string): Buffer =>
  write(element(TAG.sequence, rdn(COMMON_NAME, value)));

/** The subject of a person's certificate, a Name in DER. */
export const subjectOf = ({ commonName, uid }: LeafFacts): Buffer =>
  write(element(TAG.sequence, rdn(COMMON_NAME, commonName), rdn(USER_ID, uid)));

const serialOf = ({ serial }: LeafFacts) => write(element(TAG.integer, serialBytes(serial)));

/** @internal All in which two certificates differ, in DER and in its order. */
export const leafValues = (
  authority: LeafAuthority,
  facts: LeafFacts,
  keys: LeafKeys,
  extensions: LeafExtensions,
): readonly Uint8Array[] => [
  serialOf(facts),
  authority.name,
  write(element(TAG.sequence, time(facts.notBefore), time(facts.notAfter))),
  subjectOf(facts),
  keys.publicKey,
  ...(extensions === 'observed' ? [] : [authority.keyIdentifier, keyIdentifierOf(keys)]),
];

/** Issues a person's certificate, with a new key pair unless given one, as the parts that sign. */
export type LeafIssuer = (facts: LeafFacts, keys?: LeafKeys) => SignerParts;

export function createLeafIssuer(authority: LeafAuthority, extensions: LeafExtensions): LeafIssuer {
  const bytesOf = (hex: string) => Buffer.from(hex, 'hex');
  const pieces = leafTemplate.tbs[extensions].map(bytesOf);
  const digestAlgorithm = bytesOf(leafTemplate.digestAlgorithm);
  const signatureAlgorithm = bytesOf(leafTemplate.signatureAlgorithm);
  const digestAlgorithms = write(element(TAG.set, digestAlgorithm));

  return (facts, keys = generateLeafKeys()) => {
    const values = leafValues(authority, facts, keys, extensions);
    const between = pieces.flatMap((piece, n) => (n === 0 ? [piece] : [values[n - 1] ?? piece, piece]));
    const signed = write(element(TAG.sequence, ...between));
    const signature = element(TAG.bitString, NO_UNUSED_BITS, sign('sha256', signed, authority.privateKey));
    const sid = element(TAG.sequence, authority.name, serialOf(facts));
    const signerHead = Buffer.concat([VERSION_1, write(sid), digestAlgorithm]);
    // Copies of their own: what is kept for a person must not hold on to a whole pool of Node's.
    return {
      digestAlgorithms,
      signatureAlgorithm,
      certificate: new Uint8Array(write(element(TAG.sequence, signed, signatureAlgorithm, signature))),
      signerHead: new Uint8Array(signerHead),
      privateKey: keys.privateKey,
    };
  };
}
