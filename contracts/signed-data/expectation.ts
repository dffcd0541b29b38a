// Is it what was asked for? One table: the reason, what is expected, and what was signed.

import type { Consent } from './consent.js';
import type { SignerName } from './names.js';
import type { Settings } from './options.js';
import { type Reason, SignedDataError } from './reasons.js';

/** What a verified signature says. */
export interface Signed {
  readonly signer: SignerName;
  readonly consent: Consent | undefined;
  readonly text: string | undefined;
  /** ms since the epoch; undefined for a bare Token. */
  readonly signedAt: number | undefined;
}

/** Compares what was signed with what was asked for. Throws a SignedDataError with the first difference. */
export function checkExpectation({ signer, consent, text, signedAt }: Signed, settings: Settings): void {
  const { expect, requestedAt, bankName } = settings;
  const bank = expect.bank === undefined ? undefined : (bankName(expect.bank) ?? expect.bank);
  const compared: readonly (readonly [Reason, string | undefined, string | undefined])[] = [
    ['expect.token', expect.token, text],
    ['expect.name', expect.name, signer.commonName],
    // Asked or not: who signed is who the consent says signed.
    ['expect.name', consent?.signer, signer.commonName],
    ['expect.accountHolder', expect.accountHolder, consent?.accountHolder],
    ['expect.account', expect.account, consent?.account],
    ['expect.bank', bank, consent?.bank],
    ['expect.payerNumber', expect.payerNumber, consent?.payerNumber],
    ['expect.birthDate', expect.birthDate, consent?.birthDate],
    ['expect.company', expect.company, consent?.company],
  ];
  for (const [reason, expected, signed] of compared) {
    if (expected !== undefined && expected !== signed) {
      throw new SignedDataError(
        reason,
        signed === undefined ? notThere : `expected "${expected}", signed "${signed}"`,
      );
    }
  }
  if (requestedAt === undefined) return;
  if (signedAt === undefined) throw new SignedDataError('replayed', 'a bare Token has no time to compare');
  // Consent and signingTime show whole seconds.
  if (signedAt < Math.floor(requestedAt / 1000) * 1000) {
    const [signed, asked] = [signedAt, requestedAt].map((instant) => new Date(instant).toISOString());
    throw new SignedDataError('replayed', `signed at ${signed}, requested at ${asked}`);
  }
}

const notThere = 'the content is no consent table, so there is nothing to compare';
