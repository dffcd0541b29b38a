// Why a call was refused: one row for each error, from what came and what it was decided on. Total by its type: an error
// without a reason is none.

import { type FieldFault, type NamedErrorId, timing } from '../../../contracts/protocol/index.js';
import { requestFields } from '../../../contracts/protocol/requests.js';
import { header, pathOf } from '../call.js';
import { BODY_LIMIT, parseObject } from '../request-check.js';
import { bodyReason } from './body.js';
import { dateOf } from './date.js';
import { fieldReasons } from './field.js';
import type { Why } from './grounds.js';
import { endsWithSlash, nearestOperation } from './path.js';
import { type Explain, iso, type RefusedCall, type Seen, say } from './seen.js';
import { signatureReason } from './signature.js';
import { expiredToken, malformedToken, scopeReason, whose } from './token.js';

const signatureParts = (seen: Seen) => ({
  secretKey: seen.grounds.secretKey ?? '',
  body: seen.body,
  date: seen.header('x-lh-date'),
  path: seen.path,
  forwarded: seen.header('x-lh-forwarded') === '' ? undefined : seen.header('x-lh-forwarded'),
});

function signatureOf(kind: 'token' | 'call', given: string, seen: Seen): Why {
  const { mistake, words, stringToSign, digest } = signatureReason(
    { ...signatureParts(seen), kind, given },
    seen.grounds.digest,
  );
  const text = JSON.stringify(stringToSign);
  return {
    en: `The signature is not the expected one: ${words.en}. Expected string to sign: ${text}; the SHA-256 of the body that came is ${digest}.`,
    ko: `서명이 일치하지 않습니다. ${words.ko} 서명 대상 문자열: ${text}, 받은 본문의 SHA-256: ${digest}`,
    mistake,
    stringToSign,
    digest,
  };
}

function callSignature(seen: Seen): Why {
  const [, linkId, signature] = /^(\S+) (\S+)$/.exec(seen.header('x-kc-auth')) ?? [];
  if (linkId === undefined || signature === undefined) {
    return seen.header('x-kc-auth') === ''
      ? say(
          'There is no x-kc-auth header; a POST to the service needs "x-kc-auth: <LinkID> <signature>".',
          'x-kc-auth 헤더가 없습니다. 서비스 POST에는 "x-kc-auth: <LinkID> <서명>"이 필요합니다.',
          { mistake: 'missing' },
        )
      : say(
          'x-kc-auth is not of the form "<LinkID> <signature>", with one blank between.',
          'x-kc-auth가 "<LinkID> <서명>" 형식이 아닙니다(사이에 공백 하나).',
          { mistake: 'form' },
        );
  }
  if (linkId !== seen.grounds.linkId) {
    return say(
      `x-kc-auth names the LinkID ${linkId.slice(0, 40)}, but the token belongs to ${seen.grounds.linkId}.`,
      `x-kc-auth의 링크아이디는 ${linkId.slice(0, 40)}이지만 토큰은 ${seen.grounds.linkId}의 것입니다.`,
      { mistake: 'linkId' },
    );
  }
  return signatureOf('call', signature, seen);
}

function pathReason({ record, path }: Seen): Why {
  const { operation, call, host } = nearestOperation(record.call.method, path);
  const slash = endsWithSlash(path);
  return say(
    `There is no such path${slash ? ': it ends with a slash' : ''}. The nearest operation is ${operation}: ${call}, at ${host}.`,
    `존재하지 않는 경로입니다${slash ? '(끝에 /가 있음)' : ''}. 가장 가까운 호출은 ${operation}: ${call} (${host})입니다.`,
    { nearest: operation, call },
  );
}

function methodReason({ record, path }: Seen): Why {
  const { operation, call } = nearestOperation(record.call.method, path);
  const allow = record.reply.headers.allow ?? '';
  const { method } = record.call;
  return say(
    `The path is there, and takes ${allow}, not ${method.slice(0, 20)}: ${operation} is ${call}.`,
    `경로는 맞지만 메서드가 다릅니다. 보낸 메서드: ${method.slice(0, 20)}, 허용: ${allow}. ${operation}: ${call}`,
    { nearest: operation, call, allow },
  );
}

const receiptIn = (path: string) => /\/(\d{1,40})(?:\/|$)/.exec(path)?.[1] ?? '';

function unknownReceipt({ grounds, path, record }: Seen): Why {
  const id = receiptIn(path);
  if (grounds.service !== undefined) {
    return say(
      `The receipt ${id} is one of ${grounds.service}; ${record.operation} asks for another service.`,
      `다른 서비스의 접수입니다. 접수아이디 ${id}: ${grounds.service}, 호출: ${record.operation}`,
      { receiptId: id, service: grounds.service },
    );
  }
  return /^\d{18}$/.test(id)
    ? say(
        `There is no receipt ${id}: it was never issued here, or it went with a reset, its tenant or the run.`,
        `접수아이디(${id})가 없습니다. 발급된 적이 없거나 초기화, 이용기관 삭제, 재시작으로 사라졌습니다.`,
        { receiptId: id },
      )
    : say(
        'The path has no receiptId of 18 digits where it should stand: send what Request answered, as text.',
        '경로에 18자리 접수아이디가 없습니다. Request 응답의 receiptId를 문자열 그대로 보내십시오.',
      );
}

