// The shape of every message on the wire, as TypeBox schemas: the one source for types, checks, OpenAPI and docs.
// A field carries its rule in the schema itself; `x-charset` and `x-empty` are what JSON Schema can't say.
// Lengths count Unicode code points. Wire names are kept exactly, `receiptId` and `receiptID` both.

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { Fidelity } from './fidelity.js';

/** What a string may consist of, beyond its length. */
export type Charset = 'digits' | 'date';

export interface FieldNotes {
  /** The item's Korean name, used in the provider's messages. */
  readonly ko: string;
  readonly source: string;
  readonly fidelity?: Fidelity;
}

interface TextRule extends FieldNotes {
  readonly max?: number;
  readonly charset?: Charset;
}

const notes = ({ ko, source, fidelity = 'manual' }: FieldNotes) => ({
  title: ko,
  'x-source': source,
  'x-fidelity': fidelity,
});

const charsetPattern: Record<Charset, string> = { digits: '^[0-9]*$', date: '^[0-9]{8}$' };

const textSchema = (rule: TextRule) => ({
  ...notes(rule),
  ...(rule.max === undefined ? {} : { maxLength: rule.max }),
  ...(rule.charset === undefined ? {} : { 'x-charset': rule.charset, pattern: charsetPattern[rule.charset] }),
});

/** A string that must be there and not be empty. */
const text = (rule: TextRule) => Type.Unsafe<string>({ type: 'string', minLength: 1, ...textSchema(rule) });

/** A string that may be absent, null or empty: the SDKs send all three for "not given" (protocol.md §2.5). */
const optionalText = (rule: TextRule) =>
  Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], ...textSchema(rule) }));

/** A boolean that may be absent or null, both meaning false: the Node SDK drops every falsy value. */
const flag = (rule: FieldNotes) =>
  Type.Optional(Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], default: false, ...notes(rule) }));

const M = 'manual A.2';
const SDK = 'SDK request classes, protocol.md §2.5';

/** The fields that all three services share. `source` differs: the manual speaks of CMS only. */
const common = (of: (number: number) => string, fidelity: Fidelity) => ({
  CallCenterNum: text({ ko: '고객센터 전화번호', max: 20, source: of(1), fidelity }),
  CallCenterName: optionalText({ ko: '고객센터명', source: SDK, fidelity: 'sdk' }),
  Expires_in: Type.Unsafe<number>({
    type: 'integer',
    minimum: 1,
    maximum: 1000,
    ...notes({ ko: '인증요청 만료시간', source: of(2), fidelity }),
  }),
  ReceiverBirthDay: text({ ko: '수신자 생년월일', max: 8, charset: 'date', source: of(3), fidelity }),
  ReceiverHP: text({ ko: '수신자 휴대폰번호', max: 11, charset: 'digits', source: of(4), fidelity }),
  ReceiverName: text({ ko: '수신자 성명', max: 20, source: of(5), fidelity }),
  TMSTitle: text({ ko: '인증요청 메시지 제목', max: 40, source: of(10), fidelity }),
  TMSMessage: optionalText({ ko: '인증요청 메시지 부가내용', max: 500, source: of(11), fidelity }),
  SubClientID: optionalText({ ko: '별칭코드', max: 12, source: of(12), fidelity }),
  isAllowSimpleRegistYN: flag({ ko: '인증서 발급유형 선택', source: of(13), fidelity }),
  isVerifyNameYN: flag({ ko: '수신자 실명확인 여부', source: of(14), fidelity }),
  PayLoad: optionalText({ ko: '메모', max: 200, source: of(15), fidelity }),
});

const isAppUseYN = flag({ ko: 'AppToApp 인증요청 여부', source: SDK, fidelity: 'sdk' });

export const RequestCMS = Type.Object(
  {
    ...common((n) => `${M} #${n}`, 'manual'),
    BankAccountName: optionalText({ ko: '예금주명', max: 20, source: `${M} #6` }),
    BankAccountNum: text({ ko: '계좌번호', max: 31, source: `${M} #7` }),
    BankCode: text({ ko: '참가기관 코드', max: 10, source: `${M} #8` }),
    ClientUserID: text({ ko: '납부자 식별번호', max: 40, source: `${M} #9` }),
    isAppUseYN,
  },
  { $id: 'RequestCMS', title: '자동이체 출금동의 요청 정보' },
);
export type RequestCMS = Static<typeof RequestCMS>;

const tokenText = (ko: string) =>
  // Its own limit is not known; no Token can be longer than the signedData around it (manual A.4 #2).
  text({
    ko,
    max: 4096,
    source: `${SDK}; required by protocol.md §7.1, its length is not known`,
    fidelity: 'assumed',
  });
