// The verbs: what a hand or a script does to a simulator that runs, each by one call of its control plane. From this table
// follow the command, its help and its place in the documents; what a route takes besides is a flag by the name it has there.

import type { Text } from '../../contracts/protocol/index.js';
import type { BodyOf, QueryOf } from '../../simulator/control/route.js';
import type { ControlName, ControlRoutes } from '../../simulator/control/routes.js';

interface Verb {
  readonly words: Text;
  /** The route that it calls. */
  readonly route: ControlName;
  /** The route that it calls where something is to be changed: a member of that one's body is given. */
  readonly change?: ControlName;
  /** The route for what belongs to no tenant. */
  readonly unnamed?: ControlName;
  /** What may be said without a flag, in this order: a part of the path, or a member of the body. */
  readonly says: readonly string[];
  /** A command line to begin with, after the name of the program. */
  readonly example: string;
}

const verbs = {
  receipts: {
    words: { en: 'list receipts, newest first', ko: '접수 목록(최신순)' },
    route: 'listAllReceipts',
    says: [],
    example: 'receipts --state waiting',
  },
  receipt: {
    words: { en: 'show everything known of a receipt', ko: '접수 상세' },
    route: 'getReceipt',
    says: ['receiptId'],
    example: 'receipt --last',
  },
  view: {
    words: { en: 'open the message, as the person with the phone', ko: '수신자로서 메시지 열람' },
    route: 'viewReceipt',
    says: ['receiptId'],
    example: 'view --last',
  },
  sign: {
    words: { en: 'sign, as the person with the phone', ko: '수신자로서 서명' },
    route: 'signReceipt',
    says: ['receiptId'],
    example: 'sign --last',
  },
  expire: {
    words: { en: 'let a request expire now', ko: '접수 즉시 만료' },
    route: 'expireReceipt',
    says: ['receiptId'],
    example: 'expire --last',
  },
  cancel: {
    words: {
      en: 'come back from the app without a signature (App-to-App)',
      ko: '앱에서 서명하지 않고 복귀(AppToApp)',
    },
    route: 'cancelReceipt',
    says: ['receiptId'],
    example: 'cancel --last --code 5000',
  },
  calls: {
    words: { en: "list a tenant's calls and why they were refused", ko: '호출 기록과 거절 이유' },
    route: 'listCalls',
    unnamed: 'listUnnamedCalls',
    says: [],
    example: 'calls',
  },
  findings: {
    words: { en: 'list what the client did wrong', ko: '클라이언트 오용 감지(findings) 목록' },
    route: 'listFindings',
    says: [],
    example: 'findings',
  },
  tenants: {
    words: { en: 'list tenants and their credentials', ko: '이용기관과 인증 정보 목록' },
    route: 'listTenants',
    says: [],
    example: 'tenants',
  },
  clock: {
    words: { en: "show or move a tenant's clock", ko: '이용기관의 시각 조회·이동' },
    route: 'getClock',
    change: 'putClock',
    says: [],
    example: 'clock --advance PT5M',
  },
  outcome: {
    words: { en: 'say what the next calls of an operation get', ko: '다음 호출의 결과 지정' },
    route: 'addOutcome',
    says: ['operation'],
    example: 'outcome requestCMS --error person.notMember',
  },
  fault: {
    words: { en: 'say what goes wrong with the next calls', ko: '다음 호출의 통신 장애 지정' },
    route: 'addFault',
    says: ['operation', 'fault'],
    example: 'fault verifyCMS commitThenDrop',
  },
  reset: {
    words: { en: "drop a tenant's receipts, arrangements and journal", ko: '접수·결과·장애·기록 초기화' },
    route: 'resetTenant',
    says: [],
    example: 'reset',
  },
  open: {
    words: {
      en: 'open the console in the browser, or the phone of a number',
      ko: '브라우저에서 콘솔 또는 해당 번호의 휴대폰 화면 열기',
    },
    route: 'health',
    says: ['ReceiverHP'],
    example: 'open',
  },
} as const satisfies Record<string, Verb>;

