// What KFTC would say to a piece of consent evidence, as far as implementers have written it down: one row a rule.
// `blocks`: such a file is not written. What is only inferred doesn't block; it is a finding to think about.

import { brand } from '../protocol/brand.js';
import type { Fidelity } from '../protocol/index.js';

export interface EvidenceRule {
  /** What is wrong and what to do. */
  readonly message: string;
  readonly source: string;
  readonly fidelity: Fidelity;
  readonly blocks: boolean;
  /** The code with which KFTC refuses, where one is known (CMS 기본설계서 §5.3 as transcribed, domain.md §3.2). */
  readonly refusal: string | null;
}

const EI13 = 'EI13 layout, domain.md §3.2';
const EB13 = 'EB13 record of 120 bytes, domain.md §3.2';
const HYOSUNG = 'Hyosung FMS-TE-0046, domain.md §3.2';
const observed = { fidelity: 'observed', blocks: true } as const;
const assumed = { fidelity: 'assumed', blocks: false } as const;

const rules = {
  'file.text': {
    message: 'The bytes are a text. Decode signedData with decodeSignedData and file the bytes.',
    source: 'manual 3.1',
    fidelity: 'manual',
    blocks: true,
    refusal: '0105',
  },
  'file.ber': {
    message: 'The bytes are BER, and a .der is expected. Convert them with toDer; the signature stays valid.',
    source: 'manual 3.1 (".der"); BER as observed, domain.md §3.3',
    fidelity: 'assumed',
    blocks: true,
    refusal: '0105',
  },
  'file.order': {
    message:
      'The signed attributes are not in the order of DER, so a strict reader refuses the file. They were signed so, and can not be put in order.',
    source: 'X.690 §11.6, RFC 5652 §5.4; how strictly KFTC reads is not public',
    ...assumed,
    refusal: '0105',
  },
  'file.format': {
    message: 'The bytes are no signedData.',
    source: 'manual 3.1',
    fidelity: 'manual',
    blocks: true,
    refusal: '0105',
  },
  'file.size': {
    message: 'The evidence is too large.',
    source: `${HYOSUNG}: 5 KB at one VAN; KFTC's own limit is not public (option sizeLimit)`,
    ...observed,
    refusal: '0103',
  },
  'file.extension': {
    message: 'Electronic signatures are filed as .der.',
    source: `manual 3.1; ${HYOSUNG}`,
    ...observed,
    refusal: '0102',
  },
  'evidenceType.format': {
    message: 'The type of evidence (동의자료구분) is one digit from 1 to 6.',
    source: 'domain.md §3.2',
    ...observed,
    refusal: '0101',
  },
  'evidenceType.other': {
    message: 'The evidence is filed as something else than 3, a general electronic signature.',
    source: 'domain.md §3.2: no source says which type a kakaoCert signature is',
    ...assumed,
    refusal: '0101',
  },
  'consent.missing': {
    message: 'The content is no consent table, so nothing in it shows what was agreed to.',
    source: 'consent as observed in 2021, domain.md §3.3; newer forms are not public',
    ...assumed,
    refusal: null,
  },
  'consent.differs': {
    message: 'What is to be filed is not what was signed.',
    source: '전자금융거래법 §15: the evidence must show the consent that is registered',
    fidelity: 'assumed',
    blocks: true,
    refusal: null,
  },
  'consent.day': {
    message: 'It was signed on another day, in Korea, than it is filed.',
    source: "KFTC's real-time API takes evidence on the same day only, domain.md §3.2",
    ...assumed,
    refusal: null,
  },
  'account.missing': {
    message: 'There is no account number. Give account.',
    source: EI13,
    ...observed,
    refusal: '0012',
  },
  'account.masked': {
    message: 'The account number is masked, and KFTC needs every digit. Give account in full.',
    source: `manual A.2 #7 allows masking; ${EI13} does not`,
    ...observed,
    refusal: '0012',
  },
  'account.digits': {
    message: 'The account number has other characters than digits. Give account without hyphens.',
    source: EI13,
    ...observed,
    refusal: '0012',
  },
  'account.length': {
    message: 'The account number is longer than 20 digits.',
    source: EI13,
    ...observed,
    refusal: '0012',
  },
  'account.registration': {
    message: 'The account number is longer than 16 digits: it can be signed, but not registered.',
    source: EB13,
    ...assumed,
    refusal: '0012',
  },
  'payerNumber.missing': {
    message: 'There is no payer number. Give payerNumber.',
    source: EI13,
    ...observed,
    refusal: 'A018',
  },
  'payerNumber.characters': {
    message: 'The payer number has a character that EUC-KR lacks, or a space at an end.',
    source: EI13,
    ...observed,
    refusal: 'A018',
  },
  'payerNumber.length': {
    message: 'The payer number is longer than 30 bytes.',
    source: EI13,
    ...observed,
    refusal: 'A018',
  },
  'payerNumber.registration': {
    message: 'The payer number is longer than 20 bytes: it can be signed, but not registered.',
    source: EB13,
    ...assumed,
    refusal: 'A018',
  },
  'bank.missing': {
    message: "There is no bank's code, and the consent names none that is known. Give bank.",
    source: EI13,
    ...observed,
    refusal: null,
  },
  'bank.format': {
    message: "The bank's code is not three digits.",
    source: EI13,
    ...observed,
    refusal: null,
  },
  'bank.unknown': {
    message: 'The bank takes no part in CMS.',
    source: 'participating institutions as of 2026-05-08, domain.md §2; 0096 is inferred',
    ...assumed,
    refusal: '0096',
  },
  'institution.format': {
    message: 'The institution (이용기관식별코드) is 1 to 20 bytes of EUC-KR.',
    source: EI13,
    ...observed,
    refusal: null,
  },
  'applicationDate.format': {
    message: 'The day of application (신청일) is no day yyyyMMdd of the calendar.',
    source: EI13,
    ...observed,
    refusal: 'A011',
  },
} as const satisfies Record<string, EvidenceRule>;

export type EvidenceRuleId = keyof typeof rules;

/** Every rule, by its id. */
export const evidenceRules: Readonly<Record<EvidenceRuleId, EvidenceRule>> = rules;

/** One thing that is wrong, or doubtful, with a piece of evidence. */
export interface EvidenceFinding extends EvidenceRule {
  readonly id: EvidenceRuleId;
}

/** A finding of a rule, with what exactly was found. */
export const finding = (id: EvidenceRuleId, detail?: string): EvidenceFinding => {
  const rule = evidenceRules[id];
  return { ...rule, id, message: detail === undefined ? rule.message : `${rule.message} (${detail})` };
};

/** Evidence that is not written because of what KFTC would refuse. */
export class EvidenceError extends Error {
  static {
    brand(EvidenceError, 'EvidenceError');
  }

  override readonly name = 'EvidenceError';
  /** The id of the first finding. */
  readonly code: EvidenceRuleId;
  /** All that block. */
  readonly findings: readonly EvidenceFinding[];

  constructor(what: string, findings: readonly [EvidenceFinding, ...EvidenceFinding[]]) {
    super(`${what}: ${findings.map(({ id, message }) => `${id}: ${message}`).join(' ')}`);
    this.code = findings[0].id;
    this.findings = findings;
  }
}
