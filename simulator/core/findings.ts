// What a client did wrong, although it got its answer. One row for each finding: what it means, where that is known from, which
// calls can show it, and the test of it. A detector sees a call, its answer, and what the client did before; it changes
// nothing.

import {
  type Action,
  API_VERSION,
  actions,
  findBank,
  type OperationName,
  operations,
} from '../../contracts/protocol/index.js';
import { header } from './call.js';
import { isNotReused, isRepeated, isResent } from './client-trail.js';
import { concerns, type FindingRule, readBearerToken, skewOf, unknownMembers } from './finding-rule.js';
import { findSubClient } from './messages.js';
import type { Observed } from './observed.js';
import { createSecrets } from './secrets.js';
import { valueFindings } from './value-findings.js';

/** So many polls in a row that are too fast make it a habit. */
const POLLS_IN_A_ROW = 3;
const SKEW = 60_000;
/** Most targets have no room for a secret: looking closer costs more than all other rules. */
const PLAIN_TARGET = /^\/\w+\/[A-Za-z]{1,15}(?:\/\d{1,18}\/?)?$/;

const anyAction = Object.keys(actions) as readonly Action[];
/** Those that are signed, with a date, over a body. */
const posts = ['token', 'request'] as const satisfies readonly Action[];
const inHeaders = { on: posts, unproven: true } as const;
const inRequest = { on: ['request'], unproven: false } as const;

const startsWithBom = ({ call: { body } }: Observed) =>
  body !== 'tooLarge' && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;

