// App-to-App: the person signs in KakaoTalk's app, which comes back to the program that opened it, with a signature or
// with a code.

import { servicesWhere } from '../../contracts/protocol/index.js';
import { checkMembers, checkRefusal, requested, resultOf, textOf, Wrong } from '../expectations.js';
import type { Scenario, Stage } from '../scenario.js';
import { notToTheApp, stateOf, toTheApp, withSignedData } from '../sentences.js';

const group = 'flow';
const services = servicesWhere(({ appToApp }) => appToApp);

/** An App-to-App request that must work: the id of its receipt. */
async function openedApp(stage: Stage): Promise<string> {
  const receiptId = await requested(stage, {}, { appUseYN: true });
  const { txId } = await stage.tenant.receipts.get(receiptId);
  if (txId === null) throw new Wrong(notToTheApp, toTheApp);
  return receiptId;
}

export const appToAppScenarios: readonly Scenario[] = [
  {
    id: 'flow.appCancelled',
    group,
    services,
    promise: {
      en: 'Hands over state 0 after the person cancelled in the app, and the signedData once the person came back and signed.',
      ko: '앱에서 취소하면 상태 0을 그대로 전달하고, 다시 열어 서명하면 signedData를 전달합니다.',
    },
    fault: {
      cause: 'answerChanged',
      words: {
        en: 'took a cancel in the app for the end of the request',
        ko: '앱에서의 취소를 요청의 끝으로 여김',
      },
    },
    practice: {
      en: 'The code 5000 at the fail address is no end: the receipt waits until it expires. Open the app again with the same tx_id, or let the receipt expire.',
      ko: 'fail 주소로 온 코드 5000은 끝이 아닙니다. 접수는 만료될 때까지 대기합니다. 같은 tx_id로 앱을 다시 열거나 만료될 때까지 기다리십시오.',
    },
    source: 'protocol.md §10.1; that the receipt waits on is assumed',
    async play(stage) {
      const { client, tenant } = stage;
      const receiptId = await openedApp(stage);
      await tenant.receipts.cancel(receiptId);
      checkMembers(resultOf(await client.status(receiptId), stateOf(0)), { state: 0 });
      const { signature } = await tenant.receipts.sign(receiptId);
      checkMembers(resultOf(await client.status(receiptId), stateOf(1)), { state: 1 });
      const verified = await client.verify(receiptId, signature ?? undefined);
      textOf(resultOf(verified, withSignedData), 'signedData');
    },
  },
  {
    id: 'flow.appFailed',
    group,
    services,
    causes: ['verify.early'],
    promise: {
      en: 'Reports that nothing was signed when the app came back with a code and the program verifies all the same.',
      ko: '앱이 실패 코드로 돌아온 뒤 검증을 호출하면, 서명되지 않았음을 그대로 알립니다.',
    },
    fault: {
      cause: 'resultInvented',
      words: {
        en: 'handed over a result though the app came back without a signature',
        ko: '앱이 서명 없이 돌아왔는데 결과를 전달함',
      },
    },
    practice: {
      en: 'The app returned a code to the fail address, and no signature: there is nothing to verify. A refusal of Verify is never a result.',
      ko: '앱이 fail 주소로 코드만 전달했고 서명값은 없으므로 검증할 것이 없습니다. 검증 거절은 결과가 아닙니다.',
    },
    source: 'protocol.md §10.1; manual 3.1',
    async play(stage) {
      const { client, tenant } = stage;
      const receiptId = await openedApp(stage);
      await tenant.receipts.cancel(receiptId, { code: 4006 });
      const answer = await client.verify(receiptId);
      // One that wants the signature of the app, and says so, is as right.
      if (answer.kind !== 'failure' || answer.class !== 'misuse') checkRefusal(answer, 'verify.notSigned');
      checkMembers(resultOf(await client.status(receiptId), stateOf(0)), { state: 0 });
    },
  },
];