const assumedFromCms = () => 'manual A.2 for CMS; assumed equal here, protocol.md §7.1';

export const RequestVerifyAuth = Type.Object(
  { ...common(assumedFromCms, 'assumed'), Token: tokenText('토큰 원문') },
  { $id: 'RequestVerifyAuth', title: '본인인증 요청정보' },
);
export type RequestVerifyAuth = Static<typeof RequestVerifyAuth>;

export const RequestESign = Type.Object(
  { ...common(assumedFromCms, 'assumed'), Token: tokenText('전자서명할 토큰 원문'), isAppUseYN },
  { $id: 'RequestESign', title: '전자서명 요청정보' },
);
export type RequestESign = Static<typeof RequestESign>;

/** A dated wire instant: KST `yyyyMMddHHmmss`; the zone is by the look of receipt ids (protocol.md §7). */
const dt = (ko: string, no: number) =>
  Type.Unsafe<string>({
    type: 'string',
    pattern: '^[0-9]{14}$',
    ...notes({ ko, source: `manual A.3 #${no}` }),
  });
const optionalDt = (ko: string, no: number) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    pattern: '^[0-9]{14}$',
    ...notes({ ko, source: `manual A.3 #${no}` }),
  });
const answer = <T>(type: string | string[], ko: string, source: string, more: object = {}) =>
  Type.Unsafe<T>({
    type,
    ...notes({ ko, source, fidelity: source.startsWith('manual') ? 'manual' : 'sdk' }),
    ...more,
  });

/** Field order is the Java SDK's class order (protocol.md §2.7). */
const commonState = {
  receiptID: answer<string>('string', '접수아이디', 'manual A.3 #1', { maxLength: 20 }),
  regDT: dt('인증요청 등록일시', 15),
  state: Type.Unsafe<0 | 1 | 2>({ enum: [0, 1, 2], ...notes({ ko: '상태', source: 'manual A.3 #6' }) }),
  expires_in: answer<number>('integer', '인증요청 만료시간(초)', 'manual A.3 #7'),
  callCenterNum: answer<string>('string', '고객센터 전화번호', 'manual A.3 #8', { maxLength: 20 }),
  callCenterName: answer<string | null>(
    ['string', 'null'],
    '고객센터명',
    'SDK result classes, protocol.md §2.7',
  ),
  allowSimpleRegistYN: answer<boolean>('boolean', '인증서 발급유형 선택', 'manual A.3 #11'),
  verifyNameYN: answer<boolean>('boolean', '수신자 실명확인 여부', 'manual A.3 #12'),
  payload: answer<string | null>(['string', 'null'], '메모', 'manual A.3 #19', { maxLength: 200 }),
  requestDT: dt('카카오 인증서버 등록일시', 13),
  expireDT: dt('인증 만료일시', 14),
  clientCode: answer<string>('string', '이용기관코드', 'manual A.3 #2', { maxLength: 12 }),
  clientName: answer<string>('string', '이용기관명', 'manual A.3 #3', { maxLength: 80 }),
  tmstitle: answer<string>('string', '인증요청 메시지 제목', 'manual A.3 #9', { maxLength: 40 }),
  tmsmessage: answer<string | null>(['string', 'null'], '인증요청 메시지 부가내용', 'manual A.3 #10', {
    maxLength: 500,
  }),
  subClientName: answer<string | null>(['string', 'null'], '별칭', 'manual A.3 #4', { maxLength: 80 }),
  subClientCode: answer<string | null>(['string', 'null'], '별칭코드', 'manual A.3 #5', { maxLength: 12 }),
  viewDT: optionalDt('수신자 인증메시지 확인일시', 16),
  completeDT: optionalDt('수신자 전자서명 완료일시', 17),
  verifyDT: optionalDt('서명 검증일시', 18),
};

const appToAppState = {
  appUseYN: answer<boolean>('boolean', 'AppToApp 인증요청 여부', 'SDK result classes, protocol.md §2.7'),
  tx_id: answer<string | null>(
    ['string', 'null'],
    '카카오톡 트랜잭션아이디',
    'SDK result classes, protocol.md §2.7',
  ),
};

export const ResultCMS = Type.Object(
  { ...commonState, ...appToAppState },
  { $id: 'ResultCMS', title: '서명 상태 정보' },
);
export type ResultCMS = Static<typeof ResultCMS>;
export const ResultVerifyAuth = Type.Object(
  { ...commonState },
  { $id: 'ResultVerifyAuth', title: '본인인증 상태 정보' },
);
export type ResultVerifyAuth = Static<typeof ResultVerifyAuth>;
export const ResultESign = Type.Object(
  { ...commonState, ...appToAppState },
  { $id: 'ResultESign', title: '전자서명 상태 정보' },
);
export type ResultESign = Static<typeof ResultESign>;

