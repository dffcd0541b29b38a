// The error catalogue: every refusal of the provider by its id. Codes of the auth server are Linkhub's own
// (domain.md §1.2); the service's are not public, so those are assumed, 8 digits, and users may replace any row.
// Ids never travel on the wire; only code and message do.

import type { Provenance } from './fidelity.js';
import type { RequestField, RequestFields } from './field.js';
import { asSubject } from './particle.js';
import { requestFields } from './requests.js';

export interface CatalogueEntry extends Provenance {
  /** A negative integer of 8 digits (manual A.1). */
  readonly code: number;
  /** Korean, as the provider's are. */
  readonly message: string;
  /** HTTP status: 401 for authentication, 404, 405, 413, else 400; no document tells it (assumed). */
  readonly status: number;
  /** Why no call of a client leads to it, so that a case must arrange it; absent for all that a call can be refused with. */
  readonly onlyArranged?: string;
}

const linkhub = { source: 'Linkhub error list, domain.md §1.2', fidelity: 'observed' } as const;
const analogue = {
  source: 'nearest row of the Linkhub error list, domain.md §1.2',
  fidelity: 'assumed',
} as const;
const assumed = { source: 'the service codes are not public, domain.md §0', fidelity: 'assumed' } as const;

const named = {
  'auth.header': { code: -99010005, status: 401, message: '권한 정보가 없습니다.', ...linkhub },
  'auth.date': { code: -99010003, status: 401, message: '요청 일시가 유효하지 않습니다.', ...linkhub },
  'auth.dateWindow': { code: -99010004, status: 401, message: '요청시간이 유효하지 않습니다.', ...linkhub },
  'auth.signature': {
    code: -99010007,
    status: 401,
    message: '권한 정보의 서명이 일치하지 않습니다.',
    ...linkhub,
  },
  'auth.linkId': { code: -99004021, status: 401, message: '링크아이디가 존재하지 않습니다.', ...linkhub },
  'auth.clientCode': {
    code: -99003008,
    status: 401,
    message: '등록된 이용기관코드가 존재하지 않습니다.',
    ...analogue,
  },
  'auth.scope': { code: -99010016, status: 401, message: '사용할 수 없는 서비스입니다.', ...analogue },
  'auth.ip': {
    code: -99010013,
    status: 401,
    message: '허용된 아이피 주소가 아닙니다.',
    onlyArranged:
      'which addresses a LinkID may call from is set at Linkhub; a simulator knows of none that may not',
    ...linkhub,
  },
  'token.missing': { code: -99000014, status: 401, message: '인증정보가 입력되지 않았습니다.', ...analogue },
  'token.malformed': { code: -99000017, status: 401, message: '토큰 해석에 실패 하였습니다.', ...analogue },
  'token.expired': { code: -99000026, status: 401, message: '세션이 만료되었습니다.', ...analogue },
  'token.ip': { code: -99000031, status: 401, message: 'Token`s ipaddress is mismatch.', ...analogue },
  'call.signature': {
    code: -31010001,
    status: 400,
    message: '요청 서명(x-kc-auth)이 일치하지 않습니다.',
    ...assumed,
  },
  'call.date': {
    code: -31010002,
    status: 400,
    message: '요청 일시(x-lh-date)가 유효하지 않습니다.',
    ...assumed,
  },
  'body.malformed': { code: -99010001, status: 400, message: '요청형식이 유효하지 않습니다.', ...linkhub },
  'body.tooLarge': {
    code: -31010003,
    status: 413,
    message: '요청 본문이 허용된 크기를 초과했습니다.',
    ...assumed,
  },
  'path.unknown': { code: -31010004, status: 404, message: '존재하지 않는 API 경로입니다.', ...assumed },
  'method.notAllowed': {
    code: -31010005,
    status: 405,
    message: '허용되지 않는 HTTP 메서드입니다.',
    ...assumed,
  },
  'receipt.unknown': { code: -31010010, status: 400, message: '접수아이디가 존재하지 않습니다.', ...assumed },
  // A foreign receipt must not be told from an unknown one: the same words and code, another id in the journal.
  'receipt.foreign': { code: -31010010, status: 400, message: '접수아이디가 존재하지 않습니다.', ...assumed },
  'verify.notSigned': {
    code: -31010020,
    status: 400,
    message: '전자서명이 완료되지 않은 접수 건입니다.',
    ...assumed,
  },
  'verify.expired': { code: -31010021, status: 400, message: '인증요청이 만료된 접수 건입니다.', ...assumed },
  'verify.tooLate': {
    code: -31010022,
    status: 400,
    message: '전자서명 완료 후 검증 가능한 시간이 경과했습니다.',
    source: 'the kakaoCert VerifyAuth page: within 30 minutes of completeDT, protocol.md §7; for CMS assumed',
    fidelity: 'assumed',
  },
  'verify.already': {
    code: -31010023,
    status: 400,
    message: '이미 검증된 접수 건입니다. 검증은 1회만 가능합니다.',
    source: 'manual 3.1: verify works once; the code is not public',
    fidelity: 'assumed',
  },
  'verify.signature': {
    code: -31010024,
    status: 400,
    message: 'AppToApp 서명값이 일치하지 않습니다.',
    ...assumed,
  },
  'person.notMember': { code: -31010030, status: 400, message: '카카오톡 이용자가 아닙니다.', ...assumed },
  'person.nameMismatch': {
    code: -31010031,
    status: 400,
    message: '수신자 성명이 실명과 일치하지 않습니다.',
    source: 'manual A.2 #14: isVerifyNameYN compares the name; the code is not public',
    fidelity: 'assumed',
  },
  'store.unavailable': {
    code: -31019998,
    status: 503,
    message: '시뮬레이터의 저장소를 사용할 수 없습니다. 처리되었을 수도 있으므로 상태를 조회하십시오.',
    onlyArranged:
      'it is said where a store that survives or is shared (--store) can not be used; in memory nothing can fail',
    source: 'ours: what the service answers while its database is down is not known',
    fidelity: 'assumed',
  },
} as const satisfies Record<string, CatalogueEntry>;

