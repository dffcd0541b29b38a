// People, authorities and their signatures for tests, made anew in every run. Everything can be made wrong by an option.

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bits,
  boolean,
  context,
  integer,
  name,
  nothing,
  octets,
  oid,
  open,
  seq,
  set,
  time,
  tlv,
} from './writer.js';

/** The instant at which tests live: 2026-11-23 10:00:00 in Seoul. */
export const NOON = Date.parse('2026-11-23T01:00:00.000Z');
export const DAY = 86_400_000;

const SHA256 = seq(oid('2.16.840.1.101.3.4.2.1'), nothing);
export const SHA1 = seq(oid('1.3.14.3.2.26'), nothing);
export const ECDSA_SHA256 = seq(oid('1.2.840.10045.4.3.2'));
export const ECDSA_SHA1 = seq(oid('1.2.840.10045.4.1'));
export const RSA_SHA256 = seq(oid('1.2.840.113549.1.1.11'), nothing);
export const ID_DATA = '1.2.840.113549.1.7.1';

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const p256 = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsa = (modulusLength: number): Keys => generateKeyPairSync('rsa', { modulusLength });

export const commonName = (text: string) => name(['2.5.4.3', text]);

/** An extension as it stands in a certificate. */
export const extension = (type: string, value: Uint8Array, critical = false) =>
  seq(oid(type), ...(critical ? [boolean(true)] : []), octets(value));

const usage = (octet: number, unused: number) =>
  extension('2.5.29.15', bits(Buffer.from([octet]), unused), true);
export const usages = {
  digitalSignature: usage(0x80, 7),
  nonRepudiation: usage(0x40, 6),
  keyEncipherment: usage(0x20, 5),
  keyCertSign: usage(0x06, 1),
};
export const authority = (pathLength?: number) =>
  extension(
    '2.5.29.19',
    seq(boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])),
    true,
  );
export const purpose = (...types: readonly string[]) => extension('2.5.29.37', seq(...types.map(oid)), true);
export const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export interface Certified {
  readonly der: Buffer;
  readonly keys: Keys;
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly serial: Buffer;
}

export interface CertificateFacts {
  readonly subject?: Buffer;
  readonly keys?: Keys;
  readonly serial?: Buffer;
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly extensions?: readonly Buffer[];
  /** SubjectPublicKeyInfo; the keys' own unless given. */
  readonly spki?: Buffer;
  readonly algorithm?: Buffer;
  readonly hash?: string;
  readonly version?: Buffer;
  /** Between validity and the end, for what should not be there. */
  readonly more?: readonly Buffer[];
}

/** Issues a certificate; without an issuer it signs itself. */
export function certify(facts: CertificateFacts, issuedBy?: Certified): Certified {
  const {
    subject = commonName('홍시험'),
    keys = p256(),
    serial = Buffer.from('4a01', 'hex'),
    notBefore = NOON - 365 * DAY,
    notAfter = NOON + 365 * DAY,
    extensions = [usages.digitalSignature],
    spki = keys.publicKey.export({ type: 'spki', format: 'der' }),
    version = context(0, integer(2)),
    more = [],
    hash = 'sha256',
  } = facts;
  const issuer = issuedBy?.subject ?? subject;
  const signingKey = (issuedBy?.keys ?? keys).privateKey;
  const algorithm = facts.algorithm ?? (signingKey.asymmetricKeyType === 'rsa' ? RSA_SHA256 : ECDSA_SHA256);
  const tbs = seq(
    version,
    integer(serial),
    algorithm,
    issuer,
    seq(time(notBefore), time(notAfter)),
    subject,
    spki,
    ...more,
    ...(extensions.length === 0 ? [] : [context(3, seq(...extensions))]),
  );
  const der = seq(tbs, algorithm, bits(sign(hash, tbs, signingKey)));
  return { der, keys, subject, issuer, serial };
}

/** A TEST root as the simulator's: its critical EKU is e-mail protection. */
export const root = (facts: CertificateFacts = {}) =>
  certify({
    subject: name(['2.5.4.6', tlv(0x13, Buffer.from('KR'))], ['2.5.4.3', 'TEST Root']),
    notBefore: NOON - 3650 * DAY,
    notAfter: NOON + 3650 * DAY,
    extensions: [authority(0), usages.keyCertSign, purpose(EMAIL_PROTECTION)],
    ...facts,
  });

export const toPem = ({ der }: Pick<Certified, 'der'>) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
export const attribute = (type: string, ...values: readonly Buffer[]) => seq(oid(type), set(...values));
export const essCertificate = (der: Uint8Array, ...more: readonly Buffer[]) =>
  attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(octets(sha256(der)), ...more))));
