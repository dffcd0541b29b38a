// Verify works once, for a while, and its answer can get lost.

import {
  checkCalls,
  checkFailure,
  checkMembers,
  checkRefusal,
  checkVerifiedOnce,
  requested,
  resultOf,
  signed,
  textOf,
} from '../expectations.js';
import type { Scenario } from '../scenario.js';
import { answerLost, stateOf, withSignedData } from '../sentences.js';

const group = 'verify';
const ONCE = 'manual 3.1: Verify works once';
const ONE_VERIFY = {
  en: 'one verify, whatever became of its answer',
  ko: '응답이 어떻게 되었든 검증 1회',
};
const onceOnly = {
  en: 'Verify works once: after a lost answer read verifyDT with a state call, and never call it again by yourself; switch off what your HTTP library repeats.',
  ko: '검증은 한 번만 가능합니다. 응답을 잃으면 상태 확인의 verifyDT를 확인하고, 자동으로 다시 호출하지 마십시오. HTTP 라이브러리의 자동 재시도도 끄십시오.',
};

/** Ruby's Net::HTTP and Java's HttpURLConnection repeat a GET whose answer is lost (protocol.md §10.8). */
const runtimeRepeats = {
  en: `${onceOnly.en} Some runtimes repeat a GET unasked: in Ruby set Net::HTTP's max_retries to 0, in Java use another client than HttpURLConnection.`,
  ko: `${onceOnly.ko} 스스로 GET을 다시 보내는 런타임도 있습니다. Ruby는 Net::HTTP의 max_retries를 0으로 두고, Java는 HttpURLConnection 대신 다른 클라이언트를 쓰십시오.`,
};

const mayBeDone = {
  en: 'A 5xx says nothing of whether Verify was done: read verifyDT with a state call, and verify again only if it is not there. Leave Verify out of what your HTTP library or gateway repeats on 502, 503 and 504.',
  ko: '5xx로는 검증이 처리되었는지 알 수 없습니다. 상태 확인의 verifyDT를 보고, 없을 때만 다시 검증하십시오. 502·503·504에 대한 HTTP 라이브러리와 게이트웨이의 자동 재시도에서 Verify를 빼십시오.',
};

