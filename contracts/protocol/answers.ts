// What the provider sends: one row for each field, by its wire name, and the messages that are made of the rows.
// `receiptId` of Request and Verify, and `receiptID` of Status: both are so on the wire. Dates are made up.

import type { Static } from '@sinclair/typebox';
import { type AnswerFields, answer, type Redaction } from './field.js';
import { scope } from './requests.js';
import { stateNumbers } from './states.js';

const manual = (item: string) => ({ source: `manual ${item}`, fidelity: 'manual' }) as const;
const sdk = { source: 'SDK result classes, protocol.md §2.7', fidelity: 'sdk' } as const;
const linkhub = { source: 'Linkhub auth SDKs, protocol.md §1.2', fidelity: 'sdk' } as const;

const text = (max: number) => ({ type: 'string', max }) as const;
const nullableText = (max: number) => ({ type: 'string', max, nullable: true }) as const;
/** A dated wire instant: KST `yyyyMMddHHmmss`; the zone is by the look of receipt ids (protocol.md §7). */
const dt = (item: number) =>
  ({ type: 'string', pattern: '^[0-9]{14}$', ...manual(`A.3 #${item}`), redaction: 'date' }) as const;
/** The same, null until it happens. */
const nullableDt = (item: number) => ({ ...dt(item), nullable: true, example: null }) as const;

const receiptId = {
  ko: '접수아이디',
  ...text(20),
  example: '026112310000000001',
  redaction: 'receiptId',
} as const;

/** Field order is the Java SDK's class order (protocol.md §2.7). */
const ofState = {
  receiptID: { ...receiptId, ...manual('A.3 #1') },
  regDT: { ko: '인증요청 등록일시', ...dt(15), example: '20261123100000' },
  state: {
    ko: '상태',
    type: 'choice',
    choices: stateNumbers,
    ...manual('A.3 #6'),
    example: 0,
    redaction: 'keep',
  },
  expires_in: {
    ko: '인증요청 만료시간(초)',
    type: 'integer',
    ...manual('A.3 #7'),
    example: 300,
    redaction: 'keep',
  },
  callCenterNum: {
    ko: '고객센터 전화번호',
    ...text(20),
    ...manual('A.3 #8'),
    example: '1600-0000',
    redaction: 'keep',
  },
  callCenterName: {
    ko: '고객센터명',
    type: 'string',
    nullable: true,
    ...sdk,
    example: '시험 고객센터',
    redaction: 'keep',
  },
  allowSimpleRegistYN: {
    ko: '인증서 발급유형 선택',
    type: 'boolean',
    ...manual('A.3 #11'),
    example: false,
    redaction: 'keep',
  },
  verifyNameYN: {
    ko: '수신자 실명확인 여부',
    type: 'boolean',
    ...manual('A.3 #12'),
    example: true,
    redaction: 'keep',
  },
  payload: {
    ko: '메모',
    ...nullableText(200),
    ...manual('A.3 #19'),
    example: '시험 메모',
    redaction: 'keep',
  },
  requestDT: { ko: '카카오 인증서버 등록일시', ...dt(13), example: '20261123100000' },
  expireDT: { ko: '인증 만료일시', ...dt(14), example: '20261123100500' },
  clientCode: {
    ko: '이용기관코드',
    ...text(12),
    ...manual('A.3 #2'),
    example: '020040000001',
    redaction: 'clientCode',
  },
  clientName: {
    ko: '이용기관명',
    ...text(80),
    ...manual('A.3 #3'),
    example: '시험이용기관',
    redaction: 'institution',
  },
  tmstitle: {
    ko: '인증요청 메시지 제목',
    ...text(40),
    ...manual('A.3 #9'),
    example: '시험 요청',
    redaction: 'keep',
  },
  tmsmessage: {
    ko: '인증요청 메시지 부가내용',
    ...nullableText(500),
    ...manual('A.3 #10'),
    example: '테스트 메시지입니다.',
    redaction: 'keep',
  },
  subClientName: {
    ko: '별칭',
    ...nullableText(80),
    ...manual('A.3 #4'),
    example: null,
    redaction: 'institution',
  },
  subClientCode: {
    ko: '별칭코드',
    ...nullableText(12),
    ...manual('A.3 #5'),
    example: null,
    redaction: 'clientCode',
  },
  viewDT: { ko: '수신자 인증메시지 확인일시', ...nullableDt(16) },
  completeDT: { ko: '수신자 전자서명 완료일시', ...nullableDt(17) },
  verifyDT: { ko: '서명 검증일시', ...nullableDt(18) },
} as const satisfies AnswerFields;

const txId = { ko: '카카오톡 트랜잭션아이디', type: 'string', fidelity: 'sdk', redaction: 'txId' } as const;

const ofAppToAppState = {
  appUseYN: { ko: 'AppToApp 인증요청 여부', type: 'boolean', ...sdk, example: false, redaction: 'keep' },
  tx_id: { ...txId, nullable: true, source: sdk.source, example: null },
} as const satisfies AnswerFields;

const ofReceipt = { receiptId: { ...receiptId, ...manual('A.4 #1') } } as const satisfies AnswerFields;

/** Of a Request that is App-to-App; absent in any other. */
const ofAppToApp = {
  tx_id: { ...txId, optional: true, source: 'SDK response classes, protocol.md §2.6', example: undefined },
} as const satisfies AnswerFields;

