// What Linkhub says of who calls, whatever was asked: such a refusal tells nothing of a field, a receipt or a Verify.
// Codes by Linkhub's error list (domain.md §1.2); that kakaoCert's hosts give them too is assumed.

import type { Text } from './text.js';

export interface CallerRefusal {
  readonly means: Text;
  /** What the caller can do. */
  readonly advice: Text;
}

const signature: CallerRefusal = {
  means: {
    en: 'the call is not signed as Linkhub wants it',
    ko: '요청 서명이 올바르지 않음',
  },
  advice: {
    en: 'check that the SecretKey is the one of this LinkID, and that this machine has the right time',
    ko: '비밀키가 해당 링크아이디의 것인지, 이 컴퓨터의 시각이 맞는지 확인하십시오',
  },
};
const address: CallerRefusal = {
  means: {
    en: 'the address that you call from is not registered for the LinkID',
    ko: '호출한 IP 주소가 링크아이디에 등록되어 있지 않음',
  },
  advice: {
    en: 'have your public address registered with Linkhub, or run this from a machine whose address is',
    ko: '공인 IP 주소를 링크허브에 등록하거나, 등록된 주소의 서버에서 실행하십시오',
  },
};
const linkId: CallerRefusal = {
  means: { en: 'Linkhub has no such LinkID', ko: '존재하지 않는 링크아이디' },
  advice: {
    en: 'check KAKAOCERT_LINK_ID, and that KAKAOCERT_AUTH_URL names the host of that LinkID',
    ko: 'KAKAOCERT_LINK_ID와 KAKAOCERT_AUTH_URL을 확인하십시오',
  },
};
const institution: CallerRefusal = {
  means: {
    en: 'the institution does not belong to the LinkID',
    ko: '링크아이디에 속하지 않은 이용기관',
  },
  advice: {
    en: 'check KAKAOCERT_CLIENT_CODE on the page of your institution',
    ko: '관리자 사이트에서 이용기관코드를 확인하고 KAKAOCERT_CLIENT_CODE를 고치십시오',
  },
};
const service: CallerRefusal = {
  means: {
    en: 'the LinkID may not use this service, as a test LinkID may not use the real one',
    ko: '해당 링크아이디로 사용할 수 없는 서비스(테스트용 링크아이디 등)',
  },
  advice: {
    en: 'ask Linkhub to open kakaoCert for this LinkID',
    ko: '링크허브에 해당 링크아이디의 카카오써트 이용을 신청하십시오',
  },
};
const blocked: CallerRefusal = {
  means: { en: 'Linkhub has closed the LinkID or the address', ko: '링크아이디 또는 IP 주소가 정지·차단됨' },
  advice: { en: 'ask Linkhub why', ko: '링크허브에 문의하십시오' },
};
const session: CallerRefusal = {
  means: { en: 'the session token is not good here', ko: '유효하지 않은 세션 토큰' },
  advice: {
    en: 'run again; if it stays, check that both hosts are of the same service',
    ko: '다시 실행하고, 계속되면 인증 서버와 API 서버의 주소가 같은 서비스인지 확인하십시오',
  },
};
const points: CallerRefusal = {
  means: { en: 'the points are used up, or a limit is reached', ko: '잔여포인트 부족 또는 이용 한도 초과' },
  advice: { en: 'charge points, or wait', ko: '포인트를 충전하거나 잠시 후 다시 실행하십시오' },
};

const byCode: ReadonlyMap<number, CallerRefusal> = new Map([
  ...[-99_010_002, -99_010_003, -99_010_004, -99_010_005, -99_010_006, -99_010_007, -99_010_008].map(
    (code) => [code, signature] as const,
  ),
  ...[-99_004_021, -99_003_004].map((code) => [code, linkId] as const),
  ...[-99_003_008, -99_003_015, -99_010_012].map((code) => [code, institution] as const),
  ...[-99_010_013, -99_000_011, -10_000_029].map((code) => [code, address] as const),
  ...[-99_010_014, -99_010_015].map((code) => [code, blocked] as const),
  ...[-99_010_016, -99_002_015, -99_004_001, -99_910_002].map((code) => [code, service] as const),
  ...[
    -99_000_013, -99_000_014, -99_000_016, -99_000_017, -99_000_026, -99_000_031, -99_910_004, -99_910_006,
    -10_000_032, -10_000_033, -10_000_034,
  ].map((code) => [code, session] as const),
  [-10_010_032, points],
]);

const UNKNOWN: CallerRefusal = {
  means: { en: 'no list that we have tells this code', ko: '알려지지 않은 오류코드' },
  advice: {
    en: 'ask Linkhub what the code means',
    ko: '링크허브에 오류코드의 뜻을 문의하십시오',
  },
};

/** Whether a code is said of who calls. All of -99005001 to -99005019 are about points (domain.md §1.2). */
export const isAboutCaller = (code: number): boolean => byCode.has(code) || isAboutPoints(code);

const isAboutPoints = (code: number) => code <= -99_005_001 && code >= -99_005_019;

/** What a refused Token request means, and what to do about it. */
export const callerRefusalOf = (code: number): CallerRefusal =>
  byCode.get(code) ?? (isAboutPoints(code) ? points : UNKNOWN);
