// Waiting for the person: between two polls, until a final state, and through trouble.

import { checkFailure, checkMembers, requested, resultOf, Wrong } from '../expectations.js';
import type { Scenario, Stage } from '../scenario.js';
import { stateOf } from '../sentences.js';

const group = 'poll';
const POLLING = 'manual A.3 #6; docs page /docs/process, protocol.md §7';

/** Waits until the client has polled so often. */
async function polled(stage: Stage, times: number): Promise<void> {
  const { status } = stage.names;
  if (!(await stage.until(async () => (await stage.calls(status)).length >= times))) {
    const polls = (await stage.calls(status)).length;
    throw new Wrong(
      { en: `${polls} polls`, ko: `조회 ${polls}회` },
      { en: `${times} polls or more`, ko: `조회 ${times}회 이상` },
    );
  }
}

export const pollScenarios: readonly Scenario[] = [
  {
    id: 'poll.slowSigning',
    group,
    slow: true,
    promise: {
      en: 'Waits through state 0 and hands over the state 1 that ends it.',
      ko: '상태 0 동안 기다리고, 서명이 끝나면 상태 1을 전달합니다.',
    },
    fault: {
      cause: 'waitsWrong',
      words: { en: 'ended its waiting before the person had signed', ko: '서명 전에 대기를 끝냄' },
    },
    practice: {
      en: 'Only state 1 means signed; while it is 0, wait some seconds and read it again.',
      ko: '상태 1만 서명 완료입니다. 0이면 몇 초 뒤 다시 조회하십시오.',
    },
    source: POLLING,
    async play(stage) {
      const receiptId = await requested(stage);
      const waiting = stage.client.wait(receiptId);
      await Promise.race([polled(stage, 2), waiting]);
      const early = await stage.tenant.receipts.get(receiptId);
      if (early.state === 0) await stage.tenant.receipts.sign(receiptId);
      checkMembers(resultOf(await waiting, stateOf(1)), { receiptID: receiptId, state: 1 });
      if ((await stage.calls(stage.names.status)).length < 2)
        throw new Wrong(
          { en: 'an end after one poll', ko: '조회 1회 후 종료' },
          { en: 'polls until the state is 1', ko: '상태가 1이 될 때까지 조회' },
        );
    },
  },
  {
    id: 'poll.interval',
    group,
    slow: true,
    promise: {
      en: 'Leaves at least a second between two polls.',
      ko: '상태 확인 사이에 1초 이상 간격을 둡니다.',
    },
    fault: {
      cause: 'pollsTooMuch',
      words: { en: 'polled more than once a second', ko: '1초 미만의 간격으로 상태를 확인함' },
    },
    practice: {
      en: 'A person needs seconds to sign: poll every 3 to 5 seconds.',
      ko: '서명에는 수 초가 걸립니다. 3~5초 간격으로 조회하십시오.',
    },
    source: POLLING,
    async play(stage) {
      const receiptId = await requested(stage, {});
      await stage.tenant.clearFindings();
      const waiting = stage.client.wait(receiptId);
      await Promise.race([polled(stage, 3), waiting]);
      const at = (await stage.calls(stage.names.status)).map((call) => Date.parse(call.at));
      const gaps = at.slice(1).map((one, index) => one - (at[index] ?? one));
      await stage.tenant.receipts.sign(receiptId);
      resultOf(await waiting, stateOf(1));
      // Two in a row: one early poll is no habit.
      if (gaps.length >= 2 && gaps.slice(0, 2).every((gap) => gap < 1000)) {
        throw new Wrong(
          {
            en: `polls ${gaps.slice(0, 2).join(' and ')} ms apart`,
            ko: `조회 간격 ${gaps.slice(0, 2).join(', ')}ms`,
          },
          { en: 'a second or more between polls, better 3 to 5', ko: '조회 간격 1초 이상, 권장 3~5초' },
        );
      }
    },
  },
  {
    id: 'poll.expiry',
    group,
    slow: true,
    promise: {
      en: 'Stops waiting at state 2 and says that the request expired.',
      ko: '상태 2이면 대기를 끝내고 만료를 알립니다.',
    },
    fault: {
      cause: 'waitsWrong',
      words: { en: 'waited on after the request had expired', ko: '요청이 만료된 뒤에도 계속 대기함' },
    },
    practice: {
      en: 'States 1 and 2 are both final: at 2 stop polling and tell the person to start again.',
      ko: '1과 2는 모두 최종 상태입니다. 2이면 조회를 멈추고 다시 요청하도록 안내하십시오.',
    },
    source: POLLING,
    async play(stage) {
      const receiptId = await requested(stage, { Expires_in: 60 });
      const waiting = stage.client.wait(receiptId);
      await Promise.race([polled(stage, 1), waiting]);
      await stage.tenant.clock.advance('PT61S');
      checkMembers(resultOf(await waiting, stateOf(2)), { receiptID: receiptId, state: 2 });
    },
  },
  {
    id: 'poll.afterFinal',
    group,
    slow: true,
    promise: {
      en: 'Polls no more once a state is final.',
      ko: '최종 상태를 확인한 뒤에는 더 조회하지 않습니다.',
    },
    fault: {
      cause: 'pollsTooMuch',
      words: { en: 'polled on after a final state', ko: '최종 상태 이후에도 상태를 확인함' },
    },
    practice: {
      en: 'Nothing changes after 1 or 2: end the loop there.',
      ko: '상태 1, 2 이후에는 변하지 않으므로 반복을 끝내십시오.',
    },
    source: 'manual A.3 #6',
    async play(stage) {
      const receiptId = await requested(stage);
      await stage.tenant.receipts.sign(receiptId);
      checkMembers(resultOf(await stage.client.wait(receiptId), stateOf(1)), { state: 1 });
      const before = (await stage.calls(stage.names.status)).length;
      await stage.pause(1500);
      const after = (await stage.calls(stage.names.status)).length;
      if (after > 1 || before > 1)
        throw new Wrong(
          {
            en: `${after} polls of a receipt that was signed before the first`,
            ko: `첫 조회 전에 서명된 접수를 ${after}번 조회함`,
          },
          { en: 'one poll', ko: '조회 1회' },
        );
    },
  },
  {
    id: 'poll.networkFailure',
    group,
    slow: true,
    promise: {
      en: 'Takes a poll that failed for no state: goes on waiting, or reports the failure.',
      ko: '조회 실패를 상태로 여기지 않고, 계속 기다리거나 실패를 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: { en: 'took a poll that failed for a state', ko: '실패한 상태 확인을 상태로 여김' },
    },
    practice: {
      en: 'A lost answer says nothing about the person: never map an exception to signed, expired or refused.',
      ko: '응답을 못 받은 것은 서명도 만료도 아닙니다. 예외를 상태로 바꾸지 마십시오.',
    },
    source: 'domain.md §6',
    async play(stage) {
      const { tenant, names } = stage;
      const receiptId = await requested(stage);
      await tenant.faults.add(names.status, { fault: 'reset' });
      const waiting = stage.client.wait(receiptId);
      const first = await Promise.race([polled(stage, 2).then(() => undefined), waiting]);
      if (first !== undefined) {
        checkFailure(first, ['network'], {
          en: 'the only poll was reset, and the person has not signed',
          ko: '한 번뿐인 조회의 연결이 끊겼고 수신자는 서명하지 않음',
        });
        return;
      }
      await tenant.receipts.sign(receiptId);
      checkMembers(resultOf(await waiting, stateOf(1)), { state: 1 });
    },
  },
];
