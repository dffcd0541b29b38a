import { expect, test } from 'vitest';
import { createClient, ProviderRefusal } from '../../client/index.js';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';

test('a refusal with 503 does not say whether the call was done; one with 400 does, and so does a token that was not given', async () => {
  const simulator = await createSimulator({ sign: 'immediate' });
  const tenant = await simulator.tenant();
  const client = createClient({ ...tenant, fetch: simulator.fetch });
  await tenant.outcomes.add('token', { error: 'store.unavailable' });
  const noToken = await client.requestCMS(tenant.clientCode, requestCMS()).catch((error: unknown) => error);
  expect(noToken).toMatchObject({ status: 503, operation: 'token', maybeDelivered: false });
  const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
  await tenant.outcomes.add('verifyCMS', { error: 'store.unavailable' });
  await tenant.outcomes.add('verifyCMS', { error: 'verify.expired' });
  const verify = () => client.verifyCMS(tenant.clientCode, receiptId).catch((error: unknown) => error);
  const down = await verify();
  expect(down).toBeInstanceOf(ProviderRefusal);
  expect(down).toMatchObject({ status: 503, maybeDelivered: true });
  expect(await verify()).toMatchObject({ status: 400, maybeDelivered: false });
});
