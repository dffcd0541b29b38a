// Public keys: P-256 or RSA, looked at before OpenSSL is asked, so that no strange key reaches it (RFC 5480, RFC 8017).

import { createPublicKey, type KeyObject } from 'node:crypto';
import { readDer } from './der.js';
import { contentOf, type DerNode, encodingOf, TAG } from './der-node.js';
import { oidOf } from './der-values.js';
import { CURVE, KEY, oidName } from './oids.js';
import { SignedDataError } from './reasons.js';
import { malformed, parts, wholeOctets } from './shape.js';

/** In bits. Above the upper limit verifying takes milliseconds, and nobody has such a key. */
const RSA_LEAST = 2048;
const RSA_MOST = 8192;
/** In bytes: 65,537 and smaller. A long exponent is slow, and 1 would sign everything. */
const EXPONENT_LIMIT = 4;

export interface PublicKey {
  /** The SubjectPublicKeyInfo. */
  readonly der: Uint8Array;
  readonly type: 'ec' | 'rsa' | 'other';
  /** E.g. `P-256`, `RSA 2048`, or an object identifier; for people. */
  readonly name: string;
  /** Why the key is not accepted, if it isn't. */
  readonly weakness: string | undefined;
}

/** Reads a SubjectPublicKeyInfo. Throws `notSignedData` for what is none; a weak key is read, and told as one. */
export function readPublicKey(bytes: Uint8Array, node: DerNode): PublicKey {
  const [algorithm, key] = parts(node, 'SubjectPublicKeyInfo', TAG.sequence, TAG.bitString);
  const [type, parameters, ...more] = algorithm.children;
  const oid = oidOf(bytes, type);
  if (oid === '' || more.length > 0) malformed('SubjectPublicKeyInfo');
  const der = encodingOf(bytes, node);
  const octets = wholeOctets(bytes, key, 'SubjectPublicKeyInfo');
  if (oid === KEY.ecPublicKey) {
    const curve = oidOf(bytes, parameters);
    if (curve !== CURVE.prime256v1) {
      const name = `EC, ${curve === '' ? 'a curve of its own' : oidName(curve)}`;
      return { der, type: 'ec', name, weakness: name };
    }
    if (octets.length !== 65 || octets[0] !== 0x04) malformed('a point that is none, or compressed');
    return { der, type: 'ec', name: 'P-256', weakness: undefined };
  }
  if (oid === KEY.rsaEncryption) {
    if (parameters?.tag !== TAG.null) malformed('an RSA key without its NULL');
    return { der, type: 'rsa', ...rsaOf(octets) };
  }
  return { der, type: 'other', name: oidName(oid), weakness: undefined };
}

function rsaOf(bytes: Uint8Array): Pick<PublicKey, 'name' | 'weakness'> {
  const what = 'RSAPublicKey';
  const root = readDer(bytes);
  if (root.tag !== TAG.sequence) malformed(what);
  const [modulus, exponent] = parts(root, what, TAG.integer, TAG.integer).map((one) => contentOf(bytes, one));
  if (modulus === undefined || exponent === undefined) return malformed(what);
  const bits = bitsOf(modulus);
  const name = `RSA ${bits}`;
  if (bits < RSA_LEAST || bits > RSA_MOST) return { name, weakness: `${name} bits` };
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1;
  const isFit = isOdd && bitsOf(exponent) > 1 && exponent.length <= EXPONENT_LIMIT;
  return { name, weakness: isFit ? undefined : `${name} with a strange exponent` };
}

/** Bits of a positive INTEGER; 0 for a negative one. */
function bitsOf(integer: Uint8Array): number {
  const [first = 0] = integer;
  if (first >= 0x80) return 0;
  const at = integer.findIndex((octet) => octet !== 0);
  return at < 0 ? 0 : (integer.length - at) * 8 - (Math.clz32(integer[at] ?? 0) - 24);
}

/** The key for node:crypto. Throws `weakKey` or `unknownAlgorithm` for one that is not accepted. */
export function keyObjectOf({ der, type, name, weakness }: PublicKey, whose: string): KeyObject {
  if (weakness !== undefined) throw new SignedDataError('weakKey', `${whose}: ${weakness}`);
  if (type === 'other') throw new SignedDataError('unknownAlgorithm', `${whose}: a key for ${name}`);
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return malformed(`${whose}: a public key that is none`);
  }
}
