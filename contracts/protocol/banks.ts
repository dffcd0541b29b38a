// Participating institutions of CMS, one row each: code, name, and the codes merged into it.
// Source: domain.md §2, from KFTC "CMS 참가기관별 계좌번호체계", base date 2026-05-08. kakaoCert's own list is not
// public, so an unknown code is accepted with a finding rather than refused (assumed).

export interface Bank {
  readonly code: string;
  readonly name: string;
  /** Codes of institutions that were merged into this one and still name its accounts. */
  readonly aliases: readonly string[];
}

const rows = `
002 산업은행
003 기업은행 043
004 국민은행 006 019 029 078 079
007 수협은행 009
011 농협은행 010 016
012 농협중앙회 013 014 015 017 018
020 우리은행 022 024 083 084
023 SC제일은행
027 한국씨티은행 036 053
030 수협중앙회 069 070
031 아이엠뱅크
032 부산은행
034 광주은행
035 제주은행
037 전북은행
039 경남은행
045 새마을금고중앙회 046 085 086 087
048 신협중앙회 047 049
050 상호저축은행
054 HSBC은행
055 도이치은행
057 제이피모간체이스은행
060 BOA은행
061 비엔피파리바은행
064 산림조합중앙회
071 우체국 072 073 074 075
081 하나은행 005 025 033 080 082
088 신한은행 021 026 028
089 케이뱅크
090 카카오뱅크
092 토스뱅크
099 금융결제원
209 유안타증권
218 KB증권 226
238 미래에셋증권 230
240 삼성증권
243 한국투자증권
247 NH투자증권 289
261 교보증권
262 아이엠증권
263 현대차증권
264 키움증권
265 LS투자증권
266 SK증권
267 대신증권
269 한화투자증권
270 하나증권
278 신한투자증권
279 DB증권
280 유진투자증권
287 메리츠증권 268
288 카카오페이증권
290 부국증권
291 신영증권
292 케이프투자증권
294 우리투자증권`;

/** Every participating institution, in order of its code. */
export const banks: readonly Bank[] = /* @__PURE__ */ rows
  .trim()
  .split('\n')
  .map((row) => {
    const [code = '', name = '', ...aliases] = row.split(' ');
    return { code, name, aliases };
  });

const byCode = /* @__PURE__ */ new Map(
  banks.flatMap((bank) => [bank.code, ...bank.aliases].map((code) => [code, bank])),
);

/**
 * The institution of a code of three digits, also of the code of one that was merged into it; undefined for a code that
 * CMS does not have. Never throws. Source: domain.md §2.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { findBank } from 'kakaocert-simulator/contracts';
 *
 * assert.equal(findBank('004')?.name, '국민은행');
 * ```
 */
export function findBank(code: string): Bank | undefined {
  return byCode.get(code);
}

/**
 * The name that the consent shows for a code of three digits, e.g. `004` → `국민은행`; undefined for a code that CMS does
 * not have. Never throws. Source: observed, domain.md §3.3.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { bankName } from 'kakaocert-simulator/contracts';
 *
 * assert.equal(bankName('004'), '국민은행');
 * ```
 */
export function bankName(code: string): string | undefined {
  return byCode.get(code)?.name;
}