export type Verbs = typeof verbs;
export type VerbName = keyof Verbs;
export const verbNames = Object.keys(verbs) as readonly VerbName[];

/** A verb as its row says it. */
export const verbOf = (name: VerbName): Verb => verbs[name];

type KeysOfEach<T> = T extends unknown ? keyof T : never;
type MembersOf<Name extends ControlName> =
  | KeysOfEach<BodyOf<ControlRoutes[Name]>>
  | KeysOfEach<QueryOf<ControlRoutes[Name]>>;
type RoutesOf<Row extends Verb> =
  | Row['route']
  | (Row extends { change: infer Name extends ControlName } ? Name : never);
/** What the routes of all verbs take; whose tenant it is about is a flag of every verb. */
export type Member = Exclude<MembersOf<RoutesOf<Verbs[VerbName]>> & string, 'clientCode'>;

/** What each is, for --help. */
export const memberWords = {
  limit: { en: 'how many at most (20)', ko: '최대 건수(기본값 20)' },
  after: { en: 'what comes after this one in the list', ko: '이 항목 다음부터' },
  state: { en: 'only those in this state', ko: '해당 상태의 접수만' },
  service: { en: 'only those of this service', ko: '해당 서비스의 접수만' },
  ReceiverHP: { en: 'only those to this number', ko: '해당 휴대폰번호의 접수만' },
  txId: { en: 'only the App-to-App one of this tx_id', ko: '해당 tx_id의 AppToApp 접수만' },
  code: {
    en: 'what the app says; 5000 is the person’s own wish (5000)',
    ko: '앱의 결과 코드. 5000은 이용자 취소(기본값 5000)',
  },
  advance: { en: 'so much time passes: PT5M, P1D', ko: '경과 시간: PT5M, P1D' },
  set: { en: 'it is that instant: 2026-12-01T09:00:00+09:00', ko: '지정 시각: 2026-12-01T09:00:00+09:00' },
  freeze: { en: 'the clock stops, or goes on', ko: '시계를 멈추거나 다시 가게 함' },
  operation: { en: 'whose next calls: requestCMS, verifyCMS, …', ko: '대상 호출: requestCMS, verifyCMS, …' },
  error: {
    en: 'an error id (docs/errors.md), or {"code", "message", "status"}',
    ko: '오류 id(docs/errors.md) 또는 {"code", "message", "status"}',
  },
  times: { en: 'for how many calls (1)', ko: '적용할 호출 수(기본값 1)' },
  tamper: { en: 'how signedData is tampered with', ko: 'signedData 변조 방법' },
  form: { en: 'the form of signedData', ko: 'signedData 형식' },
  sign: {
    en: 'who signs: manual, immediate, after:PT3S, polls:2, never',
    ko: '서명 방식: manual, immediate, after:PT3S, polls:2, never',
  },
  fault: { en: 'what goes wrong', ko: '장애 종류' },
  delay: {
    en: 'how late: ms, PT3S, or {"distribution", …}',
    ko: '지연 시간: ms, PT3S 또는 {"distribution", …}',
  },
  probability: { en: 'of each call, 0 to 1 (1)', ko: '호출마다의 확률 0~1(기본값 1)' },
  seed: { en: 'of the draw, for equal runs (1)', ko: '난수 시드(기본값 1)' },
  status: { en: 'the HTTP status', ko: 'HTTP 상태' },
  body: { en: 'what comes with that status', ko: '해당 상태의 본문' },
  put: { en: 'members put into the answer: {"name": value}', ko: '응답에 넣을 항목: {"이름": 값}' },
  omit: { en: 'members left out of the answer: name,name', ko: '응답에서 뺄 항목: 이름,이름' },
} as const satisfies Readonly<Record<Member, Text>>;
