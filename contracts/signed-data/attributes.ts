// Attributes of a signer as they stand: any of them, in any order (RFC 5652 §5.3). What they must be is judged elsewhere.

import type { Text } from '../protocol/index.js';
import { readBer } from './encoding/ber.js';
import { contentOf, type DerNode, encodingOf, TAG } from './encoding/der-node.js';
import { oidOf, timeOf } from './encoding/der-values.js';
import { ATTRIBUTE, oidName } from './encoding/oids.js';
import { textOf } from './names.js';
import { DerError, SignedDataError } from './reasons.js';

export interface Attribute {
  /** An object identifier. */
  readonly oid: string;
  readonly node: DerNode;
  readonly values: readonly DerNode[];
}

/** Reads a SET of attributes; none where there is no set. Throws `signedAttributes` for what is no attribute. */
export function readAttributes(bytes: Uint8Array, set: DerNode | undefined): readonly Attribute[] {
  return (set?.children ?? []).map((node) => {
    const [type, values, ...more] = node.children;
    const isAttribute = node.tag === TAG.sequence && type?.tag === TAG.oid && values?.tag === TAG.set;
    if (!isAttribute || more.length > 0) throw new SignedDataError('signedAttributes', 'malformed');
    return { oid: oidOf(bytes, type), node, values: values.children };
  });
}

/** The attributes of one type. */
export const attributesOf = (attributes: readonly Attribute[], type: string) =>
  attributes.filter(({ oid }) => oid === type);

/** An attribute for people and programs to look at. */
export interface ShownAttribute {
  /** The object identifier. */
  readonly oid: string;
  /** Its name by the standard, or the object identifier again where this project knows none. */
  readonly name: string;
  /** What it is, where this project knows it. */
  readonly words: Text | null;
  readonly values: readonly {
    /** What a simple value says; hexadecimal DER for a composed one. */
    readonly text: string;
    /** The whole value in DER, hexadecimal. */
    readonly der: string;
  }[];
}

/** What attributes are, for people. Sources: RFC 5652 §11, RFC 5035, RFC 5126 §5.11, RFC 6211, RFC 8551, RFC 3161. */
const words: Readonly<Record<string, Text>> = {
  [ATTRIBUTE.contentType]: { en: 'type of the content', ko: '콘텐츠 유형' },
  [ATTRIBUTE.messageDigest]: { en: 'digest of the content', ko: '콘텐츠 다이제스트' },
  [ATTRIBUTE.signingTime]: { en: 'when it was signed, as the signer says', ko: '서명자가 밝힌 서명 시각' },
  [ATTRIBUTE.signingCertificateV2]: { en: 'certificate that was signed with', ko: '서명에 쓴 인증서' },
  [ATTRIBUTE.signingCertificate]: {
    en: 'certificate that was signed with, by SHA-1',
    ko: '서명에 쓴 인증서(SHA-1)',
  },
  [ATTRIBUTE.smimeCapabilities]: {
    en: "algorithms that the signer's mail program can use",
    ko: '서명자의 메일 프로그램이 지원하는 알고리즘',
  },
  [ATTRIBUTE.cmsAlgorithmProtect]: { en: 'algorithms, signed too', ko: '함께 서명된 알고리즘' },
  [ATTRIBUTE.sigPolicyId]: { en: 'policy of the signature', ko: '서명 정책' },
  [ATTRIBUTE.signerLocation]: { en: 'where it was signed', ko: '서명 장소' },
  [ATTRIBUTE.countersignature]: { en: 'signature over the signature', ko: '서명에 대한 부가 서명' },
  [ATTRIBUTE.timeStampToken]: { en: 'time stamp', ko: '타임스탬프' },
};

/** Shows attributes; nothing of them is judged. */
export const showAttributes = (bytes: Uint8Array, attributes: readonly Attribute[]) =>
  attributes.map(
    ({ oid, values }): ShownAttribute => ({
      oid,
      name: oidName(oid),
      words: Object.hasOwn(words, oid) ? (words[oid] ?? null) : null,
      values: values.map((value) => ({ text: shown(bytes, value), der: hex(encodingOf(bytes, value)) })),
    }),
  );

const strings: readonly number[] = [
  TAG.utf8String,
  TAG.numericString,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.universalString,
  TAG.bmpString,
];

function shown(bytes: Uint8Array, value: DerNode): string {
  if (value.tag === TAG.oid) return oidName(oidOf(bytes, value));
  if (value.tag === TAG.octetString) return hex(contentOf(bytes, value));
  if (strings.includes(value.tag)) return textOf(bytes, value);
  const instant = timeOf(bytes, value);
  return instant === undefined ? hex(encodingOf(bytes, value)) : new Date(instant).toISOString();
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/**
 * Whether content is itself a SET OF Attribute: then it may be what was really signed
 * (draft-ietf-lamps-cms-euf-cma-signeddata). Read leniently, because signers have been lenient too.
 */
export function isAttributeSet(content: Uint8Array): boolean {
  if (content[0] !== TAG.set) return false;
  try {
    const { children } = readBer(content);
    const isAttribute = ([type, values]: readonly { readonly tag: number }[]) =>
      type?.tag === TAG.oid && values?.tag === TAG.set;
    return (
      children.length > 0 && children.every((one) => one.tag === TAG.sequence && isAttribute(one.children))
    );
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
