// Every reason, given by an input that has just that fault, and no reason without an input.

import { sign } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type Reason,
  reasons,
  type VerifyOptions,
  verifySignedData,
} from '../../../contracts/signed-data/index.js';
import {
  attribute,
  attributesOf,
  authority,
  type Certified,
  certify,
  commonName,
  consent,
  contentType,
  DAY,
  ECDSA_SHA1,
  EMAIL_PROTECTION,
  essCertificate,
  extension,
  ID_DATA,
  messageDigest,
  NOON,
  observed,
  p256,
  purpose,
  root,
  rsa,
  SERVER_AUTH,
  SHA1,
  type SignedDataFacts,
  signedData,
  signingTime,
  toPem,
  usages,
} from './signing.js';
import { context, integer, name, nothing, octets, oid, seq, set, tlv } from './writer.js';

const ca = root();
const trust = toPem(ca);
const signer = certify({}, ca);
const content = consent();
const good = (changes: Partial<SignedDataFacts> = {}) => signedData({ content, signer, ...changes });
const by = (person: Certified, changes: Partial<SignedDataFacts> = {}) =>
  good({ signer: person, ...changes });
const cades = (changes: Partial<SignedDataFacts> = {}) =>
  good({ attributes: attributesOf(content, signer), ...changes });
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const flipped = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const changedConsent = consent({ account: '00000000000001' });
const sameName = root();
const intermediate = certify(
  { subject: commonName('TEST ICA'), extensions: [authority(0), usages.keyCertSign] },
  ca,
);
const openRoot = root({ extensions: [authority(), usages.keyCertSign, purpose(EMAIL_PROTECTION)] });
const under = (issuer: Certified) => certify({}, issuer);
const sign1 = (bytes: Uint8Array) => sign('sha1', bytes, signer.keys.privateKey);
const spkiOf = (algorithm: Buffer, key: Uint8Array) =>
  seq(algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), key])));
const ec = '1.2.840.10045.2.1';

type Case = readonly [what: string, input: Uint8Array | string, options?: Partial<VerifyOptions>];

const expecting = (expectation: VerifyOptions['expect']) => ({ expect: expectation });
const token = Buffer.from('시험 토큰');

