// What a client sends: one row for each field, by its wire name, and the messages that are made of the rows.
// A new field is one row, in the group of the messages that carry it, with the next free number.

import type { Static } from '@sinclair/typebox';
import { scopes } from './authentication.js';
import { type RequestField, type RequestFields, request } from './field.js';

/** A field of the manual has the manual's number. */
const manual = <const Number extends number>(number: Number) =>
  ({ number, source: `manual A.2 #${number}`, fidelity: 'manual' }) as const;
const sdk = <const Number extends number>(number: Number) =>
  ({ number, source: 'SDK request classes, protocol.md §2.5', fidelity: 'sdk' }) as const;
const linkhub = <const Number extends number>(number: Number) =>
  ({ number, source: 'Linkhub auth SDKs, protocol.md §1.2', fidelity: 'sdk' }) as const;

const text = (max: number) => ({ type: 'string', max }) as const;
const optionalText = (max: number) => ({ type: 'string', max, optional: true }) as const;
const flag = { type: 'boolean', optional: true } as const;
const typedFlag = { ...flag, typed: true } as const;

/** In the Token request and in its answer. */
export const scope = {
  ko: '인증 범위',
  type: 'strings',
  ...linkhub(20),
  example: scopes,
  redaction: 'keep',
} as const satisfies RequestField;

/** Who asks for a session token, and for what. */
const ofTokenRequest = {
  access_id: {
    ko: '이용기관코드',
    type: 'string',
    ...linkhub(19),
    example: '020040000001',
    redaction: 'clientCode',
  },
  scope,
} as const satisfies RequestFields;

/** What all three services ask for. */
const shared = {
  CallCenterNum: {
    ko: '고객센터 전화번호',
    ...text(20),
    ...manual(1),
    example: '1600-0000',
    redaction: 'keep',
  },
  CallCenterName: {
    ko: '고객센터명',
    type: 'string',
    optional: true,
    ...sdk(16),
    example: '시험 고객센터',
    redaction: 'keep',
  },
  Expires_in: {
    ko: '인증요청 만료시간',
    type: 'integer',
    min: 1,
    max: 1000,
    ...manual(2),
    example: 300,
    redaction: 'keep',
  },
  ReceiverBirthDay: {
    ko: '수신자 생년월일',
    ...text(8),
    charset: 'date',
    ...manual(3),
    example: '19700101',
    redaction: 'birthDate',
  },
  ReceiverHP: {
    ko: '수신자 휴대폰번호',
    ...text(11),
    charset: 'digits',
    ...manual(4),
    example: '01000000000',
    redaction: 'phone',
  },
  ReceiverName: { ko: '수신자 성명', ...text(20), ...manual(5), example: '홍시험', redaction: 'name' },
  TMSTitle: {
    ko: '인증요청 메시지 제목',
    ...text(40),
    prose: true,
    ...manual(10),
    example: '시험 요청',
    redaction: 'keep',
  },
  TMSMessage: {
    ko: '인증요청 메시지 부가내용',
    ...optionalText(500),
    prose: true,
    ...manual(11),
    example: '테스트 메시지입니다.',
    redaction: 'keep',
  },
  SubClientID: { ko: '별칭코드', ...optionalText(12), ...manual(12), example: null, redaction: 'clientCode' },
  isAllowSimpleRegistYN: {
    ko: '인증서 발급유형 선택',
    ...typedFlag,
    ...manual(13),
    example: false,
    redaction: 'keep',
  },
  isVerifyNameYN: {
    ko: '수신자 실명확인 여부',
    ...typedFlag,
    ...manual(14),
    example: true,
    redaction: 'keep',
  },
  PayLoad: {
    ko: '메모',
    ...optionalText(200),
    prose: true,
    ...manual(15),
    example: '시험 메모',
    redaction: 'keep',
  },
} as const satisfies RequestFields;

/** Whose account is debited, and for whom. */
const ofConsent = {
  BankAccountName: {
    ko: '예금주명',
    ...optionalText(20),
    ...manual(6),
    example: '홍시험',
    redaction: 'name',
  },
  BankAccountNum: {
    ko: '계좌번호',
    ...text(31),
    ...manual(7),
    example: '000-00-0***00',
    redaction: 'account',
  },
  BankCode: { ko: '참가기관 코드', ...text(10), ...manual(8), example: '004', redaction: 'keep' },
  ClientUserID: {
    ko: '납부자 식별번호',
    ...text(40),
    ...manual(9),
    example: 'TEST-USER-0001',
    redaction: 'payerNumber',
  },
} as const satisfies RequestFields;

