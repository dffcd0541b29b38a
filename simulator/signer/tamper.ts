// How a signedData is tampered with on purpose: one recipe for each row of the table in core/tampering.ts. Slow; only used
// when a test asks for it.

import { generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Tampering } from '../core/tampering.js';
import { write } from '../pki/der.js';
import { attributeSet, type Encoder, encoders, implicit0, sha256 } from './forms.js';
import {
  commonNameOnly,
  createLeafIssuer,
  generateLeafKeys,
  keyIdentifierOf,
  type LeafAuthority,
  type LeafFacts,
  type LeafKeys,
  subjectOf,
} from './leaf-issuer.js';
import type { LeafExtensions } from './leaf-template.js';
import { type SignerParts, signBytes, signerInfo, spliceSignedData } from './splice.js';

/** What a recipe works on: the honest signer and content, and the means to make others. */
export interface Honest {
  readonly parts: SignerParts;
  readonly facts: LeafFacts;
  readonly content: Buffer;
  /** ms since the epoch. */
  readonly signedAt: number;
  readonly encode: Encoder;
  readonly authority: LeafAuthority;
  /** What the honest certificate has. */
  readonly extensions: LeafExtensions;
  readonly bytes: (length: number) => Uint8Array;
  /** The content that the same request had some time before, ms. */
  readonly earlier: (ms: number) => Buffer;
}

/** Bytes of a signedData, or its text where the text is what is tampered with. */
type Recipe = (honest: Honest) => Promise<Uint8Array | string> | Uint8Array | string;

const DAY = 86_400_000;
const RSA_SHA256 = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex');
const ECDSA_SHA1 = Buffer.from('300906072a8648ce3d0401', 'hex');
const ID_TST_INFO = Buffer.from('060b2a864886f70d0109100104', 'hex');
const ANOTHER_NAME = '김다른';

interface Certifying {
  readonly changes?: Partial<LeafFacts>;
  readonly issuer?: LeafAuthority;
  readonly keys?: LeafKeys;
}

/** Another certificate for the honest signer, changed in some facts, by another issuer or with other keys. */
function certified(
  { authority, extensions, facts, bytes }: Honest,
  { changes = {}, issuer = authority, keys = generateLeafKeys() }: Certifying = {},
): SignerParts {
  return createLeafIssuer(issuer, extensions)({ ...facts, serial: bytes(16), ...changes }, keys);
}

const encodedBy = (honest: Honest, parts: SignerParts) =>
  honest.encode(parts, honest.content, honest.signedAt);

/** Whoever pretends to be a CA: a name, and keys that nobody knows. */
function pretender(name: Uint8Array, keys = generateLeafKeys()): LeafAuthority {
  return { name, keyIdentifier: keyIdentifierOf(keys), privateKey: keys.privateKey };
}

const generate = promisify(generateKeyPair);

/** RSA of 1,024 bits, which nobody may use any more (NIST SP 800-131A). */
async function weakKeys(): Promise<LeafKeys> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 1024 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    point: publicKey.export({ type: 'pkcs1', format: 'der' }),
    privateKey,
  };
}

/** A copy with one digit of the content changed: the last digit before the closing comment's end, or the last byte. */
function changed(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  const at = Math.max(copy.indexOf('|생년월일|') + Buffer.byteLength('|생년월일|') + 9, 0);
  const index = copy.indexOf('|생년월일|') < 0 ? copy.length - 1 : at;
  copy[index] = copy[index] === 0x31 ? 0x32 : 0x31;
  return copy;
}

