// The stage on which every case plays: one authority, one person, one consent; and a case's form.

import { sign } from 'node:crypto';
import type { Reason, VerifyOptions } from '../../../../contracts/signed-data/index.js';
import {
  attributesOf,
  type Certified,
  certify,
  consent,
  root,
  type SignedDataFacts,
  signedData,
  toPem,
} from '../signing.js';
import { tlv } from '../writer.js';

export const ca = root();
export const trust = toPem(ca);
export const signer = certify({}, ca);
export const content = consent();
export const otherContent = consent({ account: '00000000000001' });
export const token = Buffer.from('시험 토큰');

// Made once: an ECDSA signature is another one, and maybe a byte longer, each time.
const signed = signedData({ content, signer });

/** The good one, or a new one with something changed. */
export const good = (changes?: Partial<SignedDataFacts>) =>
  changes === undefined ? signed : signedData({ content, signer, ...changes });

/** Signed by another, with certificates between that person and a root enclosed. */
export const by = (person: Certified, ...between: readonly Certified[]) =>
  good({ signer: person, certificates: [person.der, ...between.map(({ der }) => der)] });

/** With the signed attributes: 0 contentType, 1 signingTime, 2 messageDigest, 3 signingCertificateV2. */
export const cades = (changes: Partial<SignedDataFacts> = {}) =>
  good({ attributes: attributesOf(content, signer), ...changes });

/** One signed attribute replaced. */
export const attributesWith = (at: number, attribute: Buffer) =>
  attributesOf(content, signer).with(at, attribute);
/** One signed attribute left out. */
export const attributesWithout = (at: number) => attributesOf(content, signer).toSpliced(at, 1);

/** Signed attributes that stand in the reverse order, and were signed in the order of DER or as they stand. */
export function outOfOrder(attributes: readonly Buffer[], asTheyStand = false): Buffer {
  const sorted = attributes.toSorted(Buffer.compare);
  const reversed = sorted.toReversed();
  const signature = sign('sha256', tlv(0x31, ...(asTheyStand ? reversed : sorted)), signer.keys.privateKey);
  const whole = cades({ attributes, signature });
  const at = whole.indexOf(Buffer.concat(sorted));
  Buffer.concat(reversed).copy(whole, at);
  return whole;
}

export const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

export interface Case {
  readonly what: string;
  readonly input: Uint8Array | string;
  readonly options?: Partial<VerifyOptions>;
}

export type Cases<Reasons extends Reason> = { readonly [reason in Reasons]: readonly Case[] };
