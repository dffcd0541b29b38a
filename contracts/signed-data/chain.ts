// From the signer's certificate to a pinned root (RFC 5280 §6, as far as one issuer needs it). Names are raw bytes.

import { type Certificate, extensionOf, isSignedBy } from './certificate.js';
import { contentOf, sameBytes, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { EXTENSION, oidName, PURPOSE } from './encoding/oids.js';
import { type Reason, SignedDataError } from './reasons.js';

function fail(reason: Reason, detail?: string): never {
  throw new SignedDataError(reason, detail);
}

/**
 * Extensions that are obeyed here, so that they may be critical. Not among them, on purpose: nameConstraints and
 * certificatePolicies, whose limits are not followed.
 */
const understood: readonly string[] = [
  EXTENSION.keyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
];

/** What a key may be for, if its use is limited: signing messages. The TEST root says so critically (design). */
const purposes: readonly string[] = [PURPOSE.emailProtection, PURPOSE.anyExtendedKeyUsage];

/** Bits of keyUsage (RFC 5280 §4.2.1.3). */
const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5 } as const;

interface Constraints {
  readonly isAuthority: boolean;
  /** How many authorities may stand between it and a signer. */
  readonly pathLength: number;
}

function basicConstraints(certificate: Certificate): Constraints {
  const { bytes, node } = extensionOf(certificate, EXTENSION.basicConstraints) ?? {};
  const [cA, length, ...more] = node?.children ?? [];
  const none = { isAuthority: false, pathLength: 0 };
  if (bytes === undefined || cA?.tag !== TAG.boolean || more.length > 0) return none;
  if (length === undefined) return { isAuthority: true, pathLength: Number.POSITIVE_INFINITY };
  const [octet = 0, ...others] = contentOf(bytes, length);
  // More than 127, or less than none, is no number that a path of three certificates could need.
  return length.tag !== TAG.integer || others.length > 0 || octet > 0x7f
    ? none
    : { isAuthority: true, pathLength: octet };
}

/** Whether keyUsage names one of these bits. It must be there (RFC 5280 §4.2.1.3; signed-data.md §5). */
function isUsableFor(certificate: Certificate, ...bits: readonly number[]): boolean {
  const { bytes, node } = extensionOf(certificate, EXTENSION.keyUsage) ?? {};
  if (bytes === undefined || node?.tag !== TAG.bitString) return false;
  const [, ...octets] = contentOf(bytes, node);
  return bits.some((bit) => (((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1);
}

function checkExtensions(certificate: Certificate): void {
  const unknown = certificate.extensions.find(({ critical, oid }) => critical && !understood.includes(oid));
  if (unknown !== undefined) fail('criticalExtension', oidName(unknown.oid));
  const limit = extensionOf(certificate, EXTENSION.extendedKeyUsage);
  if (limit === undefined) return;
  if (!limit.node.children.some((child) => purposes.includes(oidOf(limit.bytes, child)))) {
    fail('keyUsage', 'its extended key usage is not for signing messages');
  }
}

/** Checks what the signer's certificate is for. Throws a SignedDataError. */
export function checkLeaf(leaf: Certificate): void {
  checkExtensions(leaf);
  if (!isUsableFor(leaf, USAGE.digitalSignature, USAGE.nonRepudiation)) {
    fail('keyUsage', 'neither digitalSignature nor nonRepudiation');
  }
}

/** An issuer, another, and a root: more than the three certificates that a signedData has room for. */
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
  let below = leaf;
  let isNamed = false;
  while (chain.length < CHAIN_LIMIT) {
    const root = issuerOf(below, trust);
    const issuer = root ?? issuerOf(below, enclosed);
    isNamed ||= trust.some(({ subject }) => sameBytes(subject, below.issuer));
    if (issuer === undefined || chain.includes(issuer)) break;
    checkAuthority(issuer, chain.length);
    chain.push(issuer);
    if (root !== undefined) return chain;
    below = issuer;
  }
  return fail(isNamed ? 'issuerSignature' : 'untrustedRoot');
}

const issuerOf = (below: Certificate, candidates: readonly Certificate[]) =>
  candidates.find(
    (one) =>
      sameBytes(one.subject, below.issuer) &&
      isSignedBy(one, 'the issuer', {
        algorithm: below.signatureAlgorithm,
        data: below.tbs,
        signature: below.signature,
      }),
  );

function checkAuthority(issuer: Certificate, authoritiesBelow: number): void {
  const { isAuthority, pathLength } = basicConstraints(issuer);
  if (!isAuthority) fail('notAuthority', 'it is no CA by its basic constraints');
  if (!isUsableFor(issuer, USAGE.keyCertSign))
    fail('notAuthority', 'its key is not for signing certificates');
  if (authoritiesBelow > pathLength) {
    fail('notAuthority', `no more than ${pathLength} authorities may stand below it`);
  }
  checkExtensions(issuer);
}

/** Checks that every certificate was valid at an instant (ms). Throws a SignedDataError. */
export function checkValidity(chain: readonly Certificate[], at: number): void {
  const when = new Date(at).toISOString();
  for (const { notBefore, notAfter } of chain) {
    if (at < notBefore)
      fail('notYetValid', `valid from ${new Date(notBefore).toISOString()}, not at ${when}`);
    // notAfter names a whole second, and all of that second is in.
    if (at >= notAfter + 1000)
      fail('expired', `valid until ${new Date(notAfter).toISOString()}, not at ${when}`);
  }
}
