// The client against the simulator, in process: two readings of one protocol that share no code but its tables.

import { afterAll, expect, test } from 'vitest';
import { createClient, createKakaocertService } from '../../client/index.js';
import { requestCMS, requestESign, requestVerifyAuth } from '../../fixtures/index.js';
import { createSimulator, type TenantHandle } from '../../simulator/index.js';
import { failure } from './provider.js';

const simulator = await createSimulator();
afterAll(() => simulator.close());

/** A tenant with its client; `onSleep` is what the person does while the client waits. */
async function start(onSleep: (tenant: TenantHandle, polls: number) => unknown = () => {}) {
  const tenant = await simulator.tenant();
  let polls = 0;
  const sleep = async () => {
    polls += 1;
    await onSleep(tenant, polls);
  };
  const client = createClient({ ...tenant, fetch: simulator.fetch, sleep });
  return { tenant, client, code: tenant.clientCode };
}

/** The person signs the only receipt at the second look. */
const signAtSecondLook = async (tenant: TenantHandle, polls: number) => {
  const [receipt] = await tenant.receipts.list();
  if (polls === 2 && receipt !== undefined) await tenant.receipts.sign(receipt.receiptId);
};

test('request, wait, verify, and verify again: all three services', async () => {
  for (const family of ['CMS', 'VerifyAuth', 'ESign'] as const) {
    const { tenant, client, code } = await start(signAtSecondLook);
    const verify = { CMS: client.verifyCMS, VerifyAuth: client.verifyAuth, ESign: client.verifyESign }[
      family
    ];
    const asked = {
      CMS: () => client.requestCMS(code, requestCMS()),
      VerifyAuth: () => client.requestVerifyAuth(code, requestVerifyAuth()),
      ESign: () => client.requestESign(code, requestESign()),
    };
    const { receiptId } = await asked[family]();
    expect(await client[`waitFor${family}`](code, receiptId)).toMatchObject({ state: 1, verifyDT: null });
    expect(await verify(code, receiptId)).toMatchObject({ receiptId });
    expect(await failure(verify(code, receiptId))).toMatchObject({
      name: 'ProviderRefusal',
      code: -31010023,
    });
    expect(
      (await tenant.calls()).map((call) => call.operation).filter((name) => name === 'token'),
    ).toHaveLength(1);
  }
});

test('an App-to-App request is verified with the value that the app got', async () => {
  const { tenant, client, code } = await start();
  const { receiptId, tx_id } = await client.requestESign(code, requestESign(), { appUseYN: true });
  expect(tx_id).toBeTypeOf('string');
  const { signature } = await tenant.receipts.sign(receiptId);
  expect(await client.verifyESign(code, receiptId, { signature: signature ?? '' })).toMatchObject({
    receiptId,
  });
});

test('expiry ends the waiting with state 2', async () => {
  const { client, code } = await start((tenant) => tenant.clock.advance('PT10M'));
  const { receiptId } = await client.requestCMS(code, requestCMS());
  expect(await client.waitForCMS(code, receiptId)).toMatchObject({ state: 2 });
});

test('tokens that end in the middle go unnoticed, except by Verify', async () => {
  const { tenant, client, code } = await start();
  const { receiptId } = await client.requestCMS(code, requestCMS());
  await tenant.receipts.sign(receiptId);
  await tenant.tokens.expire();
  expect(await client.getCMSState(code, receiptId)).toMatchObject({ state: 1 });
  await tenant.tokens.expire();
  expect(await failure(client.verifyCMS(code, receiptId))).toMatchObject({
    name: 'ProviderRefusal',
    status: 401,
  });
  expect(await client.verifyCMS(code, receiptId)).toMatchObject({ receiptId });
});

test('a clock an hour off is fixed by one look at Time', async () => {
  const tenant = await simulator.tenant();
  const client = createClient({ ...tenant, fetch: simulator.fetch, now: () => Date.now() - 3_600_000 });
  expect(await client.requestCMS(tenant.clientCode, requestCMS())).toHaveProperty('receiptId');
});

test('a Verify whose answer was lost says that it may have been carried out, as it was', async () => {
  const { tenant, client, code } = await start();
  const { receiptId } = await client.requestCMS(code, requestCMS());
  await tenant.receipts.sign(receiptId);
  await tenant.faults.add('verifyCMS', { fault: 'commitThenDrop' });
  const error = await failure(client.verifyCMS(code, receiptId));
  expect(error).toMatchObject({ name: 'NetworkFailure', maybeDelivered: true });
  expect((await client.getCMSState(code, receiptId)).verifyDT).toMatch(/^\d{14}$/);
});

test('the callback form, as the manual writes it', async () => {
  const tenant = await simulator.tenant({ sign: 'immediate' });
  const service = createKakaocertService({
    LinkID: tenant.linkId,
    SecretKey: tenant.secretKey,
    fetch: simulator.fetch,
    requestReturns: 'receiptId',
  });
  const code = tenant.clientCode;
  const verified = await new Promise<{ signedData: string }>((resolve, reject) => {
    service.requestCMS(
      code,
      requestCMS(),
      (receiptId) => service.verifyCMS(code, receiptId, resolve, reject),
      reject,
    );
  });
  expect(verified.signedData).toMatch(/^[\w-]+$/);
});
