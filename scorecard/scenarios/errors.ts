// Answers that are no success: the provider's own refusals, and answers of a gateway that stands before the provider.

import {
  checkCalls,
  checkFailure,
  checkMembers,
  checkRefusal,
  refusesGzip,
  requested,
} from '../expectations.js';
import type { Scenario, Stage } from '../scenario.js';

const group = 'error';
const CUSTOM = { code: -31010999, message: '테스트용 오류입니다.' };

/** What a gateway answers in the provider's place: no answer of the provider, whatever its status. */
const between: readonly (readonly [
  id: string,
  en: string,
  ko: string,
  fault: { status: number; body: 'json' | 'html' | 'empty' },
])[] = [
  ['error.html', 'an HTML page with status 502', 'HTML 502 응답', { status: 502, body: 'html' }],
  ['error.empty', 'an empty body with status 503', '본문이 없는 503 응답', { status: 503, body: 'empty' }],
  [
    'error.foreignJson',
    'JSON without a code, with status 503',
    'code가 없는 JSON 503 응답',
    { status: 503, body: 'json' },
  ],
  ['error.htmlSuccess', 'an HTML page with status 200', 'HTML 200 응답', { status: 200, body: 'html' }],
];

const practice = {
  en: 'Parse inside a try: what is not the JSON of the manual becomes an error of your own, never a crash and never a state.',
  ko: '파싱 오류를 처리하십시오. 규격의 JSON이 아니면 자체 오류로 바꾸고, 프로세스가 죽거나 상태로 여겨지면 안 됩니다.',
};

const noAnswer = [
  ['contract', 'network'],
  { en: 'this is no answer of the provider', ko: 'kakaoCert의 응답이 아님' },
] as const;

/** A status call that gets this instead of its answer must be reported as a failure. */
async function statusFails(
  stage: Stage,
  fault: Parameters<Stage['tenant']['faults']['add']>[1],
): Promise<void> {
  const { client, tenant, names } = stage;
  const receiptId = await requested(stage);
  await tenant.faults.add(names.status, { ...fault, times: 100 });
  checkFailure(await client.status(receiptId), ...noAnswer);
}

export const errorScenarios: readonly Scenario[] = [
  {
    id: 'error.json',
    group,
    promise: {
      en: "Hands over the provider's own code and message of a refusal.",
      ko: '거절의 code와 message를 그대로 전달합니다.',
    },
    fault: {
      cause: 'kindHidden',
      words: { en: "lost the provider's code or message", ko: '서비스의 code 또는 message를 잃음' },
    },
    practice: {
      en: 'A non-200 with {code, message} is the provider speaking: keep both, and do not send the request again.',
      ko: '200이 아닌 {code, message}는 서비스의 답입니다. 둘 다 보관하고 요청을 다시 보내지 마십시오.',
    },
    source: 'manual A.1; protocol.md §3',
    async play(stage) {
      const { client, tenant, names } = stage;
      await tenant.outcomes.add(names.request, { error: CUSTOM, times: 100 });
      checkRefusal(await client.request(), CUSTOM);
      await checkCalls(stage, names.request, 1, {
        en: 'one request: a refusal is an answer',
        ko: '요청 1회(거절도 응답임)',
      });
    },
  },
  ...between.map(
    ([id, en, ko, fault]): Scenario => ({
      id,
      group,
      promise: { en: `Reports a failure when the answer is ${en}.`, ko: `${ko}을 실패로 알립니다.` },
      fault: {
        cause: 'resultInvented',
        words: { en: `took ${en} for a state`, ko: `${ko}을 상태로 여김` },
      },
      practice,
      source: 'protocol.md §3',
      play: (stage) => statusFails(stage, { fault: 'status', ...fault }),
    }),
  ),
  {
    id: 'error.cut',
    group,
    promise: {
      en: 'Reports a failure when the answer breaks off half-way.',
      ko: '응답이 중간에 끊기면 실패로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took half an answer for a state', ko: '끊긴 응답을 상태로 여김' },
    },
    practice,
    source: 'protocol.md §3',
    play: (stage) => statusFails(stage, { fault: 'halfBody' }),
  },
  {
    id: 'error.tokenHtml',
    group,
    promise: {
      en: 'Reports a failure when the auth server answers an HTML page with status 502.',
      ko: '인증 서버가 HTML 502로 응답하면 실패로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: {
        en: 'took a page in the place of a token for an answer',
        ko: '토큰 대신 온 HTML을 응답으로 여김',
      },
    },
    practice,
    source: 'protocol.md §3',
    async play(stage) {
      await stage.tenant.faults.add('token', { fault: 'status', status: 502, body: 'html', times: 100 });
      checkFailure(await stage.client.request(), ...noAnswer);
      await checkCalls(stage, stage.names.request, 0, {
        en: 'no request without a token',
        ko: '토큰 없이 요청하지 않음',
      });
    },
  },
  {
    id: 'error.gzipLie',
    group,
    promise: {
      en: 'Reports a failure when the body is not what its Content-Encoding says, or reads it as it is.',
      ko: '본문이 Content-Encoding과 다르면 실패로 알리거나, 본문을 그대로 읽습니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: {
        en: 'misread an answer whose header lies about compression',
        ko: '압축 헤더가 틀린 응답을 잘못 읽음',
      },
    },
    practice,
    source: 'protocol.md §2.4, §3',
    unplayable: refusesGzip,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptID = await requested(stage);
      await tenant.faults.add(names.status, { fault: 'gzipLie', times: 100 });
      const answer = await client.status(receiptID);
      // The JSON below the header is the provider's own: whoever reads it all the same has read it right.
      if (answer.kind === 'result') checkMembers(answer.result, { receiptID, state: 0 });
      else checkFailure(answer, ...noAnswer);
    },
  },
];
