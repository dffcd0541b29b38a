// The shape of signedData: ContentInfo around a SignedData with one signer (RFC 5652 §3–5).
// Exact numbers of elements, one version, one content type; whatever else is in there is refused.

import { SHA256_OID, weakAlgorithms } from './algorithms.js';
import { algorithmOf, type Certificate, certificateAt } from './certificate.js';
import { contentOf, DerError, type DerNode, encodingOf, oidOf, readDer, TAG } from './der.js';
import { type Reason, SignedDataError } from './reasons.js';

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

export interface Structure {
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
  /** The signer's. */
  readonly certificate: Certificate;
  /** What else is enclosed: issuers between the signer and a root. */
  readonly enclosed: readonly Certificate[];
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** The [0] IMPLICIT SET of attributes, where there is one. */
  readonly signedAttributes: DerNode | undefined;
}

function fail(reason: Reason, detail?: string): never {
  throw new SignedDataError(reason, detail);
}

/** Exactly these tags, in this order; `?` before a tag means that it may be missing. */
function parts(
  node: DerNode | undefined,
  what: string,
  ...tags: readonly (number | readonly ['?', number])[]
): (DerNode | undefined)[] {
  let at = 0;
  const found = tags.map((tag) => {
    const child = node?.children[at];
    const [due, optional] = typeof tag === 'number' ? [tag, false] : [tag[1], true];
    if (child?.tag === due) {
      at += 1;
      return child;
    }
    return optional ? undefined : fail('notSignedData', what);
  });
  if (node === undefined || at !== node.children.length) fail('notSignedData', what);
  return found;
}

const oidAt = (bytes: Uint8Array, node: DerNode | undefined) =>
  node?.tag === TAG.oid ? oidOf(bytes, node) : '';
const isVersion1 = (bytes: Uint8Array, node: DerNode | undefined) =>
  node !== undefined && Buffer.from(contentOf(bytes, node)).equals(Buffer.from([1]));

/** Reads the structure from strict DER. Throws a SignedDataError or a DerError at the first thing that is not as it must be. */
export function readStructure(bytes: Uint8Array): Structure {
  const root = readDer(bytes);
  if (root.tag !== TAG.sequence) fail('notSignedData', 'no SEQUENCE');
  const [outerType, outer] = parts(root, 'ContentInfo', TAG.oid, TAG.context(0));
  if (oidAt(bytes, outerType) !== OID.signedData) fail('notSignedData', 'ContentInfo holds something else');
  const [signedData] = parts(outer, 'ContentInfo', TAG.sequence);
  const [version, digests, encapsulated, certificates, signers] = parts(
    signedData,
    'SignedData',
    TAG.integer,
    TAG.set,
    TAG.sequence,
    ['?', TAG.context(0)],
    TAG.set,
  );
  if (!isVersion1(bytes, version)) fail('notSignedData', 'SignedData of another version');
  if (signers?.children.length !== 1) fail('signerCount', `${signers?.children.length ?? 0} signers`);
  if (digests?.children.length !== 1) fail('notSignedData', 'not one digest algorithm');
  checkSha256(bytes, digests?.children[0]);
  const content = readContent(bytes, encapsulated);
  const enclosed = readCertificates(bytes, certificates);
  const signer = readSigner(bytes, signers.children[0]);
  const certificate = enclosed.find(
    ({ issuer, serial }) => Buffer.from(signer.issuer).equals(issuer) && signer.serial === serial,
  );
  if (certificate === undefined) return fail('signerCertificate');
  return { bytes, content, certificate, ...signer, enclosed: enclosed.filter((one) => one !== certificate) };
}

/** At most a signer and two issuers; in DER a SET is sorted, and [0] IMPLICIT hides that it is one. */
function readCertificates(bytes: Uint8Array, node: DerNode | undefined): readonly Certificate[] {
  const children = node?.children ?? [];
  if (children.length === 0 || children.length > 3) fail('notSignedData', `${children.length} certificates`);
  const encoded = children.map((child) => encodingOf(bytes, child));
  if (encoded.some((one, at) => at > 0 && Buffer.compare(encoded[at - 1] ?? one, one) >= 0)) {
    throw new DerError('notDer', node?.offset ?? 0, 'Certificates out of order');
  }
  return children.map((child) => certificateAt(bytes, child));
}

function readContent(bytes: Uint8Array, node: DerNode | undefined): Uint8Array {
  const [type, wrapper] = parts(node, 'EncapsulatedContentInfo', TAG.oid, TAG.context(0));
  if (oidAt(bytes, type) !== OID.data) fail('wrongContentType', oidAt(bytes, type));
  const [octets] = parts(wrapper, 'eContent', TAG.octetString);
  return octets === undefined ? fail('notSignedData') : contentOf(bytes, octets);
}

function readSigner(bytes: Uint8Array, node: DerNode | undefined) {
  if (node?.tag !== TAG.sequence) fail('notSignedData', 'SignerInfo');
  const [version, sid, digest, attributes, algorithm, signature] = parts(
    node,
    'SignerInfo',
    TAG.integer,
    TAG.sequence,
    TAG.sequence,
    ['?', TAG.context(0)],
    TAG.sequence,
    TAG.octetString,
  );
  if (!isVersion1(bytes, version)) fail('notSignedData', 'SignerInfo of another version');
  const [issuer, serial] = parts(sid, 'IssuerAndSerialNumber', TAG.sequence, TAG.integer);
  if (issuer === undefined || serial === undefined || algorithm === undefined || signature === undefined)
    fail('notSignedData');
  checkSha256(bytes, digest);
  return {
    issuer: encodingOf(bytes, issuer),
    serial: Buffer.from(contentOf(bytes, serial)).toString('hex'),
    signedAttributes: attributes,
    signatureAlgorithm: algorithmOf(bytes, algorithm),
    signature: contentOf(bytes, signature),
  };
}

function checkSha256(bytes: Uint8Array, node: DerNode | undefined): void {
  if (node?.tag !== TAG.sequence) fail('notSignedData', 'an algorithm that is none');
  const [oid, parameters, ...more] = node?.children ?? [];
  const name = oidAt(bytes, oid);
  if (name !== SHA256_OID) fail('weakHash', weakAlgorithms[name] ?? name);
  if (more.length > 0 || (parameters !== undefined && parameters.tag !== TAG.null))
    fail('unknownAlgorithm', 'SHA-256 with parameters');
}
