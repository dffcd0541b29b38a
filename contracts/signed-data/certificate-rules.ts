// What a certificate must be for its place: the signer's, an authority's, and when (RFC 5280 §4.2, §6.1). Which
// certificates stand above which is found in chain.ts.

import { type Certificate, extensionOf } from './certificate.js';
import { contentOf, TAG } from './encoding/der-node.js';
import { oidOf } from './encoding/der-values.js';
import { EXTENSION, oidName, PURPOSE } from './encoding/oids.js';
import { type Reason, SignedDataError } from './reasons.js';

/** Refuses a certificate by its name. */
function fail(reason: Reason, { subjectName }: Certificate, detail: string): never {
  throw new SignedDataError(reason, `${subjectName().text}: ${detail}`);
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

/** The bits of keyUsage that are set; undefined where there is no keyUsage. */
function usagesOf(certificate: Certificate): readonly number[] | undefined {
  const { bytes, node } = extensionOf(certificate, EXTENSION.keyUsage) ?? {};
  if (bytes === undefined || node === undefined) return undefined;
  if (node.tag !== TAG.bitString) return [];
  const [, ...octets] = contentOf(bytes, node);
  return Object.values(USAGE).filter((bit) => (((octets[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1);
}

function checkExtensions(certificate: Certificate): void {
  const unknown = certificate.extensions.find(({ critical, oid }) => critical && !understood.includes(oid));
  if (unknown !== undefined) fail('criticalExtension', certificate, oidName(unknown.oid));
  const limit = extensionOf(certificate, EXTENSION.extendedKeyUsage);
  if (limit === undefined) return;
  if (!limit.node.children.some((child) => purposes.includes(oidOf(limit.bytes, child)))) {
    fail('keyUsage', certificate, 'its extended key usage is not for signing messages');
  }
}

/** Checks what the signer's certificate is for. Throws a SignedDataError. */
export function checkLeaf(leaf: Certificate): void {
  checkExtensions(leaf);
  const usages = usagesOf(leaf);
  if (usages === undefined) fail('keyUsage', leaf, 'it has no keyUsage, which must say what the key is for');
  if (!usages.includes(USAGE.digitalSignature) && !usages.includes(USAGE.nonRepudiation)) {
    fail('keyUsage', leaf, 'neither digitalSignature nor nonRepudiation');
  }
}

/** Checks that a certificate may issue others, with so many authorities below it. Throws a SignedDataError. */
export function checkAuthority(issuer: Certificate, authoritiesBelow: number): void {
  const { isAuthority, pathLength } = basicConstraints(issuer);
  if (!isAuthority) fail('notAuthority', issuer, 'it is no CA by its basic constraints');
  const usages = usagesOf(issuer);
  // RFC 5280 §4.2.1.3 wants it of a CA. One that does not have it is refused, root or not, and told as that.
  if (usages === undefined) fail('notAuthority', issuer, 'it has no keyUsage, which must say keyCertSign');
  if (!usages.includes(USAGE.keyCertSign)) {
    fail('notAuthority', issuer, 'its key is not for signing certificates (keyUsage without keyCertSign)');
  }
  if (authoritiesBelow > pathLength) {
    fail('notAuthority', issuer, `no more than ${pathLength} authorities may stand below it`);
  }
  checkExtensions(issuer);
}

/** Checks that a certificate was valid at an instant (ms). Throws a SignedDataError. */
export function checkValidity(certificate: Certificate, at: number): void {
  const { notBefore, notAfter } = certificate;
  if (at < notBefore) fail('notYetValid', certificate, `valid from ${iso(notBefore)}, not at ${iso(at)}`);
  // notAfter names a whole second, and all of that second is in.
  if (at >= notAfter + 1000) {
    fail('expired', certificate, `valid until ${iso(notAfter)}, not at ${iso(at)}`);
  }
}

const iso = (instant: number) => new Date(instant).toISOString();
