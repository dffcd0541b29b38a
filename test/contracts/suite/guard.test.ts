import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { contractCases, runContract } from '../../../contracts/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { createControl } from '../../../simulator/tenant/control.js';

// What the suite calls is what it was told to call: nothing leads it elsewhere, the real service least of all.

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers everything alike, and what was asked of it. */
async function server(status: number, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(status, headers).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked };
}

const cases = contractCases.filter(({ needs = [] }) => needs.length === 0);

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is an answer, reported and not followed',
  async (status) => {
    const elsewhere = await server(200);
    const led = await server(status, { location: `${elsewhere.url}/there` });
    const results = await runContract({ url: led.url }, { cases });
    const broken = results.filter(({ verdict }) => verdict === 'broken');
    expect(broken.length).toBeGreaterThan(0);
    for (const { why } of broken.slice(0, 5)) {
      expect(why).toContain(`HTTP ${status} redirect to ${elsewhere.url}/there, not followed`);
    }
    expect(elsewhere.asked).toEqual([]);
    expect(led.asked.some((line) => line.startsWith('GET /_sim/v1/health'))).toBe(true);
  },
);

test('no request follows redirects, and every one passes the guard', async () => {
  const simulator = await createSimulator();
  const modes = new Set<unknown>();
  const fetch: typeof simulator.fetch = (url, init) => {
    modes.add(init?.redirect);
    return simulator.fetch(url, init);
  };
  const controlPlane = { url: 'http://control.test', fetch };
  await runContract({ fetch, controlPlane }, { cases: contractCases.slice(0, 20) });
  expect([...modes]).toEqual(['manual']);
});

test.each([
  [{ url: 'https://auth.linkhub.co.kr' }, /auth\.linkhub\.co\.kr is a host of the real service/],
  [{ serviceUrl: 'https://kakaocert-api.linkhub.co.kr.' }, /is a host of the real service/],
  [{ controlPlane: { url: 'http://static-auth.linkhub.co.kr' } }, /is a host of the real service/],
])('%j is refused before a call, wherever the name may lead', async (address, message) => {
  const called: string[] = [];
  const simulator = await createSimulator();
  const fetch = (url: string, init?: RequestInit) => {
    called.push(new URL(url).hostname);
    return simulator.fetch(url, init);
  };
  const target = { fetch, ...address };
  const control = 'controlPlane' in address ? { ...address.controlPlane, fetch } : undefined;
  const run = runContract(
    { ...target, ...(control && { controlPlane: control }) },
    { cases: cases.slice(0, 3) },
  );
  const outcome = await run.then(
    (results) => results.map(({ why }) => why).join('\n'),
    (error: Error) => error.message,
  );
  expect(outcome).toMatch(message);
  expect(called.filter((host) => host.includes('linkhub'))).toEqual([]);
});

test("the simulator's own control client does not follow one either", async () => {
  const elsewhere = await server(200);
  const led = await server(307, { location: elsewhere.url });
  await expect(createControl({ url: led.url, token: 'secret' }).health()).rejects.toThrow(/307/);
  expect(elsewhere.asked).toEqual([]);
});
