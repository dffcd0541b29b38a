// A signer's certificate and SignedData as pkijs defines them (RFC 5280, RFC 5652 §5): where leaf-template.ts is made from,
// and what tests hold the spliced bytes equal to. A running simulator does not load it, for pkijs takes longer to load
// than all of ours.

import { KeyObject, type webcrypto } from 'node:crypto';
import { Set as Asn1Set, Null, OctetString, type Sequence } from 'asn1js';
import {
  AccessDescription,
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  type Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  GeneralName,
  InfoAccess,
  IssuerAndSerialNumber,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { testCa } from '../../fixtures/keys/test-ca.js';
import {
  ecdsaWithSha256,
  extension,
  generateKeys,
  type Issuer,
  issue,
  keyIdentifier,
  keyUsage,
  ownBuffer,
} from '../pki/certificates.js';
import { distinguishedName } from '../pki/names.js';
import { OID } from '../pki/oids.js';
import { certifying, createAuthority, loadAuthority } from './authority.js';
import { type LeafFacts, leafValues } from './leaf-issuer.js';
import type { LeafExtensions, LeafTemplate } from './leaf-template.js';
import type { SignerParts } from './splice.js';

/** A certificate and its key. */
export interface Leaf {
  readonly certificate: Certificate;
  readonly der: Uint8Array;
  readonly keys: webcrypto.CryptoKeyPair;
}

const keyIdentifiers = (issuer: Certificate, self: Certificate) => [
  extension(
    OID.authorityKeyIdentifier,
    new AuthorityKeyIdentifier({
      keyIdentifier: new OctetString({ valueHex: keyIdentifier(issuer) }),
    }).toSchema(),
  ),
  extension(OID.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(self) })),
];

/** Issues a signer's certificate, with a key pair of its own unless one is given. */
export async function issueLeaf(
  authority: Issuer,
  facts: LeafFacts,
  given?: webcrypto.CryptoKeyPair,
  extensions: LeafExtensions = 'keyIdentifiers',
): Promise<Leaf> {
  const keys = given ?? (await generateKeys());
  const issuer = authority.certificate;
  const certificate = await issue({
    ...facts,
    subject: distinguishedName([
      ['CN', facts.commonName],
      ['UID', facts.uid],
    ]),
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    extensions: (self) => [
      ...(extensions === 'observed' ? [] : keyIdentifiers(issuer, self)),
      extension(OID.basicConstraints, new BasicConstraints({ cA: false }).toSchema()),
      keyUsage(0b1000_0000, 7),
      extension(
        OID.authorityInfoAccess,
        new InfoAccess({
          accessDescriptions: [
            new AccessDescription({
              accessMethod: OID.ocsp,
              accessLocation: new GeneralName({ type: 6, value: 'http://ocsp.kakaocert-simulator.test/' }),
            }),
          ],
        }).toSchema(),
      ),
    ],
  });
  return { certificate, der: new Uint8Array(certificate.toSchema(false).toBER()), keys };
}

const ID_DATA = '1.2.840.113549.1.7.1';
const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';

/** SHA-256 with NULL parameters, as observed (domain.md §3.3). */
const sha256 = () =>
  new AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1', algorithmParams: new Null() });

const signerInfoOf = ({ certificate }: Leaf, signature: Uint8Array) =>
  new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
    }),
    digestAlgorithm: sha256(),
    signatureAlgorithm: ecdsaWithSha256(),
    signature: new OctetString({ valueHex: ownBuffer(signature) }),
  });

/** The whole ContentInfo, in DER. */
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

/** A leaf as the parts that sign. */
export function signerParts(leaf: Leaf): SignerParts {
  const [version, sid, digest, signatureAlgorithm] = signerInfoParts(leaf);
  return {
    digestAlgorithms: new Uint8Array(new Asn1Set({ value: [sha256().toSchema()] }).toBER()),
    certificate: leaf.der,
    signerHead: Buffer.concat([version, sid, digest]),
    signatureAlgorithm,
    privateKey: KeyObject.from(leaf.keys.privateKey),
  };
}

function signerInfoParts(leaf: Leaf): [Uint8Array, Uint8Array, Uint8Array, Uint8Array] {
  const signerInfo = signerInfoOf(leaf, new Uint8Array(0)).toSchema() as Sequence;
  const [version, sid, digest, algorithm] = signerInfo.valueBlock.value.map(
    (part) => new Uint8Array(part.toBER()),
  );
  if (version === undefined || sid === undefined || digest === undefined || algorithm === undefined) {
    throw new Error('pkijs made a SignerInfo of another shape.');
  }
  return [version, sid, digest, algorithm];
}

/** Any facts would do: what is made of them is cut out. */
const SPECIMEN: LeafFacts = {
  commonName: 'TEST',
  uid: '0'.repeat(64),
  serial: Uint8Array.from({ length: 16 }, (_, n) => n + 1),
  notBefore: 0,
  notAfter: 1000,
};

/** What all signers' certificates and SignerInfos have in common, cut out of specimens. */
export async function leafTemplateByPkijs(): Promise<LeafTemplate> {
  const facts = { serial: new Uint8Array(16).fill(0x55), notBefore: 0, notAfter: 1000 };
  const authority = await createAuthority(facts);
  const tbsOf = async (extensions: LeafExtensions) => {
    const { certificate, keys } = await issueLeaf(authority, SPECIMEN, undefined, extensions);
    const point = new Uint8Array(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView);
    const publicKey = new Uint8Array(certificate.subjectPublicKeyInfo.toSchema().toBER());
    const privateKey = KeyObject.from(keys.privateKey);
    const values = leafValues(certifying(authority), SPECIMEN, { publicKey, point, privateKey }, extensions);
    // The head of TBSCertificate, a tag and three octets of length, depends on the names' lengths.
    return cut(certificate.tbsView.subarray(4), values);
  };
  const specimen = await issueLeaf(authority, SPECIMEN);
  const [, , digest, signature] = signerInfoParts(specimen);
  return {
    tbs: { keyIdentifiers: await tbsOf('keyIdentifiers'), observed: await tbsOf('observed') },
    digestAlgorithm: hex(digest),
    signatureAlgorithm: hex(signature),
  };
}

/** How the published CA names itself. */
export async function publishedCaByPkijs() {
  const { name, keyIdentifier: identifier } = certifying(await loadAuthority(testCa));
  return { name: hex(name), keyIdentifier: hex(identifier) };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What stands before, between and after the values. That each is found proves that we encode values as pkijs does. */
function cut(bytes: Uint8Array, values: readonly Uint8Array[]): string[] {
  const whole = Buffer.from(bytes);
  const pieces: string[] = [];
  let from = 0;
  for (const value of values) {
    const at = whole.indexOf(value, from);
    if (at < 0) throw new Error('pkijs issued a certificate of another shape.');
    pieces.push(hex(whole.subarray(from, at)));
    from = at + value.length;
  }
  return [...pieces, hex(whole.subarray(from))];
}
