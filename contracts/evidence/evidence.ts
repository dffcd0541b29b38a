// Consent evidence for KFTC: is this signedData fit to be filed, and the files themselves. The institution files it, not
// kakaoCert (domain.md §3.1). Whether the signature is good is verifySignedData's question, not asked here.

import { bankName, banks, findBank, isCalendarDate } from '../protocol/index.js';
import type { Consent } from '../signed-data/consent.js';
import { toDer } from '../signed-data/encoding/ber.js';
import { parseSignedData } from '../signed-data/parse.js';
import { SignedDataError } from '../signed-data/reasons.js';
import { decodeSignedData } from '../signed-data/text.js';
import { type BlockCount, writeEi13 } from './ei13.js';
import { toEucKr } from './euc-kr.js';
import { EvidenceError, type EvidenceFinding, type EvidenceRuleId, finding } from './rules.js';

/** What is to be filed with the evidence; what is left out is taken from the consent. */
export interface Filing {
  /** 납부자번호. */
  readonly payerNumber?: string | undefined;
  /** 참가기관코드, three digits. */
  readonly bank?: string | undefined;
  /** 계좌번호: digits only, unmasked. */
  readonly account?: string | undefined;
  /** yyyyMMdd; compared with the consent only. */
  readonly birthDate?: string | undefined;
  /** 예금주; compared with the consent only. */
  readonly accountHolder?: string | undefined;
  /** 신청일, yyyyMMdd in Korea. */
  readonly applicationDate?: string | undefined;
  /** The file's name, where it has one. */
  readonly fileName?: string | undefined;
  /** 동의자료구분: 1 paper, 2 accredited signature, 3 general signature (unless given), 4 recording, 5 ARS, 6 other. */
  readonly evidenceType?: string | undefined;
}

/** In bytes: "5 KB" at one VAN, and nobody says which kilobyte. */
const SIZE_LIMIT = 5 * 1024;
const GENERAL_SIGNATURE = '3';
const KST_OFFSET = 9 * 3_600_000;

/**
 * What KFTC would object to if these bytes were filed: `{id, message, blocks, …}` each, in no order of weight; empty if
 * nothing is known against it. `bytes` is DER; `sizeLimit` is in bytes, 5,120 unless given. Never throws for what the bytes
 * hold. Source: domain.md §2, §3.2.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { checkEvidence } from 'kakaocert-simulator/signed-data';
 *
 * const found = checkEvidence(new Uint8Array([0x30, 0x00]));
 * assert.ok(found.some(({ blocks }) => blocks)); // an empty SEQUENCE is no evidence
 * ```
 */
export function checkEvidence(
  bytes: Uint8Array,
  filing: Filing = {},
  { sizeLimit = SIZE_LIMIT }: { readonly sizeLimit?: number | undefined } = {},
): readonly EvidenceFinding[] {
  const { findings, isRead, consent } = checkFile(bytes, filing, sizeLimit);
  const { payerNumber, bank, account } = filedOf(filing, consent);
  const fields = [...checkAccount(account), ...checkPayerNumber(payerNumber), ...checkBank(bank)];
  // What an unreadable file would have said is not missing yet.
  const found = isRead ? fields : fields.filter(({ id }) => !id.endsWith('.missing'));
  return [...findings, ...checkConsent(filing, consent), ...found];
}

/** The first rule of a list whose condition holds. */
const first = (
  ...rows: readonly (readonly [EvidenceRuleId, boolean, (string | undefined)?])[]
): EvidenceFinding[] => {
  const row = rows.find(([, isFound]) => isFound);
  return row === undefined ? [] : [finding(row[0], row[2])];
};

