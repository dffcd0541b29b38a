// Why a signedData is not accepted: the closed list. A verifier gives exactly one of these; each says what it means and
// what to do. Ids are public and never change; the two error classes that carry them live here too.

import { brand } from '../protocol/brand.js';

/** Every reason why a signedData is not accepted, by its id: what it means, and what to do. */
export const reasons = {
  notBase64url: 'The text is not unpadded base64url. Pass signedData exactly as Verify returned it.',
  plainBase64:
    'The text is standard base64 (it has + or /). signedData is base64url: decode it as such, and never re-encode it.',
  padded: 'The text is padded with =. signedData is base64url without padding: take it as it came.',
  tooLong:
    'More than 4,096 characters (3,072 bytes): no signedData is that long. Look at what was passed instead.',
  truncated: 'The bytes stop before the structure ends. Look for a column or a buffer that cut them off.',
  trailingBytes: 'Bytes follow the end of the structure. Keep exactly the bytes that were decoded.',
  indefiniteLength:
    'The encoding is BER with indefinite lengths, not DER. Convert it with toDer first, or give { ber: true }.',
  notDer: 'The bytes are not strict DER: they were altered, or are something else.',
  notSignedData:
    'The structure is no CMS SignedData of one signer with its content enclosed (RFC 5652). Do not accept it.',
  wrongContentType:
    'The content is not id-data, or the signed content type says otherwise. Do not accept it.',
  signerCount: 'There must be exactly one signer. Do not accept it.',
  signerCertificate: 'The certificate is not the one that the signer names. Do not accept it.',
  ambiguousSigner:
    'Several of the enclosed certificates are the one that the signer names, and nothing says which. Do not accept it.',
  weakHash: 'The hash is known to be weak; SHA-256 is expected. Do not accept it.',
  weakKey: 'The key is not P-256, nor RSA of at least 2,048 bits. Do not accept it.',
  unknownAlgorithm: 'An algorithm that is not on the list (ECDSA P-256 or RSA, with SHA-256).',
  digest: 'The signed digest is not the digest of the content: the content was changed.',
  signature: 'The signature does not fit the content and the certificate: one of them was changed.',
  attributesAsContent: 'The content is itself a set of signed attributes: a known forgery.',
  signedAttributes: 'The signed attributes are incomplete, repeated or malformed.',
  attributesOrder:
    'The signed attributes do not stand, or were not signed, in the order of DER (RFC 5652 §5.4). For BER give { ber: true }.',
  notBoundToCertificate:
    'No signed attribute names the certificate (signingCertificateV2, RFC 5035), so another of the same key would fit too. Give { allowUnbound: true } to accept that.',
  unsignedAttributes: 'There are unsigned attributes, for which nobody vouches. Do not accept it.',
  revocationLists:
    'There are revocation lists, which are not followed here. Check the certificate elsewhere.',
  contentNotExpected:
    'Without signed attributes, only a whole consent table is accepted, or the very Token given as expect.token.',
  untrustedRoot: 'No trusted root issued the certificate. Check that trust holds the right roots.',
  issuerSignature:
    "The certificate names a trusted issuer, but that issuer's key did not sign it: another CA of the same name did.",
  notAuthority: 'A certificate that is no authority was used to issue another.',
  criticalExtension:
    'A certificate has a critical extension that is not known here, so its limits are unknown.',
  keyUsage: "The certificate's key is not for signing.",
  expired: 'A certificate was no longer valid when it was signed, or is not at the instant given as at.',
  notYetValid: 'A certificate was not yet valid when it was signed, or is not at the instant given as at.',
  signedInFuture: 'The signing time lies after the instant of checking. Compare the clocks.',
  replayed: 'It was not signed after the request was made: it belongs to another receipt.',
  'expect.name': 'The signer is not the person asked.',
  'expect.accountHolder': 'The account holder is not the one requested.',
  'expect.account': 'The account number is not the one requested.',
  'expect.bank': 'The bank is not the one requested.',
  'expect.payerNumber': 'The payer number is not the one requested.',
  'expect.birthDate': 'The birth date is not the one requested.',
  'expect.company': 'The institution is not the one that requested.',
  'expect.token': 'The content is not the Token that was sent.',
} as const;

export type Reason = keyof typeof reasons;

/** A signedData that can't be read, with the reason's id as `code`. */
export class SignedDataError extends Error {
  static {
    brand(SignedDataError, 'SignedDataError');
  }

  override readonly name: string = 'SignedDataError';
  readonly code: Reason;

  constructor(code: Reason, detail?: string) {
    super(detail === undefined ? reasons[code] : `${reasons[code]} (${detail})`);
    this.code = code;
  }
}

/** Reasons that an encoding itself can give. */
export type EncodingFault = Extract<
  Reason,
  'truncated' | 'trailingBytes' | 'indefiniteLength' | 'notDer' | 'tooLong'
>;

/** What is wrong with an encoding, and at which byte. */
export class DerError extends SignedDataError {
  static {
    brand(DerError, 'DerError');
  }

  override readonly name = 'DerError';
  override readonly code: EncodingFault;
  /** Offset in the bytes that were read. */
  readonly offset: number;

  constructor(code: EncodingFault, offset: number, detail: string) {
    super(code, `${detail} at offset ${offset}`);
    this.code = code;
    this.offset = offset;
  }
}