const receiptId = answer<string>('string', '접수아이디', 'manual A.4 #1', { maxLength: 20 });

const txId = Type.Optional(
  answer<string>('string', '카카오톡 트랜잭션아이디', 'SDK response classes, protocol.md §2.6'),
);

export const ResponseCMS = Type.Object(
  { receiptId, tx_id: txId },
  { $id: 'ResponseCMS', title: '요청 응답 정보' },
);
export type ResponseCMS = Static<typeof ResponseCMS>;
export const ResponseESign = Type.Object(
  { receiptId, tx_id: txId },
  { $id: 'ResponseESign', title: '요청 응답 정보' },
);
export type ResponseESign = Static<typeof ResponseESign>;
export const ResponseVerifyAuth = Type.Object(
  { receiptId },
  { $id: 'ResponseVerifyAuth', title: '요청 응답 정보' },
);
export type ResponseVerifyAuth = Static<typeof ResponseVerifyAuth>;

export const VerifyResult = Type.Object(
  {
    receiptId,
    signedData: answer<string>('string', '전자서명 데이터 전문', 'manual A.4 #2', { maxLength: 4096 }),
  },
  { $id: 'VerifyResult', title: '검증 응답 정보' },
);
export type VerifyResult = Static<typeof VerifyResult>;

const linkhub = (ko: string) => notes({ ko, source: 'Linkhub auth SDKs, protocol.md §1.2', fidelity: 'sdk' });

export const TokenRequest = Type.Object(
  {
    access_id: Type.Unsafe<string>({ type: 'string', minLength: 1, ...linkhub('이용기관코드') }),
    scope: Type.Unsafe<string[]>({ type: 'array', items: { type: 'string' }, ...linkhub('인증 범위') }),
  },
  { $id: 'TokenRequest' },
);
export type TokenRequest = Static<typeof TokenRequest>;

export const Token = Type.Object(
  {
    session_token: Type.Unsafe<string>({ type: 'string', ...linkhub('세션 토큰') }),
    serviceID: Type.Unsafe<string>({ type: 'string', ...linkhub('서비스 아이디') }),
    linkID: Type.Unsafe<string>({ type: 'string', ...linkhub('링크아이디') }),
    usercode: Type.Unsafe<string>({ type: 'string', ...linkhub('이용기관코드') }),
    ipaddress: Type.Unsafe<string>({ type: 'string', ...linkhub('접속 아이피') }),
    expiration: Type.Unsafe<string>({
      type: 'string',
      // Java parses only with .SSS'Z', Python cuts the last five characters (protocol.md §1.2).
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
      ...linkhub('만료일시'),
    }),
    scope: Type.Unsafe<string[]>({ type: 'array', items: { type: 'string' }, ...linkhub('인증 범위') }),
  },
  { $id: 'Token' },
);
export type Token = Static<typeof Token>;

const points = (ko: string) => Type.Unsafe<number>({ type: 'number', ...linkhub(ko) });
export const Point = Type.Object({ remainPoint: points('잔여포인트') }, { $id: 'Point' });
export const TotalPoint = Type.Object(
  { totalPoint: points('총포인트'), chargePoint: points('충전포인트'), bonusPoint: points('보너스포인트') },
  { $id: 'TotalPoint' },
);
export const PartnerUrl = Type.Object(
  { url: Type.Unsafe<string>({ type: 'string', ...linkhub('URL') }) },
  { $id: 'PartnerUrl' },
);

/** Every refusal of the provider, on both hosts. */
export const ProviderError = Type.Object(
  {
    code: Type.Unsafe<number>({ type: 'integer', ...notes({ ko: '코드', source: 'manual A.1 #1' }) }),
    message: Type.Unsafe<string>({ type: 'string', ...notes({ ko: '메시지', source: 'manual A.1 #2' }) }),
  },
  { $id: 'ProviderError' },
);
export type ProviderError = Static<typeof ProviderError>;

/** What the check reads of a field; the schema itself, seen as plain data. */
export interface FieldRule {
  readonly type: string | readonly string[];
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly title?: string;
  readonly 'x-charset'?: Charset;
  readonly 'x-source'?: string;
  readonly 'x-fidelity'?: Fidelity;
}

/** The fields of a message schema with their rules, in table order. */
export function fieldsOf(
  schema: TSchema,
): readonly (readonly [name: string, rule: FieldRule, required: boolean])[] {
  const required = new Set<string>(schema.required ?? []);
  return Object.entries(schema.properties as Record<string, FieldRule>).map(
    ([name, rule]) => [name, rule, required.has(name)] as const,
  );
}
