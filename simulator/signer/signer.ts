// Makes signedData: what a person signs, by the person's certificate, in the form that is asked for.

import { type ServiceName, type Signs, services } from '../../contracts/protocol/index.js';
import type { Receipt, RequestFields } from '../core/receipt.js';
import type { Form, Tampering, VerifyAuthForm } from '../core/tampering.js';
import type { Tenant } from '../core/tenant.js';
import type { CaMaker } from './certificate-authority.js';
import { consentText } from './consent.js';
import { encoders, leafExtensions, structureBytes } from './forms.js';
import {
  type Agree,
  type Certifier,
  createPeople,
  type People,
  personOf,
  type Randomness,
  rootEnd,
  YEAR,
} from './people.js';
import { tampered } from './tamper.js';

export interface SignerOptions {
  readonly verifyAuthForm?: VerifyAuthForm | undefined;
  /** Makes a private TEST CA at the first signature; the published one is used unless given. */
  readonly caMaker?: CaMaker | undefined;
  /** How a private TEST CA is shared; it is this signer's own unless given. */
  readonly agree?: Agree;
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

/** manual A.4 #2. */
const SIGNED_DATA_LIMIT = 4096;

/** A signer whose certificates and keys live in memory only. */
export function createSigner(
  ids: Randomness,
  { verifyAuthForm = 'token', caMaker, now, agree = (_name, make) => make() }: SignerOptions,
): Signer {
  const people = createPeople(ids, caMaker, now, agree);
  let limit: number | undefined;
  const isBare = (service: ServiceName) => services[service].bareToken && verifyAuthForm === 'token';
  return {
    caPem() {
      const ca = people.ca();
      return ca instanceof Promise ? ca.then(({ certificatePem }) => certificatePem) : ca.certificatePem;
    },
    get clockLimit() {
      // Read off the certificate once: it is parsed for it, which takes a millisecond.
      limit ??= rootEnd() - YEAR;
      return limit;
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
      if (tamper !== undefined) return signTampered(people, ids, receipt, tenant, form, tamper);
      const signedAt = signedAtOf(receipt);
      const content = contentOf(receipt, tenant, signedAt);
      const write = (partsOf: Certifier) =>
        textOf(encoders[form](partsOf(personOf(receipt, signedAt)), content, signedAt));
      const certifier = people.certifier(leafExtensions[form]);
      return certifier instanceof Promise ? certifier.then(write) : write(certifier);
    },
  };
}

const signedAtOf = ({ signedAt, requestedAt }: Receipt): number => signedAt ?? requestedAt;

/** A signedData with one thing wrong in it. */
async function signTampered(
  people: People,
  { bytes }: Randomness,
  receipt: Receipt,
  tenant: Tenant,
  form: Form,
  kind: Tampering,
): Promise<string> {
  const signedAt = signedAtOf(receipt);
  const person = personOf(receipt, signedAt);
  const extensions = leafExtensions[form];
  const partsOf = await people.certifier(extensions);
  return tampered(kind, {
    parts: partsOf(person),
    facts: people.factsOf(person),
    content: contentOf(receipt, tenant, signedAt),
    signedAt,
    encode: encoders[form],
    extensions,
    authority: (await people.ca()).authority,
    bytes,
    earlier: (ms) =>
      contentOf({ ...receipt, receiptId: `${receipt.receiptId} earlier` }, tenant, signedAt - ms),
  });
}

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
