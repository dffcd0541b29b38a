// The table of the control plane: the test author's side, under /_sim/v1. Nothing here exists at the real service.

import type { Text } from '../../contracts/protocol/index.js';
import * as described from './documents/shapes.js';
import { eventShapes } from './event-shapes.js';
import type { ControlRoute, NameIn } from './route.js';
import * as shapes from './shapes.js';

export const controlRoutes = {
  health: {
    method: 'GET',
    path: '/health',
    words: {
      en: 'Whether it can do its work, and its version; 503 with the reason while the store is down',
      ko: '정상 여부와 버전. 저장소를 쓸 수 없으면 이유와 함께 503',
    },
    answer: described.Health,
  },
  live: {
    method: 'GET',
    path: '/live',
    words: {
      en: 'Whether the process answers: 200 whatever becomes of the store',
      ko: '프로세스 동작 여부. 저장소 상태와 무관하게 200',
    },
    answer: described.Health,
  },
  fidelity: {
    method: 'GET',
    path: '/fidelity',
    words: {
      en: 'The ledger: every rule with its source and how well it is known',
      ko: '근거 목록: 모든 규칙의 근거와 확인 수준',
    },
    answer: described.Ledger,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    words: { en: 'Both planes as OpenAPI 3.1', ko: '두 API의 OpenAPI 3.1 문서' },
    answer: described.OpenApi,
  },
  docs: {
    method: 'GET',
    path: '/_sim/docs',
    words: { en: 'Both planes as a page to read', ko: '브라우저로 볼 수 있는 API 문서' },
    answer: { text: 'text/html' },
  },
  console: {
    method: 'GET',
    path: '/_sim/',
    words: { en: 'The console, a page', ko: '콘솔 화면' },
    answer: { asset: 'text/html' },
  },
  inbox: {
    method: 'GET',
    path: '/_sim/phone',
    words: { en: 'The messages to all numbers, a page', ko: '모든 번호의 메시지 화면' },
    answer: { asset: 'text/html' },
  },
  phone: {
    method: 'GET',
    path: '/_sim/phone/{ReceiverHP}',
    words: { en: "A person's KakaoTalk messages, a page", ko: '수신자의 카카오톡 메시지 화면' },
    answer: { asset: 'text/html' },
  },
  app: {
    method: 'GET',
    path: '/_sim/app/sign',
    words: {
      en: 'The app of App-to-App, a page: `tx_id`, `success`, `fail`',
      ko: 'AppToApp 인증 앱 화면: `tx_id`, `success`, `fail`',
    },
    answer: { asset: 'text/html' },
  },
  consoleFile: {
    method: 'GET',
    path: '/_sim/assets/{file}',
    words: { en: 'What the pages load', ko: '화면이 불러오는 파일' },
    answer: { asset: '*/*' },
  },
  tables: {
    method: 'GET',
    path: '/tables',
    words: {
      en: 'What can be arranged, the magic people, where the app page may go',
      ko: '지정할 수 있는 응답, 테스트용 수신자, 앱 화면이 이동할 수 있는 주소',
    },
    answer: shapes.Tables,
  },
  caPem: {
    method: 'GET',
    path: '/ca.pem',
    words: { en: 'The root of every signedData, PEM', ko: '모든 signedData의 루트 인증서(PEM)' },
    answer: { text: 'application/x-pem-file' },
  },
  tlsCaPem: {
    method: 'GET',
    path: '/tls-ca.pem',
    words: {
      en: 'The root of the TLS door, PEM; 404 without one',
      ko: 'TLS 접속용 루트 인증서(PEM). 없으면 404',
    },
    answer: { text: 'application/x-pem-file' },
  },
  createTenant: {
    method: 'POST',
    path: '/tenants',
    words: { en: 'Make an isolated tenant', ko: '독립된 이용기관 생성' },
    answer: shapes.Tenant,
    created: true,
    body: shapes.NewTenant,
  },
  listTenants: {
    method: 'GET',
    path: '/tenants',
    words: { en: 'All tenants, newest first, in pages', ko: '모든 이용기관(최신순, 페이지 단위)' },
    answer: shapes.Tenants,
    query: shapes.TenantsQuery,
  },
  getTenant: {
    method: 'GET',
    path: '/tenants/{clientCode}',
    words: { en: 'A tenant and its credentials', ko: '이용기관 정보와 인증 정보' },
    answer: shapes.Tenant,
  },
  changeTenant: {
    method: 'PATCH',
    path: '/tenants/{clientCode}',
    words: { en: 'Change a tenant', ko: '이용기관 설정 변경' },
    answer: shapes.Tenant,
    body: shapes.TenantSettings,
  },
  deleteTenant: {
    method: 'DELETE',
    path: '/tenants/{clientCode}',
    words: { en: 'Remove a tenant and all it holds', ko: '이용기관과 그 데이터 삭제' },
    answer: 'nothing',
  },
  addOutcome: {
    method: 'POST',
    path: '/tenants/{clientCode}/outcomes',
    words: { en: 'What the next calls of an operation get', ko: '다음 호출의 결과 지정' },
    answer: shapes.Arranged,
    created: true,
    body: shapes.Outcome,
  },
  addFault: {
    method: 'POST',
    path: '/tenants/{clientCode}/faults',
    words: { en: 'What goes wrong with the next calls of an operation', ko: '다음 호출의 통신 장애 지정' },
    answer: shapes.Arranged,
    created: true,
    body: shapes.Fault,
  },
  addBarrier: {
    method: 'POST',
    path: '/tenants/{clientCode}/barriers',
    words: { en: 'Hold the next calls of an operation', ko: '배리어: 다음 호출들을 붙잡아 둠' },
    answer: shapes.Barrier,
    created: true,
    body: shapes.NewBarrier,
  },
  listBarriers: {
    method: 'GET',
    path: '/tenants/{clientCode}/barriers',
    words: {
      en: 'The barriers that were not released yet, oldest first',
      ko: '해제되지 않은 배리어(오래된 순)',
    },
    answer: shapes.Barriers,
  },
  awaitBarrier: {
    method: 'GET',
    path: '/barriers/{barrierId}',
    words: {
      en: 'Answers once the barrier holds all its calls; 409 if it is released, or its tenant reset or removed, before',
      ko: '호출이 모두 모이면 응답. 그 전에 해제되거나 이용기관이 초기화·삭제되면 409',
    },
    answer: shapes.Barrier,
  },
  releaseBarrier: {
    method: 'POST',
    path: '/barriers/{barrierId}/release',
    words: {
      en: 'Let the calls go one by one, in the order given or as they came',
      ko: '지정한 순서(기본: 도착 순)로 하나씩 진행',
    },
    answer: 'nothing',
    body: shapes.Release,
  },
  listCalls: {
    method: 'GET',
    path: '/tenants/{clientCode}/calls',
    words: { en: 'The journal, oldest first, secrets masked', ko: '호출 기록(오래된 순, 비밀값 가림)' },
    answer: shapes.Calls,
  },
  clearCalls: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/calls',
    words: { en: 'Empty the journal', ko: '호출 기록 삭제' },
    answer: 'nothing',
  },
  listFindings: {
    method: 'GET',
    path: '/tenants/{clientCode}/findings',
    words: { en: 'What the client did wrong', ko: '클라이언트 오용 감지(findings)' },
    answer: shapes.Findings,
  },
  clearFindings: {
    method: 'DELETE',
    path: '/tenants/{clientCode}/findings',
    words: { en: 'Forget the findings', ko: '감지된 오용 기록 삭제' },
    answer: 'nothing',
  },
  listUnnamedCalls: {
    method: 'GET',
    path: '/calls',
    words: { en: 'Calls that named no tenant', ko: '이용기관을 알 수 없는 호출' },
    answer: shapes.Calls,
  },
  events: {
    method: 'GET',
    path: '/events',
    words: {
      en: 'What happens, as Server-Sent Events; `Last-Event-ID` goes on where a reader was',
      ko: '실시간 이벤트(Server-Sent Events). `Last-Event-ID`를 보내면 이어서 수신',
    },
    answer: { stream: eventShapes },
    query: shapes.EventsQuery,
  },
  resetTenant: {
    method: 'POST',
    path: '/tenants/{clientCode}/reset',
    words: {
      en: 'Drop receipts, outcomes, faults and journal; keep credentials and clock',
      ko: '접수·결과·장애·기록 삭제(인증 정보와 시계는 유지)',
    },
    answer: 'nothing',
  },
  expireTokens: {
    method: 'POST',
    path: '/tenants/{clientCode}/tokens/expire',
    words: { en: 'Every token issued so far is expired', ko: '지금까지 발급한 모든 토큰 만료' },
    answer: 'nothing',
  },
  listReceipts: {
    method: 'GET',
    path: '/tenants/{clientCode}/receipts',
    words: {
      en: 'The receipts of a tenant, oldest first, in pages',
      ko: '이용기관의 접수(오래된 순, 페이지 단위)',
    },
    answer: shapes.Receipts,
    query: shapes.ReceiptsQuery,
  },
  listAllReceipts: {
    method: 'GET',
    path: '/receipts',
    words: {
      en: 'The receipts of all tenants, newest first, in pages',
      ko: '모든 이용기관의 접수(최신순, 페이지 단위)',
    },
    answer: shapes.Receipts,
    query: shapes.AllReceiptsQuery,
  },
  getClock: {
    method: 'GET',
    path: '/tenants/{clientCode}/clock',
    words: { en: "The tenant's now", ko: '이용기관의 현재 시각' },
    answer: shapes.Clock,
  },
  putClock: {
    method: 'PUT',
    path: '/tenants/{clientCode}/clock',
    words: { en: "Move the tenant's time, forward only", ko: '이용기관의 시각 이동(앞으로만)' },
    answer: shapes.Clock,
    body: shapes.ClockChange,
  },
  getReceipt: {
    method: 'GET',
    path: '/receipts/{receiptId}',
    words: { en: 'Everything known of a receipt', ko: '접수의 모든 정보' },
    answer: shapes.Receipt,
  },
  getSignedData: {
    method: 'GET',
    path: '/receipts/{receiptId}/signed-data',
    words: {
      en: 'What was signed: its structure, consent, certificate, and the verdict of our verifier; 409 until it is signed',
      ko: '서명된 데이터의 구조, 동의 내용, 인증서, 검증 결과. 서명 전에는 409',
    },
    answer: shapes.SignedData,
  },
  viewReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/view',
    words: { en: 'The person opens the message', ko: '수신자가 메시지를 열람' },
    answer: shapes.Receipt,
  },
  signReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/sign',
    words: { en: 'The person signs', ko: '수신자가 서명' },
    answer: shapes.Receipt,
  },
  expireReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/expire',
    words: { en: 'The request expires now', ko: '즉시 만료' },
    answer: shapes.Receipt,
  },
  cancelReceipt: {
    method: 'POST',
    path: '/receipts/{receiptId}/cancel',
    words: {
      en: 'The app comes back without a signature (App-to-App only; 409 for Talk messages)',
      ko: '앱이 서명 없이 돌아옴(AppToApp 전용. 톡 메시지는 409)',
    },
    answer: shapes.Receipt,
    body: shapes.Cancel,
  },
} as const satisfies Record<string, ControlRoute>;

