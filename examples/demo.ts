// One whole flow, as a program would go through it: request → wait → sign → state → verify → check the consent.
// Run it with `npm run demo`. It needs no network: the simulator runs in this process.

import { createClient, ProviderRefusal } from '../client/index.js';
import { verifySignedData } from '../contracts/signed-data/index.js';
import { requestCMS } from '../fixtures/requests.js';
import { createSimulator } from '../simulator/index.js';

const say = (step: string, value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  process.stdout.write(`\n${step}\n  ${text.replaceAll('\n', '\n  ')}\n`);
};

async function demo(): Promise<void> {
  await using simulator = await createSimulator();
  const { url } = await simulator.listen();
  const tenant = await simulator.tenant({ clientName: '시험이용기관' });
  const client = createClient({ ...tenant, authUrl: url, serviceUrl: url });
  say('kakaocert-simulator listens / 시뮬레이터 주소', url);

  const request = requestCMS();
  const { receiptId } = await client.requestCMS(tenant.clientCode, request);
  say('1. requestCMS → receiptId / 출금동의 요청', receiptId);

  const waiting = await client.getCMSState(tenant.clientCode, receiptId);
  say('2. getCMSState → state 0, waiting / 상태 확인: 대기', {
    state: waiting.state,
    expireDT: waiting.expireDT,
  });

  await tenant.receipts.sign(receiptId);
  const { state, completeDT } = await client.waitForCMS(tenant.clientCode, receiptId);
  say('3. the person signs; waitForCMS → state 1 / 서명 완료', { state, completeDT });

  const { signedData } = await client.verifyCMS(tenant.clientCode, receiptId);
  say('4. verifyCMS → signedData / 검증', `${signedData.slice(0, 72)}… (${signedData.length} characters)`);

  const trust = await simulator.control.caPem();
  const expect = { name: request.ReceiverName, bank: request.BankCode, account: request.BankAccountNum };
  const verified = verifySignedData(signedData, { trust, expect });
  if (!verified.ok) throw new Error(`signedData was not accepted: ${verified.detail}`);
  say('5. signature, certificate and consent verified / 전자서명 검증 성공', { ...verified.consent });

  const again = await client.verifyCMS(tenant.clientCode, receiptId).catch((error: unknown) => error);
  if (!(again instanceof ProviderRefusal)) throw new Error('A second verify was not refused.');
  say('6. a second verify is refused / 두 번째 검증은 거절', { code: again.code, message: again.message });
}

demo().catch((error: unknown) => {
  process.stderr.write(`demo failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
