import { expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { createCaller, NOON, requested } from '../../support/caller.js';

// Status is remembered from poll to poll; what it is made of is looked at in every one.

async function polled(now = () => NOON) {
  const simulator = await createSimulator({ now });
  const tenant = await simulator.tenant({ clientName: '하나기관' });
  const caller = createCaller(simulator.fetch, { credentials: tenant });
  const id = await requested(caller, requestCMS({ Expires_in: 300 }));
  const poll = async () => (await caller.get(`/SignDirectDebit/Status/${id}`)).json;
  expect(await poll()).toEqual(await poll());
  return { simulator, tenant, id, poll };
}

test('a poll tells what has come of a receipt since the one before', async () => {
  const { tenant, id, poll } = await polled();
  expect((await poll()).viewDT).toBeNull();
  await tenant.receipts.view(id);
  expect([(await poll()).state, (await poll()).viewDT]).toEqual([0, expect.stringMatching(/^\d{14}$/)]);
  await tenant.receipts.sign(id);
  expect((await poll()).state).toBe(1);
});

test('and what time alone has done: no event ever touches a receipt that expires', async () => {
  let instant = NOON;
  const { poll } = await polled(() => instant);
  instant += 299_999;
  expect((await poll()).state).toBe(0);
  instant += 1;
  expect((await poll()).state).toBe(2);
});

test('and a new name of the institution', async () => {
  const { simulator, tenant, poll } = await polled();
  await simulator.fetch(`http://localhost/_sim/v1/tenants/${tenant.clientCode}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientName: '두리기관' }),
  });
  expect((await poll()).clientName).toBe('두리기관');
});

test('however many receipts are polled in turn, each is told as it is', async () => {
  const simulator = await createSimulator({ now: () => NOON });
  const tenant = await simulator.tenant();
  const caller = createCaller(simulator.fetch, { credentials: tenant });
  const ids: string[] = [];
  for (let n = 0; n < 2_500; n += 1) ids.push(await requested(caller, requestCMS()));
  for (const round of [0, 1]) {
    for (const id of ids) {
      const { json } = await caller.get(`/SignDirectDebit/Status/${id}`);
      expect([json.receiptID, json.state]).toEqual([id, round]);
    }
    if (round === 0) for (const id of ids) await tenant.receipts.sign(id);
  }
});
