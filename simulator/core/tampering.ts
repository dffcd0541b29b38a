// The forms in which signedData is written, and the ways to tamper with it on purpose. simulator/signer makes them.

import type { Text } from '../../contracts/protocol/index.js';

/** `der` is the default: the manual files it as .der. */
export const forms = ['der', 'observed', 'cades'] as const;
export type Form = (typeof forms)[number];

/** What each of them is. */
export const formWords: Readonly<Record<Form, Text>> = {
  der: { en: 'strict DER, no signed attributes', ko: '엄격한 DER, 서명 속성 없음' },
  observed: {
    en: 'the same in BER of indefinite length, as recorded in 2021',
    ko: '같은 내용의 부정 길이 BER(2021년 실측)',
  },
  cades: {
    en: 'DER with signed attributes, signing certificate v2',
    ko: '서명 속성이 있는 DER(signing certificate v2)',
  },
};

/** VerifyAuth's signedData is not established (protocol.md §2.9): the Token itself, as the docs say, or a CMS around it. */
export type VerifyAuthForm = 'token' | 'cms';

export interface TamperingRow {
  /** What a strict verifier says of it (contracts/signed-data/reasons.ts). */
  readonly reason: string;
  /** What is wrong, as words that describe a signedData: "a signedData …", "… signedData". */
  readonly words: Text;
  /** The consent and its signature are still right, so a verifier that reads it is not wrong. */
  readonly harmless?: true;
}

/** Each way of tampering. */
export const tamperings = {
  content: {
    reason: 'signature',
    words: { en: 'whose content was changed after signing', ko: '서명 후 내용이 바뀐' },
  },
  digest: {
    reason: 'digest',
    words: { en: 'whose signed digest is of something else', ko: '다른 내용의 다이제스트가 서명된' },
  },
  signature: {
    reason: 'signature',
    words: { en: 'with a flipped bit in its signature', ko: '서명값의 한 비트가 바뀐' },
  },
  wrongSigner: {
    reason: 'signerCertificate',
    words: {
      en: 'that names another certificate than the one enclosed',
      ko: '들어 있지 않은 인증서를 가리키는',
    },
  },
  otherPerson: {
    reason: 'expect.name',
    words: { en: "with another person's valid signature", ko: '다른 사람의 유효한 서명이 담긴' },
  },
  expiredCertificate: {
    reason: 'expired',
    words: { en: 'whose certificate had ended', ko: '만료된 인증서로 서명된' },
  },
  notYetValid: {
    reason: 'notYetValid',
    words: { en: 'whose certificate had not begun', ko: '유효기간 전의 인증서로 서명된' },
  },
  untrustedRoot: {
    reason: 'untrustedRoot',
    words: { en: 'of a CA that nobody trusts', ko: '신뢰하지 않는 CA가 발급한' },
  },
  rogueCa: {
    reason: 'issuerSignature',
    words: { en: 'of a CA with the right name and another key', ko: '이름은 같고 키가 다른 CA가 발급한' },
  },
  leafAsCa: {
    reason: 'notAuthority',
    words: { en: "whose certificate was issued by a person's", ko: '개인 인증서로 발급한 인증서를 쓴' },
  },
  weakKey: {
    reason: 'weakKey',
    words: { en: 'signed with an RSA key of 1,024 bits', ko: 'RSA 1,024비트 키로 서명된' },
  },
  weakHash: { reason: 'weakHash', words: { en: 'signed over SHA-1', ko: 'SHA-1로 서명된' } },
  trailingBytes: {
    reason: 'trailingBytes',
    words: { en: 'with bytes after its end', ko: '끝에 바이트가 덧붙은' },
    harmless: true,
  },
  indefiniteLength: {
    reason: 'indefiniteLength',
    words: { en: 'in BER', ko: 'BER로 인코딩된' },
    harmless: true,
  },
  truncated: { reason: 'truncated', words: { en: 'without its last bytes', ko: '끝부분이 잘린' } },
  twoSigners: {
    reason: 'signerCount',
    words: { en: 'with two signers', ko: '서명자가 둘인' },
    harmless: true,
  },
  strippedAttributes: {
    reason: 'attributesAsContent',
    words: { en: 'whose content is another signature’s attributes', ko: '서명 속성을 내용으로 위장한' },
  },
  wrongContentType: {
    reason: 'wrongContentType',
    words: { en: 'whose content is of another type', ko: '내용의 종류가 다른' },
    harmless: true,
  },
  replayed: {
    reason: 'replayed',
    words: { en: 'with a valid signature of an older receipt', ko: '이전 접수 건의 유효한 서명이 담긴' },
  },
  plainBase64: {
    reason: 'plainBase64',
    words: { en: 'in standard base64', ko: '표준 base64로 된' },
    harmless: true,
  },
  padding: {
    reason: 'padded',
    words: { en: 'in padded base64url', ko: '패딩이 붙은 base64url로 된' },
    harmless: true,
  },
} as const satisfies Readonly<Record<string, TamperingRow>>;

export type Tampering = keyof typeof tamperings;
export const tamperingNames = Object.keys(tamperings) as readonly Tampering[];
