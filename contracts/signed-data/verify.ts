// Is this signedData what it says, signed by whom it says, for what was asked? Every decision is made here, in order:
// text → size → DER → shape → algorithms → attributes → signer → signature → chain → content → time → expectation.
// The first fault answers.

import { isUint8Array } from 'node:util/types';
import { type Certificate, isSignedBy } from './certificate.js';
import { checkLeaf } from './certificate-rules.js';
import { findChain } from './chain.js';
import { type Consent, parseConsent, utf8Of } from './consent.js';
import { toDer } from './encoding/ber.js';
import { checkExpectation } from './expectation.js';
import { nameOf, type SignerName } from './names.js';
import { readOptions, type Settings, type VerifyOptions } from './options.js';
import { checkStructure } from './policy.js';
import { type Reason, SignedDataError } from './reasons.js';
import { readSignedAttributes, type SignedAttributes } from './signed-attributes.js';
import { findSigner, unboundDetail } from './signer.js';
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

/** Judges one signedData, given as bytes (DER, or BER with `ber`) or as its base64url text. */
export type Verifier = (signedData: Uint8Array | string) => Verified;

/**
 * Makes a verifier: options and roots are read once, however many signedData it then judges. Whatever the input holds, a
 * verifier answers and doesn't throw; it throws a TypeError for an input that is neither bytes nor text. Making one throws
 * a TypeError that names the option which is wrong. Compare with `expect`: without signed attributes nothing tells a
 * consent from a Token that was written like one. Source: signed-data.md §5; RFC 5652, RFC 5280.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { testCa } from 'kakaocert-simulator/fixtures';
 * import { createVerifier } from 'kakaocert-simulator/signed-data';
 *
 * const verify = createVerifier({ trust: testCa.certificate });
 * const verified = verify('no+signedData');
 * assert.ok(!verified.ok && verified.reason === 'plainBase64');
 * ```
 */
export function createVerifier(options: VerifyOptions): Verifier {
  const settings = readOptions(options);
  return (signedData) => {
    if (typeof signedData !== 'string' && !isUint8Array(signedData)) {
      throw new TypeError(
        `signedData: bytes or a string are expected, not ${signedData === null ? 'null' : typeof signedData}.`,
      );
    }
    try {
      return decide(signedData, settings);
    } catch (error) {
      if (error instanceof SignedDataError) return { ok: false, reason: error.code, detail: error.message };
      throw error;
    }
  };
}

/**
 * Verifies one signedData, given as bytes or as its base64url text; createVerifier with the same options for more than one.
 * Answers `{ok: true, …}` with the signer, the consent and `signedAt` (ISO 8601 UTC), or `{ok: false, reason, detail}` with
 * the first reason found. Throws a TypeError only for wrong options, or for an input that is neither bytes nor text.
 * Source: signed-data.md §5; RFC 5652, RFC 5280.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient } from 'kakaocert-simulator/client';
 * import { requestCMS, testCa } from 'kakaocert-simulator/fixtures';
 * import { verifySignedData } from 'kakaocert-simulator/signed-data';
 *
 * await using simulator = await createSimulator({ sign: 'immediate' });
 * const tenant = await simulator.tenant();
 * const client = createClient({ ...tenant, fetch: simulator.fetch });
 * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS({ ReceiverName: '홍시험' }));
 * const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
 *
 * const trust = testCa.certificate;
 * assert.equal(verifySignedData(signedData, { trust, expect: { name: '홍시험' } }).ok, true);
 * const other = verifySignedData(signedData, { trust, expect: { name: '김시험' } });
 * assert.equal(other.ok, false);
 * ```
 */
export const verifySignedData = (input: Uint8Array | string, options: VerifyOptions): Verified =>
  createVerifier(options)(input);

function decide(input: Uint8Array | string, settings: Settings): Verified {
  const given = typeof input === 'string' ? decodeSignedData(input) : input;
  if (given.length > BYTES_LIMIT) throw new SignedDataError('tooLong', `${given.length} bytes`);
  const structure = readStructure(settings.ber ? toDer(given) : given);
  const { certificate, attributes } = findSignature(structure, settings);
  const { content } = structure;
  const text = utf8Of(content);
  const consent = text === undefined ? undefined : parseConsent(text);
  // The content's own time counts only now that the signature over it holds.
  const signedAt = attributes?.signingTime ?? consent?.signedAt;
  const path = findChain(certificate, {
    enclosed: structure.certificates,
    roots: settings.roots,
    instants: instantsOf(signedAt, settings.at),
  });
  if ('error' in path && !path.isTimeOnly) throw path.error;
  // Without signed attributes anything could be content; only what is understood or expected is taken for it.
  const isToken = settings.expect.token !== undefined;
  if (attributes === undefined && consent === undefined && !isToken) {
    throw new SignedDataError('contentNotExpected');
  }
  if ('error' in path) throw path.error;
  checkFuture(signedAt, settings.at);
  const signer = certificate.subjectName();
  checkExpectation({ signer, consent, text, signedAt }, settings);
  return {
    ok: true,
    content,
    text: text ?? '',
    consent: consent ?? null,
    signer,
    // The issuer's own name is the one by which it was found, byte for byte.
    issuer: path.chain[0]?.subjectName() ?? nameOf(certificate.issuer),
    signedAt: signedAt === undefined ? null : new Date(signedAt).toISOString(),
    certificate: certificate.der,
    hasSignedAttributes: attributes !== undefined,
  };
}

/** Who signed, and what was signed beside the content: shape, attributes, signer, signature and the signer's certificate. */
function findSignature(structure: Structure, { ber, allowUnbound }: Settings) {
  checkStructure(structure);
  const attributes = readSignedAttributes(structure, { anyOrder: ber });
  const { certificate, isBound } = findSigner(structure);
  checkSignature(structure, certificate, attributes);
  if (attributes !== undefined && !isBound && !allowUnbound) {
    throw new SignedDataError('notBoundToCertificate', unboundDetail(structure));
  }
  checkLeaf(certificate);
  return { certificate, attributes };
}

/** Over the signed attributes where there are any, else over the content itself (RFC 5652 §5.4). */
function checkSignature(
  { content, signer }: Structure,
  certificate: Certificate,
  attributes: SignedAttributes | undefined,
): void {
  const { signatureAlgorithm: algorithm, signature } = signer;
  const isOver = (data: Uint8Array) => isSignedBy(certificate, 'the signer', { algorithm, data, signature });
  if (isOver(attributes?.signedBytes ?? content)) return;
  // Some writers sign what they send, unsorted; others would not find that signature good.
  if (attributes?.asTheyStand !== undefined && isOver(attributes.asTheyStand)) {
    throw new SignedDataError('attributesOrder', 'signed as they stand');
  }
  throw new SignedDataError('signature');
}

/** Valid when it was signed, and at the instant of checking where one is given; what has no time is checked now. */
const instantsOf = (signedAt: number | undefined, at: number | undefined): readonly number[] =>
  signedAt === undefined || at === undefined ? [signedAt ?? at ?? Date.now()] : [signedAt, at];

function checkFuture(signedAt: number | undefined, at: number | undefined): void {
  if (signedAt !== undefined && at !== undefined && signedAt > at) {
    throw new SignedDataError('signedInFuture', `signed at ${new Date(signedAt).toISOString()}`);
  }
}
