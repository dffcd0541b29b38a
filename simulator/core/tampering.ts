// The ways a signedData can be made, and spoilt on purpose: names only. How each is made stands in signer.

/**
 * - `der`: strict DER, no signed attributes (default; the manual files it as .der). · `observed`: the same in BER of
 *   indefinite length, as recorded in 2021. · `cades`: DER with signed attributes, signing certificate v2.
 */
export const forms = ['der', 'observed', 'cades'] as const;
export type Form = (typeof forms)[number];

/** Each way of spoiling, and the reason (contracts/signed-data/reasons.ts) that a strict verifier gives for it. */
export const tamperReasons = {
  content: ['signature', 'the consent was changed after signing'],
  digest: ['digest', 'signed attributes with the digest of something else'],
  signature: ['signature', 'one bit of the signature is flipped'],
  wrongSigner: ['signerCertificate', 'the signer names another certificate than the one enclosed'],
  otherPerson: ['expect.name', "another person's certificate and valid signature"],
  expiredCertificate: ['expired', 'the certificate ended the day before'],
  notYetValid: ['notYetValid', 'the certificate begins the day after'],
  untrustedRoot: ['untrustedRoot', 'issued by a CA that nobody trusts'],
  rogueCa: ['issuerSignature', 'issued by a CA of the same name with another key'],
  leafAsCa: ['notAuthority', "issued by another person's certificate, enclosed too"],
  weakKey: ['weakKey', 'an RSA key of 1,024 bits'],
  weakHash: ['weakHash', 'SHA-1'],
  trailingBytes: ['trailingBytes', 'bytes follow the end'],
  indefiniteLength: ['indefiniteLength', 'the outermost length is indefinite'],
  truncated: ['truncated', 'the last bytes are missing'],
  twoSigners: ['signerCount', 'two signers'],
  strippedAttributes: ['attributesAsContent', 'signed attributes passed off as the content'],
  wrongContentType: ['wrongContentType', 'the content is not id-data'],
  replayed: ['replayed', 'a valid signature of an older receipt'],
  plainBase64: ['plainBase64', 'standard base64 instead of base64url'],
  padding: ['padded', 'base64url with padding'],
} as const satisfies Record<string, readonly [reason: string, what: string]>;

export type Tampering = keyof typeof tamperReasons;
export const tamperings = Object.keys(tamperReasons) as readonly Tampering[];
