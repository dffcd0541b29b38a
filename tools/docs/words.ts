// Words of the documents that only a reader needs, in both languages; a missing one fails the type check.

import type { Action, Authentication, ServiceName } from '../../contracts/index.js';
import type { ControlName } from '../../simulator/control/routes.js';

export type Words = readonly [en: string, ko: string];

export const actionWords: Readonly<Record<Action, Words>> = {
  token: ['session token', '세션 토큰 발급'],
  time: ['server time', '서버 시각'],
  point: ['points left', '잔여포인트'],
  partnerPoint: ["partner's points left", '파트너 잔여포인트'],
  totalPoint: ['points in total', '총포인트'],
  url: ['address of a charge or login page', '충전·로그인 페이지 주소'],
  request: ['ask', '요청'],
  state: ['state', '상태 확인'],
  verify: ['verify, once', '검증(1회)'],
};

export const serviceWords: Readonly<Record<ServiceName, Words>> = {
  cms: ['debit consent', '자동이체 출금동의'],
  verifyAuth: ['identity', '본인인증'],
  esign: ['signature', '전자서명'],
};

export const authenticationWords: Readonly<Record<Authentication, Words>> = {
  none: ['none', '없음'],
  link: ['LinkID signature', '링크아이디 서명'],
  bearer: ['session token', '세션 토큰'],
  signed: ['session token + `x-kc-auth`', '세션 토큰 + `x-kc-auth`'],
};

export const controlWords: Readonly<Record<ControlName, string>> = {
  health: '동작 여부와 버전',
  fidelity: '근거 대장: 모든 규칙의 근거와 확인 수준',
  openapi: '두 API의 OpenAPI 3.1 문서',
  docs: '읽기 위한 API 문서 페이지',
  caPem: '모든 signedData의 루트 인증서(PEM)',
  tlsCaPem: 'TLS 접속용 루트 인증서(PEM). 없으면 404',
  createTenant: '독립된 이용기관 생성',
  getTenant: '이용기관 정보와 인증 정보',
  changeTenant: '이용기관 설정 변경',
  deleteTenant: '이용기관과 그 데이터 삭제',
  addOutcome: '다음 호출의 결과 지정',
  addFault: '다음 호출의 통신 장애 지정',
  addBarrier: '다음 호출들을 붙잡아 둠',
  awaitBarrier: '호출이 모두 모이면 응답',
  releaseBarrier: '지정한 순서(기본: 도착 순)로 하나씩 진행',
  listCalls: '호출 기록(오래된 순, 비밀값 가림)',
  clearCalls: '호출 기록 삭제',
  listFindings: '클라이언트의 잘못된 사용',
  clearFindings: '지적 사항 삭제',
  listUnnamedCalls: '이용기관을 알 수 없는 호출',
  resetTenant: '접수·결과·장애·기록 삭제(인증 정보와 시계는 유지)',
  expireTokens: '지금까지 발급한 모든 토큰 만료',
  listReceipts: '모든 접수(오래된 순)',
  getClock: '이용기관의 현재 시각',
  putClock: '이용기관의 시각 이동(앞으로만)',
  getReceipt: '접수의 모든 정보',
  viewReceipt: '수신자가 메시지를 열람',
  signReceipt: '수신자가 서명',
  expireReceipt: '즉시 만료',
};
