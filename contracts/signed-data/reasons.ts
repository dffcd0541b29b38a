// Why a signedData is not accepted: the closed list. A verifier gives exactly one of these, and each says what to do.

export const reasons = {
  notBase64url: 'The text is not unpadded base64url; nothing else is signedData.',
  plainBase64:
    'The text is standard base64 (it has + or /). signedData is base64url: decode it as such, and never re-encode it.',
  padded: 'The text is padded with =. signedData is base64url without padding.',
  tooLong: 'More than 4,096 characters (3,072 bytes): no signedData is that long.',
  truncated: 'The bytes stop before the structure ends.',
  trailingBytes: 'Bytes follow the end of the structure.',
  indefiniteLength:
    'The encoding is BER with indefinite lengths, not DER. Convert it with toDer first, or give { ber: true }.',
  notDer: 'The bytes are not strict DER.',
  notSignedData: 'The structure is no CMS SignedData of the shape that kakaoCert sends (RFC 5652).',
  wrongContentType: 'The content is not id-data, or the signed content type says otherwise.',
  signerCount: 'There must be exactly one signer.',
  signerCertificate: 'The certificate is not the one that the signer names.',
  weakHash: 'The hash is not SHA-256.',
  weakKey: 'The key is not P-256, nor RSA of at least 2,048 bits.',
  unknownAlgorithm: 'A signature algorithm that is not on the list.',
  digest: 'The signed digest is not the digest of the content: the content was changed.',
  signature: 'The signature does not fit the content and the certificate.',
  attributesAsContent: 'The content is itself a set of signed attributes: a known forgery.',
  signedAttributes: 'The signed attributes are incomplete, repeated or malformed.',
  contentNotExpected:
    'Without signed attributes, only a whole consent table is accepted, or the very Token that was expected.',
  untrustedRoot: 'No trusted root issued the certificate.',
  issuerSignature: "The certificate names a trusted issuer, but that issuer's key did not sign it.",
  notAuthority: 'A certificate that is no authority was used to issue another.',
  criticalExtension: 'A certificate has a critical extension that is not known here.',
  keyUsage: "The certificate's key is not for signing.",
  expired: 'A certificate was no longer valid when it was signed.',
  notYetValid: 'A certificate was not yet valid when it was signed.',
  signedInFuture: 'The signing time lies after the instant of checking.',
  replayed: 'It was signed before the request was made: it belongs to another receipt.',
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
  override readonly name = 'SignedDataError';
  readonly code: Reason;

  constructor(code: Reason, detail?: string) {
    super(detail === undefined ? reasons[code] : `${reasons[code]} (${detail})`);
    this.code = code;
  }
}
