// Public keys: P-256 or RSA, taken apart here and handed over in pieces, so that no strange key reaches OpenSSL
// (RFC 5480, RFC 8017; RFC 7518 for the pieces).

import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readDer } from './encoding/der.js';
import { bufferOf, contentOf, type DerNode, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { CURVE, KEY, oidName } from './encoding/oids.js';
import { once } from './once.js';
import { SignedDataError } from './reasons.js';
import { malformed, parts, wholeOctets } from './shape.js';

/** In bits. Above the upper limit verifying takes milliseconds, and nobody has such a key. */
const RSA_LEAST = 2048;
const RSA_MOST = 8192;
/** In bytes: 65,537 and smaller fit. A long exponent is slow, and 1 would sign everything. */
const EXPONENT_LIMIT = 4;
/** An uncompressed point of P-256: 4, x, y. */
const POINT = { form: 0x04, size: 65, middle: 33 } as const;

export interface PublicKey {
  readonly type: 'ec' | 'rsa' | 'other';
  /** E.g. `P-256`, `RSA 2048`, or an object identifier; for people. */
  readonly name: string;
  /** The key for node:crypto, made at the first call; only where the key is accepted. */
  readonly keyObject?: () => KeyObject;
}

const accepted = (type: PublicKey['type'], name: string, key: JsonWebKey): PublicKey => ({
  type,
  name,
  keyObject: once(() => createPublicKey({ key, format: 'jwk' })),
});

/** Reads a SubjectPublicKeyInfo. Throws `notSignedData` for what is none; a weak key is read, and told as one. */
export function readPublicKey(bytes: Uint8Array, node: DerNode): PublicKey {
  const [algorithm, key] = parts(node, 'SubjectPublicKeyInfo', TAG.sequence, TAG.bitString);
  const [type, parameters, ...more] = algorithm.children;
  const oid = oidOf(bytes, type);
  if (oid === '' || more.length > 0) malformed('SubjectPublicKeyInfo');
  const octets = wholeOctets(bytes, key, 'SubjectPublicKeyInfo');
  if (oid === KEY.ecPublicKey) return readPoint(oidOf(bytes, parameters), octets);
  if (oid !== KEY.rsaEncryption) return { type: 'other', name: oidName(oid) };
  if (parameters?.tag !== TAG.null) malformed('an RSA key without its NULL');
  return readModulus(octets);
}

function readPoint(curve: string, point: Uint8Array): PublicKey {
  if (curve !== CURVE.prime256v1) {
    return { type: 'ec', name: `EC, ${curve === '' ? 'a curve of its own' : oidName(curve)}` };
  }
  if (point.length !== POINT.size || point[0] !== POINT.form)
    malformed('a point that is none, or compressed');
  const [x, y] = [base64url(point.subarray(1, POINT.middle)), base64url(point.subarray(POINT.middle))];
  return accepted('ec', 'P-256', { kty: 'EC', crv: 'P-256', x, y });
}

function readModulus(octets: Uint8Array): PublicKey {
  const root = readDer(octets);
  if (root.tag !== TAG.sequence) malformed('RSAPublicKey');
  const [modulus, exponent] = parts(root, 'RSAPublicKey', TAG.integer, TAG.integer).map((one) =>
    contentOf(octets, one),
  ) as [Uint8Array, Uint8Array];
  const bits = bitsOf(modulus);
  const name = `RSA ${bits}`;
  if (bits < RSA_LEAST || bits > RSA_MOST) return { type: 'rsa', name };
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1;
  if (!isOdd || bitsOf(exponent) < 2 || exponent.length > EXPONENT_LIMIT) {
    return { type: 'rsa', name: `${name} of a strange exponent` };
  }
  return accepted('rsa', name, { kty: 'RSA', n: unsigned(modulus), e: unsigned(exponent) });
}

const base64url = (bytes: Uint8Array) => bufferOf(bytes).toString('base64url');
const unsigned = (integer: Uint8Array) => base64url(integer.subarray(integer[0] === 0 ? 1 : 0));

/** Bits of a positive INTEGER; 0 for a negative one. */
function bitsOf(integer: Uint8Array): number {
  const at = integer.findIndex((octet) => octet !== 0);
  if (at < 0 || (integer[0] ?? 0) >= 0x80) return 0;
  return (integer.length - at) * 8 - (Math.clz32(integer[at] ?? 0) - 24);
}

/** The key for node:crypto. Throws `weakKey` or `unknownAlgorithm` for one that is not accepted. */
export function keyObjectOf({ type, name, keyObject }: PublicKey, whose: string): KeyObject {
  if (type === 'other') throw new SignedDataError('unknownAlgorithm', `${whose}: a key for ${name}`);
  if (keyObject === undefined) throw new SignedDataError('weakKey', `${whose}: ${name}`);
  try {
    return keyObject();
  } catch {
    return malformed(`${whose}: a point that is not on its curve`);
  }
}
