// Is this signedData what it says, signed by whom it says, for what was asked? Every decision is made here, in order:
// text → size → DER → shape → attributes → signature → chain → content → time → expectation. The first fault answers.

import { bankName } from '../protocol/index.js';
import { isAttributeSet, readSignedAttributes } from './attributes.js';
import { toDer } from './ber.js';
import { type Certificate, isSignedBy, readCertificate } from './certificate.js';
import { checkLeaf, checkValidity, findChain } from './chain.js';
import { type Consent, parseConsent } from './consent.js';
import { DerError } from './der.js';
import { nameOf, type SignerName } from './names.js';
import { type Reason, reasons, SignedDataError } from './reasons.js';
import { readStructure, type Structure } from './structure.js';
import { BYTES_LIMIT, decodeSignedData } from './text.js';

/** What was asked for; whatever is given is compared. */
export interface Expectation {
  /** ReceiverName. */
  readonly name?: string;
  /** BankAccountName. */
  readonly accountHolder?: string;
  /** BankAccountNum. */
  readonly account?: string;
  /** BankCode or the bank's name; compared by name. */
  readonly bank?: string;
  /** ClientUserID. */
  readonly payerNumber?: string;
  /** ReceiverBirthDay, yyyyMMdd. */
  readonly birthDate?: string;
  /** The institution's or the sub-client's name. */
  readonly company?: string;
  /** The Token of an ESign request. */
  readonly token?: string;
  /** When the request was made: what was signed before belongs to another receipt. */
  readonly requestedAt?: Date | string | number;
}

export type Trust = string | Uint8Array | readonly (string | Uint8Array)[];

export interface VerifyOptions {
  /** Roots, each PEM (one or more certificates) or DER. */
  readonly trust: Trust;
  /** The instant of checking; the signature's own time unless given. ms, ISO 8601 or Date. */
  readonly at?: Date | string | number;
  readonly expect?: Expectation;
  /** Convert BER, as the real service was seen to send, to DER first. */
  readonly ber?: boolean;
}

export type Verified =
  | {
      readonly ok: true;
      readonly content: Uint8Array;
      readonly text: string;
      readonly consent: Consent | null;
      readonly signer: SignerName;
      /** ISO 8601 UTC with ms: the consent's own time, or the signed signingTime; null for a bare Token. */
      readonly signedAt: string | null;
    }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

/**
 * Verifies a signedData, given as bytes (DER) or as its base64url text. Never throws for what the input holds; throws
 * a TypeError for options that are none. Source: signed-data.md §5; RFC 5652, RFC 5280.
 */
export function verifySignedData(input: Uint8Array | string, options: VerifyOptions): Verified {
  const roots = readTrust(options.trust);
  const at = options.at === undefined ? undefined : instantOf(options.at, 'at');
  const requestedAt =
    options.expect?.requestedAt === undefined
      ? undefined
      : instantOf(options.expect.requestedAt, 'expect.requestedAt');
  try {
    return decide(input, { ...options, roots, at, requestedAt });
  } catch (error) {
    if (error instanceof DerError)
      return { ok: false, reason: error.fault, detail: `${reasons[error.fault]} (${error.message})` };
    if (error instanceof SignedDataError) return { ok: false, reason: error.code, detail: error.message };
    throw error;
  }
}

interface Facts extends Omit<VerifyOptions, 'at'> {
  readonly roots: readonly Certificate[];
  readonly at: number | undefined;
  readonly requestedAt: number | undefined;
}

