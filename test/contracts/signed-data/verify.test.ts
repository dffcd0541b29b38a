// What is accepted, what it then says, and how the options are read.

import { expect, test } from 'vitest';
import { createVerifier, toDer, verifySignedData } from '../../../contracts/signed-data/index.js';
import {
  asText,
  attributesWith,
  attributesWithout,
  ca,
  cades,
  content,
  good,
  outOfOrder,
  signer,
  token,
  trust,
} from './cases/stage.js';
import {
  attribute,
  attributesOf,
  authority,
  certify,
  commonName,
  consent,
  DAY,
  essCertificate,
  extension,
  NOON,
  observed,
  purpose,
  root,
  rsa,
  SERVER_AUTH,
  signedData,
  toPem,
  usages,
} from './signing.js';
import { context, integer, name, nothing, octets, oid, seq, tlv } from './writer.js';

const expected = {
  name: '홍시험',
  accountHolder: '홍시험',
  account: '00000000000000',
  bank: '004',
  payerNumber: 'TEST-0001',
  birthDate: '19700101',
  company: '시험이용기관',
  requestedAt: NOON - 1,
};
const accepted = {
  ok: true,
  text: content.toString('utf8'),
  signer: { commonName: '홍시험', uid: null, text: 'CN=홍시험' },
  issuer: { commonName: 'TEST Root', uid: null, text: 'C=KR, CN=TEST Root' },
  signedAt: '2026-11-23T01:00:00.000Z',
  consent: {
    company: '시험이용기관',
    payerNumber: 'TEST-0001',
    accountHolder: '홍시험',
    birthDate: '19700101',
    bank: '국민은행',
    account: '00000000000000',
    signer: '홍시험',
    transaction: '0123456789abcdef0123456789abcdef',
    signedAt: NOON,
  },
};

test.each([
  ['der', good(), false],
  ['cades', cades(), true],
  ['observed, converted', toDer(observed({ content, signer })), false],
])('form %s is accepted as bytes and as text, and says who signed what and when', (_, der, has) => {
  for (const input of [der, asText(der)]) {
    const verified = verifySignedData(input, { trust, expect: expected });
    expect(verified).toMatchObject({ ...accepted, hasSignedAttributes: has });
    if (!verified.ok) continue;
    expect(Buffer.from(verified.content).equals(content)).toBe(true);
    expect(Buffer.from(verified.certificate).equals(signer.der)).toBe(true);
  }
});

test('BER is accepted where it is asked for, in however many pieces', () => {
  const pieces = [content.subarray(0, 1), content.subarray(1, 200), content.subarray(200)];
  for (const ber of [observed({ content, signer }), observed({ content, signer }, pieces), good()]) {
    expect(verifySignedData(ber, { trust, ber: true })).toMatchObject(accepted);
  }
});

test('a Token is content where that very Token is expected; it has no time of its own', () => {
  const bare = signedData({ content: token, signer });
  const options = { trust, at: NOON, expect: { token: '시험 토큰', name: '홍시험' } };
  expect(verifySignedData(bare, options)).toMatchObject({
    ok: true,
    text: '시험 토큰',
    consent: null,
    signedAt: null,
  });
  const timed = signedData({ content: token, signer, attributes: attributesOf(token, signer) });
  expect(verifySignedData(timed, { trust, expect: { token: '시험 토큰', requestedAt: NOON } })).toMatchObject(
    {
      signedAt: '2026-11-23T01:00:00.000Z',
    },
  );
});

test('with signed attributes any content is accepted, for they say that it is content', () => {
  const binary = Buffer.from([0xff, 0x00]);
  const signed = signedData({ content: binary, signer, attributes: attributesOf(binary, signer) });
  expect(verifySignedData(signed, { trust })).toMatchObject({ ok: true, text: '', consent: null });
});

test('RSA of 2,048 bits is accepted, of the signer and of the root', () => {
  const keys = rsa(2048);
  const rsaRoot = root({ keys });
  for (const [person, anchor] of [
    [certify({ keys }, ca), ca],
    [certify({}, rsaRoot), rsaRoot],
  ] as const) {
    expect(verifySignedData(signedData({ content, signer: person }), { trust: anchor.der })).toMatchObject({
      ok: true,
    });
  }
});

test('an enclosed intermediate leads to the root; a trusted one is a root', () => {
  const top = root({ extensions: [authority(1), usages.keyCertSign] });
  const ica = certify(
    { subject: commonName('TEST ICA'), extensions: [authority(0), usages.keyCertSign] },
    top,
  );
  const person = certify({ extensions: [usages.nonRepudiation] }, ica);
  const both = signedData({ content, signer: person, certificates: [person.der, ica.der] });
  expect(verifySignedData(both, { trust: top.der })).toMatchObject({ ok: true });
  expect(verifySignedData(signedData({ content, signer: person }), { trust: ica.der })).toMatchObject({
    ok: true,
  });
});

