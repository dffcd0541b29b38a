// What a person signed, for people to look at: as Verify answered it, or as it would.

import { services } from '../../../contracts/protocol/index.js';
import { CONSENT_ROWS } from '../../../contracts/signed-data/consent-table.js';
import type { Consent, Expectation, ParsedSignedData } from '../../../contracts/signed-data/index.js';
import { phaseOf, type Receipt, settle } from '../../core/receipt.js';
import { type Tenant, tenantNow } from '../../core/tenant.js';
import type { World } from '../../world/world.js';
import type { PageNeeds } from '../page-needs.js';
import { conflict, isProblem } from '../problem.js';
import type { SignedDataView } from '../shapes.js';
import type { ControlHandlers } from './handler.js';
import { findReceipt } from './receipts.js';

/** The signedData of the last Verify of a receipt that the journal still has. */
async function answered(
  world: World,
  { receiptId, clientCode, service }: Receipt,
  tenant: Tenant,
): Promise<string | undefined> {
  const page = await world.journal.find(clientCode, tenant);
  const calls = (await page?.calls()) ?? [];
  const verify = services[service].operations.verify;
  for (const { operation, outcome, replyBody } of [...calls].reverse()) {
    if (operation !== verify || outcome !== 'ok' || !replyBody.includes(receiptId)) continue;
    const { signedData } = JSON.parse(replyBody);
    if (typeof signedData === 'string') return signedData;
  }
  return undefined;
}

const textOf = (value: string | number | boolean | undefined) =>
  value === undefined ? undefined : String(value);

/** What a client would expect of it, by what it asked for. */
function expected({ service, request, requestedAt }: Receipt): Expectation {
  const field = (name: string) => textOf(request[name]);
  if (services[service].signs === 'token') return { name: field('ReceiverName'), token: field('Token') };
  return {
    name: field('ReceiverName'),
    accountHolder: field('BankAccountName'),
    account: field('BankAccountNum'),
    bank: field('BankCode'),
    payerNumber: field('ClientUserID'),
    birthDate: field('ReceiverBirthDay'),
    requestedAt,
  };
}

const consentRows = (consent: Consent) =>
  CONSENT_ROWS.map(([name, label]) => ({ label, value: consent[name] }));

function certificateOf({ enclosed }: ParsedSignedData): SignedDataView['certificate'] {
  const [signer] = enclosed;
  if (signer === undefined) return null;
  const { subject, issuer, serial, validity, key } = signer;
  return { subject: subject.text, issuer: issuer.text, serial, ...validity, key };
}

type Read = Pick<SignedDataView, 'size' | 'tree' | 'verdict' | 'consent' | 'certificate'>;

/** Reads and judges it; whatever can't be read is null, and the verdict says why. */
async function read(
  world: World,
  { reader }: PageNeeds,
  receipt: Receipt,
  { form }: Tenant,
  signedData: string,
): Promise<Read> {
  const { decodeSignedData, parseSignedData, readTree, toDer, verifySignedData, DerError, SignedDataError } =
    await reader();
  const attempt = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (error instanceof SignedDataError || error instanceof DerError) return null;
      throw error;
    }
  };
  const { bareToken } = services[receipt.service];
  if (bareToken && signedData === receipt.request.Token) {
    return {
      size: Buffer.byteLength(signedData),
      tree: null,
      verdict: null,
      consent: null,
      certificate: null,
    };
  }
  const trust = await world.signer.caPem();
  const verdict = verifySignedData(signedData, {
    trust,
    expect: expected(receipt),
    ber: form === 'observed',
  });
  const bytes = attempt(() => decodeSignedData(signedData)) ?? Buffer.from(signedData, 'base64url');
  const parsed = attempt(() => parseSignedData(toDer(bytes)));
  return {
    size: bytes.length,
    tree: attempt(() => readTree(bytes)),
    verdict: verdict.ok ? { ok: true, reason: null, detail: null } : { ...verdict },
    consent: parsed?.consent == null ? null : consentRows(parsed.consent),
    certificate: parsed === null ? null : certificateOf(parsed),
  };
}

export const signedDataHandlers = {
  async getSignedData(world, { parameters: { receiptId }, pages }) {
    const found = await findReceipt(world, receiptId);
    if (isProblem(found)) return found;
    const { tenant } = found;
    const now = tenantNow(tenant.clock, world.now());
    const receipt = settle(found.receipt, now);
    if (receipt.signedAt === null) {
      return conflict({
        en: `The receipt is ${phaseOf(receipt, now)}: nothing is signed.`,
        ko: `접수 상태가 "${phaseOf(receipt, now)}"이므로 서명된 내용이 없습니다.`,
      });
    }
    const given = await answered(world, receipt, tenant);
    const tamper = world.behaviourOf(receipt.request.ReceiverHP, receipt.request.ReceiverName)?.tamper;
    const signedData = given ?? (await world.signer.sign(receipt, tenant, { form: tenant.form, tamper }));
    return {
      json: {
        signedData,
        from: given === undefined ? 'preview' : 'answer',
        ...(await read(world, pages, receipt, tenant, signedData)),
      },
    };
  },
} satisfies Partial<ControlHandlers>;
