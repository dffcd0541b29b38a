// What a client did wrong though it got an answer. One row for each finding: what it means, where that is known from,
// and the test of it. A detector sees a call, its answer, and what the client did before; it changes nothing.

import { API_VERSION, type OperationName, type Text } from '../../contracts/protocol/index.js';
import { type Call, header } from './call.js';
import type { ClientTrail } from './client-trail.js';
import type { RequestFields } from './receipt.js';
import { createSecrets } from './secrets.js';

export interface Observed {
  readonly operation: OperationName;
  readonly action: string;
  readonly call: Call;
  readonly outcome: string;
  /** The base clock, ms. */
  readonly at: number;
  /** The clock that clients' dates are compared with, ms. */
  readonly wall: number;
  /** Whether the tenant's clock stands still: then polls can't be too fast. */
  readonly frozen: boolean;
  readonly secretKey: string;
  /** The JSON object that was sent, if one was. */
  readonly given: Readonly<Record<string, unknown>> | undefined;
  /** The fields as accepted, of a Request that was. */
  readonly fields: RequestFields | undefined;
  /** The operation's fields, by name. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly receiptId: string | undefined;
  readonly signature: string | undefined;
  /** The state that Status answered. */
  readonly state: number | undefined;
  /** An App-to-App receipt wants a signature; a Talk one doesn't. */
  readonly appToApp: boolean | undefined;
  readonly knownBank: boolean;
  readonly knownSubClient: boolean;
  readonly resent: boolean;
}

export interface FindingRule {
  readonly id: string;
  /** Why it is no good habit. */
  readonly words: Text;
  readonly source: string;
  /** Only a POST can show it: a poll, the commonest call, is not asked. */
  readonly postOnly?: true;
  readonly found: (observed: Observed, trail: ClientTrail) => boolean;
}

/** So many polls in a row that are too fast make it a habit. */
const POLLS_IN_A_ROW = 3;
/** A token that still has this long, ms, did not need replacing. */
const TOKEN_MARGIN = 5 * 60_000;
const SKEW = 60_000;
/** Most targets have no room for a secret: looking closer costs more than all other rules. */
const PLAIN_TARGET = /^\/\w+\/[A-Za-z]{1,15}(?:\/\d{1,18}\/?)?$/;

const readBearerToken = (call: Call) =>
  /^Bearer (\S+)$/i.exec(header(call, 'authorization') ?? '')?.[1] ?? '';

const skewOf = ({ call, wall }: Observed): number => {
  const date = Date.parse(header(call, 'x-lh-date') ?? '');
  return Number.isNaN(date) ? 0 : Math.abs(date - wall);
};

const hyphens = (value: unknown) => typeof value === 'string' && /^[0-9-]*-[0-9-]*$/.test(value);