test('extensions that are not critical and not known do no harm', () => {
  const person = certify({ extensions: [usages.digitalSignature, extension('1.2.3', octets())] }, ca);
  expect(verifySignedData(signedData({ content, signer: person }), { trust })).toMatchObject({ ok: true });
});

test('signingCertificateV2 may name issuer and serial, if they are the right ones', () => {
  const issuerSerial = seq(seq(context(4, signer.issuer)), integer(signer.serial));
  const attributes = attributesWith(3, essCertificate(signer.der, issuerSerial));
  expect(verifySignedData(good({ attributes }), { trust })).toMatchObject({ ok: true });
});

test('trust is PEM, DER, the bytes of a PEM file, or several of them', () => {
  const stranger = root({ subject: commonName('TEST Other') });
  const forms = [trust, ca.der, Buffer.from(trust), [stranger.der, trust], toPem(stranger) + trust];
  for (const form of forms) expect(verifySignedData(good(), { trust: form })).toMatchObject({ ok: true });
});

test('a root of the same name beside the right one does not get in its way', () => {
  expect(verifySignedData(good(), { trust: [root().der, ca.der] })).toMatchObject({ ok: true });
});

test('validity ends with the last second that it names, and begins with its first', () => {
  const person = certify({ notBefore: NOON, notAfter: NOON }, ca);
  const signed = (at: number) =>
    verifySignedData(signedData({ content: consent({}, at), signer: person }), { trust });
  expect(signed(NOON - 1)).toMatchObject({ reason: 'notYetValid' });
  expect(signed(NOON)).toMatchObject({ ok: true });
  expect(signed(NOON + 999)).toMatchObject({ ok: true });
  expect(signed(NOON + 1000)).toMatchObject({ reason: 'expired' });
});

test('the instant of checking is the signature’s own unless given, so that an old signature stays good', () => {
  const long = root({ notBefore: NOON - 9000 * DAY });
  const at = NOON - 5000 * DAY;
  const person = certify({ notBefore: at - DAY, notAfter: at + DAY }, long);
  const old = signedData({ content: consent({}, at), signer: person });
  expect(verifySignedData(old, { trust: long.der })).toMatchObject({ ok: true });
  expect(verifySignedData(old, { trust: long.der, at: NOON })).toMatchObject({ reason: 'expired' });
});

test('a signature of the same second as the request is no replay: the consent shows whole seconds', () => {
  expect(verifySignedData(good(), { trust, expect: { requestedAt: NOON + 999 } })).toMatchObject({
    ok: true,
  });
});

test('a bank is given by code, by a merged code or by name, through the table or the caller’s own', () => {
  for (const bank of ['004', '006', '국민은행']) {
    expect(verifySignedData(good(), { trust, expect: { bank } })).toMatchObject({ ok: true });
  }
  const bankName = (code: string) => (code === 'KB' ? '국민은행' : undefined);
  expect(verifySignedData(good(), { trust, expect: { bank: 'KB' }, bankName })).toMatchObject({ ok: true });
  expect(verifySignedData(good(), { trust, expect: { bank: '004' }, bankName })).toMatchObject({ ok: false });
});

test('a certificate whose extended key usage is for e-mail may sign, one for servers may not', () => {
  const person = (type: string) => certify({ extensions: [usages.digitalSignature, purpose(type)] }, ca);
  const verdict = (type: string) =>
    verifySignedData(signedData({ content, signer: person(type) }), { trust }).ok;
  expect(['1.3.6.1.5.5.7.3.4', '2.5.29.37.0', SERVER_AUTH].map(verdict)).toEqual([true, true, false]);
});

test('names are compared by their bytes: a look-alike issuer is another issuer', () => {
  const lookalike = root({ subject: name(['2.5.4.3', 'TEST\u200b Root']) });
  const signed = signedData({ content, signer: certify({}, lookalike) });
  expect(verifySignedData(signed, { trust })).toMatchObject({ reason: 'untrustedRoot' });
});

test.each<[string, object]>([
  ['trust: one that holds no certificate', { trust: 'nothing' }],
  ['trust: one that holds no certificate', { trust: new Uint8Array() }],
  ['trust: a certificate that can not be read', { trust: Uint8Array.of(0x30, 0) }],
  ['trust: give at least one root', {}],
  ['trust: give at least one root', { trust: [] }],
  ['at: "soon" is no instant', { trust, at: 'soon' }],
  ['at: "9e+99" is no instant', { trust, at: 9e99 }],
  [
    'expect.requestedAt: "Invalid Date" is no instant',
    { trust, expect: { requestedAt: new Date(Number.NaN) } },
  ],
  ['expect: there is no "ReceiverName"; there are name,', { trust, expect: { ReceiverName: '홍시험' } }],
  ['expect.birthDate: a string is expected, not number', { trust, expect: { birthDate: 19700101 } }],
])('a mistake in the options is the programmer’s: %s', (message, options) => {
  expect(() => verifySignedData('', options as never)).toThrow(TypeError);
  expect(() => verifySignedData('', options as never)).toThrow(message);
});