const signingTime = (instant: number) => attribute('1.2.840.113549.1.9.5', time(instant));
export const contentType = (type: string) => attribute('1.2.840.113549.1.9.3', oid(type));
export const messageDigest = (content: Uint8Array) =>
  attribute('1.2.840.113549.1.9.4', octets(sha256(content)));

/** The signed attributes of the cades form. */
export const attributesOf = (content: Uint8Array, signer: Certified, at = NOON) => [
  contentType(ID_DATA),
  signingTime(at),
  messageDigest(content),
  essCertificate(signer.der),
];

export interface SignedDataFacts {
  readonly content: Uint8Array;
  readonly signer: Certified;
  /** Enclosed; the signer's alone unless given. */
  readonly certificates?: readonly Uint8Array[];
  /** Leaves the certificates in the order given, as BER may have them. */
  readonly certificatesAsGiven?: boolean;
  readonly attributes?: readonly Buffer[];
  /** Revocation lists. */
  readonly lists?: readonly Buffer[];
  readonly contentType?: string;
  readonly digest?: Buffer;
  readonly algorithm?: Buffer;
  readonly hash?: string;
  readonly signature?: Buffer;
  readonly encapsulated?: Buffer;
  readonly signerInfos?: (signerInfo: Buffer) => Buffer;
  readonly version?: number;
  readonly signerVersion?: number;
  readonly sid?: Buffer;
  /** After the signer infos. */
  readonly more?: readonly Buffer[];
  /** After the signature. */
  readonly unsigned?: readonly Buffer[];
}

const parts = (facts: SignedDataFacts) => {
  const { content, signer, attributes, digest = SHA256, hash = 'sha256' } = facts;
  const isRsa = signer.keys.privateKey.asymmetricKeyType === 'rsa';
  const covered = attributes === undefined ? content : set(...attributes);
  const signature = facts.signature ?? sign(hash, covered, signer.keys.privateKey);
  const signerInfo = seq(
    integer(facts.signerVersion ?? 1),
    facts.sid ?? seq(signer.issuer, integer(signer.serial)),
    digest,
    ...(attributes === undefined ? [] : [context(0, ...[...attributes].sort(Buffer.compare))]),
    facts.algorithm ?? (isRsa ? RSA_SHA256 : ECDSA_SHA256),
    octets(signature),
    ...(facts.unsigned ?? []),
  );
  const given = facts.certificates ?? [signer.der];
  const certificates = facts.certificatesAsGiven === true ? given : given.toSorted(Buffer.compare);
  return { digest, signerInfo, certificates, type: oid(facts.contentType ?? ID_DATA) };
};

/** The whole of it in DER. */
export function signedData(facts: SignedDataFacts): Buffer {
  const { digest, signerInfo, certificates, type } = parts(facts);
  const encapsulated = facts.encapsulated ?? seq(type, context(0, octets(facts.content)));
  return seq(
    oid('1.2.840.113549.1.7.2'),
    context(
      0,
      seq(
        integer(facts.version ?? 1),
        set(digest),
        encapsulated,
        context(0, ...certificates),
        ...(facts.lists === undefined ? [] : [context(1, ...facts.lists)]),
        (facts.signerInfos ?? ((one) => set(one)))(signerInfo),
        ...(facts.more ?? []),
      ),
    ),
  );
}

/** The same in BER as recorded in 2021: indefinite lengths down to an OCTET STRING in pieces (domain.md §3.3). */
export function observed(facts: SignedDataFacts, pieces: readonly Uint8Array[] = [facts.content]): Buffer {
  const { digest, signerInfo, certificates, type } = parts(facts);
  return open(
    0x30,
    oid('1.2.840.113549.1.7.2'),
    open(
      0xa0,
      open(
        0x30,
        integer(1),
        set(digest),
        open(0x30, type, open(0xa0, open(0x24, ...pieces.map((piece) => octets(piece))))),
        open(0xa0, ...certificates),
        set(signerInfo),
      ),
    ),
  );
}

/** The consent of domain.md §3.3, written out rather than put together, with nobody's data in it. */
export const consent = (changes: Readonly<Record<string, string>> = {}, at = NOON) => {
  const row = {
    company: '시험이용기관',
    payerNumber: 'TEST-0001',
    accountHolder: '홍시험',
    birthDate: '1970-01-01',
    bank: '국민은행',
    account: '00000000000000',
    signer: '홍시험',
    ...changes,
  };
  return Buffer.from(
    `\n\n\n|---|---|\n|회사명|${row.company}|\n|납부자번호|${row.payerNumber}|\n|예금주(명의자)명|${row.accountHolder}|\n|생년월일|${row.birthDate}|\n|은행(카드사)명|${row.bank}|\n|계좌(카드)번호|${row.account}|\n|서명자|${row.signer}|\n\n    \n\n<!-- |${'0123456789abcdef'.repeat(2)}|${at}| -->`,
  );
};