const instants = ({ grounds: { now, requestedAt, expiresAt, signedAt, verifiedAt } }: Seen) => ({
  now: iso(now ?? 0),
  requestedAt: iso(requestedAt ?? 0),
  expiresAt: iso(expiresAt ?? 0),
  signedAt: signedAt == null ? null : iso(signedAt),
  verifiedAt: verifiedAt == null ? null : iso(verifiedAt),
});

const arranged = say(
  'A test arranged this error for the call (outcomes); nothing was wrong with it.',
  '테스트에서 이 호출에 오류를 지정했습니다(outcomes). 호출 자체에는 문제가 없습니다.',
  { arranged: true },
);

const reasons: Readonly<Record<NamedErrorId, Explain>> = {
  'auth.header': ({ header: named }) =>
    named('authorization') === ''
      ? say(
          'There is no Authorization header; a Token request needs "Authorization: LINKHUB <LinkID> <signature>".',
          'Authorization 헤더가 없습니다. 토큰 요청에는 "Authorization: LINKHUB <LinkID> <서명>"이 필요합니다.',
        )
      : say(
          'Authorization is not of the form "LINKHUB <LinkID> <signature>", with one blank between its three parts.',
          'Authorization이 "LINKHUB <LinkID> <서명>" 형식이 아닙니다(각 부분 사이에 공백 하나).',
        ),
  'auth.date': dateOf,
  'auth.dateWindow': dateOf,
  'auth.signature': (seen) =>
    signatureOf('token', /^LINKHUB \S+ (\S+)$/.exec(seen.header('authorization'))?.[1] ?? '', seen),
  'auth.linkId': ({ header: named }) => {
    const linkId = /^LINKHUB (\S+)/.exec(named('authorization'))?.[1]?.slice(0, 40) ?? '';
    return say(
      `No tenant has the LinkID ${linkId}. The one from the start is TESTER; make others by POST /_sim/v1/tenants.`,
      `링크아이디 ${linkId}를 가진 이용기관이 없습니다. 기본값은 TESTER이며 POST /_sim/v1/tenants로 추가할 수 있습니다.`,
      { linkId },
    );
  },
  'auth.clientCode': ({ body, grounds }) => {
    const code = String(parseObject(body)?.access_id ?? '').slice(0, 40);
    return grounds.owner === undefined
      ? say(
          `There is no tenant with the client code ${code} (access_id).`,
          `이용기관코드(access_id) ${code}에 해당하는 이용기관이 없습니다.`,
          { clientCode: code },
        )
      : say(
          `The client code ${code} belongs to another LinkID than the one that signed.`,
          `서명한 링크아이디의 이용기관코드가 아닙니다(${code}).`,
          { clientCode: code },
        );
  },
  'auth.scope': scopeReason,
  'auth.ip': () => arranged,
  'token.missing': () =>
    say(
      'There is no Authorization header; send "Authorization: Bearer <session_token>" of the Token answer.',
      'Authorization 헤더가 없습니다. 토큰 응답의 session_token을 "Authorization: Bearer <session_token>"으로 보내십시오.',
    ),
  'token.malformed': malformedToken,
  'token.expired': expiredToken,
  'token.ip': (seen) => {
    const { address } = seen.record.call;
    const bound = seen.grounds.tokenAddress?.slice(0, 60) ?? '';
    return say(
      `The token of ${whose(seen)} is good for ${bound} alone, and the call comes from ${address}. Ask for it with "x-lh-forwarded: *", or from the address that calls.`,
      `${whose(seen)}의 토큰은 ${bound}에서만 사용할 수 있는데 ${address}에서 호출했습니다. "x-lh-forwarded: *"로 요청하거나 호출할 주소에서 요청하십시오.`,
      { clientCode: whose(seen), tokenAddress: bound, address },
    );
  },
  'call.signature': callSignature,
  'call.date': dateOf,
  'body.malformed': ({ body }) => ({ ...bodyReason(body) }),
  'body.tooLarge': () =>
    say(
      `The body has more than ${BODY_LIMIT} bytes; the longest request is a fifth of it.`,
      `본문이 ${BODY_LIMIT}바이트를 넘습니다. 가장 긴 요청도 그 5분의 1입니다.`,
      { limit: BODY_LIMIT },
    ),
  'path.unknown': pathReason,
  'method.notAllowed': methodReason,
  'receipt.unknown': unknownReceipt,
  'receipt.foreign': ({ path, grounds }) =>
    say(
      `The receipt ${receiptIn(path)} is there, but belongs to ${grounds.owner}; it is answered as an unknown one.`,
      `다른 이용기관(${grounds.owner})의 접수 건이므로 없는 접수아이디와 똑같이 응답합니다(${receiptIn(path)}).`,
      { receiptId: receiptIn(path), owner: grounds.owner ?? null },
    ),
  'verify.notSigned': (seen) => {
    const at = instants(seen);
    return say(
      `The person has not signed yet: it was requested at ${at.requestedAt}, and expires at ${at.expiresAt}. Wait until Status answers 1.`,
      `수신자가 아직 서명하지 않았습니다(요청 ${at.requestedAt}, 만료 ${at.expiresAt}). Status가 1이 될 때까지 기다리십시오.`,
      at,
    );
  },
  'verify.expired': (seen) => {
    const at = instants(seen);
    return say(
      `The request expired at ${at.expiresAt} unsigned; it is ${at.now} for its tenant. Make a new request.`,
      `서명 없이 ${at.expiresAt}에 만료되었습니다(이용기관 시각 ${at.now}). 새로 요청하십시오.`,
      at,
    );
  },
  'verify.tooLate': (seen) => {
    const at = instants(seen);
    const minutes = timing.verifyWindow.ms / 60_000;
    return say(
      `It was signed at ${at.signedAt}; Verify is allowed for ${minutes} minutes after that, and it is ${at.now} for its tenant.`,
      `${at.signedAt}에 서명되었고 검증은 서명 후 ${minutes}분 안에 해야 합니다(이용기관 시각 ${at.now}).`,
      at,
    );
  },
  'verify.already': (seen) => {
    const at = instants(seen);
    return say(
      `It was verified at ${at.verifiedAt}, and Verify works once: keep the signedData of the first answer, and let no library repeat the call.`,
      `${at.verifiedAt}에 이미 검증했습니다. 검증은 1회만 가능하므로 첫 응답의 signedData를 보관하고 자동 재시도를 끄십시오.`,
      at,
    );
  },
  'verify.signature': ({ path }) =>
    /^\/[^/]+\/Verify\/[^/]+\/(?!null$).+$/.test(path)
      ? say(
          'The signature at the end of the path is not the one that the app got for this receipt; it is taken as it travels, not decoded.',
          '경로 끝의 서명값이 앱이 받은 값과 다릅니다. 디코딩하지 않고 전송된 그대로 비교합니다.',
          { mistake: 'other' },
        )
      : say(
          'The receipt is App-to-App: Verify needs the signature that the app got, at the end of its path.',
          'AppToApp 접수는 앱이 받은 서명값을 Verify 경로 끝에 넣어야 합니다.',
          { mistake: 'missing' },
        ),
  'store.unavailable': () =>
    say(
      'The store (--store) can not be reached, so nothing of the call was kept; repeat it once the store is back. GET /_sim/v1/live tells.',
      '저장소(--store)에 연결할 수 없어 호출이 저장되지 않았습니다. 저장소가 복구된 뒤 다시 호출하십시오. GET /_sim/v1/live로 확인할 수 있습니다.',
    ),
  'person.notMember': () =>
    say(
      'The receiver is a made-up person who is no KakaoTalk user (people with fixed behaviour: docs/control.md).',
      '수신자는 카카오톡 이용자가 아닌 것으로 정해진 가상 인물입니다(docs/control.md 참고).',
    ),
  'person.nameMismatch': () =>
    say(
      'isVerifyNameYN is true, and the name of this made-up person is another one (docs/control.md).',
      'isVerifyNameYN이 true이고 이 가상 인물의 실명이 ReceiverName과 다릅니다(docs/control.md 참고).',
    ),
};

const NO_BODY = new Uint8Array(0);
const FIELD = /^field\.(.+)\.(\w+)$/;

/** Why a call was refused; undefined if it was not. */
export function explain(record: RefusedCall): Why | undefined {
  const { outcome, grounds = {}, call } = record;
  if (grounds.arranged === true && outcome !== 'ok') return arranged;
  const seen: Seen = {
    record,
    grounds,
    body: call.body === 'tooLarge' ? NO_BODY : call.body,
    header: (name) => header(call, name) ?? '',
    path: pathOf(call.target),
  };
  const [, field, fault] = FIELD.exec(outcome) ?? [];
  if (field !== undefined) return fieldReason(seen, field, fault as FieldFault);
  return Object.hasOwn(reasons, outcome) ? reasons[outcome as NamedErrorId](seen) : undefined;
}

function fieldReason({ body, record }: Seen, field: string, fault: FieldFault): Why | undefined {
  const row = Object.entries(requestFields).find(([name]) => name === field)?.[1];
  if (row === undefined) return undefined;
  const query = new URLSearchParams(record.call.target.slice(pathOf(record.call.target).length));
  const value = parseObject(body)?.[field] ?? query.get(field) ?? undefined;
  return fieldReasons[fault](field, row, value);
}
