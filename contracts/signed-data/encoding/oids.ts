// Object identifiers by the names of their standards, in one table; the sub-tables give what code compares with.
// Sources: RFC 5652 §11, RFC 5035, RFC 5126 §5.11, RFC 6211, RFC 8551, RFC 5280, RFC 5480, RFC 5758, RFC 8017, RFC 4519;
// domain.md §3.3.

export const CONTENT = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

export const ATTRIBUTE = {
  emailAddress: '1.2.840.113549.1.9.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  countersignature: '1.2.840.113549.1.9.6',
  smimeCapabilities: '1.2.840.113549.1.9.15',
  receiptRequest: '1.2.840.113549.1.9.16.2.1',
  contentHint: '1.2.840.113549.1.9.16.2.4',
  encrypKeyPref: '1.2.840.113549.1.9.16.2.11',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  sigPolicyId: '1.2.840.113549.1.9.16.2.15',
  commitmentType: '1.2.840.113549.1.9.16.2.16',
  signerLocation: '1.2.840.113549.1.9.16.2.17',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  cmsAlgorithmProtect: '1.2.840.113549.1.9.52',
} as const;

export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

export const PURPOSE = {
  emailProtection: '1.3.6.1.5.5.7.3.4',
  anyExtendedKeyUsage: '2.5.29.37.0',
} as const;

export const HASH = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-1': '1.3.14.3.2.26',
  MD5: '1.2.840.113549.2.5',
} as const;

export const SIGNATURE = {
  'ecdsa-with-SHA256': '1.2.840.10045.4.3.2',
  sha256WithRSAEncryption: '1.2.840.113549.1.1.11',
  'ecdsa-with-SHA384': '1.2.840.10045.4.3.3',
  'ecdsa-with-SHA512': '1.2.840.10045.4.3.4',
  sha384WithRSAEncryption: '1.2.840.113549.1.1.12',
  sha512WithRSAEncryption: '1.2.840.113549.1.1.13',
  'RSASSA-PSS': '1.2.840.113549.1.1.10',
  Ed25519: '1.3.101.112',
  'ecdsa-with-SHA1': '1.2.840.10045.4.1',
  sha1WithRSAEncryption: '1.2.840.113549.1.1.5',
  md5WithRSAEncryption: '1.2.840.113549.1.1.4',
} as const;

export const KEY = {
  ecPublicKey: '1.2.840.10045.2.1',
  rsaEncryption: '1.2.840.113549.1.1.1',
} as const;

export const CURVE = {
  prime256v1: '1.2.840.10045.3.1.7',
  secp384r1: '1.3.132.0.34',
  secp521r1: '1.3.132.0.35',
  secp256k1: '1.3.132.0.10',
} as const;

export const NAME = {
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  UID: '0.9.2342.19200300.100.1.1',
} as const;

const names: Readonly<Record<string, string>> = /* @__PURE__ */ Object.fromEntries(
  [CONTENT, ATTRIBUTE, EXTENSION, PURPOSE, HASH, SIGNATURE, KEY, CURVE, NAME].flatMap((table) =>
    Object.entries(table).map(([name, oid]) => [oid, name]),
  ),
);

/** The standard's name of an object identifier, or its dotted form where this project knows none. */
export const oidName = (oid: string): string => names[oid] ?? oid;
