// The people who sign, and the TEST CA behind them. The CA is opened at the first signature; a person's certificate is
// made once a day of the tenant's calendar and kept in a bounded memory.

import { createHash, X509Certificate } from 'node:crypto';
import QuickLRU from 'quick-lru';
import { testCa } from '../../fixtures/keys/test-ca.js';
import type { Receipt } from '../core/receipt.js';
import { type CaMaker, type CertificateAuthority, openPublishedCa } from './certificate-authority.js';
import { createLeafIssuer, type LeafFacts, type LeafIssuer } from './leaf-issuer.js';
import type { LeafExtensions } from './leaf-template.js';
import type { SignerParts } from './splice.js';

/** Where random bytes come from: the World's ids. */
export interface Randomness {
  bytes(length: number): Uint8Array;
}

export interface People {
  ca(): Promise<CertificateAuthority> | CertificateAuthority;
  /** Gives each person the certificate of the day, with these extensions. */
  certifier(extensions: LeafExtensions): Certifier | Promise<Certifier>;
  /** What a certificate of this person says, with a serial number of its own. */
  factsOf(person: Person): LeafFacts;
}

export type Certifier = (person: Person) => SignerParts;

/** Whoever signs a receipt, on the day of signing. */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly identity: string;
  /** Days since the epoch in KST. */
  readonly day: number;
}

const DAY = 86_400_000;
export const YEAR = 365 * DAY;
const KST_OFFSET = 9 * 3_600_000;
/** The library keeps up to twice as many. */
const PEOPLE_KEPT = 2048;

/** `signedAt` is ms since the epoch. */
export function personOf({ request }: Receipt, signedAt: number): Person {
  const identity = `${request.ReceiverName}\n${request.ReceiverBirthDay}\n${request.ReceiverHP}`;
  const day = Math.floor((signedAt + KST_OFFSET) / DAY);
  return { key: `${day}\n${identity}`, name: String(request.ReceiverName), identity, day };
}

/** The last instant of the published root, and so of every root, ms. */
export const rootEnd = (): number => Date.parse(new X509Certificate(testCa.certificate).validTo);

/** Whoever shares a store shares what is made under a name; the first one makes it. */
export type Agree = <T>(name: string, make: () => Promise<T>) => Promise<T>;

/** Loads the private CA that is made once, and begins two years before `now`. */
async function openPrivateCa(
  ids: Randomness,
  maker: CaMaker,
  now: () => number,
  agree: Agree,
): Promise<CertificateAuthority> {
  const pem = await agree('ca', () =>
    maker.make({ serial: ids.bytes(16), notBefore: now() - 2 * YEAR, notAfter: rootEnd() }),
  );
  return maker.load(pem);
}

/** People whose certificates and keys live in memory only; under a private CA where there is who makes it. */
export function createPeople(
  ids: Randomness,
  maker: CaMaker | undefined,
  now: () => number,
  agree: Agree,
): People {
  let opened: Promise<CertificateAuthority> | CertificateAuthority | undefined;
  const certifiers: Partial<Record<LeafExtensions, Certifier | Promise<Certifier>>> = {};

  const opening = (from: CaMaker) =>
    // A store that failed may come back.
    openPrivateCa(ids, from, now, agree).catch((error: unknown) => {
      opened = undefined;
      for (const extensions in certifiers) delete certifiers[extensions as LeafExtensions];
      throw error;
    });
  const ca = () => {
    opened ??= maker === undefined ? openPublishedCa() : opening(maker);
    return opened;
  };

  /** A year around the tenant's day, from KST midnight to KST midnight, as observed (domain.md §3.3). */
  const factsOf = ({ name, identity, day }: Person): LeafFacts => ({
    commonName: name,
    uid: createHash('sha256').update(identity).digest('hex'),
    serial: ids.bytes(16),
    notBefore: day * DAY - KST_OFFSET - YEAR,
    notAfter: day * DAY - KST_OFFSET + YEAR + DAY - 1000,
  });

  const certifierOf = (issue: LeafIssuer): Certifier => {
    const known = new QuickLRU<string, SignerParts>({ maxSize: PEOPLE_KEPT });
    return (person) => {
      const kept = known.get(person.key);
      if (kept !== undefined) return kept;
      const made = issue(factsOf(person));
      known.set(person.key, made);
      return made;
    };
  };

  const newCertifier = (extensions: LeafExtensions): Certifier | Promise<Certifier> => {
    const made = ca();
    if (!(made instanceof Promise)) return certifierOf(createLeafIssuer(made.authority, extensions));
    return made.then(({ authority }) => {
      const certifier = certifierOf(createLeafIssuer(authority, extensions));
      certifiers[extensions] = certifier;
      return certifier;
    });
  };

  return {
    ca,
    factsOf,
    certifier(extensions) {
      const known = certifiers[extensions] ?? newCertifier(extensions);
      certifiers[extensions] = known;
      return known;
    },
  };
}
