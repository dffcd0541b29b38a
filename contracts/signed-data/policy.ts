// What CMS allows and is not accepted here. The reader shows it; each refusal names what it is that is not accepted.

import { digestAlgorithms, rowOf } from './algorithms.js';
import { isAttributeSet } from './attributes.js';
import { encodingOf, isSorted, TAG } from './encoding/der-node.js';
import { CONTENT, oidName } from './encoding/oids.js';
import { DerError, SignedDataError } from './reasons.js';
import { malformed } from './shape.js';
import type { Structure } from './structure.js';

/** Checks a structure before anything in it is computed. Throws a SignedDataError. */
export function checkStructure(structure: Structure): void {
  checkCertificates(structure);
  checkDigests(structure);
  const { contentType, content, signer, revocationLists } = structure;
  if (contentType !== CONTENT.data) throw new SignedDataError('wrongContentType', oidName(contentType));
  checkVersions(structure);
  if (signer.unsignedAttributes.length > 0) {
    const names = signer.unsignedAttributes.map(({ oid }) => oidName(oid));
    throw new SignedDataError('unsignedAttributes', names.join(', '));
  }
  if (revocationLists.length > 0) throw new SignedDataError('revocationLists', `${revocationLists.length}`);
  if (isAttributeSet(content)) throw new SignedDataError('attributesAsContent');
}

/** [0] IMPLICIT hides that this is a SET OF, so the reader did not look at the order. */
function checkCertificates({ bytes, certificateNodes: nodes }: Structure): void {
  if (nodes.length === 0) throw new SignedDataError('signerCertificate', 'no certificate is enclosed');
  if (!isSorted(nodes.map((node) => encodingOf(bytes, node)))) {
    throw new DerError('notDer', nodes[0]?.offset ?? 0, 'certificates out of order');
  }
}

function checkDigests({ digestAlgorithms: named, signer }: Structure): void {
  for (const algorithm of [...named, signer.digestAlgorithm]) rowOf(digestAlgorithms, algorithm);
  if (!named.some(({ oid }) => oid === signer.digestAlgorithm.oid)) {
    malformed("the signer's digest algorithm is not among those of the SignedData");
  }
}

/** Versions follow from what is in there (RFC 5652 §5.1, §5.3). The content is id-data, and there are no lists. */
function checkVersions({ version, signer, certificateNodes }: Structure): void {
  const signerVersion = signer.identifier.kind === 'subjectKeyIdentifier' ? 3 : 1;
  if (signer.version !== signerVersion) malformed(`SignerInfo of version ${signer.version}`);
  const has = (number: number) => certificateNodes.some(({ tag }) => tag === TAG.context(number));
  // Attribute certificates are [1] and [2] of the certificates, other formats [3].
  const expected = has(3) ? 5 : has(2) ? 4 : has(1) || signerVersion === 3 ? 3 : 1;
  if (version !== expected) malformed(`SignedData of version ${version}, not ${expected}`);
}
