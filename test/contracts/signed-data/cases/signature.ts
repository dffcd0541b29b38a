// Faults of the algorithms, the signed attributes, the signature and the content.

import { sign } from 'node:crypto';
import type { Reason } from '../../../../contracts/signed-data/index.js';
import {
  attribute,
  attributesOf,
  certify,
  commonName,
  ECDSA_SHA1,
  essCertificate,
  messageDigest,
  p256,
  rsa,
  SHA1,
} from '../signing.js';
import { bits, context, integer, nothing, octets, oid, seq, set, tlv } from '../writer.js';
import {
  attributesWith,
  attributesWithout,
  by,
  type Cases,
  ca,
  cades,
  content,
  good,
  otherContent,
  outOfOrder,
  signer,
  token,
} from './stage.js';

type SignatureReason = Extract<
  Reason,
  | ('signerCertificate' | 'weakHash' | 'weakKey' | 'unknownAlgorithm' | 'digest' | 'signature')
  | ('attributesAsContent' | 'signedAttributes' | 'contentNotExpected' | 'attributesOrder')
  | ('notBoundToCertificate' | 'unsignedAttributes' | 'revocationLists' | 'ambiguousSigner')
>;

const EC = oid('1.2.840.10045.2.1');
const RSA = seq(oid('1.2.840.113549.1.1.1'), nothing);
const keyed = (algorithm: Buffer, key: Uint8Array) => by(certify({ spki: seq(algorithm, bits(key)) }, ca));
const modulus = integer(Buffer.concat([Buffer.from([0]), Buffer.alloc(256, 0xff)]));
const honest = sign('sha256', content, signer.keys.privateKey);
const attributes = attributesOf(content, signer);
/** Another person's certificate of the same issuer and serial number. */
const twin = certify({ subject: commonName('김다른') }, ca);
const unsaid = cades({ attributes: attributesWithout(3), certificates: [signer.der, twin.der] });
const lastBit = Buffer.from(honest);
lastBit[honest.length - 1] = (honest.at(-1) ?? 0) ^ 1;