const ofVerify = {
  signedData: {
    ko: '전자서명 데이터 전문',
    ...text(4096),
    ...manual('A.4 #2'),
    example: 'MIIE',
    redaction: 'signedData',
  },
} as const satisfies AnswerFields;

const ofToken = {
  session_token: {
    ko: '세션 토큰',
    type: 'string',
    ...linkhub,
    example: 'made-up.token',
    redaction: 'token',
  },
  serviceID: { ko: '서비스 아이디', type: 'string', ...linkhub, example: 'KAKAOCERT', redaction: 'keep' },
  linkID: { ko: '링크아이디', type: 'string', ...linkhub, example: 'TESTER', redaction: 'linkId' },
  usercode: {
    ko: '이용기관코드',
    type: 'string',
    ...linkhub,
    example: '020040000001',
    redaction: 'clientCode',
  },
  ipaddress: { ko: '접속 아이피', type: 'string', ...linkhub, example: '127.0.0.1', redaction: 'address' },
  expiration: {
    ko: '만료일시',
    type: 'string',
    // Java parses only with .SSS'Z', Python cuts the last five characters (protocol.md §1.2).
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    ...linkhub,
    example: '2026-11-23T01:30:00.000Z',
    redaction: 'date',
  },
  scope,
} as const satisfies AnswerFields;

const points = { type: 'number', ...linkhub, example: 1000, redaction: 'points' } as const;
const ofPoint = { remainPoint: { ko: '잔여포인트', ...points } } as const satisfies AnswerFields;
const ofTotalPoint = {
  totalPoint: { ko: '총포인트', ...points },
  chargePoint: { ko: '충전포인트', ...points },
  bonusPoint: { ko: '보너스포인트', ...points, example: 0 },
} as const satisfies AnswerFields;

const ofPartnerUrl = {
  url: {
    ko: 'URL',
    type: 'string',
    ...linkhub,
    example: 'https://partner.kakaocert-simulator.test/?TG=CHRG',
    redaction: 'link',
  },
} as const satisfies AnswerFields;

const ofRefusal = {
  code: { ko: '코드', type: 'integer', ...manual('A.1 #1'), example: -31010023, redaction: 'keep' },
  message: {
    ko: '메시지',
    type: 'string',
    ...manual('A.1 #2'),
    example: '이미 검증된 접수 건입니다. 검증은 1회만 가능합니다.',
    redaction: 'keep',
  },
} as const satisfies AnswerFields;

/** Every field that the provider sends, by its wire name. */
export const answerFields = {
  ...ofState,
  ...ofAppToAppState,
  ...ofReceipt,
  ...ofVerify,
  ...ofToken,
  ...ofPoint,
  ...ofTotalPoint,
  ...ofPartnerUrl,
  ...ofRefusal,
} as const satisfies AnswerFields;

/** Fields of answers until 2020-05, which carried the person (protocol.md §2.2). */
export const formerFields = {
  receiverHP: 'phone',
  receiverName: 'name',
  receiverBirthday: 'birthDate',
  bankAccountName: 'name',
  bankAccountNum: 'account',
  clientUserID: 'payerNumber',
  returnToken: 'signedData',
} as const satisfies Record<string, Redaction>;

export const ResultCMS = answer(
  { $id: 'ResultCMS', title: '서명 상태 정보' },
  { ...ofState, ...ofAppToAppState },
);
export type ResultCMS = Static<typeof ResultCMS>;
export const ResultVerifyAuth = answer({ $id: 'ResultVerifyAuth', title: '본인인증 상태 정보' }, ofState);
export type ResultVerifyAuth = Static<typeof ResultVerifyAuth>;
export const ResultESign = answer(
  { $id: 'ResultESign', title: '전자서명 상태 정보' },
  { ...ofState, ...ofAppToAppState },
);
export type ResultESign = Static<typeof ResultESign>;

export const ResponseCMS = answer(
  { $id: 'ResponseCMS', title: '요청 응답 정보' },
  { ...ofReceipt, ...ofAppToApp },
);
export type ResponseCMS = Static<typeof ResponseCMS>;
export const ResponseESign = answer(
  { $id: 'ResponseESign', title: '요청 응답 정보' },
  { ...ofReceipt, ...ofAppToApp },
);
export type ResponseESign = Static<typeof ResponseESign>;
export const ResponseVerifyAuth = answer({ $id: 'ResponseVerifyAuth', title: '요청 응답 정보' }, ofReceipt);
export type ResponseVerifyAuth = Static<typeof ResponseVerifyAuth>;

export const VerifyResult = answer(
  { $id: 'VerifyResult', title: '검증 응답 정보' },
  { ...ofReceipt, ...ofVerify },
);
export type VerifyResult = Static<typeof VerifyResult>;

export const Token = answer({ $id: 'Token' }, ofToken);
export type Token = Static<typeof Token>;

export const Point = answer({ $id: 'Point' }, ofPoint);
export const TotalPoint = answer({ $id: 'TotalPoint' }, ofTotalPoint);
export const PartnerUrl = answer({ $id: 'PartnerUrl' }, ofPartnerUrl);

/** Every refusal of the provider, on both hosts. */
export const ProviderError = answer({ $id: 'ProviderError' }, ofRefusal);
export type ProviderError = Static<typeof ProviderError>;
