// Is this signedData what it says, signed by whom it says, for what was asked? Every decision is made here, in order:
// text → size → DER → shape → algorithms → attributes → signature → chain → content → time → expectation.
// The first fault answers.

import { digestAlgorithms, rowOf } from './algorithms.js';
import {
  checkSignedAttributes,
  isAttributeSet,
  readSignedAttributes,
  type SignedAttributes,
} from './attributes.js';
import { isSignedBy } from './certificate.js';
import { checkLeaf, checkValidity, findChain } from './chain.js';
import { type Consent, parseConsent, utf8Of } from './consent.js';
import { toDer } from './encoding/ber.js';
import { CONTENT } from './encoding/oids.js';
import { checkExpectation } from './expectation.js';
import { nameOf, type SignerName } from './names.js';
import { readOptions, type Settings, type VerifyOptions } from './options.js';
import { type Reason, SignedDataError } from './reasons.js';
import { readStructure, type Structure } from './structure.js';
import { BYTES_LIMIT, decodeSignedData } from './text.js';

export type Verified =
  | {
      readonly ok: true;
      readonly content: Uint8Array;
      /** The content as text; empty if it is not UTF-8, which only signed attributes allow. */
      readonly text: string;
      readonly consent: Consent | null;
      readonly signer: SignerName;
      readonly issuer: SignerName;
      /** ISO 8601 UTC with ms: the signed signingTime, or the consent's own time; null for a bare Token. */
      readonly signedAt: string | null;
      /** The signer's, in DER. */
      readonly certificate: Uint8Array;
      readonly hasSignedAttributes: boolean;
    }
  | {
      readonly ok: false;
      readonly reason: Reason;
      /** What the reason means, and what exactly was found. It may hold personal data. */
      readonly detail: string;
    };

/**
 * Verifies a signedData, given as bytes (DER, or BER with `ber`) or as its base64url text. Whatever the input holds, it
 * answers and doesn't throw; it throws a TypeError for options that are none, and for an input that is neither bytes nor
 * text. Compare with `expect`: without signed attributes nothing tells a consent from a Token that was written like one.
 * Source: signed-data.md §5; RFC 5652, RFC 5280.
 */
export function verifySignedData(input: Uint8Array | string, options: VerifyOptions): Verified {
  const settings = readOptions(options);
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw new TypeError(
      `signedData: bytes or a string are due, not ${input === null ? 'null' : typeof input}.`,
    );
  }
  try {
    return decide(input, settings);
  } catch (error) {
    if (error instanceof SignedDataError) return { ok: false, reason: error.code, detail: error.message };
    throw error;
  }
}

function decide(input: Uint8Array | string, settings: Settings): Verified {
  const given = typeof input === 'string' ? decodeSignedData(input) : input;
  if (given.length > BYTES_LIMIT) throw new SignedDataError('tooLong', `${given.length} bytes`);
  const structure = readStructure(settings.ber ? toDer(given) : given);
  const { certificate, content } = structure;
  for (const algorithm of structure.digestAlgorithms) rowOf(digestAlgorithms, algorithm);
  if (structure.contentType !== CONTENT.data) {
    throw new SignedDataError('wrongContentType', structure.contentType);
  }
  if (isAttributeSet(content)) throw new SignedDataError('attributesAsContent');
  const attributes = readSignedAttributes(structure);
  if (attributes !== undefined) checkSignedAttributes(attributes, structure);
  checkSignature(structure, attributes);
  checkLeaf(certificate);
  const chain = findChain(certificate, structure.enclosed, settings.roots);
  const text = utf8Of(content);
  const consent = text === undefined ? undefined : parseConsent(text);
  // Without signed attributes anything could be content; only what is understood or expected is taken for it.
  const isToken = settings.expect.token !== undefined;
  if (attributes === undefined && consent === undefined && !isToken) {
    throw new SignedDataError('contentNotExpected');
  }
  // The content's own time counts only now that the signature over it holds.
  const signedAt = attributes?.signingTime ?? consent?.signedAt;
  checkTimes([certificate, ...chain], signedAt, settings.at);
  const signer = nameOf(certificate.subject);
  checkExpectation({ signer, consent, text, signedAt }, settings);
  return {
    ok: true,
    content,
    text: text ?? '',
    consent: consent ?? null,
    signer,
    issuer: nameOf(certificate.issuer),
    signedAt: signedAt === undefined ? null : new Date(signedAt).toISOString(),
    certificate: certificate.der,
    hasSignedAttributes: attributes !== undefined,
  };
}

/** Over the signed attributes where there are any, else over the content itself (RFC 5652 §5.4). */
function checkSignature(
  { certificate, content, signatureAlgorithm, signature }: Structure,
  attributes: SignedAttributes | undefined,
): void {
  const data = attributes?.signedBytes ?? content;
  if (!isSignedBy(certificate, 'the signer', { algorithm: signatureAlgorithm, data, signature })) {
    throw new SignedDataError('signature');
  }
}

/** Valid when it was signed, and at the instant of checking where one is given; a bare Token is checked now. */
function checkTimes(
  certificates: Parameters<typeof checkValidity>[0],
  signedAt: number | undefined,
  at: number | undefined,
): void {
  checkValidity(certificates, signedAt ?? at ?? Date.now());
  if (at === undefined) return;
  checkValidity(certificates, at);
  if (signedAt !== undefined && signedAt > at) {
    throw new SignedDataError('signedInFuture', `signed at ${new Date(signedAt).toISOString()}`);
  }
}