const recipes: Readonly<Record<Tampering, Recipe>> = {
  content: ({ parts, content }) => spliceSignedData(parts, changed(content), signBytes(parts, content)),
  digest({ parts, content, signedAt }) {
    const attributes = attributeSet(parts, sha256(changed(content)), signedAt);
    return spliceSignedData(parts, content, signBytes(parts, attributes), {
      signedAttributes: implicit0(attributes),
    });
  },
  signature({ parts, content }) {
    const signature = signBytes(parts, content);
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    return spliceSignedData(parts, content, signature);
  },
  wrongSigner(honest) {
    const { certificate } = certified(honest);
    return encodedBy(honest, { ...honest.parts, certificate });
  },
  otherPerson: (honest) => encodedBy(honest, certified(honest, { changes: { commonName: ANOTHER_NAME } })),
  expiredCertificate: (honest) =>
    encodedBy(honest, certified(honest, { changes: { notAfter: honest.signedAt - DAY } })),
  notYetValid: (honest) =>
    encodedBy(honest, certified(honest, { changes: { notBefore: honest.signedAt + DAY } })),
  untrustedRoot: (honest) =>
    encodedBy(honest, certified(honest, { issuer: pretender(commonNameOnly('TEST Untrusted CA')) })),
  rogueCa: (honest) => encodedBy(honest, certified(honest, { issuer: pretender(honest.authority.name) })),
  leafAsCa(honest) {
    const changes = { commonName: ANOTHER_NAME };
    const keys = generateLeafKeys();
    const { certificate } = certified(honest, { changes, keys });
    const issuer = pretender(subjectOf({ ...honest.facts, ...changes }), keys);
    const parts = certified(honest, { issuer });
    return spliceSignedData(parts, honest.content, signBytes(parts, honest.content), {
      moreCertificates: [certificate],
    });
  },
  async weakKey(honest) {
    const parts = certified(honest, { keys: await weakKeys() });
    return encodedBy(honest, { ...parts, signatureAlgorithm: RSA_SHA256 });
  },
  weakHash({ parts, content }) {
    const digestLength = SHA256_WITH_NULL.length;
    const signerHead = Buffer.concat([parts.signerHead.subarray(0, -digestLength), SHA1]);
    const digestAlgorithms = Buffer.concat([Buffer.from([0x31, SHA1.length]), SHA1]);
    const weak = { ...parts, signerHead, digestAlgorithms, signatureAlgorithm: ECDSA_SHA1 };
    return spliceSignedData(weak, content, sign('sha1', content, parts.privateKey));
  },
  trailingBytes: (honest) => Buffer.concat([honestBytes(honest), Buffer.from([0])]),
  indefiniteLength(honest) {
    const der = encoders.der(honest.parts, honest.content, honest.signedAt);
    return Buffer.concat([Buffer.from([0x30, 0x80]), der.subarray(4), Buffer.from([0, 0])]);
  },
  truncated: (honest) => honestBytes(honest).subarray(0, -10),
  twoSigners({ parts, content }) {
    const [one, two] = [signBytes(parts, content), signBytes(parts, content)];
    return spliceSignedData(parts, content, one, { moreSigners: [write(signerInfo(parts, two))] });
  },
  strippedAttributes({ parts, content, signedAt }) {
    const attributes = attributeSet(parts, sha256(content), signedAt);
    return spliceSignedData(parts, attributes, signBytes(parts, attributes));
  },
  wrongContentType: ({ parts, content }) =>
    spliceSignedData(parts, content, signBytes(parts, content), { contentType: ID_TST_INFO }),
  replayed: (honest) => honest.encode(honest.parts, honest.earlier(DAY), honest.signedAt - DAY),
  plainBase64: (honest) => Buffer.from(honestBytes(honest)).toString('base64').replaceAll('=', ''),
  padding: (honest) => `${Buffer.from(honestBytes(honest)).toString('base64url')}=`,
};

/** SHA-256 with NULL parameters, as the signer's head ends. */
const SHA256_WITH_NULL = Buffer.from('300d06096086480165030402010500', 'hex');

const honestBytes = ({ encode, parts, content, signedAt }: Honest) => encode(parts, content, signedAt);

/** The text of a signedData tampered with in one way: base64url, unless the text itself is what is changed. */
export async function tampered(kind: Tampering, honest: Honest): Promise<string> {
  const made = await recipes[kind](honest);
  return typeof made === 'string' ? made : Buffer.from(made).toString('base64url');
}
