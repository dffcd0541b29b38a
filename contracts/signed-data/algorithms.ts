// The algorithms that are accepted, in one table; whatever is not here is refused. Nothing below switches on a name.

import type { KeyObject } from 'node:crypto';

export interface SignatureAlgorithm {
  readonly name: string;
  /** For node:crypto. */
  readonly hash: 'sha256';
  readonly keyType: 'ec' | 'rsa';
  /** RFC 5758 §3.2 leaves the parameters out; RFC 4055 §5 wants NULL, and many leave it out. */
  readonly parameters: 'absent' | 'null' | 'either';
}

export const SHA256_OID = '2.16.840.1.101.3.4.2.1';

export const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'sha256', keyType: 'ec', parameters: 'absent' },
  '1.2.840.113549.1.1.11': {
    name: 'sha256WithRSAEncryption',
    hash: 'sha256',
    keyType: 'rsa',
    parameters: 'either',
  },
};

/** Algorithms that are known and too weak: they get a reason of their own. */
export const weakAlgorithms: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '1.2.840.113549.2.5': 'MD5',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
};

/** P-256, or RSA of 2,048 bits and more. */
export function isStrongKey(key: KeyObject): boolean {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'ec'
    ? namedCurve === 'prime256v1'
    : key.asymmetricKeyType === 'rsa' && modulusLength >= 2048;
}
