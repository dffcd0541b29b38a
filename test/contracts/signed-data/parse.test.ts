// Looking at a signedData, good or bad: everything is shown and nothing is trusted.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  DerError,
  parseSignedData,
  readTree,
  SignedDataError,
  toDer,
} from '../../../contracts/signed-data/index.js';
import { by, ca, cades, content, good, outOfOrder, signer, token } from './cases/stage.js';
import {
  attribute,
  certify,
  commonName,
  consent,
  contentType,
  ECDSA_SHA1,
  extension,
  ID_DATA,
  messageDigest,
  NOON,
  observed,
  rsa,
  SHA1,
  signedData,
  usages,
} from './signing.js';
import { context, name, nothing, octets, oid, printable, seq, tlv, utf8 } from './writer.js';

test('everything that a certificate and a signature say is read', () => {
  const person = certify(
    {
      subject: name(['2.5.4.3', '홍시험'], ['0.9.2342.19200300.100.1.1', 'ab'.repeat(32)]),
      serial: Buffer.from('00ff01', 'hex'),
      extensions: [
        usages.digitalSignature,
        extension('2.5.29.14', octets(Buffer.from('0102', 'hex'))),
        extension('2.5.29.35', seq(tlv(0x80, Buffer.from('0304', 'hex')))),
      ],
    },
    ca,
  );
  const parsed = parseSignedData(signedData({ content, signer: person, certificates: [person.der, ca.der] }));
  expect(parsed).toMatchObject({
    text: content.toString('utf8'),
    consent: { payerNumber: 'TEST-0001', signedAt: NOON },
    signer: { commonName: '홍시험', uid: 'ab'.repeat(32), text: `CN=홍시험, UID=${'ab'.repeat(32)}` },
    issuer: { commonName: 'TEST Root', text: 'C=KR, CN=TEST Root' },
    serial: 'ff01',
    validity: { notBefore: '2025-11-23T01:00:00.000Z', notAfter: '2027-11-23T01:00:00.000Z' },
    subjectKeyIdentifier: '0102',
    authorityKeyIdentifier: '0304',
    algorithms: {
      digest: 'SHA-256',
      signature: 'ecdsa-with-SHA256',
      key: 'P-256',
      certificate: 'ecdsa-with-SHA256',
    },
    signingTime: '2026-11-23T01:00:00.000Z',
    hasSignedAttributes: false,
  });
  expect(parsed.certificates.map((der) => Buffer.from(der).equals(person.der))).toEqual([true, false]);
});

test('what is not there is null', () => {
  expect(parseSignedData(good({ content: token }))).toMatchObject({
    text: '시험 토큰',
    consent: null,
    signingTime: null,
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
  });
  expect(parseSignedData(good({ content: Buffer.from([0xff]) }))).toMatchObject({ text: '', consent: null });
});

test('a bad signedData can be looked at: a changed content, a weak hash, a weak key, another type', () => {
  const changed = cades({ content: consent({ account: '1' }), signature: Buffer.alloc(64) });
  expect(parseSignedData(changed)).toMatchObject({ consent: { account: '1' }, hasSignedAttributes: true });
  expect(parseSignedData(good({ digest: SHA1, algorithm: ECDSA_SHA1 }))).toMatchObject({
    algorithms: { digest: 'SHA-1', signature: 'ecdsa-with-SHA1' },
  });
  expect(parseSignedData(by(certify({ keys: rsa(1024) }, ca)))).toMatchObject({
    algorithms: { key: 'RSA 1024' },
  });
  expect(parseSignedData(good({ contentType: '1.2.3' }))).toMatchObject({ signer: { commonName: '홍시험' } });
});

test('names are shown so that nothing in them can pass for structure', () => {
  const person = (subject: Buffer) => parseSignedData(by(certify({ subject }, ca))).signer;
  expect(person(commonName('a, O=b'))?.text).toBe('CN=a\\, O\\=b');
  expect(person(name(['2.5.4.3', tlv(0x1e, Buffer.from('d64d', 'hex'))]))?.commonName).toBe('홍');
  expect(person(name(['1.2.3', printable('x')]))).toEqual({ commonName: '', uid: null, text: '1.2.3=x' });
});

