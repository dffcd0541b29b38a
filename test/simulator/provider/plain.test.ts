import { expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator, type SimulatorOptions } from '../../../simulator/index.js';
import { createCaller, NOON, requested } from '../../support/caller.js';

// The one header of ours on the wire: which refusal it is.

const NAME = 'x-kakaocert-simulator';
const started = async (options: SimulatorOptions = {}) => {
  const simulator = await createSimulator({ now: () => NOON, ...options });
  return { simulator, caller: createCaller(simulator.fetch, { now: () => NOON }) };
};

test('a refusal names its error id; what is no refusal names nothing', async () => {
  const { simulator, caller } = await started();
  const id = await requested(caller, requestCMS());
  expect((await caller.get(`/SignDirectDebit/Status/${id}`)).headers.has(NAME)).toBe(false);
  expect((await caller.get(`/SignDirectDebit/Verify/${id}`)).headers.get(NAME)).toBe('verify.notSigned');
  expect((await caller.get('/nowhere')).headers.get(NAME)).toBe('path.unknown');
  expect((await caller.send('DELETE', '/Time')).headers.get(NAME)).toBe('method.notAllowed');
  expect((await caller.control('GET', '/receipts/1')).headers.has(NAME)).toBe(false);
  const tenant = await simulator.control.tenant('020040000001');
  await tenant.outcomes.add('getCMSState', { error: 'token.expired' });
  expect((await caller.get(`/SignDirectDebit/Status/${id}`)).headers.get(NAME)).toBe('token.expired');
  await tenant.outcomes.add('getCMSState', { error: { code: -1, message: 'own' } });
  expect((await caller.get(`/SignDirectDebit/Status/${id}`)).headers.has(NAME)).toBe(false);
});

test("another tenant's receipt is answered exactly as one that there is not", async () => {
  const { simulator, caller } = await started();
  const id = await requested(caller, requestCMS());
  const theirs = createCaller(simulator.fetch, { credentials: await simulator.tenant(), now: () => NOON });
  const [foreign, unknown] = [
    await theirs.get(`/SignDirectDebit/Status/${id}`),
    await theirs.get('/SignDirectDebit/Status/026112310000099999'),
  ];
  expect([...foreign.headers]).toEqual([...unknown.headers]);
  expect(foreign.headers.get(NAME)).toBe('receipt.unknown');
  expect(foreign.text).toBe(unknown.text);
});

test('plain leaves it out', async () => {
  const { caller } = await started({ plain: true });
  const answer = await caller.get('/nowhere');
  expect([answer.status, answer.headers.has(NAME)]).toEqual([404, false]);
});
