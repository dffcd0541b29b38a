// What a signedData holds, for people and programs to look at. Nothing is trusted here; verifySignedData decides.

import type { Text } from '../protocol/index.js';
import { attributesOf, type ShownAttribute, showAttributes } from './attributes.js';
import { type Certificate, keyIdentifierOf, tryDer } from './certificate.js';
import { type Consent, parseConsent, utf8Of } from './consent.js';
import { contentOf, encodingOf, isSorted, TAG } from './encoding/der-node.js';
import { timeOf } from './encoding/der-values.js';
import { ATTRIBUTE, EXTENSION, oidName } from './encoding/oids.js';
import { nameOf, type SignerName } from './names.js';
import { notShown } from './not-shown.js';
import { candidatesOf } from './signer.js';
import { readStructure, type SignerIdentifier, type Structure } from './structure.js';

/** By what the signer names the certificate. */
export type ShownIdentifier =
  | {
      readonly kind: 'issuerAndSerialNumber';
      readonly issuer: SignerName;
      /** Hexadecimal, without a leading zero byte. */
      readonly serial: string;
    }
  | {
      readonly kind: 'subjectKeyIdentifier';
      /** Hexadecimal. */
      readonly keyIdentifier: string;
    };

/** An enclosed certificate. */
export interface ShownCertificate {
  readonly subject: SignerName;
  readonly issuer: SignerName;
  /** Hexadecimal, without a leading zero byte. */
  readonly serial: string;
  /** ISO 8601 UTC. */
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
  /** E.g. `P-256`. */
  readonly key: string;
  /** Whether the signer's identifier fits it. */
  readonly isSigner: boolean;
}

export interface ParsedSignedData {
  readonly content: Uint8Array;
  /** The content as text; empty if it is not UTF-8. */
  readonly text: string;
  readonly consent: Consent | null;
  /** By its standard's name, or the object identifier. `data` where all is well. */
  readonly contentType: string;
  /** The SignedData's version, 1 or 3 where all is well (RFC 5652 §5.1). */
  readonly version: number;
  /** The subject of the signer's certificate; null if that is not enclosed. */
  readonly signer: SignerName | null;
  readonly signerIdentifier: ShownIdentifier;
  /** The certificate's, or as the signer names it; null if the signer names a key only and no certificate is enclosed. */
  readonly issuer: SignerName | null;
  /** The same of the serial number: hexadecimal, without a leading zero byte. */
  readonly serial: string | null;
  /** ISO 8601 UTC; null without the signer's certificate. */
  readonly validity: { readonly notBefore: string; readonly notAfter: string } | null;
  /** Hexadecimal, or null. */
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  /** By the names of their standards, or as object identifiers. */
  readonly algorithms: {
    readonly digest: string;
    readonly signature: string;
    /** The signer's key, e.g. `P-256`; null without the signer's certificate. */
    readonly key: string | null;
    /** With which the certificate was signed; null without it. */
    readonly certificate: string | null;
  };
  /** ISO 8601 UTC, of the signed attributes or the consent; null where there is neither. */
  readonly signingTime: string | null;
  readonly hasSignedAttributes: boolean;
  /** In the order in which they stand. */
  readonly signedAttributes: readonly ShownAttribute[];
  /** Whether they stand in the order of DER; true where there are none. */
  readonly isAttributeOrderDer: boolean;
  readonly unsignedAttributes: readonly ShownAttribute[];
  /** All enclosed certificates that could be read, the signer's first. */
  readonly enclosed: readonly ShownCertificate[];
  /** What stands in it and is not shown above, by name. */
  readonly notShown: readonly Text[];
  /** The signer's, in DER; null if it is not enclosed. */
  readonly certificate: Uint8Array | null;
  /** All of `enclosed`, in DER. */
  readonly certificates: readonly Uint8Array[];
}

/**
 * Reads strict DER (BER goes through toDer first) of a SignedData with one signer and its content enclosed, whatever
 * attributes, certificates and algorithms it has. It checks no signature: verifySignedData does. Instants are ISO 8601
 * UTC, serials and key identifiers hexadecimal. Throws a SignedDataError for what is another structure.
 * Source: RFC 5652 §3–5.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 * import { decodeSignedData, parseSignedData } from 'kakaocert-simulator/signed-data';
 *
 * await using simulator = await createSimulator({ sign: 'immediate' });
 * const tenant = await simulator.tenant();
 * const client = createClient({ ...tenant, fetch: simulator.fetch });
 * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS({ BankCode: '004' }));
 * const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
 *
 * const { consent, algorithms } = parseSignedData(decodeSignedData(signedData));
 * assert.equal(consent?.bank, '국민은행');
 * assert.equal(algorithms.key, 'P-256');
 * ```
 */