const cases: { readonly [reason in Reason]: readonly Case[] } = {
  notBase64url: [
    ['nothing', ''],
    ['a line end', `${text(good())}\n`],
    ['a loose bit at the end', `${text(good()).slice(0, 4)}AB`],
  ],
  plainBase64: [['standard base64', `MI+/${text(good())}`.replace(/-|_/g, '+')]],
  padded: [['an equals sign', `${text(good())}=`]],
  tooLong: [
    ['4,097 characters', 'A'.repeat(4097)],
    ['3,073 bytes', Buffer.alloc(3073, 0x30)],
  ],
  truncated: [
    ['the last byte is missing', good().subarray(0, -1)],
    ['nothing at all', Buffer.alloc(0)],
  ],
  trailingBytes: [['one byte follows', Buffer.concat([good(), Buffer.alloc(1)])]],
  indefiniteLength: [['the observed profile', observed({ content, signer })]],
  notDer: [
    ['a length that is not minimal', Buffer.concat([Buffer.from('308300', 'hex'), good().subarray(2)])],
    ['unsorted certificates', good({ certificates: [signer.der, ca.der] }).map((_, at, all) => all[at] ?? 0)]
      .length === 2
      ? ['attributes in pieces', tlv(0x30, tlv(0x24, octets(content)))]
      : ['never', Buffer.alloc(0)],
  ],
  notSignedData: [
    ['another structure', seq(oid(ID_DATA))],
    ['SignedData version 3', good({ version: 3 })],
    ['SignerInfo version 3', good({ signerVersion: 3 })],
    ['detached content', good({ encapsulated: seq(oid(ID_DATA)) })],
    ['no certificate', good({ certificates: [] })],
    ['unsigned attributes', good({ unsigned: [context(1, contentType(ID_DATA))] })],
    ['an element too many', good({ more: [nothing] })],
    ['a certificate of version 1', by(certify({ version: context(0, integer(0)) }, ca))],
    ['a certificate with a unique identifier', by(certify({ more: [tlv(0x81, Buffer.from([0, 1]))] }, ca))],
    [
      'a compressed point',
      by(certify({ spki: spkiOf(seq(oid(ec), oid('1.2.840.10045.3.1.7')), Buffer.alloc(33, 2)) }, ca)),
    ],
    [
      'a point beside the curve',
      by(
        certify(
          {
            spki: spkiOf(
              seq(oid(ec), oid('1.2.840.10045.3.1.7')),
              Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]),
            ),
          },
          ca,
        ),
      ),
    ],
  ],
  wrongContentType: [
    ['content of another type', good({ contentType: '1.2.840.113549.1.9.16.1.4' })],
    [
      'signed as another type',
      cades({ attributes: [contentType('1.2.3'), ...attributesOf(content, signer).slice(1)] }),
    ],
  ],
  signerCount: [
    ['two signers', good({ signerInfos: (one) => set(one, one) })],
    ['none', good({ signerInfos: () => set() })],
  ],
  signerCertificate: [
    ['another certificate enclosed', good({ certificates: [certify({ serial: Buffer.from([5]) }, ca).der] })],
    [
      'signingCertificateV2 of another',
      cades({ attributes: [...attributesOf(content, signer).slice(0, 3), essCertificate(ca.der)] }),
    ],
    [
      'signingCertificateV2 with another serial',
      cades({
        attributes: [
          ...attributesOf(content, signer).slice(0, 3),
          essCertificate(signer.der, seq(seq(context(4, signer.issuer)), integer(9))),
        ],
      }),
    ],
  ],
  weakHash: [
    ['SHA-1', good({ digest: SHA1, algorithm: ECDSA_SHA1, signature: sign1(content) })],
    ['a certificate signed with SHA-1', by(certify({ algorithm: ECDSA_SHA1, hash: 'sha1' }, ca))],
  ],
  weakKey: [
    ['RSA of 1,024 bits', by(certify({ keys: rsa(1024) }, ca))],
    [
      'another curve',
      by(certify({ spki: spkiOf(seq(oid(ec), oid('1.3.132.0.34')), Buffer.alloc(97, 4)) }, ca)),
    ],
    [
      'a curve of its own',
      by(certify({ spki: spkiOf(seq(oid(ec), seq(integer(1))), Buffer.alloc(65, 4)) }, ca)),
    ],
    [
      'RSA with the exponent 1',
      by(
        certify(
          {
            spki: spkiOf(
              seq(oid('1.2.840.113549.1.1.1'), nothing),
              seq(integer(Buffer.concat([Buffer.from([0]), Buffer.alloc(256, 0xff)])), integer(1)),
            ),
          },
          ca,
        ),
      ),
    ],
  ],
  unknownAlgorithm: [
    ['ecdsa-with-SHA512', good({ algorithm: seq(oid('1.2.840.10045.4.3.4')) })],
    ['ECDSA with NULL parameters', good({ algorithm: seq(oid('1.2.840.10045.4.3.2'), nothing) })],
    ['SHA-512', good({ digest: seq(oid('2.16.840.1.101.3.4.2.3'), nothing) })],
    ['a key for X25519', by(certify({ spki: spkiOf(seq(oid('1.3.101.110')), Buffer.alloc(32, 9)) }, ca))],
  ],
  digest: [
    ['another content', cades({ content: changedConsent, attributes: attributesOf(content, signer) })],
    [
      'the digest of another content, signed',
      cades({ attributes: attributesOf(changedConsent, signer).with(3, essCertificate(signer.der)) }),
    ],
  ],
  signature: [
    ['the last bit', flipped(good(), good().length - 1)],
    [
      'another content',
      good({ content: changedConsent, signature: sign('sha256', content, signer.keys.privateKey) }),
    ],
    ['an empty signature', good({ signature: Buffer.alloc(0) })],
    ["another person's key", good({ signature: sign('sha256', content, p256().privateKey) })],
    [
      'the attributes are not those that were signed',
      cades({ signature: sign('sha256', content, signer.keys.privateKey) }),
    ],
  ],
  attributesAsContent: [
    ['sorted', good({ content: set(...attributesOf(content, signer)) })],
    ['as PKI.js leaves them', good({ content: tlv(0x31, ...attributesOf(content, signer)) })],
    [
      'even where the very bytes are expected',
      good({ content: set(attribute('1.2.3', nothing)) }),
      expecting({ token: set(attribute('1.2.3', nothing)).toString('latin1') }),
    ],
  ],
  signedAttributes: [
    ['no contentType', cades({ attributes: attributesOf(content, signer).slice(1) })],
    ['no signingTime', cades({ attributes: attributesOf(content, signer).toSpliced(1, 1) })],
    ['no messageDigest', cades({ attributes: attributesOf(content, signer).toSpliced(2, 1) })],
    ['no signingCertificateV2', cades({ attributes: attributesOf(content, signer).slice(0, 3) })],
    ['none at all', cades({ attributes: [] })],
    ['one twice', cades({ attributes: [...attributesOf(content, signer), messageDigest(changedConsent)] })],
    [
      'two values',
      cades({
        attributes: [
          ...attributesOf(content, signer).toSpliced(2, 1),
          attribute('1.2.840.113549.1.9.4', octets(Buffer.alloc(32)), octets(Buffer.alloc(32, 1))),
        ],
      }),
    ],
    [
      'a time that is none',
      cades({
        attributes: attributesOf(content, signer).with(
          1,
          attribute('1.2.840.113549.1.9.5', octets(Buffer.from('261123010000Z'))),
        ),
      }),
    ],
    [
      'signingCertificateV2 by another hash',
      cades({
        attributes: attributesOf(content, signer).with(
          3,
          attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(SHA1, octets(Buffer.alloc(20)))))),
        ),
      }),
    ],
  ],
  contentNotExpected: [
    ['a Token', good({ content: token })],
    ['a consent and more', good({ content: Buffer.concat([content, Buffer.from('\n')]) })],
    ['bytes that are no text', good({ content: Buffer.from([0xff]) })],
  ],
  untrustedRoot: [
    ['a root that nobody trusts', by(under(root({ subject: commonName('TEST Other') })))],
    ['no root at all', good(), { trust: [] }],
    ["the signer's own certificate as root", good(), { trust: signer.der }],
  ],
  issuerSignature: [
    ['a CA of the same name', by(under(sameName))],
    [
      'that CA enclosed too',
      by(under(sameName), { certificates: [signer.der, sameName.der].with(0, under(sameName).der) }),
    ],
  ],
  notAuthority: [
    ['a leaf as CA', by(under(signer), {})],
    [
      'without keyCertSign',
      by(under(openRoot)),
      { trust: toPem(root({ keys: openRoot.keys, extensions: [authority()] })) },
    ],
    [
      'with cA FALSE',
      by(under(openRoot)),
      { trust: toPem(root({ keys: openRoot.keys, extensions: [usages.keyCertSign] })) },
    ],
    ['pathLen 0, and one between', by(under(intermediate))],
  ],
  criticalExtension: [
    [
      "the signer's",
      by(certify({ extensions: [usages.digitalSignature, extension('1.2.3', seq(), true)] }, ca)),
    ],
    [
      'nameConstraints, whose limits are not followed',
      by(under(openRoot)),
      {
        trust: root({
          keys: openRoot.keys,
          extensions: [authority(), usages.keyCertSign, extension('2.5.29.30', seq(), true)],
        }).der,
      },
    ],
  ],
  keyUsage: [
    ['for encryption', by(certify({ extensions: [usages.keyEncipherment] }, ca))],
    ['not said', by(certify({ extensions: [] }, ca))],
    ['for servers', by(certify({ extensions: [usages.digitalSignature, purpose(SERVER_AUTH)] }, ca))],
    [
      'a root for servers',
      by(under(openRoot)),
      {
        trust: root({
          keys: openRoot.keys,
          extensions: [authority(), usages.keyCertSign, purpose(SERVER_AUTH)],
        }).der,
      },
    ],
  ],
  expired: [
    ['the day before', by(certify({ notAfter: NOON - DAY }, ca))],
    ['at the instant given', good(), { at: NOON + 366 * DAY }],
    ['the root', by(under(root({ notAfter: NOON - DAY }))), { trust: [] }].length === 3
      ? [
          'by its own signingTime',
          by(signer, { attributes: attributesOf(content, signer, NOON + 366 * DAY) }),
        ]
      : ['never', ''],
  ],
  notYetValid: [
    ['the day after', by(certify({ notBefore: NOON + DAY }, ca))],
    ['at the instant given', good(), { at: NOON - 366 * DAY }],
  ],
  signedInFuture: [
    ['by the consent', good(), { at: NOON - 1 }],
    ['by signingTime', cades(), { at: new Date(NOON - 1) }],
  ],
  replayed: [
    ['the consent is older', good(), expecting({ requestedAt: NOON + 1000 })],
    ['signingTime is older', cades(), expecting({ requestedAt: '2026-11-23T01:00:01Z' })],
    [
      'a bare Token has no time',
      good({ content: token }),
      { at: NOON, ...expecting({ token: '시험 토큰', requestedAt: NOON }) },
    ],
  ],
  'expect.name': [
    ['asked for another', good(), expecting({ name: '김다른' })],
    ['the consent names another', good({ content: consent({ signer: '김다른' }) })],
    [
      'two common names',
      by(certify({ subject: name(['2.5.4.3', '홍시험'], ['2.5.4.3', '김다른']) }, ca)),
      expecting({ name: '홍시험' }),
    ],
  ],
  'expect.accountHolder': [['another', good(), expecting({ accountHolder: '김다른' })]],
  'expect.account': [
    ['another', good(), expecting({ account: '1' })],
    [
      'in a Token',
      good({ content: token }),
      { at: NOON, ...expecting({ token: '시험 토큰', account: '1' }) },
    ],
  ],
  'expect.bank': [
    ['another code', good(), expecting({ bank: '081' })],
    ['another name', good(), expecting({ bank: '하나은행' })],
  ],
  'expect.payerNumber': [['another', good(), expecting({ payerNumber: 'TEST-0002' })]],
  'expect.birthDate': [['another', good(), expecting({ birthDate: '19700102' })]],
  'expect.company': [['another', good(), expecting({ company: '다른기관' })]],
  'expect.token': [
    ['another', good({ content: token }), { at: NOON, ...expecting({ token: '다른 토큰' }) }],
    ['a consent', good(), expecting({ token: '시험 토큰' })],
  ],
};

const rows = Object.entries(cases).flatMap(([reason, list]) => list.map((row) => [reason, ...row] as const));

test.each(rows)('%s: %s', (reason, _, input, options = {}) => {
  const verified = verifySignedData(input, { trust, ...options });
  expect(verified).toEqual({ ok: false, reason, detail: expect.stringContaining(reasons[reason as Reason]) });
});

test('what the faults are faults of is accepted', () => {
  expect(verifySignedData(good(), { trust })).toMatchObject({ ok: true });
  expect(verifySignedData(cades(), { trust })).toMatchObject({ ok: true });
  expect(
    verifySignedData(signedData({ content, signer: under(openRoot) }), { trust: openRoot.der }),
  ).toMatchObject({
    ok: true,
  });
});

test('every reason says what it means in a sentence', () => {
  for (const sentence of Object.values(reasons)) expect(sentence).toMatch(/^[A-Z].+\.$/);
});
