// The shape of signedData: ContentInfo around a SignedData with one signer (RFC 5652 §3–5). Exact numbers of elements
// and one version; whatever else is in there is refused. What the algorithms and the content type are worth is judged
// in verify.ts, so that people may look at a bad signedData too.

import type { Algorithm } from './algorithms.js';
import { type Certificate, certificateAt } from './certificate.js';
import { readDer } from './encoding/der.js';
import { contentOf, type DerNode, encodingOf, isSorted, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { CONTENT } from './encoding/oids.js';
import { DerError, SignedDataError } from './reasons.js';
import { algorithmOf, isNumber, malformed, parts } from './shape.js';

export interface Structure {
  readonly bytes: Uint8Array;
  /** An object identifier; id-data where all is well. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** The signer's. */
  readonly certificate: Certificate;
  /** What else is enclosed: issuers between the signer and a root. */
  readonly enclosed: readonly Certificate[];
  /** The SignedData's, and the signer's. */
  readonly digestAlgorithms: readonly [Algorithm, Algorithm];
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  /** The [0] IMPLICIT SET of attributes, where there is one. */
  readonly signedAttributes: DerNode | undefined;
}

/** A signer and two issuers. */
const CERTIFICATE_LIMIT = 3;

/** Reads the structure from strict DER. Throws a SignedDataError at the first thing that is not as it must be. */
export function readStructure(bytes: Uint8Array): Structure {
  const root = readDer(bytes);
  if (root.tag !== TAG.sequence) malformed('ContentInfo');
  const [outerType, outer] = parts(root, 'ContentInfo', TAG.oid, TAG.context(0));
  if (oidOf(bytes, outerType) !== CONTENT.signedData) malformed('a ContentInfo of something else');
  const [signedData] = parts(outer, 'ContentInfo', TAG.sequence);
  const [version, digests, encapsulated, certificates, signers] = parts(
    signedData,
    'SignedData',
    TAG.integer,
    TAG.set,
    TAG.sequence,
    // There are no revocation lists ([1]): nothing could be revoked within a day's own certificate.
    ['?', TAG.context(0)],
    TAG.set,
  );
  if (!isNumber(bytes, version, 1)) malformed('SignedData of another version');
  const [signerInfo, ...others] = signers.children;
  if (signerInfo === undefined || others.length > 0) {
    throw new SignedDataError('signerCount', `${signers.children.length} signers`);
  }
  const [digest, ...digestsMore] = digests.children;
  if (digest === undefined || digestsMore.length > 0) return malformed('not one digest algorithm');
  const signer = readSigner(bytes, signerInfo);
  const all = readCertificates(bytes, certificates);
  const certificate = all.find(
    ({ issuer, serial }) => sameBytes(issuer, signer.issuer) && sameBytes(serial, signer.serial),
  );
  if (certificate === undefined) throw new SignedDataError('signerCertificate');
  return {
    bytes,
    ...readContent(bytes, encapsulated),
    certificate,
    enclosed: all.filter((one) => one !== certificate),
    digestAlgorithms: [algorithmOf(bytes, digest), signer.digestAlgorithm],
    signatureAlgorithm: signer.signatureAlgorithm,
    signature: signer.signature,
    signedAttributes: signer.signedAttributes,
  };
}

function readCertificates(bytes: Uint8Array, node: DerNode | undefined): readonly Certificate[] {
  const children = node?.children ?? [];
  if (children.length === 0 || children.length > CERTIFICATE_LIMIT) {
    malformed(`${children.length} certificates`);
  }
  // [0] IMPLICIT hides that this is a SET OF, so the reader did not look at the order.
  if (!isSorted(children.map((child) => encodingOf(bytes, child)))) {
    throw new DerError('notDer', node?.offset ?? 0, 'certificates out of order');
  }
  return children.map((child) => certificateAt(bytes, child));
}

function readContent(bytes: Uint8Array, node: DerNode): Pick<Structure, 'contentType' | 'content'> {
  const [type, wrapper] = parts(node, 'EncapsulatedContentInfo', TAG.oid, ['?', TAG.context(0)]);
  if (wrapper === undefined) return malformed('the content is not enclosed');
  const [octets] = parts(wrapper, 'eContent', TAG.octetString);
  return { contentType: oidOf(bytes, type), content: contentOf(bytes, octets) };
}

function readSigner(bytes: Uint8Array, node: DerNode) {
  if (node.tag !== TAG.sequence) malformed('SignerInfo');
  const [version, sid, digest, signedAttributes, algorithm, signature] = parts(
    node,
    'SignerInfo',
    TAG.integer,
    TAG.sequence,
    TAG.sequence,
    ['?', TAG.context(0)],
    TAG.sequence,
    // No unsigned attributes ([1]): nobody vouches for them.
    TAG.octetString,
  );
  if (!isNumber(bytes, version, 1)) malformed('SignerInfo of another version');
  const [issuer, serial] = parts(sid, 'IssuerAndSerialNumber', TAG.sequence, TAG.integer);
  return {
    issuer: encodingOf(bytes, issuer),
    serial: contentOf(bytes, serial),
    digestAlgorithm: algorithmOf(bytes, digest),
    signedAttributes,
    signatureAlgorithm: algorithmOf(bytes, algorithm),
    signature: contentOf(bytes, signature),
  };
}