export function parseSignedData(bytes: Uint8Array): ParsedSignedData {
  const structure = readStructure(bytes);
  const { content, signer } = structure;
  const text = utf8Of(content) ?? '';
  const consent = parseConsent(text) ?? null;
  const candidates = candidatesOf(structure);
  const others = structure.certificates.filter((one) => !candidates.includes(one));
  const signingTime = signingTimeOf(structure) ?? consent?.signedAt;
  return {
    content,
    text,
    consent,
    contentType: oidName(structure.contentType),
    version: structure.version,
    ...signerFacts(candidates[0], signer.identifier),
    algorithms: {
      digest: oidName(signer.digestAlgorithm.oid),
      signature: oidName(signer.signatureAlgorithm.oid),
      key: candidates[0]?.publicKey.name ?? null,
      certificate: candidates[0] === undefined ? null : oidName(candidates[0].signatureAlgorithm.oid),
    },
    signingTime: signingTime === undefined ? null : iso(signingTime),
    hasSignedAttributes: signer.attributeSet !== undefined,
    signedAttributes: showAttributes(bytes, signer.attributes),
    isAttributeOrderDer: isSorted(signer.attributes.map(({ node }) => encodingOf(bytes, node))),
    unsignedAttributes: showAttributes(bytes, signer.unsignedAttributes),
    enclosed: [...candidates.map((one) => shown(one, true)), ...others.map((one) => shown(one, false))],
    notShown: notShown(structure),
    certificate: candidates[0]?.der ?? null,
    certificates: [...candidates, ...others].map(({ der }) => der),
  };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const iso = (instant: number) => new Date(instant).toISOString();
const serialOf = (serial: Uint8Array) => hex(serial).replace(/^00(?=.)/, '');
const validityOf = ({ notBefore, notAfter }: Certificate) => ({
  notBefore: iso(notBefore),
  notAfter: iso(notAfter),
});

const shown = (certificate: Certificate, isSigner: boolean): ShownCertificate => ({
  subject: certificate.subjectName(),
  issuer: nameOf(certificate.issuer),
  serial: serialOf(certificate.serial),
  validity: validityOf(certificate),
  key: certificate.publicKey.name,
  isSigner,
});

function signerFacts(certificate: Certificate | undefined, identifier: SignerIdentifier) {
  const signerIdentifier = shownIdentifier(identifier);
  const named = signerIdentifier.kind === 'issuerAndSerialNumber' ? signerIdentifier : undefined;
  return {
    signer: certificate === undefined ? null : certificate.subjectName(),
    signerIdentifier,
    issuer: certificate === undefined ? (named?.issuer ?? null) : nameOf(certificate.issuer),
    serial: certificate === undefined ? (named?.serial ?? null) : serialOf(certificate.serial),
    validity: certificate === undefined ? null : validityOf(certificate),
    ...keyIdentifiers(certificate),
  };
}

const shownIdentifier = (identifier: SignerIdentifier): ShownIdentifier =>
  identifier.kind === 'subjectKeyIdentifier'
    ? { kind: identifier.kind, keyIdentifier: hex(identifier.keyIdentifier) }
    : {
        kind: identifier.kind,
        issuer: nameOf(identifier.issuer),
        serial: serialOf(identifier.serial),
      };

/** RFC 5280 §4.2.1.1 (its keyIdentifier is [0] IMPLICIT) and §4.2.1.2. */
function keyIdentifiers(certificate: Certificate | undefined) {
  const subject = certificate === undefined ? undefined : keyIdentifierOf(certificate);
  const authority = certificate?.extensions.find(
    ({ oid }) => oid === EXTENSION.authorityKeyIdentifier,
  )?.value;
  const key =
    authority === undefined
      ? undefined
      : tryDer(authority)?.children.find(({ tag }) => tag === TAG.contextPrimitive(0));
  return {
    subjectKeyIdentifier: subject === undefined ? null : hex(subject),
    authorityKeyIdentifier:
      authority === undefined || key === undefined ? null : hex(contentOf(authority, key)),
  };
}

/** The first signingTime that is a time; whether it stands there rightly is not asked here. */
function signingTimeOf({ bytes, signer }: Structure): number | undefined {
  const values = attributesOf(signer.attributes, ATTRIBUTE.signingTime).flatMap((one) => one.values);
  return values.map((value) => timeOf(bytes, value)).find((instant) => instant !== undefined);
}