export const verifyScenarios: readonly Scenario[] = [
  {
    id: 'verify.answerLost',
    group,
    promise: {
      en: 'Reports a network failure when the answer of Verify is lost, and does not call it again by itself.',
      ko: '검증 응답이 유실되면 통신 실패로 알리고, 스스로 다시 호출하지 않습니다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: {
        en: 'called Verify again by itself after its answer was lost',
        ko: '검증 응답을 잃은 뒤 스스로 다시 호출함',
      },
    },
    practice: runtimeRepeats,
    source: `${ONCE}; domain.md §6`,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await signed(stage);
      await tenant.faults.add(names.verify, { fault: 'commitThenDrop' });
      const answer = await client.verify(receiptId);
      await checkVerifiedOnce(stage, ONE_VERIFY);
      checkFailure(answer, ['network'], answerLost);
      const state = resultOf(await client.status(receiptId), {
        en: 'the state, with verifyDT',
        ko: 'verifyDT가 있는 상태',
      });
      textOf(state, 'verifyDT');
      await checkVerifiedOnce(stage, ONE_VERIFY);
    },
  },
  {
    id: 'verify.answerCut',
    group,
    promise: {
      en: 'Reports a failure when the answer of Verify breaks off half-way, and does not call it again by itself.',
      ko: '검증 응답이 중간에 끊기면 실패로 알리고, 스스로 다시 호출하지 않습니다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: {
        en: 'called Verify again by itself after half an answer',
        ko: '검증 응답이 끊긴 뒤 스스로 다시 호출함',
      },
    },
    practice: runtimeRepeats,
    source: `${ONCE}; protocol.md §3`,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await signed(stage);
      await tenant.faults.add(names.verify, { fault: 'halfBody' });
      const answer = await client.verify(receiptId);
      await checkVerifiedOnce(stage, ONE_VERIFY);
      checkFailure(answer, ['network', 'contract'], {
        en: 'half the answer is no answer',
        ko: '응답이 중간에 끊김',
      });
    },
  },
  {
    id: 'verify.unavailable',
    group,
    promise: {
      en: 'Hands over a refusal of Verify with status 503, and does not call it again by itself; the user may, once Status shows no verifyDT.',
      ko: '검증이 503으로 거절되면 그대로 전달하고, 스스로 다시 호출하지 않습니다. 상태 확인에 verifyDT가 없으면 사용자가 다시 호출할 수 있습니다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: {
        en: 'called Verify again by itself after a 503',
        ko: '검증이 503으로 거절된 뒤 스스로 다시 호출함',
      },
    },
    practice: mayBeDone,
    source: `${ONCE}; the service's own answer is not known`,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await signed(stage);
      await tenant.outcomes.add(names.verify, { error: 'store.unavailable' });
      const answer = await client.verify(receiptId);
      await checkVerifiedOnce(stage, ONE_VERIFY);
      checkRefusal(answer, 'store.unavailable');
      resultOf(await client.status(receiptId), {
        en: 'the state, without verifyDT',
        ko: 'verifyDT가 없는 상태',
      });
      const second = resultOf(await client.verify(receiptId), {
        en: 'the signedData: nothing was verified before',
        ko: 'signedData(아직 검증된 적 없음)',
      });
      textOf(second, 'signedData');
    },
  },
  {
    id: 'verify.answerReplaced',
    group,
    promise: {
      en: 'Reports a failure when Verify was done and a gateway answers 503 in its place, and does not call it again by itself.',
      ko: '검증이 처리된 뒤 중간 장비가 503으로 응답하면 실패로 알리고, 스스로 다시 호출하지 않습니다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: {
        en: 'called Verify again by itself after a 503 of a gateway',
        ko: '중간 장비의 503 뒤 스스로 다시 검증함',
      },
    },
    practice: mayBeDone,
    source: `${ONCE}; domain.md §6`,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await signed(stage);
      await tenant.faults.add(names.verify, { fault: 'status', status: 503, body: 'json' });
      const answer = await client.verify(receiptId);
      await checkVerifiedOnce(stage, ONE_VERIFY);
      checkFailure(answer, ['contract', 'network'], {
        en: 'this is no answer of the provider',
        ko: 'kakaoCert의 응답이 아님',
      });
      textOf(
        resultOf(await client.status(receiptId), {
          en: 'the state, with verifyDT',
          ko: 'verifyDT가 있는 상태',
        }),
        'verifyDT',
      );
      await checkVerifiedOnce(stage, ONE_VERIFY);
    },
  },
  {
    id: 'verify.second',
    group,
    causes: ['verify.twice'],
    promise: {
      en: "Hands over the provider's refusal of a second Verify.",
      ko: '두 번째 검증에 대한 거절을 그대로 전달합니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: {
        en: 'took the refusal of a second Verify for a result',
        ko: '두 번째 검증의 거절을 결과로 여김',
      },
    },
    practice: {
      en: 'Keep the signedData of the first answer; the second call is refused, and that refusal is no new result.',
      ko: '첫 응답의 signedData를 보관하십시오. 두 번째 호출은 거절되며, 결과가 아닙니다.',
    },
    source: ONCE,
    async play(stage) {
      const { client, names } = stage;
      const receiptId = await signed(stage);
      const first = textOf(resultOf(await client.verify(receiptId), withSignedData), 'signedData');
      const second = await client.verify(receiptId);
      if (second.kind === 'result' && (await stage.calls(names.verify)).length === 1) {
        // It kept the first answer and did not ask again: even better.
        checkMembers(second.result, { signedData: first });
        return;
      }
      checkRefusal(second, 'verify.already');
      await checkCalls(stage, names.verify, 2, {
        en: 'one verify for each call of the user',
        ko: '사용자 호출마다 검증 1회',
      });
    },
  },
  {
    id: 'verify.once',
    group,
    promise: {
      en: 'Calls Verify once for one verification.',
      ko: '한 번의 검증에 Verify를 한 번만 호출합니다.',
    },
    fault: {
      cause: 'verifyRepeated',
      words: {
        en: 'called Verify more than once for one verification',
        ko: '한 번의 검증에 Verify를 여러 번 호출함',
      },
    },
    practice: {
      en: 'Look for a second place that verifies, e.g. a callback and a poller: together they must call Verify once.',
      ko: '콜백과 조회 루프처럼 검증하는 곳이 둘인지 확인하십시오. 합쳐서 한 번만 호출해야 합니다.',
    },
    source: ONCE,
    async play(stage) {
      const receiptId = await signed(stage);
      const answer = await stage.client.verify(receiptId);
      await checkCalls(stage, stage.names.verify, 1, { en: 'one verify', ko: '검증 1회' });
      resultOf(answer, withSignedData);
    },
  },
  {
    id: 'verify.notSigned',
    group,
    causes: ['verify.early'],
    promise: {
      en: 'Reports the refusal of a Verify that came before the signature.',
      ko: '서명 전 검증에 대한 거절을 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: {
        en: 'took the refusal of an early Verify for a result',
        ko: '서명 전 검증의 거절을 결과로 여김',
      },
    },
    practice: {
      en: 'Verify in state 1 only; before that the provider refuses, and nothing was signed.',
      ko: '상태가 1일 때만 검증하십시오. 그 전에는 거절되며 서명된 것이 아닙니다.',
    },
    source: 'manual 2.1, 3.1',
    async play(stage) {
      const receiptId = await requested(stage);
      const answer = await stage.client.verify(receiptId);
      // One that looks at the state first and then says so is as right.
      if (answer.kind === 'failure' && answer.class === 'misuse') return;
      checkRefusal(answer, 'verify.notSigned');
    },
  },
  {
    id: 'verify.expired',
    group,
    promise: {
      en: 'Reports the refusal when the request expires between the last poll and Verify.',
      ko: '마지막 조회와 검증 사이에 만료되면 거절을 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: {
        en: 'took the refusal of an expired request for a result',
        ko: '만료된 요청의 검증 거절을 결과로 여김',
      },
    },
    practice: {
      en: 'A state is old when you read it: handle the refusal of Verify as well as state 2.',
      ko: '읽은 상태는 이미 지난 것입니다. 상태 2와 함께 검증의 거절도 처리하십시오.',
    },
    source: 'manual A.2 #2, 3.1',
    async play(stage) {
      const { client, tenant } = stage;
      const receiptId = await requested(stage, { Expires_in: 60 });
      checkMembers(resultOf(await client.status(receiptId), stateOf(0)), { state: 0 });
      await tenant.clock.advance('PT61S');
      const answer = await client.verify(receiptId);
      if (answer.kind === 'failure' && answer.class === 'misuse') return;
      checkRefusal(answer, 'verify.expired');
    },
  },
  {
    id: 'verify.tooLate',
    group,
    promise: {
      en: 'Reports the refusal when Verify comes more than 30 minutes after the signature.',
      ko: '서명 후 30분이 지나 검증하면 거절을 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took the refusal of a late Verify for a result', ko: '늦은 검증의 거절을 결과로 여김' },
    },
    practice: {
      en: 'Verify right after state 1: half an hour later the consent is lost and must be asked for again.',
      ko: '상태 1을 확인하면 바로 검증하십시오. 30분이 지나면 다시 동의를 받아야 합니다.',
    },
    source: 'kakaoCert VerifyAuth page, protocol.md §7; for CMS assumed',
    async play(stage) {
      const { client, tenant } = stage;
      const receiptId = await signed(stage);
      checkMembers(resultOf(await client.status(receiptId), stateOf(1)), { state: 1 });
      await tenant.clock.advance('PT31M');
      const answer = await client.verify(receiptId);
      // One that counts the minutes itself, and says so, is as right.
      if (answer.kind === 'failure' && answer.class === 'misuse') return;
      checkRefusal(answer, 'verify.tooLate');
    },
  },
];