test('BER goes through toDer first, and the error says so', () => {
  const ber = observed({ content, signer });
  expect(() => parseSignedData(ber)).toThrow(expect.objectContaining({ code: 'indefiniteLength' }));
  expect(() => parseSignedData(ber)).toThrow('toDer');
  expect(parseSignedData(toDer(ber))).toMatchObject({ consent: { account: '00000000000000' } });
  expect(() => parseSignedData(seq())).toThrow(SignedDataError);
});

test('the tree shows each element with its offset, in DER and in BER', () => {
  const der = readTree(good());
  expect(der.slice(0, 4)).toMatchObject([
    { offset: 0, header: 4, depth: 0, type: 'SEQUENCE', isIndefinite: false, value: '' },
    {
      offset: 4,
      header: 2,
      length: 9,
      depth: 1,
      type: 'OBJECT IDENTIFIER',
      value: '1.2.840.113549.1.7.2 signedData',
    },
    { offset: 15, depth: 1, type: '[0]' },
    { depth: 2, type: 'SEQUENCE' },
  ]);
  for (const { offset, header, length } of der)
    expect(offset + header + length).toBeLessThanOrEqual(good().length + 4);
  const ber = readTree(observed({ content, signer }));
  expect(ber[0]).toMatchObject({ offset: 0, header: 2, isIndefinite: true });
  expect(ber.filter(({ type }) => type === 'OCTET STRING')[0]).toMatchObject({
    isIndefinite: true,
    value: '',
  });
  expect(ber.find(({ value }) => value.startsWith('"\\n\\n\\n|---|'))).toMatchObject({
    type: 'OCTET STRING',
  });
});

test('the tree shows values by their type, and is as strict about what is no BER', () => {
  const values = (bytes: Buffer) => readTree(bytes).map(({ type, value }) => `${type} ${value}`.trim());
  expect(
    values(
      seq(
        tlv(0x01, Buffer.from([0xff])),
        tlv(0x02, Buffer.from([0xff])),
        tlv(0x02, Buffer.from('0102030405060708', 'hex')),
        tlv(0x03, Buffer.from('0780', 'hex')),
        tlv(0x05),
        oid('1.2.3'),
        tlv(0x0c, Buffer.from('홍\u001b')),
        tlv(0x17, Buffer.from('261123010000Z')),
        tlv(0x1e, Buffer.from('d6', 'hex')),
        tlv(0x12, Buffer.from('1 2')),
        tlv(0x14, Buffer.from([0x78, 0xe9])),
        tlv(0x1a, Buffer.from('x')),
        tlv(0x1c, Buffer.from('0000d64d', 'hex')),
        tlv(0x1c, Buffer.from('00', 'hex')),
        tlv(0x15, Buffer.from('x')),
        tlv(0x81, Buffer.from([1])),
        tlv(0x41, Buffer.from([1])),
        context(3),
      ),
    ),
  ).toEqual([
    'SEQUENCE',
    'BOOLEAN TRUE',
    'INTEGER -1',
    'INTEGER 0102030405060708',
    'BIT STRING 80',
    'NULL',
    'OBJECT IDENTIFIER 1.2.3',
    'UTF8String "홍\\u001b"',
    'UTCTime 2026-11-23T01:00:00.000Z',
    'BMPString d6',
    'NumericString "1 2"',
    'TeletexString "xé"',
    'VisibleString "x"',
    'UniversalString "홍"',
    'UniversalString 00',
    '[UNIVERSAL 21] 78',
    '[1] 01',
    '[APPLICATION 1] 01',
    '[3]',
  ]);
  expect(() => readTree(Buffer.from('30', 'hex'))).toThrow(DerError);
});

test('signed attributes of any kind are shown in the order in which they stand, unknown ones by their OID', () => {
  const attributes = [
    contentType(ID_DATA),
    messageDigest(content),
    attribute('2.999.7', utf8('시험'), tlv(0x12, Buffer.from('12'))),
    attribute('1.2.840.113549.1.9.15', seq(seq(oid('1.2.3')))),
  ];
  const parsed = parseSignedData(outOfOrder(attributes));
  expect(parsed).toMatchObject({ hasSignedAttributes: true, isAttributeOrderDer: false });
  const shown = Object.fromEntries(parsed.signedAttributes.map(({ name, values }) => [name, values]));
  expect(parsed.signedAttributes.map(({ oid }) => oid)).toEqual(
    attributes
      .toSorted(Buffer.compare)
      .reverse()
      .map(
        (one) =>
          parsed.signedAttributes.find(({ values }) => one.includes(values[0]?.der ?? '', 0, 'hex'))?.oid,
      ),
  );
  expect(shown).toMatchObject({
    contentType: [{ text: 'data' }],
    messageDigest: [{ text: createHash('sha256').update(content).digest('hex') }],
    smimeCapabilities: [{ text: seq(seq(oid('1.2.3'))).toString('hex') }],
  });
  expect(shown['2.999.7']?.map(({ text }) => text).sort()).toEqual(['12', '시험']);
  const known = parsed.signedAttributes.find(({ name }) => name === 'messageDigest');
  expect(known?.words).toEqual({ en: 'digest of the content', ko: '콘텐츠 다이제스트' });
  expect(parsed.signedAttributes.find(({ name }) => name === '2.999.7')?.words).toBeNull();
});

