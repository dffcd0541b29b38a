import { expect, inject } from 'vitest';
import { createClient } from '../../../../client/index.js';
import { requestCMS } from '../../../../fixtures/index.js';
import { test } from '../../../../simulator/testing/vitest.js';

test('reaches the simulator of the run', async () => {
  const { url } = inject('kakaocert');
  expect((await fetch(`${url}/_sim/v1/health`)).status).toBe(200);
});

test('fails', async ({ simulator, tenant }) => {
  const client = createClient({ ...tenant, fetch: simulator.fetch });
  await client.requestCMS(tenant.clientCode, requestCMS({ ReceiverHP: '010-0000-0000' }));
});
