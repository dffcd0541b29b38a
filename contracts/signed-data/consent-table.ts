// The consent text's fixed parts, shared by its writer (simulator) and its reader: constants only.
// Source: one real CMS consent of March 2021, described in domain.md §3.3 (observed for that date).

/** Before the rows: three empty lines and a markdown table head. */
export const CONSENT_HEAD = '\n\n\n|---|---|\n';

/** Row labels in their order, by the name of the typed field. */
export const CONSENT_ROWS = [
  ['company', '회사명'],
  ['payerNumber', '납부자번호'],
  ['accountHolder', '예금주(명의자)명'],
  ['birthDate', '생년월일'],
  ['bank', '은행(카드사)명'],
  ['account', '계좌(카드)번호'],
  ['signer', '서명자'],
] as const;

/** Between the rows and the closing comment. */
export const CONSENT_GAP = '\n    \n\n';

/** The closing comment: 32 hex digits (a transaction id, inferred) and the signing instant in epoch ms. No newline ends it. */
export const consentComment = (transaction: string, signedAt: number) =>
  `<!-- |${transaction}|${signedAt}| -->`;

/** What may not stand in a row as it is: the table's own marks and control characters become numeric entities (assumed). */
export const CONSENT_ESCAPED = /[&|\p{Cc}]/gu;
