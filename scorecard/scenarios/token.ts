// Session tokens and the clock that signs for them.

import { checkCalls, checkMembers, checkRefusal, requested, resultOf, Wrong } from '../expectations.js';
import type { Scenario } from '../scenario.js';
import { oneToken, stateOf } from '../sentences.js';

const group = 'token';
const PARALLEL = 3;
const MINUTE = 60_000;

/** A simulator whose clock is off by so much, ms. */
const skewed = (ms: number) => () => ({ now: () => Date.now() + ms });

/** The client's clock is wrong by a little: everything must still work. */
const slightSkew = (id: string, minutes: number, en: string, ko: string): Scenario => ({
  id,
  group,
  simulator: skewed(minutes * MINUTE),
  causes: ['clock.skew', 'token.notReused'],
  promise: { en: `Works when its clock is 5 minutes ${en}.`, ko: `시계가 5분 ${ko} 동작합니다.` },
  fault: {
    cause: 'goodRefused',
    words: {
      en: `refused to work with a clock 5 minutes ${en}`,
      ko: `시계가 5분 ${en === 'slow' ? '느리면' : '빠르면'} 동작하지 않음`,
    },
  },
  practice: {
    en: 'The provider compares x-lh-date with its own clock, with some tolerance: do not compare more strictly yourself.',
    ko: 'x-lh-date는 서버 시각과 일정 오차 안에서 비교됩니다. 그보다 엄격하게 비교하지 마십시오.',
  },
  source: 'protocol.md §7: x-lh-date; the window is assumed',
  async play(stage) {
    const receiptId = await requested(stage);
    checkMembers(resultOf(await stage.client.status(receiptId), stateOf(0)), { state: 0 });
  },
});

export const tokenScenarios: readonly Scenario[] = [
  {
    id: 'token.parallel',
    group,
    promise: {
      en: `Asks for no more tokens than calls when ${PARALLEL} first calls are made at once; one is enough.`,
      ko: `첫 호출 ${PARALLEL}개가 동시에 일어나도 토큰을 호출 수보다 많이 요청하지 않습니다(1개면 충분).`,
    },
    fault: {
      cause: 'tokensWasted',
      words: {
        en: 'asked for more tokens than it made calls at once',
        ko: '동시 호출 수보다 많은 토큰을 발급받음',
      },
    },
    practice: {
      en: 'Let parallel callers wait for one token request in flight instead of each starting its own.',
      ko: '동시에 호출되면 진행 중인 토큰 요청 하나를 함께 기다리게 하십시오.',
    },
    source: 'protocol.md §3: up to five for three with npm kakaocert',
    causes: ['request.resent'],
    async play(stage) {
      const { client, names } = stage;
      const people = Array.from({ length: PARALLEL }, (_, at) => ({ ReceiverHP: `0100000${1000 + at}` }));
      const answers = await Promise.all(people.map((changes) => client.request(changes)));
      for (const answer of answers)
        resultOf(answer, { en: 'a result for each of the parallel requests', ko: '동시 요청 각각의 결과' });
      await checkCalls(stage, names.request, PARALLEL, { en: 'one request for each', ko: '각각 요청 1회' });
      await checkCalls(
        stage,
        'token',
        PARALLEL,
        { en: 'one token for all, or at most one for each', ko: '전체에 토큰 1개, 많아도 각각 1개' },
        1,
      );
    },
  },
  {
    id: 'token.reused',
    group,
    promise: { en: 'Uses a token again while it lives.', ko: '유효한 토큰을 재사용합니다.' },
    fault: {
      cause: 'tokensWasted',
      words: { en: 'asked for a token more than once a call', ko: '호출마다 두 번 이상 토큰을 발급받음' },
    },
    practice: {
      en: 'Keep the token until its expiration: one per call doubles the traffic and hits limits.',
      ko: '만료 시각까지 토큰을 보관하십시오. 호출마다 발급하면 통신이 두 배가 됩니다.',
    },
    source: 'the official SDKs keep it, protocol.md §3',
    causes: ['poll.tooFast'],
    async play(stage) {
      const { client } = stage;
      const receiptId = await requested(stage);
      for (let poll = 0; poll < 3; poll += 1)
        resultOf(await client.status(receiptId), { en: 'a state', ko: '상태' });
      // Asking for each call is wasteful but works: the journal's finding says so. More than that is a fault.
      await checkCalls(stage, 'token', 4, oneToken, 1);
    },
  },
  {
    id: 'token.expired',
    group,
    promise: {
      en: 'Renews a token that the service no longer accepts, once; or hands over the refusal.',
      ko: '서비스가 더는 받지 않는 토큰을 한 번 갱신하거나, 거절을 그대로 전달합니다.',
    },
    fault: {
      cause: 'tokensWasted',
      words: {
        en: 'asked again and again after a token was refused',
        ko: '거절된 토큰으로 계속 다시 호출함',
      },
    },
    practice: {
      en: 'On a refused token drop it, ask for a new one and repeat a status call once; never loop.',
      ko: '토큰이 거절되면 버리고 새로 받아 상태 확인를 한 번만 다시 하십시오. 반복하지 마십시오.',
    },
    source: 'protocol.md §3: the expiry check of the SDKs is client-side; domain.md §1.2',
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await requested(stage);
      await tenant.tokens.expire();
      const answer = await client.status(receiptId);
      await checkCalls(stage, 'token', 2, { en: 'at most one new token', ko: '새 토큰 최대 1개' }, 1);
      await checkCalls(stage, names.status, 2, { en: 'at most one repetition', ko: '재시도 최대 1회' }, 1);
      if (answer.kind === 'result') checkMembers(answer.result, { state: 0 });
      else checkRefusal(answer, 'token.expired');
    },
  },
  slightSkew('clock.behind', 5, 'slow', '느려도'),
  slightSkew('clock.ahead', -5, 'fast', '빨라도'),
  {
    id: 'clock.outside',
    group,
    simulator: skewed(20 * MINUTE),
    causes: ['clock.skew', 'token.notReused'],
    promise: {
      en: "Reads the provider's clock when its own is refused, or hands over the refusal.",
      ko: '시각이 거절되면 서버 시각을 읽어 다시 하거나, 거절을 그대로 전달합니다.',
    },
    fault: {
      cause: 'tokensWasted',
      words: { en: 'asked again and again with a clock that is off', ko: '틀린 시각으로 계속 다시 호출함' },
    },
    practice: {
      en: 'Keep the clock in sync (NTP), or sign with the time of GET /Time; and show this refusal to operators.',
      ko: 'NTP로 시각을 맞추거나 GET /Time의 시각으로 서명하고, 이 거절을 운영자에게 알리십시오.',
    },
    source: 'protocol.md §1.3, §7; the window is assumed',
    async play(stage) {
      const answer = await stage.client.request();
      const tokens = (await stage.calls('token')).length;
      if (tokens > 3)
        throw new Wrong(
          { en: `${tokens} token calls`, ko: `토큰 호출 ${tokens}회` },
          { en: 'no endless repetition', ko: '끝없이 반복하지 않음' },
        );
      if (answer.kind !== 'result') {
        // The token is refused first; a client that signs that one right may have its request refused.
        const refusedAt =
          (await stage.calls(stage.names.request)).length > 0 ? 'call.date' : 'auth.dateWindow';
        checkRefusal(answer, refusedAt);
      }
    },
  },
];
