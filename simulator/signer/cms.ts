// The structure of signedData as pkijs builds it (RFC 5652 §5): the reference for the hot path, and the source of its
// pre-encoded parts.

import { Set as Asn1Set, Null, OctetString, type Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { ecdsaWithSha256, ownBuffer } from '../pki/certificates.js';
import type { Leaf } from './authority.js';
import type { SignerParts } from './splice.js';

const ID_DATA = '1.2.840.113549.1.7.1';
const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';

/** SHA-256 with NULL parameters, as observed (domain.md §3.3). */
const sha256 = () =>
  new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1', algorithmParams: new Null() });

const signerInfoOf = (leaf: Leaf, signature: Uint8Array) =>
  new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({
      issuer: leaf.certificate.issuer,
      serialNumber: leaf.certificate.serialNumber,
    }),
    digestAlgorithm: sha256(),
    signatureAlgorithm: ecdsaWithSha256(),
    signature: new OctetString({ valueHex: ownBuffer(signature) }),
  });

/** The whole ContentInfo by pkijs, in DER. Slow: for reference and tests. */
export function buildSignedData(leaf: Leaf, content: Uint8Array, signature: Uint8Array): Uint8Array {
  const encapContentInfo = new EncapsulatedContentInfo({ eContentType: ID_DATA });
  // Set afterwards: the constructor would wrap the string into a constructed one, which is BER, not DER.
  encapContentInfo.eContent = new OctetString({ valueHex: ownBuffer(content) });
  const signedData = new SignedData({
    version: 1,
    digestAlgorithms: [sha256()],
    encapContentInfo,
    certificates: [leaf.certificate],
    signerInfos: [signerInfoOf(leaf, signature)],
  });
  const contentInfo = new ContentInfo({ contentType: ID_SIGNED_DATA, content: signedData.toSchema(true) });
  return new Uint8Array(contentInfo.toSchema().toBER());
}

/** A leaf's fixed parts, encoded once by pkijs. */
export function signerParts(leaf: Leaf): SignerParts {
  const signerInfo = signerInfoOf(leaf, new Uint8Array(0)).toSchema() as Sequence;
  const [version, sid, digest, algorithm] = signerInfo.valueBlock.value.map(
    (part) => new Uint8Array(part.toBER()),
  );
  if (version === undefined || sid === undefined || digest === undefined || algorithm === undefined) {
    throw new Error('pkijs made a SignerInfo of another shape.');
  }
  return {
    digestAlgorithms: new Uint8Array(new Asn1Set({ value: [sha256().toSchema()] }).toBER()),
    certificate: leaf.der,
    signerHead: Buffer.concat([version, sid, digest]),
    signatureAlgorithm: algorithm,
    privateKey: leaf.privateKey,
  };
}
