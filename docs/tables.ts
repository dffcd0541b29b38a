// The tables of the documents, made from the tables of the code. Text in, text out: generate.mjs reads and writes files.
// Words that only a reader needs stand here, in both languages; a missing one fails the type check.

import type { TSchema } from '@sinclair/typebox';
import {
  type Action,
  type Authentication,
  banks,
  createCatalogue,
  type Fidelity,
  magicPeople,
  type Operation,
  operations,
  type ServiceName,
  schema,
  timing,
} from '../contracts/index.js';
import {
  CONTROL_PREFIX,
  type ControlName,
  type ControlRoute,
  controlRoutes,
} from '../simulator/control/routes.js';
import { type FaultKind, faultKinds } from '../simulator/core/fault.js';
import { findingRules } from '../simulator/core/findings.js';
import { tamperReasons } from '../simulator/core/tampering.js';

type Words = readonly [en: string, ko: string];
type Cell = string | number | undefined;

const actionWords: Readonly<Record<Action, Words>> = {
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

const serviceWords: Readonly<Record<ServiceName, Words>> = {
  cms: ['debit consent', '자동이체 출금동의'],
  verifyAuth: ['identity', '본인인증'],
  esign: ['signature', '전자서명'],
};

const authenticationWords: Readonly<Record<Authentication, Words>> = {
  none: ['none', '없음'],
  link: ['LinkID signature', '링크아이디 서명'],
  bearer: ['session token', '세션 토큰'],
  signed: ['session token + `x-kc-auth`', '세션 토큰 + `x-kc-auth`'],
};

const timingWords: Readonly<Record<keyof typeof timing, Words>> = {
  tokenLife: ['a session token lives', '세션 토큰 유효시간'],
  authWindow: ['`x-lh-date` may be off by', '`x-lh-date` 허용 오차(±)'],
  verifyWindow: ['verify must come after signing within', '서명 완료 후 검증 가능 시간'],
  pollInterval: ['advice between two polls', '상태 확인 권장 간격'],
  keepAlive: ['an idle connection stays open', '유휴 연결 유지시간'],
};

const faultWords: Readonly<Record<FaultKind, Words>> = {
  delay: ['the answer comes late', '응답 지연'],
  drop: ['nothing happens, the connection ends', '처리하지 않고 연결 종료'],
  commitThenDrop: ['the call counts, the answer is lost', '처리한 뒤 응답 유실'],
  reset: ['the call counts, the connection is reset', '처리한 뒤 연결 재설정(RST)'],
  halfBody: ['the answer stops half-way', '응답 본문이 중간에 끊김'],
  silence: ['a few bytes, then nothing', '몇 바이트만 보낸 뒤 무응답'],
  status: [
    'an answer of something in between: a 5xx, or a page with 200',
    '중간 장비의 응답(5xx, 또는 200 안내 페이지)',
  ],
  gzipLie: ['the header says gzip, the body is not', 'gzip이라고 하지만 본문은 아님'],
  rewrite: [
    "members of the answer's JSON are `put` in, or left out (`omit`)",
    '응답 JSON의 항목을 바꾸거나(`put`) 뺌(`omit`)',
  ],
};

const controlWords: Readonly<Record<ControlName, string>> = {
  health: '동작 여부와 버전',
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

const row = (cells: readonly Cell[]) =>
  `| ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly Cell[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const code = (text: string) => `\`${text}\``;

const all = Object.entries(operations as Readonly<Record<string, Operation>>);

const operationTable = (language: 0 | 1, head: readonly string[]) =>
  table(
    head,
    all.map(([name, { action, service, method, path, authentication, source, fidelity }]) => [
      code(name),
      [service && serviceWords[service][language], actionWords[action][language]]
        .filter(Boolean)
        .join(language === 0 ? ': ' : ' '),
      code(`${method} ${path}`),
      authenticationWords[authentication][language],
      source,
      fidelity,
    ]),
  );

const duration = (ms: number): Words =>
  ms % 60_000 === 0 ? [`${ms / 60_000} min`, `${ms / 60_000}분`] : [`${ms / 1000} s`, `${ms / 1000}초`];

const timingTable = (language: 0 | 1, head: readonly string[]) =>
  table(
    head,
    (Object.keys(timing) as (keyof typeof timing)[]).map((name) => [
      timingWords[name][language],
      duration(timing[name].ms)[language],
      timing[name].source,
      timing[name].fidelity,
    ]),
  );

interface MessageSchema {
  readonly $id?: string;
  readonly title?: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, FieldSchema>>;
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly title?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-charset'?: string;
  readonly 'x-source'?: string;
  readonly 'x-fidelity'?: Fidelity;
}

/** Every message in the order in which the operations carry it, then the one that all refusals carry. */
const messages: readonly MessageSchema[] = [
  ...new Set([...all.flatMap(([, { input, output }]) => [input, output]), schema.ProviderError]),
].filter((message): message is MessageSchema & TSchema => message !== undefined);

/** Which calls carry a message. */
function usesOf(message: object): string {
  const inputs = all.filter(([, { input }]) => input === message).map(([name]) => code(name));
  const outputs = all.filter(([, { output }]) => output === message).map(([name]) => code(name));
  if (inputs.length > 0) return `Body of ${inputs.join(', ')} / 요청 본문`;
  if (outputs.length > 0) return `Answer to ${outputs.join(', ')} / 응답`;
  return 'Every refusal, on both hosts / 모든 오류 응답';
}

const limitOf = ({ maxLength, minimum, maximum }: FieldSchema): Cell =>
  maxLength ?? (maximum === undefined ? '' : `${minimum}–${maximum}`);

const fieldTable = ({ properties, required = [] }: MessageSchema) =>
  table(
    [
      '#',
      'field / 필드',
      '항목',
      'type / 타입',
      'required / 필수',
      'limit / 길이·범위',
      'source / 근거',
      'fidelity',
    ],
    Object.entries(properties).map(([name, rule], at) => [
      at + 1,
      code(name),
      rule.title,
      [
        ...(rule.enum ?? [rule.type].flat()),
        ...(rule['x-charset'] === undefined ? [] : [`(${rule['x-charset']})`]),
      ].join(' '),
      required.includes(name) ? 'O' : '-',
      limitOf(rule),
      rule['x-source'],
      rule['x-fidelity'],
    ]),
  );

const fidelities = [
  'manual',
  'sdk',
  'observed',
  'live-verified',
  'assumed',
] as const satisfies readonly Fidelity[];

function fidelityTable(): string {
  const counted: readonly (readonly [string, readonly (Fidelity | undefined)[]])[] = [
    ['operations / 기능', all.map(([, { fidelity }]) => fidelity)],
    [
      'fields / 필드',
      messages.flatMap(({ properties }) => Object.values(properties).map((rule) => rule['x-fidelity'])),
    ],
    ['errors / 오류', [...createCatalogue().values()].map(({ fidelity }) => fidelity)],
    ['rules about time / 시간 규칙', Object.values(timing).map(({ fidelity }) => fidelity)],
  ];
  return table(
    ['', ...fidelities.map(code)],
    counted.map(([what, found]) => [
      what,
      ...fidelities.map((fidelity) => found.filter((one) => one === fidelity).length),
    ]),
  );
}

/** Each table by the name in its markers. */
export const tables: Readonly<Record<string, () => string>> = {
  operations: () => operationTable(0, ['operation', 'what', 'call', 'authentication', 'source', 'fidelity']),
  'operations-ko': () => operationTable(1, ['기능', '설명', '호출', '인증', '근거', '근거 수준']),
  timing: () => timingTable(0, ['rule', 'value', 'source', 'fidelity']),
  'timing-ko': () => timingTable(1, ['규칙', '값', '근거', '근거 수준']),
  fidelity: fidelityTable,
  errors: () =>
    table(
      ['id', 'code / 코드', 'HTTP', 'message / 메시지', 'source / 근거', 'fidelity'],
      [...createCatalogue()].map(([id, entry]) => [
        code(id),
        entry.code,
        entry.status,
        entry.message,
        entry.source,
        entry.fidelity,
      ]),
    ),
  banks: () =>
    table(
      ['code / 코드', 'name / 기관명', 'merged codes / 통합 코드'],
      banks.map((bank) => [bank.code, bank.name, bank.aliases.join(' ')]),
    ),
  magic: () =>
    table(
      ['phone / 번호', 'name / 이름', 'the person…', '동작'],
      magicPeople.map(({ phone, name, does, ko }) => [phone, name, does, ko]),
    ),
  messages: () =>
    messages
      .map((message) =>
        [
          `## ${message.$id}${message.title ? ` (${message.title})` : ''}`,
          `${usesOf(message)}.`,
          fieldTable(message),
        ].join('\n\n'),
      )
      .join('\n\n'),
  control: () =>
    table(
      ['call / 호출', 'does', '기능', 'body / 본문'],
      Object.entries(controlRoutes as Readonly<Record<ControlName, ControlRoute>>).map(
        ([name, { method, path, summary, body }]) => [
          code(`${method} ${CONTROL_PREFIX}${path}`),
          summary,
          controlWords[name as ControlName],
          Object.keys(body?.properties ?? {})
            .map(code)
            .join(' '),
        ],
      ),
    ),
  faults: () =>
    table(
      ['fault', 'what happens', '동작'],
      faultKinds.map((kind) => [code(kind), ...faultWords[kind]]),
    ),
  tampering: () =>
    table(
      ['tamper', 'what is wrong / 변조 내용', 'a strict verifier says / 검증 결과'],
      Object.entries(tamperReasons).map(([name, [reason, what]]) => [code(name), what, code(reason)]),
    ),
  findings: () =>
    table(
      ['finding', 'why', '설명', 'source / 근거'],
      findingRules.map(({ id, why, ko, source }) => [code(id), why, ko, source]),
    ),
};

/** A document with the text between its markers as the tables have it now. Throws for a table that there isn't. */
export function fill(text: string): string {
  return text.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const make = tables[name];
      if (make === undefined) throw new Error(`There is no table "${name}".`);
      return `${start}\n${make()}\n${end}`;
    },
  );
}