test('a signer named by key identifier is found, and shown as named so', () => {
  const keyed = certify(
    { extensions: [usages.digitalSignature, extension('2.5.29.14', octets(Buffer.from('0102', 'hex')))] },
    ca,
  );
  const sid = tlv(0x80, Buffer.from('0102', 'hex'));
  const facts = { content, signer: keyed, sid, version: 3, signerVersion: 3 };
  expect(parseSignedData(signedData(facts))).toMatchObject({
    version: 3,
    signerIdentifier: { kind: 'subjectKeyIdentifier', keyIdentifier: '0102' },
    signer: { commonName: '홍시험' },
  });
  const alone = parseSignedData(signedData({ ...facts, certificates: [ca.der] }));
  expect(alone).toMatchObject({ signer: null, issuer: null, serial: null, certificate: null });
  expect(alone.enclosed).toMatchObject([{ subject: { commonName: 'TEST Root' }, isSigner: false }]);
});

test('what can not be shown is named in both languages', () => {
  const notShown = (facts: object) =>
    parseSignedData(signedData({ content, signer, ...facts })).notShown.map(({ en }) => en);
  expect(notShown({})).toEqual([]);
  expect(notShown({ certificates: [] })).toEqual(["the signer's certificate, which is not enclosed"]);
  expect(notShown({ lists: [seq(), seq()] })).toEqual(['revocation lists or answers: 2']);
  const stray = [signer.der, context(2, nothing), seq(nothing)];
  expect(notShown({ certificates: stray })).toEqual([
    expect.stringMatching(/^a certificate that could not be read: /),
    'an attribute certificate of version 2',
  ]);
  const twin = certify({ subject: commonName('김다른') }, ca);
  expect(notShown({ certificates: [signer.der, twin.der] })).toEqual([
    "which of 2 certificates is the signer's: its identifier fits them all",
  ]);
  for (const { ko } of parseSignedData(good({ lists: [seq()] })).notShown) expect(ko).toMatch(/[가-힣]/);
});

test('without its certificate a signer is shown by what names it', () => {
  expect(parseSignedData(good({ certificates: [] }))).toMatchObject({
    signer: null,
    issuer: { commonName: 'TEST Root' },
    serial: '4a01',
    validity: null,
    algorithms: { signature: 'ecdsa-with-SHA256', key: null, certificate: null },
    consent: { account: '00000000000000' },
  });
});

test('names in Teletex-, Numeric-, Visible- and UniversalString are read', () => {
  const named = (tag: number, bytes: Buffer) =>
    parseSignedData(by(certify({ subject: name(['2.5.4.3', tlv(tag, bytes)]) }, ca))).signer?.commonName;
  expect(named(0x14, Buffer.from([0x52, 0xe9]))).toBe('Ré');
  expect(named(0x12, Buffer.from('0 1'))).toBe('0 1');
  expect(named(0x1a, Buffer.from('Hong'))).toBe('Hong');
  expect(named(0x1c, Buffer.from('0000d64d', 'hex'))).toBe('홍');
});

test.each([
  ['a text', Buffer.from(good()).toString('base64url')],
  ['undefined', undefined],
  ['null', null],
  ['an array', [0x30, 0]],
])('%s instead of bytes is a mistake of the program, and says so', (_, given) => {
  const what = given === null ? 'null' : typeof given;
  for (const read of [parseSignedData, readTree, toDer])
    expect(() => read(given as never)).toThrow(
      new TypeError(`Bytes are expected, not ${what}; decodeSignedData makes them of the text.`),
    );
});