function decide(
  input: Uint8Array | string,
  { roots, at, expect = {}, requestedAt, ber = false }: Facts,
): Verified {
  const given = typeof input === 'string' ? decodeSignedData(input) : input;
  if (given.length > BYTES_LIMIT) throw new SignedDataError('tooLong', `${given.length} bytes`);
  const structure = readStructure(ber ? toDer(given) : given);
  if (isAttributeSet(structure.content)) throw new SignedDataError('attributesAsContent');
  const attributes = readSignedAttributes(structure);
  const { certificate, content } = structure;
  checkLeaf(certificate);
  const signedBytes = attributes?.signedBytes ?? content;
  if (!isSignedBy(certificate, structure.signatureAlgorithm, signedBytes, structure.signature)) {
    throw new SignedDataError('signature');
  }
  const chain = findChain(certificate, structure.enclosed, roots);
  const text = textOf(content);
  const consent = text === undefined ? undefined : parseConsent(text);
  checkContent(structure, text, consent, expect);
  // The content's own time counts only now that the signature over it holds.
  const signedAt = attributes?.signingTime ?? consent?.signedAt;
  const now = at ?? signedAt ?? Date.now();
  if (signedAt !== undefined && signedAt > now)
    throw new SignedDataError('signedInFuture', new Date(signedAt).toISOString());
  checkValidity([certificate, ...chain], signedAt ?? now);
  const signer = nameOf(certificate.subject);
  checkExpectation({ expect, requestedAt, signer, consent, text, signedAt });
  return {
    ok: true,
    content,
    text: text ?? '',
    consent: consent ?? null,
    signer,
    signedAt: signedAt === undefined ? null : new Date(signedAt).toISOString(),
  };
}

function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

/** Without signed attributes anything could be content; only what is understood or expected is taken for it. */
function checkContent(
  structure: Structure,
  text: string | undefined,
  consent: Consent | undefined,
  expect: Expectation,
): void {
  if (expect.token !== undefined && text !== expect.token) throw new SignedDataError('expect.token');
  const isKnown = consent !== undefined || (expect.token !== undefined && text === expect.token);
  if (structure.signedAttributes === undefined && !isKnown) throw new SignedDataError('contentNotExpected');
}

interface Seen {
  readonly expect: Expectation;
  readonly requestedAt: number | undefined;
  readonly signer: SignerName;
  readonly consent: Consent | undefined;
  readonly text: string | undefined;
  readonly signedAt: number | undefined;
}

function checkExpectation({ expect, requestedAt, signer, consent, signedAt }: Seen): void {
  const compared: readonly (readonly [Reason, string | undefined, string | undefined])[] = [
    ['expect.name', expect.name, signer.commonName],
    ['expect.name', consent === undefined ? undefined : signer.commonName, consent?.signer],
    ['expect.accountHolder', expect.accountHolder, consent?.accountHolder],
    ['expect.account', expect.account, consent?.account],
    [
      'expect.bank',
      expect.bank === undefined ? undefined : (bankName(expect.bank) ?? expect.bank),
      consent?.bank,
    ],
    ['expect.payerNumber', expect.payerNumber, consent?.payerNumber],
    ['expect.birthDate', expect.birthDate, consent?.birthDate],
    ['expect.company', expect.company, consent?.company],
  ];
  for (const [reason, due, seen] of compared) {
    if (due !== undefined && due !== seen)
      throw new SignedDataError(reason, `expected "${due}", signed "${seen ?? ''}"`);
  }
  // The consent shows whole seconds.
  if (
    requestedAt !== undefined &&
    signedAt !== undefined &&
    signedAt < Math.floor(requestedAt / 1000) * 1000
  ) {
    throw new SignedDataError('replayed', `signed at ${new Date(signedAt).toISOString()}`);
  }
}

function instantOf(value: Date | string | number, name: string): number {
  const instant =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : value;
  if (Number.isNaN(instant))
    throw new TypeError(`${name}: "${String(value)}" is no instant; give ms, ISO 8601 or a Date.`);
  return instant;
}

function readTrust(trust: Trust): readonly Certificate[] {
  const inputs = typeof trust === 'string' || trust instanceof Uint8Array ? [trust] : trust;
  const ders = inputs.flatMap((one) => (typeof one === 'string' ? fromPem(one) : [one]));
  if (ders.length === 0) throw new TypeError('trust: give at least one root certificate, PEM or DER.');
  try {
    return ders.map(readCertificate);
  } catch (error) {
    throw new TypeError('trust: a certificate that can not be read.', { cause: error });
  }
}

const fromPem = (pem: string): Uint8Array[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].map(
    ([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')),
  );