interface FieldFaultRow {
  /** The last digit of the code. It never changes. */
  readonly digit: number;
  /** Of which fields it can be said. */
  readonly applies: (field: RequestField) => boolean;
  /** The provider's words, from the field's Korean name. */
  readonly message: (ko: string) => string;
}

/** What can be wrong with a field. */
const fieldFaults = {
  required: {
    digit: 0,
    applies: ({ optional }) => optional !== true,
    message: (ko) => `${asSubject(ko)} 입력되지 않았습니다.`,
  },
  length: {
    digit: 1,
    applies: (field) => field.type === 'string' && field.max !== undefined,
    message: (ko) => `${ko}의 길이가 허용된 최대 길이를 초과했습니다.`,
  },
  format: {
    digit: 2,
    applies: () => true,
    message: (ko) => `${ko}의 형식이 유효하지 않습니다.`,
  },
  range: {
    digit: 3,
    applies: (field) => field.type === 'integer' && field.max !== undefined,
    message: (ko) => `${ko}의 값이 허용된 범위를 벗어났습니다.`,
  },
} as const satisfies Record<string, FieldFaultRow>;
export type FieldFault = keyof typeof fieldFaults;

export type NamedErrorId = keyof typeof named;
/** What ids begin with: `auth`, `token`, `receipt`, … */
export type ErrorFamily = NamedErrorId extends infer Id
  ? Id extends `${infer F}.${string}`
    ? F
    : never
  : never;
export type FieldErrorId = `field.${string}.${FieldFault}`;
export type ErrorId = NamedErrorId | FieldErrorId;

/** Every refusal by its id. */
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

/** What may be replaced of a row of the error catalogue. */
export type ErrorChanges = Partial<Pick<CatalogueEntry, 'code' | 'message' | 'status'>>;

/** Rows of the error catalogue to replace, by id; members that are left out stay as they are. */
export type ErrorTable = Readonly<Partial<Record<ErrorId, ErrorChanges>>>;

/** The catalogue with rows replaced; an id that it doesn't have is left out. */
export function changedCatalogue(changes: ErrorTable): Catalogue {
  const catalogue = new Map(createCatalogue());
  for (const [id, change] of Object.entries(changes)) {
    const entry = catalogue.get(id);
    if (entry !== undefined) catalogue.set(id, { ...entry, ...change });
  }
  return catalogue;
}

/**
 * Every refusal by its id, each `{code, status, message, source, fidelity}`: the named ones, then what can be wrong with
 * each of the fields given (the fields of all requests unless given). Never throws.
 * Source: in each row; most codes are assumed, for kakaoCert's own are not public.
 *
 * @example
 * ```ts
 * import assert from 'node:assert/strict';
 * import { createCatalogue } from 'kakaocert-simulator/contracts';
 *
 * assert.equal(createCatalogue().get('token.expired')?.status, 401);
 * ```
 */
export function createCatalogue(fields: RequestFields = requestFields): Catalogue {
  return new Map<string, CatalogueEntry>([
    ...Object.entries(named),
    ...Object.entries(fields).flatMap(([name, field]) => entriesOf(name, field)),
  ]);
}

const entriesOf = (name: string, field: RequestField): readonly (readonly [string, CatalogueEntry])[] =>
  Object.entries<FieldFaultRow>(fieldFaults)
    .filter(([, { applies }]) => applies(field))
    .map(([fault, { digit, message }]) => {
      const code = -(31020000 + field.number * 10 + digit);
      return [
        `field.${name}.${fault}`,
        { code, status: 400, message: message(field.ko), ...assumed },
      ] as const;
    });
