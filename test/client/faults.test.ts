import { expect, test, vi } from 'vitest';
import { createClient, NetworkFailure, ProviderRefusal } from '../../client/index.js';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';

// What goes wrong inside a program is itself; only what the network did is called so.

const failingWith = (error: unknown) =>
  createClient({ linkId: 'TESTER', secretKey: 'c2VjcmV0', fetch: () => Promise.reject(error) })
    .requestCMS('020040000001', requestCMS())
    .catch((caught: unknown) => caught);

test.each([
  new ReferenceError('Response is not defined'),
  new RangeError('Maximum call stack size exceeded'),
  new TypeError("Cannot read properties of undefined (reading 'exportKey')"),
  new TypeError('fetch is not a function'),
])('%s inside fetch comes out as it is', async (fault) => {
  expect(await failingWith(fault)).toBe(fault);
});

test.each([
  new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) }),
  new TypeError('Failed to fetch'),
  new Error('socket hang up'),
])('%s is of the network', async (error) => {
  expect(await failingWith(error)).toBeInstanceOf(NetworkFailure);
});

test('what breaks inside the simulator is no failure of a network', async () => {
  let broken = false;
  const now = () => {
    if (broken) throw new Error('a clock that breaks');
    return Date.parse('2026-11-27T00:00:00Z');
  };
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const simulator = await createSimulator({ now });
  const tenant = await simulator.tenant();
  const client = createClient({ ...tenant, fetch: simulator.fetch });
  broken = true;
  const failure = await client.requestCMS(tenant.clientCode, requestCMS()).catch((caught: unknown) => caught);
  expect(failure).toBeInstanceOf(ProviderRefusal);
  expect(failure).toMatchObject({ status: 500 });
  expect(said).toHaveBeenCalledWith(
    expect.stringContaining('failed inside'),
    new Error('a clock that breaks'),
  );
  said.mockRestore();
});