export const findingRules: readonly FindingRule[] = [
  {
    id: 'token.notReused',
    words: {
      en: 'A token is good for its whole life; asking for one per call doubles the traffic and hits limits.',
      ko: '유효한 토큰이 있는데 다시 발급받았습니다. 만료 전까지 재사용하십시오.',
    },
    source: 'SDKs cache the token, protocol.md §3',
    postOnly: true,
    found: ({ action, outcome, at }, trail) =>
      action === 'token' && outcome === 'ok' && trail.tokenUntil - at > TOKEN_MARGIN,
  },
  {
    id: 'poll.tooFast',
    words: {
      en: 'People need seconds to sign; poll every 3 to 5 seconds.',
      ko: '상태조회 간격이 1초 미만입니다. 3~5초 간격으로 조회하십시오.',
    },
    source: 'docs page /docs/process, protocol.md §7',
    found: ({ action, frozen }, { polls }) =>
      action === 'state' && !frozen && polls.count >= POLLS_IN_A_ROW && polls.fast >= POLLS_IN_A_ROW - 1,
  },
  {
    id: 'poll.afterFinal',
    words: {
      en: 'States 1 and 2 are final: nothing will change, so stop polling.',
      ko: '최종 상태(1, 2) 확인 후에도 계속 조회하였습니다.',
    },
    source: 'manual A.3 #6',
    found: ({ action, receiptId, outcome }, trail) =>
      action === 'state' && outcome === 'ok' && receiptId !== undefined && trail.final.has(receiptId),
  },
  {
    id: 'verify.early',
    words: {
      en: 'Verify works in state 1 only; ask Status first.',
      ko: '상태가 1(서명완료)이 되기 전에 검증하였습니다.',
    },
    source: 'manual 2.1, 3.1',
    found: ({ outcome }) => outcome === 'verify.notSigned',
  },
  {
    id: 'verify.twice',
    words: {
      en: 'Verify works once; keep the signedData of the first answer.',
      ko: '검증을 두 번 이상 호출하였습니다. 첫 응답의 signedData를 보관하십시오.',
    },
    source: 'manual 3.1',
    found: ({ outcome }) => outcome === 'verify.already',
  },
  {
    id: 'request.resent',
    words: {
      en: 'The same request is still waiting for the same person, who now has two messages.',
      ko: '같은 요청이 아직 대기 중인데 다시 요청하였습니다.',
    },
    source: 'domain.md §6',
    postOnly: true,
    found: ({ resent }) => resent,
  },
  {
    id: 'phone.hyphens',
    words: {
      en: 'ReceiverHP is digits only.',
      ko: '휴대폰번호에 하이픈이 있습니다. 숫자만 입력하십시오.',
    },
    source: 'manual A.2 #4',
    postOnly: true,
    found: ({ given }) => hyphens(given?.ReceiverHP),
  },
  {
    id: 'field.unknown',
    words: {
      en: 'A field that the protocol does not have is ignored; names are case-sensitive.',
      ko: '정의되지 않은 필드를 보냈습니다. 필드명은 대소문자를 구분합니다.',
    },
    source: 'protocol.md §2.5',
    postOnly: true,
    found: ({ given, known }) =>
      given !== undefined && Object.keys(given).some((name) => !Object.hasOwn(known, name)),
  },
  {
    id: 'field.numericString',
    words: {
      en: 'Expires_in is a number; whether the real service takes a string is not known.',
      ko: 'Expires_in은 숫자여야 합니다.',
    },
    source: 'manual A.2 #2',
    postOnly: true,
    found: ({ given, fields }) => fields !== undefined && typeof given?.Expires_in === 'string',
  },
  {
    id: 'bank.unknown',
    words: {
      en: 'No institution of CMS has this code; the registration would fail.',
      ko: 'CMS 참가기관 코드가 아닙니다.',
    },
    source: 'domain.md §2',
    postOnly: true,
    found: ({ knownBank }) => !knownBank,
  },
  {
    id: 'subClient.unknown',
    words: {
      en: 'The institution has no sub-client with this code.',
      ko: '등록되지 않은 별칭코드입니다.',
    },
    source: 'manual A.2 #12',
    postOnly: true,
    found: ({ knownSubClient }) => !knownSubClient,
  },
  {
    id: 'payerNumber.tooLong',
    words: {
      en: 'KFTC registers payer numbers of at most 20 characters; this one signs but can never be registered.',
      ko: '납부자번호가 20자를 넘어 금융결제원에 등록할 수 없습니다.',
    },
    source: 'domain.md §3.2: EB13',
    postOnly: true,
    found: ({ fields }) => typeof fields?.ClientUserID === 'string' && fields.ClientUserID.length > 20,
  },
  {
    id: 'clock.skew',
    words: {
      en: 'The clock is over a minute off; ten minutes and every call is refused.',
      ko: '클라이언트 시각이 1분 이상 다릅니다.',
    },
    source: 'protocol.md §7: x-lh-date; the window is assumed',
    postOnly: true,
    found: (observed) => skewOf(observed) > SKEW,
  },
  {
    id: 'contentType.wrong',
    words: {
      en: 'A POST carries JSON and should say so.',
      ko: 'Content-Type이 JSON이 아닙니다.',
    },
    source: 'protocol.md §2.4',
    postOnly: true,
    found: ({ call }) => !/json/i.test(header(call, 'content-type') ?? 'json'),
  },
  {
    id: 'version.missing',
    words: {
      en: 'Every POST names the API version; without it the real service may refuse.',
      ko: 'x-lh-version 헤더가 없거나 2.0이 아닙니다.',
    },
    source: 'protocol.md §1.2, §2.4',
    postOnly: true,
    found: ({ call }) => header(call, 'x-lh-version') !== API_VERSION,
  },
  {
    id: 'secret.inUrl',
    words: {
      en: 'URLs end up in logs; a secret key or a session token must never be in one.',
      ko: 'URL에 비밀키 또는 토큰이 있습니다.',
    },
    source: 'OWASP ASVS V8',
    found: ({ call, secretKey }) =>
      !PLAIN_TARGET.test(call.target) &&
      createSecrets([secretKey, readBearerToken(call)]).in(call.target).length > 0,
  },
  {
    id: 'signature.ignored',
    words: {
      en: 'A Talk message has no App-to-App signature; what was sent is ignored.',
      ko: '톡 메시지 방식에는 서명값이 필요하지 않습니다.',
    },
    source: 'protocol.md §2.2',
    found: ({ action, outcome, signature, appToApp }) =>
      action === 'verify' &&
      outcome === 'ok' &&
      appToApp === false &&
      signature !== undefined &&
      signature !== '',
  },
];

const anyCallRules = /* @__PURE__ */ findingRules.filter(({ postOnly }) => postOnly !== true);

/** The rules that a call of this method may break. */
export const rulesOf = (method: string): readonly FindingRule[] =>
  method === 'POST' ? findingRules : anyCallRules;
