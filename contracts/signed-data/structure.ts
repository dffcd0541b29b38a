// What stands in a signedData: ContentInfo around a SignedData with one signer and its content enclosed (RFC 5652 §3–5).
// Read here is all that CMS allows of that; what it is worth is judged in verify.ts, so that people may look at a
// signedData that is not accepted. The encoding is strict DER, but for the order under IMPLICIT tags, which is a judge's.

import type { Algorithm } from './algorithms.js';
import { type Attribute, readAttributes } from './attributes.js';
import { type Certificate, certificateAt } from './certificate.js';
import { readDer } from './encoding/der.js';
import { contentOf, type DerNode, encodingOf, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { CONTENT } from './encoding/oids.js';
import { SignedDataError } from './reasons.js';
import { algorithmOf, malformed, parts, smallNumber } from './shape.js';

/** By what a signer names the certificate (RFC 5652 §5.3). */
export type SignerIdentifier =
  | {
      readonly kind: 'issuerAndSerialNumber';
      /** The issuer's Name in DER. */
      readonly issuer: Uint8Array;
      /** Content octets of the INTEGER. */
      readonly serial: Uint8Array;
    }
  | { readonly kind: 'subjectKeyIdentifier'; readonly keyIdentifier: Uint8Array };

/** The only SignerInfo. */
export interface SignerInfo {
  readonly version: number;
  readonly identifier: SignerIdentifier;
  readonly digestAlgorithm: Algorithm;
  /** The [0] IMPLICIT SET, where there is one. */
  readonly attributeSet: DerNode | undefined;
  readonly attributes: readonly Attribute[];
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
}

/** A member of the certificates that is no X.509 certificate, or none that can be read. */
export interface Unread {
  readonly node: DerNode;
  readonly error: SignedDataError;
}

export interface Structure {
  readonly bytes: Uint8Array;
  readonly version: number;
  readonly digestAlgorithms: readonly Algorithm[];
  /** An object identifier; id-data where all is well. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** As they stand. */
  readonly certificateNodes: readonly DerNode[];
  /** Each once, in the order of their bytes, so that nothing depends on where they stood. */
  readonly certificates: readonly Certificate[];
  readonly unread: readonly Unread[];
  readonly revocationLists: readonly DerNode[];
  readonly signer: SignerInfo;
}

/** Reads the structure from strict DER. Throws a SignedDataError for what is no SignedData of one signer. */
export function readStructure(bytes: Uint8Array): Structure {
  const [version, digests, encapsulated, certificates, lists, signers] = signedDataOf(bytes);
  const [signerInfo, ...others] = signers.children;
  if (signerInfo === undefined || others.length > 0) {
    throw new SignedDataError('signerCount', `${signers.children.length} signers`);
  }
  return {
    bytes,
    version: smallNumber(bytes, version, 'SignedData of no version'),
    digestAlgorithms: digests.children.map((digest) => algorithmOf(bytes, digest)),
    ...readContent(bytes, encapsulated),
    ...readCertificates(bytes, certificates?.children ?? []),
    revocationLists: lists?.children ?? [],
    signer: readSigner(bytes, signerInfo),
  };
}

function signedDataOf(bytes: Uint8Array) {
  const root = readDer(bytes);
  if (root.tag !== TAG.sequence) malformed('ContentInfo');
  const [outerType, outer] = parts(root, 'ContentInfo', TAG.oid, TAG.context(0));
  if (oidOf(bytes, outerType) !== CONTENT.signedData) malformed('a ContentInfo of something else');
  const [signedData] = parts(outer, 'ContentInfo', TAG.sequence);
  return parts(
    signedData,
    'SignedData',
    TAG.integer,
    TAG.set,
    TAG.sequence,
    ['?', TAG.context(0)],
    ['?', TAG.context(1)],
    TAG.set,
  );
}

function readCertificates(bytes: Uint8Array, nodes: readonly DerNode[]) {
  const certificates: Certificate[] = [];
  const unread: Unread[] = [];
  for (const node of nodes.toSorted((one, other) =>
    Buffer.compare(encodingOf(bytes, one), encodingOf(bytes, other)),
  )) {
    try {
      const certificate = certificateAt(bytes, node);
      const last = certificates.at(-1);
      if (last === undefined || !sameBytes(last.der, certificate.der)) certificates.push(certificate);
    } catch (error) {
      if (!(error instanceof SignedDataError)) throw error;
      unread.push({ node, error });
    }
  }
  return { certificateNodes: nodes, certificates, unread };
}

function readContent(bytes: Uint8Array, node: DerNode): Pick<Structure, 'contentType' | 'content'> {
  const [type, wrapper] = parts(node, 'EncapsulatedContentInfo', TAG.oid, ['?', TAG.context(0)]);
  if (wrapper === undefined) return malformed('the content is not enclosed');
  const [octets] = parts(wrapper, 'eContent', TAG.octetString);
  return { contentType: oidOf(bytes, type), content: contentOf(bytes, octets) };
}

function readSigner(bytes: Uint8Array, node: DerNode): SignerInfo {
  if (node.tag !== TAG.sequence) malformed('SignerInfo');
  const [version, sid, ...rest] = node.children;
  if (version?.tag !== TAG.integer || sid === undefined) return malformed('SignerInfo');
  const [digest, attributeSet, algorithm, signature, unsigned] = parts(
    { ...node, children: rest },
    'SignerInfo',
    TAG.sequence,
    ['?', TAG.context(0)],
    TAG.sequence,
    TAG.octetString,
    ['?', TAG.context(1)],
  );
  return {
    version: smallNumber(bytes, version, 'SignerInfo of no version'),
    identifier: identifierOf(bytes, sid),
    digestAlgorithm: algorithmOf(bytes, digest),
    attributeSet,
    attributes: readAttributes(bytes, attributeSet),
    signatureAlgorithm: algorithmOf(bytes, algorithm),
    signature: contentOf(bytes, signature),
    unsignedAttributes: readAttributes(bytes, unsigned),
  };
}

function identifierOf(bytes: Uint8Array, sid: DerNode): SignerIdentifier {
  if (sid.tag === TAG.contextPrimitive(0)) {
    return { kind: 'subjectKeyIdentifier', keyIdentifier: contentOf(bytes, sid) };
  }
  if (sid.tag !== TAG.sequence) malformed('SignerIdentifier');
  const [issuer, serial] = parts(sid, 'IssuerAndSerialNumber', TAG.sequence, TAG.integer);
  return {
    kind: 'issuerAndSerialNumber',
    issuer: encodingOf(bytes, issuer),
    serial: contentOf(bytes, serial),
  };
}