export type ControlRoutes = typeof controlRoutes;
export type ControlName = keyof ControlRoutes;

/** What varies in paths: what it is, and what stands for it in a line to paste. */
export const pathParameters = {
  clientCode: {
    words: {
      en: 'an institution, 12 digits; the default one is 020040000001',
      ko: '이용기관코드(12자리). 기본 이용기관은 020040000001',
    },
    example: '020040000001',
  },
  receiptId: {
    words: { en: 'a receipt, whosever it is', ko: '접수아이디(이용기관 무관)' },
    example: '$RECEIPT_ID',
  },
  ReceiverHP: {
    words: {
      en: 'a phone number; hyphens and +82 are understood too',
      ko: '휴대폰번호(하이픈, +82 형식도 가능)',
    },
    example: '01000000000',
  },
  file: {
    words: { en: 'console.js or console.css', ko: 'console.js 또는 console.css' },
    example: 'console.js',
  },
  barrierId: { words: { en: 'a race barrier', ko: '배리어 아이디' }, example: '$BARRIER_ID' },
} as const satisfies Record<
  NameIn<ControlRoutes[ControlName]['path']>,
  { readonly words: Text; readonly example: string }
>;

const CONTROL_PREFIX = '/_sim/v1';

/** Whether a path is of the calls, which hold data; the others are pages and what they load. */
export const isData = (path: string): boolean =>
  path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`);

/**
 * The path that a page is found by: with a slash at its end or without, it is the same page. People type either, and tools
 * add one. The calls are exact.
 */
export const pathFound = (path: string): string =>
  path.endsWith('/') && !isData(path) ? path.slice(0, -1) : path;

/** The whole path of a route. */
export const fullPath = (path: string): string => (/^\/_sim(\/|$)/.test(path) ? path : CONTROL_PREFIX + path);