export const findingRules: readonly FindingRule[] = [
  {
    id: 'token.notReused',
    words: {
      en: 'A token is good for its whole life; asking for one per call doubles the traffic and hits limits.',
      ko: '유효한 토큰이 있는데 다시 발급받았습니다. 만료 전까지 재사용하십시오.',
    },
    source: 'SDKs cache the token, protocol.md §3',
    on: ['token'],
    unproven: false,
    found: isNotReused,
  },
  {
    id: 'poll.tooFast',
    words: {
      en: 'People need seconds to sign; poll every 3 to 5 seconds.',
      ko: '상태 확인 간격이 1초 미만입니다. 3~5초 간격으로 조회하십시오.',
    },
    source: 'docs page /docs/process, protocol.md §7',
    on: ['state'],
    unproven: false,
    atLeast: POLLS_IN_A_ROW,
    // On a clock that stands still no poll is too fast.
    found: ({ tenant }, { polls }) =>
      tenant.clock.frozenAt === null && polls.count >= POLLS_IN_A_ROW && polls.fast >= POLLS_IN_A_ROW - 1,
  },
  {
    id: 'poll.afterFinal',
    words: {
      en: 'States 1 and 2 are final: nothing will change, so stop polling.',
      ko: '최종 상태(1, 2) 확인 후에도 계속 조회했습니다.',
    },
    source: 'manual A.3 #6',
    on: ['state'],
    unproven: false,
    found: ({ receiptId, outcome }, trail) =>
      outcome === 'ok' && receiptId !== undefined && trail.final.has(receiptId),
  },
  {
    id: 'verify.early',
    words: {
      en: 'Verify works in state 1 only; ask Status first.',
      ko: '상태가 1(서명완료)이 되기 전에 검증했습니다.',
    },
    source: 'manual 2.1, 3.1',
    on: ['verify'],
    unproven: false,
    found: ({ outcome }) => outcome === 'verify.notSigned',
  },
  {
    id: 'verify.twice',
    words: {
      en: 'Verify works once; keep the signedData of the first answer.',
      ko: '검증을 두 번 이상 호출했습니다. 첫 응답의 signedData를 보관하십시오.',
    },
    source: 'manual 3.1',
    on: ['verify'],
    unproven: false,
    found: (observed, trail) => observed.outcome === 'verify.already' && !isRepeated(observed, trail),
  },
  {
    id: 'verify.repeated',
    words: {
      en: 'The same Verify came again at once, on a new connection, after its answer was lost: most likely the HTTP library repeats a GET by itself (Ruby, Java). Verify works once: switch that off (Ruby: max_retries = 0), or use a client that does not.',
      ko: '응답이 유실되자마자 같은 검증이 새 연결로 다시 왔습니다. HTTP 라이브러리가 GET을 스스로 재시도한 것으로 보입니다(Ruby, Java). 검증은 한 번만 가능하므로 재시도를 끄거나(Ruby: max_retries = 0) 재시도하지 않는 클라이언트를 쓰십시오.',
    },
    source: 'protocol.md §10 #8; RFC 9110 §9.2.2: idempotent methods',
    on: ['verify'],
    unproven: false,
    found: isRepeated,
  },
  {
    id: 'request.resent',
    words: {
      en: 'The same request is still waiting for the same person, who now has two messages.',
      ko: '같은 요청이 아직 대기 중인데 다시 요청했습니다.',
    },
    source: 'domain.md §6',
    ...inRequest,
    found: isResent,
  },
  {
    id: 'phone.hyphens',
    words: {
      en: 'ReceiverHP is digits only.',
      ko: '휴대폰번호에 하이픈이 있습니다. 숫자만 입력하십시오.',
    },
    source: 'manual A.2 #4',
    ...inRequest,
    field: 'ReceiverHP',
    found: ({ given }) => typeof given?.ReceiverHP === 'string' && /^[0-9-]*-[0-9-]*$/.test(given.ReceiverHP),
  },
  {
    id: 'field.unknown',
    words: {
      en: 'A field that the protocol does not have is ignored; names are case-sensitive.',
      ko: '정의되지 않은 필드를 보냈습니다. 필드명은 대소문자를 구분합니다.',
    },
    source: 'protocol.md §2.5, §10 #10',
    ...inRequest,
    found: unknownMembers,
  },
  {
    id: 'field.numericString',
    words: {
      en: 'Expires_in is a number; whether the real service takes a string is not known.',
      ko: 'Expires_in은 숫자여야 합니다.',
    },
    source: 'manual A.2 #2',
    ...inRequest,
    field: 'Expires_in',
    found: ({ given, fields }) => fields !== undefined && typeof given?.Expires_in === 'string',
  },
  {
    id: 'bank.unknown',
    words: {
      en: 'No institution of CMS has this code; the registration would fail.',
      ko: 'CMS 참가기관 코드가 아닙니다.',
    },
    source: 'domain.md §2',
    ...inRequest,
    field: 'BankCode',
    found: ({ fields }) => typeof fields?.BankCode === 'string' && findBank(fields.BankCode) === undefined,
  },
  {
    id: 'subClient.unknown',
    words: {
      en: 'The institution has no sub-client with this code.',
      ko: '등록되지 않은 별칭코드입니다.',
    },
    source: 'manual A.2 #12',
    ...inRequest,
    field: 'SubClientID',
    found: ({ fields, tenant }) =>
      fields?.SubClientID !== undefined && findSubClient(tenant, fields.SubClientID) === undefined,
  },
  {
    id: 'payerNumber.tooLong',
    words: {
      en: 'KFTC registers payer numbers of at most 20 characters; this one signs but can never be registered.',
      ko: '납부자번호가 20자를 넘어 금융결제원에 등록할 수 없습니다.',
    },
    source: 'domain.md §3.2: EB13',
    ...inRequest,
    field: 'ClientUserID',
    found: ({ fields }) => typeof fields?.ClientUserID === 'string' && fields.ClientUserID.length > 20,
  },
  ...valueFindings,
  {
    id: 'clock.skew',
    words: {
      en: 'The clock is over a minute off; ten minutes and every call is refused.',
      ko: '클라이언트 시각이 1분 이상 다릅니다.',
    },
    source: 'protocol.md §7: x-lh-date; the window is assumed',
    ...inHeaders,
    found: (observed) => skewOf(observed) > SKEW,
  },
  {
    id: 'date.fraction',
    words: {
      en: 'x-lh-date is finer than a millisecond. The official SDKs write at most milliseconds, and whether the real service reads more is not known: truncate it.',
      ko: 'x-lh-date가 밀리초보다 정밀합니다. 공식 SDK는 밀리초까지만 보내며, 실서버가 그 이상을 받는지는 알려져 있지 않습니다. 밀리초까지 잘라서 보내십시오.',
    },
    source: 'protocol.md §2.4: what the SDKs send',
    ...inHeaders,
    found: ({ call }) => /\.\d{4,}Z$/.test(header(call, 'x-lh-date') ?? ''),
  },
  {
    id: 'contentType.wrong',
    words: {
      en: 'A POST carries JSON and should say so.',
      ko: 'Content-Type이 JSON이 아닙니다.',
    },
    source: 'protocol.md §2.4',
    ...inHeaders,
    found: ({ call }) => !/json/i.test(header(call, 'content-type') ?? 'json'),
  },
  {
    id: 'body.byteOrderMark',
    words: {
      en: 'The body begins with a byte order mark, which JSON must not have (RFC 8259 §8.1); whether the real service reads past it is not known: write UTF-8 without it.',
      ko: '본문이 BOM(바이트 순서 표시)으로 시작합니다. JSON에는 쓸 수 없으며(RFC 8259 §8.1), 실서버가 받는지는 알려져 있지 않습니다. BOM 없는 UTF-8로 보내십시오.',
    },
    source: 'RFC 8259 §8.1',
    ...inHeaders,
    found: startsWithBom,
  },
  {
    id: 'version.missing',
    words: {
      en: 'Every POST names the API version, 2.0; SDKs from before September 2021 speak 1.0, which is refused: update.',
      ko: 'x-lh-version 헤더가 없거나 2.0이 아닙니다. 2021년 9월 이전 SDK의 1.0은 거절되므로 업데이트하십시오.',
    },
    source: 'protocol.md §1.2, §1.5, §2.4',
    ...inHeaders,
    found: ({ call }) => header(call, 'x-lh-version') !== API_VERSION,
  },
  {
    id: 'secret.inUrl',
    words: {
      en: 'URLs end up in logs; a secret key or a session token must never be in one.',
      ko: 'URL에 비밀키 또는 토큰이 있습니다.',
    },
    source: 'OWASP ASVS V8',
    on: anyAction,
    unproven: true,
    found: ({ call, tenant }) =>
      !PLAIN_TARGET.test(call.target) &&
      createSecrets([tenant.secretKey, readBearerToken(call)]).in(call.target).length > 0,
  },
  {
    id: 'signature.ignored',
    words: {
      en: 'A Talk message has no App-to-App signature; what was sent is ignored.',
      ko: '톡 메시지 방식에는 서명값이 필요하지 않습니다.',
    },
    source: 'protocol.md §2.2',
    on: ['verify'],
    unproven: false,
    found: ({ outcome, signature, receipt }) =>
      outcome === 'ok' && receipt?.signature === null && signature !== undefined && signature !== '',
  },
];

/** By operation: the rules that a call whose caller is proven may break, and those of any call. */
const compiled = /* @__PURE__ */ new Map(
  (Object.keys(operations) as OperationName[]).map((name) => {
    const proven = findingRules.filter((rule) => concerns(rule, name));
    return [name, { proven, any: proven.filter(({ unproven }) => unproven) }];
  }),
);

/** The rules that a call of this operation may break; of one whose caller is not proven only what it sent is judged. */
export const rulesOf = (operation: OperationName, isProven: boolean): readonly FindingRule[] =>
  compiled.get(operation)?.[isProven ? 'proven' : 'any'] ?? [];