const ofAppToApp = {
  isAppUseYN: { ko: 'AppToApp 인증요청 여부', ...flag, ...sdk(17), example: false, redaction: 'keep' },
} as const satisfies RequestFields;

/** What is signed, where it is no consent. */
const ofToken = {
  Token: {
    ko: '전자서명할 토큰 원문',
    // Its own limit is not known; no Token can be longer than the signedData around it (manual A.4 #2).
    ...text(4096),
    number: 18,
    source: 'SDK request classes, protocol.md §2.5; required by protocol.md §7.1, its length is not known',
    fidelity: 'assumed',
    example: '시험 전자서명 토큰 0001',
    redaction: 'keep',
  },
} as const satisfies RequestFields;

/** What stands in a query. */
export const queryFields = {
  // The two pages that SDKs ask for.
  TG: {
    ko: 'TG',
    type: 'choice',
    choices: ['CHRG', 'LOGIN'],
    number: 21,
    source: 'Linkhub auth SDKs, protocol.md §1.4',
    fidelity: 'sdk',
    example: 'CHRG',
    redaction: 'keep',
  },
} as const satisfies RequestFields;

/** The fields whose number another one has too. */
type Clashing<Rows extends RequestFields> = {
  [Name in keyof Rows]: Rows[Name]['number'] extends Rows[Exclude<keyof Rows, Name>]['number'] ? Name : never;
}[keyof Rows];

/** The rows as they are. Two of one number don't compile: a code stands for one field. */
const numberedOnce = <const Rows extends RequestFields>(
  rows: Rows &
    ([Clashing<Rows>] extends [never] ? unknown : Readonly<Record<Clashing<Rows>, 'number is taken'>>),
): Rows => rows;

/** Every field that a client sends, by its wire name. */
export const requestFields = numberedOnce({
  ...ofTokenRequest,
  ...shared,
  ...ofConsent,
  ...ofAppToApp,
  ...ofToken,
  ...queryFields,
});
export type RequestFieldName = keyof typeof requestFields;

type Assumed<Rows> = {
  readonly [Name in keyof Rows]: Omit<Rows[Name], keyof Assumption> & Assumption;
};
type Assumption = Pick<RequestField, 'source' | 'fidelity'>;

/** The manual speaks of CMS only; that the others have the same rules is assumed. */
function assumedFromCms<const Rows extends RequestFields>(rows: Rows): Assumed<Rows> {
  const assumption = {
    source: 'manual A.2 for CMS; assumed equal here, protocol.md §7.1',
    fidelity: 'assumed',
  };
  const assumed = Object.entries(rows).map(([name, row]) => [
    name,
    row.fidelity === 'manual' ? { ...row, ...assumption } : row,
  ]);
  return Object.fromEntries(assumed) as Assumed<Rows>;
}

export const TokenRequest = request({ $id: 'TokenRequest' }, ofTokenRequest);
export type TokenRequest = Static<typeof TokenRequest>;

export const RequestCMS = request(
  // The official .NET class sends `"Token":null` in every one, Laravel's example a text (protocol.md §10 #10).
  { $id: 'RequestCMS', title: '자동이체 출금동의 요청 정보', 'x-ignored': ['Token'] },
  { ...shared, ...ofConsent, ...ofAppToApp },
);
export type RequestCMS = Static<typeof RequestCMS>;

export const RequestVerifyAuth = request(
  { $id: 'RequestVerifyAuth', title: '본인인증 요청정보' },
  {
    ...assumedFromCms(shared),
    Token: { ...ofToken.Token, ko: '토큰 원문', example: '시험 본인인증 토큰 0001' },
  },
);
export type RequestVerifyAuth = Static<typeof RequestVerifyAuth>;

export const RequestESign = request(
  { $id: 'RequestESign', title: '전자서명 요청정보' },
  { ...assumedFromCms(shared), ...ofToken, ...ofAppToApp },
);
export type RequestESign = Static<typeof RequestESign>;
