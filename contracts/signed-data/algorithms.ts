// The algorithms that are accepted, in one table; whatever is not here is refused. Nothing below switches on a name.

import { HASH, KEY, oidName, SIGNATURE } from './encoding/oids.js';
import { type Reason, SignedDataError } from './reasons.js';

export interface SignatureAlgorithm {
  /** For node:crypto. */
  readonly hash: 'sha256';
  readonly keyType: 'ec' | 'rsa';
  /** Where it may stand: "signer" is a SignerInfo only, not a certificate. */
  readonly place: 'signer' | 'anywhere';
  /** RFC 5758 §3.2 leaves the parameters out; RFC 4055 §5 wants NULL, and many leave it out. */
  readonly parameters: Parameters;
}

/** What may stand as an algorithm's parameters. */
export type Parameters = 'absent' | 'absentOrNull';

/** The signatures that are accepted, by object identifier. */
export const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  [SIGNATURE['ecdsa-with-SHA256']]: {
    hash: 'sha256',
    keyType: 'ec',
    place: 'anywhere',
    parameters: 'absent',
  },
  [SIGNATURE.sha256WithRSAEncryption]: {
    hash: 'sha256',
    keyType: 'rsa',
    place: 'anywhere',
    parameters: 'absentOrNull',
  },
  // The hash is the signer's digest algorithm (RFC 3370 §3.2), and there only SHA-256 is accepted. openssl, pyca and
  // node-forge write it so.
  [KEY.rsaEncryption]: { hash: 'sha256', keyType: 'rsa', place: 'signer', parameters: 'absentOrNull' },
};

/** The digests that are accepted. With and without NULL parameters is one algorithm (RFC 5754 §2). */
export const digestAlgorithms: Readonly<Record<string, { readonly parameters: Parameters }>> = {
  [HASH['SHA-256']]: { parameters: 'absentOrNull' },
};

/** Known, and too weak: they get a reason of their own. */
const weak: readonly string[] = [
  HASH['SHA-1'],
  HASH.MD5,
  SIGNATURE['ecdsa-with-SHA1'],
  SIGNATURE.sha1WithRSAEncryption,
  SIGNATURE.md5WithRSAEncryption,
];

/** An AlgorithmIdentifier as it stands in an encoding. */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: 'absent' | 'null' | 'other';
}

/** The row of an algorithm. Throws `weakHash` or `unknownAlgorithm` where there is none. */
export function rowOf<Row extends { readonly parameters: Parameters }>(
  table: Readonly<Record<string, Row>>,
  { oid, parameters }: Algorithm,
): Row {
  const row = Object.hasOwn(table, oid) ? table[oid] : undefined;
  if (row === undefined) {
    const reason: Reason = weak.includes(oid) ? 'weakHash' : 'unknownAlgorithm';
    throw new SignedDataError(reason, oidName(oid));
  }
  if (parameters === 'other' || (parameters === 'null' && row.parameters === 'absent')) {
    throw new SignedDataError('unknownAlgorithm', `${oidName(oid)} with parameters`);
  }
  return row;
}
