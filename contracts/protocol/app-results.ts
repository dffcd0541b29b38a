// What KakaoTalk's app hands back to a program that opened it App-to-App when the person did not sign: a code, at the
// program's `fail` address. How well the codes are known: `behaviour:appResultCodes` of the ledger.

import type { Text } from './text.js';

const device = { en: 'the device or the app is not in a state to sign', ko: '기기·앱 상태 오류' };
const issuing = { en: 'the certificate could not be issued', ko: '인증서 발급 실패' };

/** The codes that were seen, in words; only 5000 is the person's own wish. Source: protocol.md §10.1. */
export const appResults: Readonly<Record<number, Text>> = {
  1000: { en: 'the person did not agree to the terms', ko: '약관 미동의' },
  1001: device,
  1002: device,
  1003: device,
  1004: device,
  2000: { en: "the person's account is not in a state to sign", ko: '이용자 상태 오류' },
  2001: { en: 'the person (CI) is registered twice', ko: 'CI 중복' },
  3000: issuing,
  3001: issuing,
  4000: { en: 'the request is wrong', ko: '요청 오류' },
  4001: { en: 'the check of the request failed', ko: '요청 검증 실패' },
  4002: { en: 'the certificate is wrong', ko: '인증서 오류' },
  4003: { en: 'the data are wrong', ko: '데이터 오류' },
  4004: device,
  4005: device,
  4006: { en: 'the password was wrong five times', ko: '비밀번호 5회 오류' },
  4007: { en: 'the key is wrong', ko: '키 오류' },
  4008: device,
  4009: { en: 'the check of the signature failed', ko: '서명 검증 실패' },
  5000: { en: 'the person cancelled', ko: '이용자 취소' },
};

/** The code when the person closes the app without signing. */
export const APP_CANCELLED = 5000;