function checkFile(bytes: Uint8Array, filing: Filing, sizeLimit: number) {
  const findings: EvidenceFinding[] = [];
  const { fileName, evidenceType: type = GENERAL_SIGNATURE } = filing;
  const isDer = fileName === undefined || /[^./\\]\.der$/i.test(fileName);
  findings.push(
    ...first(['file.size', bytes.length > sizeLimit, `${bytes.length} bytes, ${sizeLimit} at most`]),
    ...first(['file.extension', !isDer, fileName]),
    ...first(
      ['evidenceType.format', !/^[1-6]$/.test(type)],
      ['evidenceType.other', type !== GENERAL_SIGNATURE],
    ),
  );
  if (/^[A-Za-z0-9+/_=\s-]+$/.test(Buffer.from(bytes).toString('latin1'))) {
    return { findings: [...findings, finding('file.text')], isRead: false, consent: undefined };
  }
  try {
    // Whatever else may stand in it, attributes, certificates, algorithms, is not KFTC's question.
    const der = toDer(bytes);
    const { consent, isAttributeOrderDer } = parseSignedData(der);
    if (!isAttributeOrderDer) findings.push(finding('file.order'));
    if (Buffer.compare(der, bytes) !== 0) findings.push(finding('file.ber'));
    if (consent === null) findings.push(finding('consent.missing'));
    return { findings, isRead: true, consent: consent ?? undefined };
  } catch (error) {
    if (!(error instanceof SignedDataError)) throw error;
    findings.push(finding('file.format', error.message));
    return { findings, isRead: false, consent: undefined };
  }
}

const isMasked = (account: string) => /[*xX●○•]/.test(account);

function filedOf(filing: Filing, consent: Consent | undefined) {
  const named = banks.find(({ name }) => name === consent?.bank);
  return {
    payerNumber: filing.payerNumber ?? consent?.payerNumber ?? '',
    bank: filing.bank ?? named?.code ?? '',
    account: filing.account ?? consent?.account ?? '',
  };
}

function checkConsent(filing: Filing, consent: Consent | undefined): EvidenceFinding[] {
  if (consent === undefined) return [];
  const { payerNumber, bank, account, birthDate, accountHolder, applicationDate } = filing;
  const signedOn = new Date(consent.signedAt + KST_OFFSET).toISOString().slice(0, 10).replaceAll('-', '');
  const differs: readonly (readonly [string, boolean])[] = [
    ['payerNumber', payerNumber !== undefined && payerNumber !== consent.payerNumber],
    ['bank', bank !== undefined && (bankName(bank) ?? bank) !== consent.bank],
    ['account', account !== undefined && !isSameAccount(account, consent.account)],
    ['birthDate', birthDate !== undefined && birthDate !== consent.birthDate],
    ['accountHolder', accountHolder !== undefined && accountHolder !== consent.accountHolder],
  ];
  return [
    ...differs.flatMap(([name, isFound]) => first(['consent.differs', isFound, name])),
    ...first([
      'consent.day',
      applicationDate !== undefined && applicationDate !== signedOn,
      `signed on ${signedOn}`,
    ]),
  ];
}

/** Hyphens and spaces apart, and where the consent shows a mask, whatever digit it hides. */
function isSameAccount(account: string, signed: string): boolean {
  const [given, shown] = [account, signed].map((text) => [...text.replace(/[-\s]/g, '')]) as [
    string[],
    string[],
  ];
  return given.length === shown.length && shown.every((one, at) => one === given[at] || isMasked(one));
}

const checkAccount = (account: string) => [
  ...first(
    ['account.missing', account === ''],
    ['account.masked', isMasked(account)],
    ['account.digits', !/^\d+$/.test(account)],
    ['account.length', account.length > 20, `${account.length}`],
    ['account.registration', account.length > 16, `${account.length}`],
  ),
];

function checkPayerNumber(payerNumber: string): EvidenceFinding[] {
  const bytes = toEucKr(payerNumber);
  const length = bytes?.length ?? 0;
  return first(
    ['payerNumber.missing', payerNumber === ''],
    ['payerNumber.characters', bytes === undefined || payerNumber.trim() !== payerNumber],
    ['payerNumber.length', length > 30, `${length}`],
    ['payerNumber.registration', length > 20, `${length}`],
  );
}

const checkBank = (bank: string) =>
  first(
    ['bank.missing', bank === ''],
    ['bank.format', !/^\d{3}$/.test(bank), bank],
    ['bank.unknown', findBank(bank) === undefined, bank],
  );

