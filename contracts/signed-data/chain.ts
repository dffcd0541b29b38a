// From the signer's certificate to a pinned root (RFC 5280 §6, as far as one issuer needs it). Names are raw bytes.

import { isStrongKey } from './algorithms.js';
import { type Certificate, EXTENSION, extensionOf, isSignedBy } from './certificate.js';
import { contentOf, type DerNode, oidOf, readDer, TAG } from './der.js';
import { type Reason, SignedDataError } from './reasons.js';

function fail(reason: Reason, detail?: string): never {
  throw new SignedDataError(reason, detail);
}

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const ANY_PURPOSE = '2.5.29.37.0';

/** Extensions that are read here, so that they may be critical. */
const understood: readonly string[] = [
  EXTENSION.keyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
];

const sameBytes = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

interface Constraints {
  readonly isAuthority: boolean;
  readonly pathLength: number | undefined;
}

function basicConstraints(certificate: Certificate): Constraints {
  const value = extensionOf(certificate, EXTENSION.basicConstraints)?.value;
  if (value === undefined) return { isAuthority: false, pathLength: undefined };
  const [cA, length] = readDer(value).children;
  const isAuthority = cA?.tag === TAG.boolean && contentOf(value, cA)[0] === 0xff;
  return { isAuthority, pathLength: length === undefined ? undefined : contentOf(value, length).at(-1) };
}

/** Bits of keyUsage, the first bit first; all of them where the extension is missing. */
function keyUsage(certificate: Certificate): (bit: number) => boolean {
  const value = extensionOf(certificate, EXTENSION.keyUsage)?.value;
  if (value === undefined) return () => true;
  const node: DerNode = readDer(value);
  const [, ...bits] = node.tag === TAG.bitString ? contentOf(value, node) : [];
  return (bit) => (((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
}

const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5 } as const;

function checkPurpose(certificate: Certificate): void {
  const unknown = certificate.extensions.find(({ critical, oid }) => critical && !understood.includes(oid));
  if (unknown !== undefined) fail('criticalExtension', unknown.oid);
  const value = extensionOf(certificate, EXTENSION.extendedKeyUsage)?.value;
  if (value === undefined) return;
  const purposes = readDer(value).children.map((child) => oidOf(value, child));
  if (!purposes.includes(EMAIL_PROTECTION) && !purposes.includes(ANY_PURPOSE))
    fail('keyUsage', 'not for signing messages');
}

/** Checks what the signer's certificate is for. Throws a SignedDataError. */
export function checkLeaf(leaf: Certificate): void {
  checkPurpose(leaf);
  const usage = keyUsage(leaf);
  if (!usage(USAGE.digitalSignature) && !usage(USAGE.nonRepudiation)) fail('keyUsage');
  if (!isStrongKey(leaf.publicKey)) fail('weakKey');
}

const CHAIN_LIMIT = 3;

/**
 * The certificates above the signer's, the root last: through enclosed issuers to one of `trust`. Each must be an
 * authority and have signed the one below. Throws a SignedDataError.
 */
export function findChain(
  leaf: Certificate,
  enclosed: readonly Certificate[],
  trust: readonly Certificate[],
): readonly Certificate[] {
  const chain: Certificate[] = [];
  for (let below = leaf; chain.length < CHAIN_LIMIT; ) {
    const root = issuerOf(below, trust);
    const issuer = root ?? issuerOf(below, enclosed);
    if (issuer === undefined) {
      const isNamed = trust.some(({ subject }) => sameBytes(subject, below.issuer));
      return fail(isNamed ? 'issuerSignature' : 'untrustedRoot');
    }
    checkAuthority(issuer, chain.length);
    chain.push(issuer);
    if (root !== undefined) return chain;
    below = issuer;
  }
  return fail('untrustedRoot', 'too many certificates in between');
}

const issuerOf = (below: Certificate, candidates: readonly Certificate[]) =>
  candidates.find(
    (one) =>
      sameBytes(one.subject, below.issuer) &&
      isSignedBy(one, below.signatureAlgorithm, below.tbs, below.signature),
  );

function checkAuthority(issuer: Certificate, below: number): void {
  const { isAuthority, pathLength = Number.POSITIVE_INFINITY } = basicConstraints(issuer);
  if (!isAuthority || !keyUsage(issuer)(USAGE.keyCertSign)) fail('notAuthority');
  if (below > pathLength) fail('notAuthority', `no more than ${pathLength} authorities may stand below it`);
  checkPurpose(issuer);
  if (!isStrongKey(issuer.publicKey)) fail('weakKey', 'of the issuer');
}

/** Checks that every certificate was valid at an instant (ms). Throws a SignedDataError. */
export function checkValidity(chain: readonly Certificate[], at: number): void {
  for (const { notBefore, notAfter } of chain) {
    if (at < notBefore) fail('notYetValid', `valid from ${new Date(notBefore).toISOString()}`);
    // notAfter names a whole second, and all of that second is in.
    if (at >= notAfter + 1000) fail('expired', `valid until ${new Date(notAfter).toISOString()}`);
  }
}
