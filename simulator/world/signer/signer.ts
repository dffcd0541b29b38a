// Makes signedData. The CA and pkijs are loaded at the first signature, never at start; a person's certificate is made
// once a day of the tenant's calendar and kept in a bounded memory.

import { createHash, X509Certificate } from 'node:crypto';
import type { ServiceName } from '../../../contracts/protocol/index.js';
import { testCa } from '../../../fixtures/keys/test-ca.js';
import type { Receipt, RequestFields } from '../../core/receipt.js';
import type { Tenant } from '../../core/tenant.js';
import type { Ids } from '../ids.js';
import { createRecent } from '../recent.js';
import type { Authority } from './authority.js';
import { consentText } from './consent.js';
import { type SignerParts, signContent } from './splice.js';

/** VerifyAuth's signedData is not established (protocol.md §2.9): the Token itself, as the docs say, or a CMS around it. */
export type VerifyAuthForm = 'token' | 'cms';

export interface Signer {
  /** Whether what a request asks to sign will fit into a signedData of 4,096 characters. */
  fits(service: ServiceName, request: RequestFields): boolean;
  /** The signedData of a signed receipt: unpadded base64url, at most 4,096 characters. */
  sign(receipt: Receipt, tenant: Tenant, tamper?: string): Promise<string> | string;
  /** The root of every signedData, PEM. */
  readonly caPem: string;
  /** The last instant a tenant's clock may show: a year before the root ends, ms. */
  readonly clockLimit: number;
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;
const KST_OFFSET = 9 * 3_600_000;
const PEOPLE_KEPT = 4096;
/** manual A.4 #2. */
const SIGNED_DATA_LIMIT = 4096;
/** What a signedData has besides its content and the signer's name, at most, in bytes; a test holds it. */
const STRUCTURE_BYTES = 916;

export function createSigner(ids: Ids, verifyAuthForm: VerifyAuthForm = 'token'): Signer {
  const isBare = (service: ServiceName) => service === 'verifyAuth' && verifyAuthForm === 'token';
  const people = createRecent<string, SignerParts | Promise<SignerParts>>(PEOPLE_KEPT);
  let authority: Promise<Authority> | undefined;

  async function certify(name: string, uid: string, day: number): Promise<SignerParts> {
    const { issueLeaf, loadAuthority } = await import('./authority.js');
    const { signerParts } = await import('./cms.js');
    authority ??= loadAuthority(testCa);
    const midnight = day * DAY - KST_OFFSET;
    const leaf = await issueLeaf(await authority, {
      commonName: name,
      uid,
      serial: ids.bytes(16),
      // KST day bounds: 15:00:00Z to 14:59:59Z, as observed (domain.md §3.3).
      notBefore: midnight - YEAR,
      notAfter: midnight + YEAR + DAY - 1000,
    });
    return signerParts(leaf);
  }

  /** Certifies a person once, however many calls wait for it. */
  function makeKnown(key: string, name: string, person: string, day: number): Promise<SignerParts> {
    const made = certify(name, createHash('sha256').update(person).digest('hex'), day);
    people.set(key, made);
    made.then(
      (parts) => people.set(key, parts),
      () => people.delete(key),
    );
    return made;
  }

  const encode = (parts: SignerParts, content: string): string => {
    const text = signContent(parts, Buffer.from(content, 'utf8')).toString('base64url');
    if (text.length > SIGNED_DATA_LIMIT)
      throw new RangeError(`signedData of ${text.length} characters; ${SIGNED_DATA_LIMIT} is the limit.`);
    return text;
  };

  return {
    caPem: testCa.certificate,
    get clockLimit() {
      return Date.parse(new X509Certificate(testCa.certificate).validTo) - YEAR;
    },
    fits(service, { Token: token, ReceiverName: name }) {
      if (service === 'cms') return true;
      if (isBare(service)) return String(token).length <= SIGNED_DATA_LIMIT;
      const bytes = Buffer.byteLength(String(token)) + Buffer.byteLength(String(name)) + STRUCTURE_BYTES;
      return Math.ceil((bytes * 4) / 3) <= SIGNED_DATA_LIMIT;
    },
    sign(receipt, tenant, _tamper) {
      if (isBare(receipt.service)) return String(receipt.request.Token);
      const signedAt = receipt.signedAt ?? receipt.requestedAt;
      const content =
        receipt.service === 'cms' ? consentText(receipt, tenant, signedAt) : String(receipt.request.Token);
      const { ReceiverName: name, ReceiverBirthDay: birth, ReceiverHP: phone } = receipt.request;
      const person = `${name}\n${birth}\n${phone}`;
      const day = Math.floor((signedAt + KST_OFFSET) / DAY);
      const key = `${day}\n${person}`;
      const known = people.get(key) ?? makeKnown(key, String(name), person, day);
      return known instanceof Promise
        ? known.then((parts) => encode(parts, content))
        : encode(known, content);
    },
  };
}
