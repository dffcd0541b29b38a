// Connections that fail, and answers that are late or lost.

import { checkCalls, checkFailure, checkMembers, requested, resultOf, Wrong } from '../expectations.js';
import { type Scenario, SLOW_PATIENCE } from '../scenario.js';
import { answerLost, nobodyListens, oneRequest, stateOf } from '../sentences.js';

const group = 'network';
const SOURCE = 'protocol.md §3; domain.md §6';
const report = {
  en: 'Every call needs an end: handle the error of the connection and set a timeout, or its caller waits for ever.',
  ko: '모든 호출에는 끝이 있어야 합니다. 연결 오류를 처리하고 제한 시간을 두지 않으면 호출자가 끝없이 기다립니다.',
};
const askOnce = {
  en: 'The person may have the message already: after a lost answer ask nobody twice, tell the user instead.',
  ko: '메시지가 이미 전달되었을 수 있습니다. 응답을 잃었다고 자동으로 다시 요청하지 말고 사용자에게 알리십시오.',
};
const NOT_SIGNED = {
  en: 'no usable answer came, and the person has not signed',
  ko: '쓸 수 있는 응답이 없고 수신자는 서명하지 않음',
};

export const networkScenarios: readonly Scenario[] = [
  {
    id: 'network.refused',
    group,
    promise: {
      en: 'Reports a network failure when the service refuses the connection.',
      ko: '서비스 연결이 거부되면 통신 실패로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took a refused connection for an answer', ko: '거부된 연결을 응답으로 여김' },
    },
    practice: report,
    source: SOURCE,
    async play(stage) {
      const receiptId = await requested(stage);
      await stage.refuseConnections();
      checkFailure(await stage.client.status(receiptId), ['network'], nobodyListens);
    },
  },
  {
    id: 'network.refusedToken',
    group,
    promise: {
      en: 'Reports a network failure when the auth server refuses the connection.',
      ko: '인증 서버 연결이 거부되면 통신 실패로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'made up an answer though nobody listened', ko: '연결되지 않았는데 응답을 지어냄' },
    },
    practice: report,
    source: SOURCE,
    async play(stage) {
      await stage.refuseConnections();
      checkFailure(await stage.client.request(), ['network'], nobodyListens);
    },
  },
  {
    id: 'network.reset',
    group,
    promise: {
      en: 'Reports a network failure when the connection is reset.',
      ko: '연결이 재설정되면 통신 실패로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took a broken connection for an answer', ko: '끊긴 연결을 응답으로 여김' },
    },
    practice: report,
    source: SOURCE,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await requested(stage);
      await tenant.faults.add(names.status, { fault: 'reset', times: 100 });
      checkFailure(await client.status(receiptId), ['network'], NOT_SIGNED);
    },
  },
  {
    id: 'network.silent',
    group,
    slow: true,
    promise: {
      en: `Gives up within ${SLOW_PATIENCE / 1000} seconds an answer that never comes, and takes the timeout for no state.`,
      ko: `오지 않는 응답을 ${SLOW_PATIENCE / 1000}초 안에 포기하고, 시간 초과를 상태로 여기지 않습니다.`,
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took a timeout for a state', ko: '시간 초과를 상태로 여김' },
    },
    practice: report,
    source: SOURCE,
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await requested(stage);
      await tenant.faults.add(names.status, { fault: 'silence', times: 100 });
      checkFailure(await client.status(receiptId), ['network'], NOT_SIGNED);
    },
  },
  {
    id: 'network.slow3s',
    group,
    promise: { en: 'Waits for an answer that takes 3 seconds.', ko: '3초 걸리는 응답을 기다립니다.' },
    fault: {
      cause: 'goodRefused',
      words: { en: 'gave up an answer that took 3 seconds', ko: '3초 걸린 응답을 포기함' },
    },
    practice: {
      en: 'A timeout below 3 seconds gives up calls that are going well; 10 to 30 are usual.',
      ko: '제한 시간이 3초보다 짧으면 정상 호출도 실패합니다. 보통 10~30초로 두십시오.',
    },
    source: 'protocol.md §3; the official SDKs wait longer',
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await requested(stage);
      await tenant.faults.add(names.status, { fault: 'delay', delay: { ms: 3000 } });
      checkMembers(resultOf(await client.status(receiptId), stateOf(0)), { state: 0 });
    },
  },
  {
    id: 'network.slow30s',
    group,
    slow: true,
    causes: ['request.resent'],
    promise: {
      en: 'Waits 30 seconds for the answer of a request or gives up in good time, and asks the person once.',
      ko: '요청 응답이 30초 걸리면 기다리거나 제때 포기하며, 요청은 한 번만 보냅니다.',
    },
    fault: {
      cause: 'personAskedTwice',
      words: { en: 'sent a slow request again', ko: '느린 요청을 다시 보냄' },
    },
    practice: askOnce,
    source: SOURCE,
    async play(stage) {
      const { client, tenant, names } = stage;
      await tenant.faults.add(names.request, { fault: 'delay', delay: { ms: 30_000 } });
      const answer = await client.request();
      await checkCalls(stage, names.request, 1, oneRequest);
      if (answer.kind === 'result') return;
      checkFailure(answer, ['network'], {
        en: 'it gave up; or a result',
        ko: '기다리기를 포기함, 또는 결과',
      });
    },
  },
  {
    id: 'network.requestLost',
    group,
    causes: ['request.resent'],
    promise: {
      en: 'Reports a network failure when the answer of a request is lost, and does not send it again by itself.',
      ko: '요청 응답이 유실되면 통신 실패로 알리고, 스스로 다시 보내지 않습니다.',
    },
    fault: {
      cause: 'personAskedTwice',
      words: { en: 'sent a request again whose answer was lost', ko: '응답을 잃은 요청을 다시 보냄' },
    },
    practice: askOnce,
    source: SOURCE,
    async play(stage) {
      const { client, tenant, names } = stage;
      await tenant.faults.add(names.request, { fault: 'commitThenDrop' });
      const answer = await client.request();
      const receipts = (await tenant.receipts.list()).length;
      if (receipts > 1)
        throw new Wrong(
          { en: `the person was asked ${receipts} times`, ko: `수신자에게 ${receipts}번 요청됨` },
          oneRequest,
          'personAskedTwice',
        );
      checkFailure(answer, ['network'], answerLost);
    },
  },
];
