import { createRequire } from 'node:module';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../../client/index.js';
import { hosts } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import { kakaocertHandlers } from '../../../simulator/doors/msw.js';
import { createSimulator, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { createCaller, requested, TESTER } from '../../support/caller.js';

let simulator: Simulator;
let tenant: TenantHandle;
const server = setupServer();

beforeAll(async () => {
  simulator = await createSimulator();
  tenant = await simulator.control.tenant(TESTER.clientCode);
  server.use(...kakaocertHandlers(simulator));
  server.listen({ onUnhandledRequest: 'error' });
});
afterAll(async () => {
  server.close();
  await simulator.close();
});

test.each(['default', 'static', 'ga'] as const)(
  'code that calls the real %s hosts is answered in process',
  async (kind) => {
    const client = createClient({
      ...TESTER,
      authUrl: `https://${hosts.auth[kind]}`,
      serviceUrl: `https://${hosts.service[kind]}`,
    });
    const { receiptId } = await client.requestCMS(TESTER.clientCode, requestCMS());
    await tenant.receipts.sign(receiptId);
    expect((await client.getCMSState(TESTER.clientCode, receiptId)).state).toBe(1);
    expect((await client.verifyCMS(TESTER.clientCode, receiptId)).signedData).toMatch(/^MII/);
  },
);

test('the official SDK from npm, pointed nowhere, goes through its whole flow', async () => {
  const kakaocert = createRequire(import.meta.url)('kakaocert');
  kakaocert.config({ LinkID: TESTER.linkId, SecretKey: TESTER.secretKey });
  const service = kakaocert.KakaocertService();
  const call = (method: string, ...args: unknown[]) =>
    new Promise<Record<string, unknown>>((resolve, reject) => service[method](...args, resolve, reject));
  const { receiptId } = await call('requestCMS', TESTER.clientCode, requestCMS());
  expect((await call('getCMSState', TESTER.clientCode, receiptId)).state).toBe(0);
  await tenant.receipts.sign(String(receiptId));
  expect((await call('verifyCMS', TESTER.clientCode, receiptId)).signedData).toMatch(/^MII/);
  await expect(call('verifyCMS', TESTER.clientCode, receiptId)).rejects.toMatchObject({ code: -31010023 });
});

test('MSW, fetch and Fastify give the same statuses, bodies and provider headers', async () => {
  const { url } = await simulator.listen();
  const run = async (fetchLike: typeof fetch, auth: string, service: string) => {
    const at = { now: Date.now };
    const authCaller = createCaller(fetchLike, { ...at, origin: auth });
    const caller = createCaller(
      (target, init) =>
        fetchLike(target.includes('/KAKAOCERT/') ? target.replace(service, auth) : target, init),
      { ...at, origin: service },
    );
    const seen: unknown[] = [];
    const note = ({ status, text, headers }: Awaited<ReturnType<typeof caller.send>>) =>
      seen.push([
        status,
        text.replace(/\d{14,18}/g, '#').replace(/"signedData":"[^"]+"/, ''),
        headers.get('content-type'),
        headers.get('allow'),
      ]);
    note(await authCaller.token({ access_id: '099999999999' }));
    note(await authCaller.send('POST', '/Time'));
    note(await caller.get('/SignDirectDebit/Status/1'));
    note(await caller.get('/SignDirectDebit/Verify/1/'));
    note(await caller.send('GET', '/nowhere'));
    note(await caller.send('DELETE', '/SignDirectDebit/Request', { body: '{}' }));
    note(await caller.post('/SignDirectDebit/Request', requestCMS({ ReceiverHP: 'x' })));
    const id = await requested(caller, requestCMS());
    note(await caller.get(`/SignDirectDebit/Status/${id}`));
    await tenant.receipts.sign(id);
    note(await caller.get(`/SignDirectDebit/Verify/${id}`));
    note(await caller.get(`/SignDirectDebit/Verify/${id}`));
    return seen;
  };
  const real = [`https://${hosts.auth.default}`, `https://${hosts.service.default}`] as const;
  const throughMsw = await run(fetch, ...real);
  expect(await run(simulator.fetch as typeof fetch, ...real)).toEqual(throughMsw);
  server.close();
  expect(await run(fetch, url, url)).toEqual(throughMsw);
  server.listen({ onUnhandledRequest: 'error' });
});

test('a lost answer is a network error', async () => {
  const caller = createCaller(fetch, { origin: `https://${hosts.service.default}`, now: Date.now });
  const { json } = await createCaller(fetch, {
    origin: `https://${hosts.auth.default}`,
    now: Date.now,
  }).token();
  await tenant.faults.add('getCMSState', { fault: 'reset' });
  const headers = { authorization: `Bearer ${json.session_token}` };
  await expect(caller.send('GET', '/SignDirectDebit/Status/1', { headers })).rejects.toThrow(TypeError);
});
