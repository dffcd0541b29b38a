// The normal flow: nothing goes wrong.

import { servicesWhere } from '../../contracts/protocol/index.js';
import { checkCalls, checkMembers, requested, resultOf, signed, textOf, Wrong } from '../expectations.js';
import type { Scenario } from '../scenario.js';
import { notToTheApp, oneRequest, oneToken, stateOf, toTheApp, withSignedData } from '../sentences.js';

const group = 'flow';

export const flowScenarios: readonly Scenario[] = [
  {
    id: 'flow.plain',
    group,
    probe: true,
    promise: {
      en: 'Asks, reads state 0, reads state 1 once the person has signed, verifies once.',
      ko: '요청하고, 상태 0을 읽고, 서명 후 상태 1을 읽고, 한 번 검증합니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: {
        en: 'did not come through request, state and verify',
        ko: '요청·상태 확인·검증의 기본 흐름을 마치지 못함',
      },
    },
    practice: {
      en: 'Keep the receiptId of the request, read the state until it is 1, then verify once and keep the signedData.',
      ko: '요청 응답의 receiptId를 보관하고, 상태가 1이 되면 한 번만 검증하여 signedData를 보관하십시오.',
    },
    source: 'manual 1–3',
    async play(stage) {
      const { client, tenant, names } = stage;
      const receiptId = await requested(stage);
      checkMembers(resultOf(await client.status(receiptId), stateOf(0)), { state: 0 });
      await tenant.receipts.sign(receiptId);
      checkMembers(resultOf(await client.status(receiptId), stateOf(1)), { state: 1 });
      textOf(resultOf(await client.verify(receiptId), withSignedData), 'signedData');
      await checkCalls(stage, names.request, 1, oneRequest);
      await checkCalls(stage, names.verify, 1, { en: 'one verify', ko: '검증 1회' });
      await checkCalls(stage, 'token', 4, oneToken, 1);
    },
  },
  {
    id: 'flow.names',
    group,
    promise: {
      en: 'Hands over receiptId from Request and Verify, and receiptID from Status, as the wire has them.',
      ko: '요청·검증 응답은 receiptId, 상태 응답은 receiptID로 그대로 전달합니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: { en: 'gave receiptId or receiptID another name', ko: 'receiptId 또는 receiptID의 이름을 바꿈' },
    },
    practice: {
      en: 'The two spellings are real: read receiptID from a state, receiptId everywhere else.',
      ko: '표기가 실제로 다릅니다. 상태 응답은 receiptID, 나머지는 receiptId를 읽으십시오.',
    },
    source: 'manual A.3 #1, A.4 #1; protocol.md §8 #10',
    async play(stage) {
      const { client } = stage;
      const receiptId = await signed(stage);
      checkMembers(resultOf(await client.status(receiptId), { en: 'the state', ko: '상태' }), {
        receiptID: receiptId,
      });
      checkMembers(resultOf(await client.verify(receiptId), withSignedData), { receiptId });
    },
  },
  {
    id: 'flow.appToApp',
    group,
    services: servicesWhere(({ appToApp }) => appToApp),
    promise: {
      en: 'Asks App-to-App, hands over tx_id, and verifies with the signature that the app got.',
      ko: 'AppToApp으로 요청하여 tx_id를 전달하고, 앱이 받은 서명값으로 검증합니다.',
    },
    fault: {
      cause: 'requestChanged',
      words: {
        en: 'did not ask App-to-App, or lost tx_id or the signature of the app',
        ko: 'AppToApp으로 요청하지 않았거나 tx_id 또는 앱 서명값을 잃음',
      },
    },
    practice: {
      en: 'Send isAppUseYN true, start the app with tx_id, and put its signature behind the receiptId of Verify, as it is. With npm kakaocert give appUseYN as the third of five arguments: with four it sends false.',
      ko: 'isAppUseYN을 true로 보내고 tx_id로 앱을 호출한 뒤, 받은 서명값을 그대로 검증 경로에 붙이십시오. npm kakaocert는 인자 5개 중 세 번째로 넘겨야 하며, 4개면 false로 바뀝니다.',
    },
    source: 'protocol.md §2.2, §2.5, §2.6',
    async play(stage) {
      const { client, tenant } = stage;
      const asked = resultOf(await client.request({}, { appUseYN: true }), {
        en: 'a result with receiptId and tx_id',
        ko: 'receiptId와 tx_id가 있는 결과',
      });
      const receiptId = textOf(asked, 'receiptId');
      textOf(asked, 'tx_id');
      const { signature } = await tenant.receipts.sign(receiptId);
      if (signature === null) throw new Wrong(notToTheApp, toTheApp);
      textOf(resultOf(await client.verify(receiptId, signature), withSignedData), 'signedData');
    },
  },
  {
    id: 'flow.secretInUrl',
    group,
    promise: {
      en: 'Puts neither the secret key nor the session token into a URL.',
      ko: 'URL에 비밀키나 세션 토큰을 넣지 않습니다.',
    },
    fault: {
      cause: 'secretLeaked',
      words: {
        en: 'put the secret key or a session token into a URL',
        ko: '비밀키 또는 세션 토큰을 URL에 넣음',
      },
    },
    practice: {
      en: 'URLs end up in logs of every proxy: the secret only ever signs, and the token goes into the Authorization header.',
      ko: 'URL은 로그에 남습니다. 비밀키는 서명에만 쓰고 토큰은 Authorization 헤더로만 보내십시오.',
    },
    source: 'OWASP ASVS V8; protocol.md §1.2, §2.4',
    async play(stage) {
      const { client, tenant } = stage;
      const receiptId = await signed(stage);
      await client.status(receiptId);
      await client.verify(receiptId);
      const leaked = (await tenant.findings()).filter(({ id }) => id === 'secret.inUrl').length;
      if (leaked > 0)
        throw new Wrong(
          { en: `a secret in the URL of ${leaked} calls`, ko: `호출 ${leaked}건의 URL에 비밀값이 있음` },
          { en: 'URLs without secrets', ko: '비밀값이 없는 URL' },
        );
    },
  },
];
