// Makes signedData. The CA and pkijs are loaded at the first signature, never at start; a person's certificate is made
// once a day of the tenant's calendar and kept in a bounded memory.

import { createHash, X509Certificate } from 'node:crypto';
import QuickLRU from 'quick-lru';
import { type ServiceName, type Signs, services } from '../../contracts/protocol/index.js';
import { testCa } from '../../fixtures/keys/test-ca.js';
import type { Receipt, RequestFields } from '../core/receipt.js';
import type { Form, Tampering } from '../core/tampering.js';
import type { Tenant } from '../core/tenant.js';
import type { Authority, LeafFacts } from './authority.js';
import { consentText } from './consent.js';
import { encoders, structureBytes } from './forms.js';
import type { LeafIssuer } from './leaf-issuer.js';
import type { SignerParts } from './splice.js';

/** VerifyAuth's signedData is not established (protocol.md §2.9): the Token itself, as the docs say, or a CMS around it. */
export type VerifyAuthForm = 'token' | 'cms';

export interface SignerOptions {
  readonly verifyAuthForm?: VerifyAuthForm | undefined;
  /** A private TEST CA made at the first signature, instead of the published one. */
  readonly ephemeralCa?: boolean | undefined;
  /** The base clock, ms: where an ephemeral CA begins. */
  readonly now: () => number;
}

export interface SigningOrder {
  readonly form: Form;
  readonly tamper?: Tampering | undefined;
}

export interface Signer {
  /** Whether what a request asks to sign will fit into a signedData of 4,096 characters. */
  fits(service: ServiceName, request: RequestFields, form: Form): boolean;
  /** The signedData of a signed receipt: unpadded base64url, at most 4,096 characters. */
  sign(receipt: Receipt, tenant: Tenant, order: SigningOrder): Promise<string> | string;
  /** The root of every signedData, PEM. */
  caPem(): Promise<string> | string;
  /** The last instant a tenant's clock may show: a year before the root ends, ms. */
  readonly clockLimit: number;
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const KST_OFFSET = 9 * 3_600_000;
/** The library keeps up to twice as many. */
const PEOPLE_KEPT = 2048;
/** manual A.4 #2. */
const SIGNED_DATA_LIMIT = 4096;

/** Where random bytes come from: the World's ids. */
interface Randomness {
  bytes(length: number): Uint8Array;
}

/** A signer whose certificates and keys live in memory only. */
export function createSigner(
  ids: Randomness,
  { verifyAuthForm = 'token', ephemeralCa = false, now }: SignerOptions,
): Signer {
  const people = new QuickLRU<string, SignerParts>({ maxSize: PEOPLE_KEPT });
  let authority: Promise<Authority> | undefined;
  let issuer: LeafIssuer | Promise<LeafIssuer> | undefined;
  const rootEnd = () => Date.parse(new X509Certificate(testCa.certificate).validTo);
  const isBare = (service: ServiceName) => services[service].bareToken && verifyAuthForm === 'token';

  const theAuthority = (): Promise<Authority> => {
    authority ??= import('./authority.js').then(({ createAuthority, loadAuthority }) =>
      ephemeralCa
        ? createAuthority({ serial: ids.bytes(16), notBefore: now() - 2 * YEAR, notAfter: rootEnd() })
        : loadAuthority(testCa),
    );
    return authority;
  };

  const loadIssuer = async (): Promise<LeafIssuer> => {
    const { createLeafIssuer } = await import('./leaf-issuer.js');
    issuer = await createLeafIssuer(await theAuthority());
    return issuer;
  };

  const theIssuer = (): LeafIssuer | Promise<LeafIssuer> => {
    issuer ??= loadIssuer();
    return issuer;
  };

  /** The person's certificate, made once however many calls want it. */
  function partsOf(person: Person, issue: LeafIssuer): SignerParts {
    const known = people.get(person.key);
    if (known !== undefined) return known;
    const made = issue(factsOf(person, ids));
    people.set(person.key, made);
    return made;
  }

  const spoil = async (kind: Tampering, person: Person, receipt: Receipt, tenant: Tenant, form: Form) => {
    const { tampered } = await import('./tamper.js');
    const signedAt = receipt.signedAt ?? receipt.requestedAt;
    return tampered(kind, {
      parts: partsOf(person, await theIssuer()),
      facts: factsOf(person, ids),
      content: contentOf(receipt, tenant, signedAt),
      signedAt,
      encode: encoders[form],
      authority: await theAuthority(),
      bytes: ids.bytes,
      earlier: (ms) =>
        contentOf({ ...receipt, receiptId: `${receipt.receiptId} earlier` }, tenant, signedAt - ms),
    });
  };

  return {
    caPem: () =>
      ephemeralCa ? theAuthority().then(({ certificatePem }) => certificatePem) : testCa.certificate,
    get clockLimit() {
      return rootEnd() - YEAR;
    },
    fits(service, { Token: token, ReceiverName: name }, form) {
      // The fields of a consent are short; a Token may be anything.
      if (services[service].signs === 'consent') return true;
      if (isBare(service)) return String(token).length <= SIGNED_DATA_LIMIT;
      const bytes = Buffer.byteLength(String(token)) + Buffer.byteLength(String(name)) + structureBytes[form];
      return Math.ceil((bytes * 4) / 3) <= SIGNED_DATA_LIMIT;
    },
    sign(receipt, tenant, { form, tamper }) {
      if (isBare(receipt.service)) return String(receipt.request.Token);
      const signedAt = receipt.signedAt ?? receipt.requestedAt;
      const person = personOf(receipt, signedAt);
      if (tamper !== undefined) return spoil(tamper, person, receipt, tenant, form);
      const content = contentOf(receipt, tenant, signedAt);
      const write = (by: LeafIssuer) => textOf(encoders[form](partsOf(person, by), content, signedAt));
      const issue = theIssuer();
      return issue instanceof Promise ? issue.then(write) : write(issue);
    },
  };
}

interface Person {
  readonly key: string;
  readonly name: string;
  readonly identity: string;
  /** Days since the epoch in KST. */
  readonly day: number;
}

function personOf({ request }: Receipt, signedAt: number): Person {
  const identity = `${request.ReceiverName}\n${request.ReceiverBirthDay}\n${request.ReceiverHP}`;
  const day = Math.floor((signedAt + KST_OFFSET) / DAY);
  return { key: `${day}\n${identity}`, name: String(request.ReceiverName), identity, day };
}

/** A year around the tenant's day, from KST midnight to KST midnight, as observed (domain.md §3.3). */
const factsOf = ({ name, identity, day }: Person, ids: Randomness): LeafFacts => ({
  commonName: name,
  uid: createHash('sha256').update(identity).digest('hex'),
  serial: ids.bytes(16),
  notBefore: day * DAY - KST_OFFSET - YEAR,
  notAfter: day * DAY - KST_OFFSET + YEAR + DAY - 1000,
});

/** How what the person signs is written. */
const contents: Readonly<Record<Signs, (receipt: Receipt, tenant: Tenant, signedAt: number) => string>> = {
  consent: consentText,
  token: ({ request }) => String(request.Token),
};

const contentOf = (receipt: Receipt, tenant: Tenant, signedAt: number): Buffer =>
  Buffer.from(contents[services[receipt.service].signs](receipt, tenant, signedAt), 'utf8');

function textOf(bytes: Buffer): string {
  const text = bytes.toString('base64url');
  if (text.length > SIGNED_DATA_LIMIT) {
    throw new RangeError(`signedData of ${text.length} characters; ${SIGNED_DATA_LIMIT} is the limit.`);
  }
  return text;
}
