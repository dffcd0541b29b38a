// From the signer's certificate to a pinned root (RFC 5280 §6, as far as one issuer needs it). Every candidate is tried:
// a renewed root has the name and the key of the old one, and an issuer may be certified by several. The first path that
// holds is taken; if none does, the one that came farthest says why. Names are raw bytes.

import { type Certificate, isIssuedBy, isSelfIssued } from './certificate.js';
import { checkAuthority, checkValidity } from './certificate-rules.js';
import { sameBytes } from './encoding/der-node.js';
import { SignedDataError } from './reasons.js';

/** Certificates above the signer's, the root last. */
export type Chain = readonly Certificate[];

/** No path is longer, self-issued certificates and root included. */
const LENGTH_LIMIT = 6;
/** So many links are tried for one signature. Nobody needs more; more are made only to cost time. */
const LINK_LIMIT = 64;

/** How far a path came, from the nearest to the farthest: the farthest is told. */
const REACH = {
  /** No trusted root has the issuer's name. */
  nowhere: 0,
  /** One has it, but did not sign. */
  named: 1,
  /** One has it, and its key or the algorithm is not accepted. */
  algorithm: 2,
  /** A trusted root was reached, and a certificate is not what it must be for its place. */
  linked: 3,
  /** All is well but the time. */
  lawful: 4,
} as const;

/** Where a path ended, and why. */
export interface DeadEnd {
  readonly reach: number;
  readonly error: SignedDataError;
}

export interface PathOptions {
  /** In an order that does not depend on the caller's. */
  readonly enclosed: readonly Certificate[];
  readonly roots: readonly Certificate[];
  /** All must be valid at each of these, ms. */
  readonly instants: readonly number[];
}

interface Search extends PathOptions {
  readonly leaf: Certificate;
  links: number;
  best: DeadEnd | undefined;
}

/**
 * The certificates above the signer's: through enclosed issuers to a trusted root, each an authority that signed the one
 * below. A dead end if no path holds; `isTimeOnly` tells that nothing but the validity stood in the way.
 */
export function findChain(
  leaf: Certificate,
  options: PathOptions,
): { readonly chain: Chain } | { readonly error: SignedDataError; readonly isTimeOnly: boolean } {
  const search: Search = { ...options, leaf, links: LINK_LIMIT, best: undefined };
  const chain = climb(search, leaf, []);
  if (chain !== undefined) return { chain };
  const { reach, error } = search.best ?? {
    reach: REACH.nowhere,
    error: new SignedDataError('untrustedRoot'),
  };
  return { error, isTimeOnly: reach === REACH.lawful };
}

/** Tries every root above `below`, then every enclosed issuer. */
function climb(search: Search, below: Certificate, above: Chain): Chain | undefined {
  const isIssuer = ({ subject }: Certificate) => sameBytes(subject, below.issuer);
  for (const root of search.roots.filter(isIssuer)) {
    const chain = [...above, root];
    const end = linkFault(search, below, root) ?? chainFault(search, chain);
    if (end === undefined) return chain;
    note(search, end);
  }
  if (above.length + 1 >= LENGTH_LIMIT) return undefined;
  for (const issuer of search.enclosed.filter(isIssuer)) {
    if (issuer === search.leaf || above.includes(issuer)) continue;
    const end = linkFault(search, below, issuer);
    // An issuer that nobody trusts yet brings a path no nearer by its name.
    if (end !== undefined) {
      if (end.reach === REACH.algorithm) note(search, end);
      continue;
    }
    const chain = climb(search, issuer, [...above, issuer]);
    if (chain !== undefined) return chain;
  }
  return undefined;
}

function note(search: Search, end: DeadEnd): void {
  if (end.reach > (search.best?.reach ?? REACH.nowhere)) search.best = end;
}

/** Why one certificate did not issue another. */
function linkFault(search: Search, below: Certificate, issuer: Certificate): DeadEnd | undefined {
  search.links -= 1;
  if (search.links < 0) {
    return { reach: REACH.nowhere, error: new SignedDataError('untrustedRoot', 'too many candidates') };
  }
  try {
    if (isIssuedBy(below, issuer)) return undefined;
  } catch (error) {
    if (error instanceof SignedDataError) return { reach: REACH.algorithm, error };
    throw error;
  }
  return { reach: REACH.named, error: new SignedDataError('issuerSignature') };
}

/** What is wrong with a chain whose signatures are right. */
function chainFault({ leaf, instants }: Search, chain: Chain): DeadEnd | undefined {
  let reach: number = REACH.linked;
  try {
    for (const [at, issuer] of chain.entries()) {
      // Self-issued ones, by which a CA changes its key, do not count (RFC 5280 §6.1.4 l).
      checkAuthority(issuer, chain.slice(0, at).filter((one) => !isSelfIssued(one)).length);
    }
    reach = REACH.lawful;
    for (const instant of instants) for (const one of [leaf, ...chain]) checkValidity(one, instant);
    return undefined;
  } catch (error) {
    if (error instanceof SignedDataError) return { reach, error };
    throw error;
  }
}

/** Certificates in the order of their bytes, each once: what is decided does not depend on the order of the caller. */
export const inOrder = (certificates: readonly Certificate[]): readonly Certificate[] =>
  certificates
    .toSorted((one, other) => Buffer.compare(one.der, other.der))
    .filter(({ der }, at, all) => at === 0 || !sameBytes(all[at - 1]?.der ?? der, der));
