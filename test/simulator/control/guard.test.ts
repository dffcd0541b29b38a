import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../../simulator/index.js';
import { createCaller, TESTER } from '../../support/caller.js';

// Who may call, seen as browsers tell it (Chromium: a click from another port of 127.0.0.1 is same-site, from localhost
// cross-site).

const PAGE = '/_sim/docs';
const TENANT = `/_sim/v1/tenants/${TESTER.clientCode}`;
const TOOLBAR = 'http://localhost:3000';
const click = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

let simulator: Simulator;
let outside: ReturnType<typeof createCaller>;
const send = (method: string, path: string, headers: Record<string, string>) =>
  createCaller(simulator.fetch).send(method, path, { headers });

beforeAll(async () => {
  simulator = await createSimulator({ controlToken: 'a-control-token', allowOrigins: [TOOLBAR] });
  const { port } = await simulator.listen({ host: '0.0.0.0' });
  outside = createCaller(globalThis.fetch, { origin: `http://127.0.0.1:${port}` });
});
afterAll(() => simulator.close());

describe('a page', () => {
  test.each(['same-origin', 'same-site', 'cross-site', 'none'])(
    'opens by a click from anywhere (%s), and nobody frames it',
    async (site) => {
      const { status, headers } = await send('GET', PAGE, { ...click, 'sec-fetch-site': site });
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    },
  );

  test('answers HEAD as GET, without a body', async () => {
    for (const caller of [createCaller(simulator.fetch), outside]) {
      const { status, headers, text } = await caller.send('HEAD', PAGE, { headers: click });
      expect([status, headers.get('content-type'), text]).toEqual([200, 'text/html; charset=utf-8', '']);
      expect((await caller.send('HEAD', '/_sim/v1/health')).status).toBe(405);
    }
  });

  test.each<[string, string, string, Record<string, string>]>([
    ['in a frame', 'GET', PAGE, { ...click, 'sec-fetch-dest': 'iframe' }],
    ['as a picture', 'GET', PAGE, { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['by fetch', 'GET', PAGE, { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', origin: TOOLBAR }],
    ['by a form', 'POST', PAGE, click],
    ['and a call by a click', 'GET', TENANT, click],
    ['and a call by a form', 'POST', `${TENANT}/reset`, click],
  ])('does not open from elsewhere %s', async (_, method, path, headers) => {
    for (const site of ['same-site', 'cross-site']) {
      expect((await send(method, path, { 'sec-fetch-site': site, ...headers })).status).toBe(403);
    }
  });

  test('opens without the token off loopback; the calls need it still', async () => {
    expect((await outside.send('GET', PAGE)).status).toBe(200);
    expect((await outside.send('GET', TENANT)).status).toBe(401);
    expect((await outside.send('GET', '/_sim/v1/receipts')).status).toBe(401);
  });

  test('does not open under a foreign Host, by whatever click', async () => {
    const headers = { ...click, 'sec-fetch-site': 'cross-site', host: 'evil.example' };
    expect((await send('GET', PAGE, headers)).status).toBe(403);
  });
});

test('behind something that ends TLS the own page has an https origin', async () => {
  const headers = { host: 'localhost', origin: 'https://localhost', 'sec-fetch-site': 'same-origin' };
  expect((await send('GET', TENANT, headers)).status).toBe(200);
  const other = { ...headers, origin: 'https://localhost:8443' };
  expect((await send('GET', TENANT, other)).status).toBe(403);
});

describe('an origin named by --allow-origin', () => {
  const from = { origin: TOOLBAR, 'sec-fetch-site': 'cross-site' };
  const preflight = { ...from, 'access-control-request-method': 'POST' };

  test('calls /_sim/v1 and reads the answer', async () => {
    for (const origin of [TOOLBAR, 'HTTP://LOCALHOST:3000']) {
      const { status, headers } = await send('GET', TENANT, { ...from, origin });
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      expect(headers.get('vary')).toBe('Origin');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('reads refusals too', async () => {
    const { status, headers } = await send('GET', '/_sim/v1/receipts/000000000000000000', from);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([404, TOOLBAR]);
  });

  test('reads the stream of events', async () => {
    const { status, headers, body } = await simulator.fetch('http://sim.test/_sim/v1/events', {
      headers: from,
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, TOOLBAR]);
    await body?.cancel();
  });

  test('gets an answer to its preflight, also where the call itself will need the token', async () => {
    for (const caller of [createCaller(simulator.fetch), outside]) {
      const { status, headers, text } = await caller.send('OPTIONS', TENANT, { headers: preflight });
      expect([status, text]).toEqual([204, '']);
      expect(headers.get('access-control-allow-origin')).toBe(TOOLBAR);
      expect(headers.get('access-control-allow-methods')).toBe('GET, PATCH, DELETE');
      expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type, last-event-id');
    }
    expect((await outside.send('GET', TENANT, { headers: from })).status).toBe(401);
  });

  test('has nothing else loosened', async () => {
    for (const origin of ['http://localhost:3001', 'https://localhost:3000', 'http://evil.example', 'null']) {
      const { status, headers } = await send('OPTIONS', TENANT, { ...preflight, origin });
      expect([status, headers.get('access-control-allow-origin')], origin).toEqual([403, null]);
      expect((await send('GET', TENANT, { ...from, origin })).status).toBe(403);
    }
    expect((await send('GET', PAGE, from)).status).toBe(403);
    expect((await send('GET', TENANT, { ...from, host: 'evil.example' })).status).toBe(403);
    expect((await send('OPTIONS', TENANT, from)).status).toBe(405);
    expect((await send('OPTIONS', '/_sim/v1/no/such', preflight)).status).toBe(404);
  });
});

test('a page without an origin is not told to name "null", which no option takes', async () => {
  const { status, text } = await send('GET', TENANT, { host: 'localhost', origin: 'null' });
  expect(status).toBe(403);
  expect(text).toContain('A page without an origin');
  expect(text).not.toContain('--allow-origin null');
});