test('what is neither bytes nor text is the programmer’s mistake too; an expectation left undefined is none', () => {
  for (const input of [undefined, null, 5, [1]]) {
    expect(() => verifySignedData(input as never, { trust })).toThrow(
      'signedData: bytes or a string are expected',
    );
  }
  expect(verifySignedData(good(), { trust, expect: { account: undefined } })).toMatchObject({ ok: true });
});

test('a view into a larger buffer is read as what it shows', () => {
  const signed = good();
  const pool = Buffer.concat([Buffer.alloc(7), signed, Buffer.alloc(9)]);
  expect(verifySignedData(pool.subarray(7, -9), { trust })).toMatchObject({ ok: true });
});

test('rsaEncryption is accepted as a signature algorithm, and not in a certificate', () => {
  const rsaEncryption = seq(oid('1.2.840.113549.1.1.1'), nothing);
  const person = certify({ keys: rsa(2048) }, ca);
  const bytes = signedData({ content, signer: person, algorithm: rsaEncryption });
  expect(verifySignedData(bytes, { trust })).toMatchObject({ ok: true });
  const rsaRoot = root({ keys: rsa(2048) });
  const odd = certify({ algorithm: rsaEncryption }, rsaRoot);
  const refused = verifySignedData(signedData({ content, signer: odd }), { trust: rsaRoot.der });
  expect(refused).toMatchObject({ reason: 'unknownAlgorithm' });
});

test('without signingTime the consent says when it was signed, and what has no time is judged now', () => {
  const timeless = good({ attributes: attributesWithout(1) });
  expect(verifySignedData(timeless, { trust })).toMatchObject({
    ok: true,
    signedAt: '2026-11-23T01:00:00.000Z',
    hasSignedAttributes: true,
  });
  const binary = Buffer.from([0xff]);
  const attributes = attributesOf(binary, signer).toSpliced(1, 1);
  expect(
    verifySignedData(signedData({ content: binary, signer, attributes }), { trust, at: NOON }),
  ).toMatchObject({ ok: true, signedAt: null });
});

test('attributes that do not name the certificate are accepted where that is allowed, and only then', () => {
  const unbound = cades({ attributes: attributesWithout(3) });
  expect(verifySignedData(unbound, { trust })).toMatchObject({ reason: 'notBoundToCertificate' });
  expect(verifySignedData(unbound, { trust, allowUnbound: true })).toMatchObject({ ok: true });
  // What is said must be right, allowed or not.
  const other = cades({ attributes: attributesWith(3, essCertificate(ca.der)) });
  expect(verifySignedData(other, { trust, allowUnbound: true })).toMatchObject({
    reason: 'signerCertificate',
  });
  const changed = cades({ attributes: attributesWithout(3), content: token });
  expect(verifySignedData(changed, { trust, allowUnbound: true })).toMatchObject({ ok: false });
});

test('in BER, attributes in any order are accepted if they were signed in the order of DER', () => {
  const attributes = attributesOf(content, signer);
  expect(verifySignedData(outOfOrder(attributes), { trust, ber: true })).toMatchObject({ ok: true });
});

test('further signed attributes are the signer’s own affair', () => {
  const attributes = [...attributesOf(content, signer), attribute('2.999.7', nothing)];
  expect(verifySignedData(good({ attributes }), { trust })).toMatchObject({ ok: true });
});

test('a signer may be named by key identifier', () => {
  const keyed = certify(
    { extensions: [usages.digitalSignature, extension('2.5.29.14', octets(Buffer.from([1, 2])))] },
    ca,
  );
  const facts = { content, signer: keyed, sid: tlv(0x80, Buffer.from([1, 2])) };
  const verdict = (version: number, signerVersion: number) =>
    verifySignedData(signedData({ ...facts, version, signerVersion }), { trust });
  expect(verdict(3, 3)).toMatchObject({ ok: true });
  expect(verdict(1, 3)).toMatchObject({ reason: 'notSignedData' });
  expect(verdict(3, 1)).toMatchObject({ reason: 'notSignedData' });
});

test('a verifier reads its options once and judges any number', () => {
  let read = 0;
  const options = {
    get trust() {
      read += 1;
      return trust;
    },
  };
  const verify = createVerifier(options);
  for (const bytes of [good(), cades(), good({ content: token })]) verify(bytes);
  expect(read).toBe(1);
  expect(verify(good())).toEqual(verifySignedData(good(), { trust }));
  expect(() => createVerifier({ trust: 'nothing' })).toThrow(TypeError);
});

test.each([undefined, null, 'PEM'])('options that are %j are a mistake of the program', (given) => {
  expect(() => createVerifier(given as never)).toThrow(
    new TypeError('The options are missing: give at least {trust}.'),
  );
});