export const signature: Cases<SignatureReason> = {
  signerCertificate: [
    { what: 'none enclosed', input: good({ certificates: [] }) },
    {
      what: 'another enclosed',
      input: good({ certificates: [certify({ serial: Buffer.from([5]) }, ca).der] }),
    },
    {
      what: 'signingCertificateV2 of another',
      input: cades({ attributes: attributesWith(3, essCertificate(ca.der)) }),
    },
    {
      what: 'signingCertificateV2 with another serial',
      input: cades({
        attributes: attributesWith(
          3,
          essCertificate(signer.der, seq(seq(context(4, signer.issuer)), integer(9))),
        ),
      }),
    },
  ],
  weakHash: [
    {
      what: 'SHA-1',
      input: good({
        digest: SHA1,
        algorithm: ECDSA_SHA1,
        signature: sign('sha1', content, signer.keys.privateKey),
      }),
    },
    { what: "the certificate's", input: by(certify({ algorithm: ECDSA_SHA1, hash: 'sha1' }, ca)) },
  ],
  weakKey: [
    { what: 'RSA of 1,024 bits', input: by(certify({ keys: rsa(1024) }, ca)) },
    { what: 'RSA with the exponent 1', input: keyed(RSA, seq(modulus, integer(1))) },
    { what: 'RSA with an exponent of 2,048 bits', input: keyed(RSA, seq(modulus, modulus)) },
    { what: 'P-384', input: keyed(seq(EC, oid('1.3.132.0.34')), Buffer.alloc(97, 4)) },
    { what: 'a curve of its own', input: keyed(seq(EC, seq(integer(1))), Buffer.alloc(65, 4)) },
  ],
  unknownAlgorithm: [
    { what: 'ecdsa-with-SHA512', input: good({ algorithm: seq(oid('1.2.840.10045.4.3.4')) }) },
    { what: 'ECDSA with NULL', input: good({ algorithm: seq(oid('1.2.840.10045.4.3.2'), nothing) }) },
    { what: 'SHA-512', input: good({ digest: seq(oid('2.16.840.1.101.3.4.2.3'), nothing) }) },
    { what: 'Ed25519', input: keyed(seq(oid('1.3.101.112')), Buffer.alloc(32, 9)) },
  ],
  digest: [
    { what: 'another content', input: cades({ content: otherContent, attributes }) },
    {
      what: 'another digest, signed',
      input: cades({ attributes: attributesWith(2, messageDigest(otherContent)) }),
    },
  ],
  signature: [
    { what: 'the last bit', input: good({ signature: lastBit }) },
    { what: 'another content', input: good({ content: otherContent, signature: honest }) },
    { what: 'none', input: good({ signature: Buffer.alloc(0) }) },
    { what: "another's", input: good({ signature: sign('sha256', content, p256().privateKey) }) },
    { what: 'over the content, not the attributes', input: cades({ signature: honest }) },
    {
      what: 'RSA said, P-256 given',
      input: good({ algorithm: seq(oid('1.2.840.113549.1.1.11'), nothing), signature: honest }),
    },
  ],
  attributesAsContent: [
    { what: 'sorted', input: good({ content: set(...attributes) }) },
    { what: 'as PKI.js leaves them', input: good({ content: tlv(0x31, ...attributes.toReversed()) }) },
    {
      what: 'even where these very bytes are expected',
      input: good({ content: set(attribute('1.2.3', nothing)) }),
      options: { expect: { token: set(attribute('1.2.3', nothing)).toString('latin1') } },
    },
    { what: 'even with attributes', input: cades({ content: set(...attributes) }) },
  ],
  signedAttributes: [
    { what: 'no contentType', input: cades({ attributes: attributesWithout(0) }) },
    { what: 'no messageDigest', input: cades({ attributes: attributesWithout(2) }) },
    { what: 'none', input: cades({ attributes: [] }) },
    { what: 'one twice', input: cades({ attributes: [...attributes, messageDigest(otherContent)] }) },
    {
      what: 'two values',
      input: cades({
        attributes: attributesWith(2, attribute('1.2.840.113549.1.9.4', octets(content), octets(token))),
      }),
    },
    {
      what: 'a time that is a string',
      input: cades({
        attributes: attributesWith(
          1,
          attribute('1.2.840.113549.1.9.5', octets(Buffer.from('261123010000Z'))),
        ),
      }),
    },
    {
      what: 'signingCertificateV2 by another hash',
      input: cades({
        attributes: attributesWith(
          3,
          attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(SHA1, octets(token))))),
        ),
      }),
    },
    { what: 'malformed', input: cades({ attributes: [...attributes, seq(nothing)] }) },
  ],
  attributesOrder: [
    { what: 'signed in order, standing otherwise', input: outOfOrder(attributes) },
    { what: 'signed as they stand', input: outOfOrder(attributes, true) },
    {
      what: 'signed as they stand, in BER',
      input: outOfOrder(attributes, true),
      options: { ber: true },
    },
  ],
  notBoundToCertificate: [
    { what: 'no signingCertificateV2', input: cades({ attributes: attributesWithout(3) }) },
    {
      what: 'signingCertificate, by SHA-1',
      input: cades({
        attributes: attributesWith(
          3,
          attribute('1.2.840.113549.1.9.16.2.12', seq(seq(seq(octets(Buffer.alloc(20)))))),
        ),
      }),
    },
  ],
  unsignedAttributes: [
    { what: 'one', input: good({ unsigned: [context(1, attribute('1.2.3', nothing))] }) },
    {
      what: 'one beside signed ones',
      input: cades({ unsigned: [context(1, attribute('1.2.840.113549.1.9.16.2.14', seq()))] }),
    },
  ],
  revocationLists: [
    { what: 'one, which is empty', input: good({ lists: [seq()] }) },
    { what: 'an answer', input: good({ lists: [context(1, oid('1.2.3'), seq())] }) },
  ],
  ambiguousSigner: [
    { what: 'two of one issuer and serial', input: by(signer, twin) },
    { what: 'the other one signed', input: by(twin, signer) },
    { what: 'two over one key', input: by(signer, certify({ keys: signer.keys }, ca)) },
    { what: 'with signed attributes that do not say which', input: unsaid },
  ],
  contentNotExpected: [
    { what: 'a Token', input: good({ content: token }) },
    {
      what: 'a consent and a line end',
      input: good({ content: Buffer.concat([content, Buffer.from('\n')]) }),
    },
    { what: 'bytes that are no text', input: good({ content: Buffer.from([0xff]) }) },
    { what: 'nothing', input: good({ content: Buffer.alloc(0) }) },
  ],
};