/** A batch of evidence, filed on one day by one institution. */
export interface EvidenceBatch {
  /** 이용기관식별코드, 1 to 20 bytes of EUC-KR. */
  readonly institution: string;
  /** 신청일, yyyyMMdd in Korea. */
  readonly applicationDate: string;
  /** signedData as bytes (DER or BER) or as its base64url text, and what to file with it. */
  readonly items: readonly (Filing & { readonly signedData: Uint8Array | string })[];
  /** What 총Block수 counts; the sources disagree. All blocks, header and trailer too, unless given. */
  readonly blockCount?: BlockCount | undefined;
  /** In bytes; 5,120 unless given. */
  readonly sizeLimit?: number | undefined;
}

export interface EvidenceFile {
  /** Safe as a file's name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface WrittenEvidence {
  /** One `.der` for each item. How KFTC wants them named is not public: day, number and payer number (assumed). */
  readonly files: readonly EvidenceFile[];
  /** `EI13MMDD`. */
  readonly ei13: EvidenceFile;
  /** What doesn't block, but is doubtful; `item` counts from 0. */
  readonly findings: readonly (EvidenceFinding & { readonly item: number })[];
}

/**
 * Makes the files that an institution sends to KFTC: a `.der` for each signedData (BER is converted), and the EI13 file
 * around them, text in EUC-KR. Dates are `yyyyMMdd` in Korea; `sizeLimit` is in bytes. Nothing is written to disk. Throws an
 * EvidenceError for what KFTC would refuse, a SignedDataError for a signedData that can't be decoded. Source: domain.md §3.2.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createSimulator } from 'kakaocert-simulator';
 * import { createClient } from 'kakaocert-simulator/client';
 * import { requestCMS } from 'kakaocert-simulator/fixtures';
 * import { writeEvidence } from 'kakaocert-simulator/signed-data';
 *
 * await using simulator = await createSimulator({ sign: 'immediate' });
 * const tenant = await simulator.tenant();
 * const client = createClient({ ...tenant, fetch: simulator.fetch });
 * const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS({ BankAccountNum: '000-12-34***56' }));
 * const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
 *
 * const { files, ei13 } = writeEvidence({
 *   institution: '0000000000',
 *   applicationDate: '20261123',
 *   items: [{ signedData, account: '000123400056' }],
 * });
 * assert.equal(ei13.name, 'EI131123');
 * assert.match(files[0]?.name ?? '', /^20261123-0000001-.+\.der$/);
 * ```
 */
export function writeEvidence(batch: EvidenceBatch): WrittenEvidence {
  const { institution, applicationDate, blockCount = 'all', sizeLimit } = batch;
  const inBytes = toEucKr(institution)?.length ?? 0;
  refuse('The batch', [
    ...first(['institution.format', inBytes === 0 || inBytes > 20 || institution.trim() !== institution]),
    ...first(['applicationDate.format', !isCalendarDate(applicationDate), applicationDate]),
  ]);
  const items = batch.items.map(({ signedData, ...filing }, item) => {
    const bytes = toDer(typeof signedData === 'string' ? decodeSignedData(signedData) : signedData);
    const findings = checkEvidence(bytes, { ...filing, applicationDate }, { sizeLimit });
    refuse(`Item ${item}`, findings);
    const { consent } = parseSignedData(bytes);
    const { evidenceType = GENERAL_SIGNATURE } = filing;
    const record = { ...filedOf(filing, consent ?? undefined), evidenceType, extension: 'der', bytes };
    return { record, findings: findings.map((one) => ({ ...one, item })) };
  });
  const records = items.map(({ record }) => record);
  return {
    files: records.map(({ payerNumber, bytes }, at) => ({
      name: `${applicationDate}-${String(at + 1).padStart(7, '0')}-${fileSafe(payerNumber)}.der`,
      bytes,
    })),
    ei13: writeEi13({ institution, applicationDate, records, blockCount }),
    findings: items.flatMap(({ findings }) => findings),
  };
}

function refuse(what: string, findings: readonly EvidenceFinding[]): void {
  const [worst, ...more] = findings.filter(({ blocks }) => blocks);
  if (worst !== undefined) throw new EvidenceError(what, [worst, ...more]);
}

/** No separator, no dot: a payer number is whatever the institution sent. */
const fileSafe = (text: string) => text.replace(/[^\p{L}\p{N}_-]/gu, '_');
