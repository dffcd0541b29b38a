import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { contractCases, runContract } from '../../../contracts/index.js';
import { renderContract } from '../../../contracts/suite/report.js';
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

/** A server whose answers go on as `answer` likes. */
async function serverOf(answer: (response: ServerResponse, url: string) => void): Promise<string> {
  const server = createServer((request, response) => answer(response, request.url ?? '')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Writes for ever, as fast as it is read; how much went out. */
function endless(response: ServerResponse, sent: { bytes: number }): void {
  const piece = Buffer.alloc(64 * 1024, 32);
  const more = () => {
    while (!response.destroyed && response.write(piece)) sent.bytes += piece.length;
  };
  response.on('drain', more);
  more();
}

const two = cases.slice(0, 2);

test('an endless body is left at the limit, and its case says so', async () => {
  const sent = { bytes: 0 };
  const url = await serverOf((response, path) =>
    path === '/Time' || path.startsWith('/_sim') ? response.end('{}') : endless(response, sent),
  );
  const results = await runContract({ url }, { cases: two });
  expect(results[0]?.verdict).toBe('broken');
  expect(results[0]?.why).toContain('longer than 1048576 bytes');
  expect(sent.bytes).toBeLessThan(64 * 1024 * 1024);
});

test('so is one that is small only while it is compressed', async () => {
  const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, 32));
  const url = await serverOf((response, path) => {
    if (path === '/Time' || path.startsWith('/_sim')) response.end('{}');
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  const before = process.memoryUsage().rss;
  const [result] = await runContract({ url }, { cases: two });
  expect(result?.why).toContain('longer than 1048576 bytes');
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test.each(['/Time', '/_sim/v1/health', '/_sim/v1/ca.pem'])(
  'one that drips at %s is given up when its time is over',
  async (dripping) => {
    const url = await serverOf((response, path) => {
      if (path === '/_sim/v1/health' && path !== dripping) response.end('{"status":"ok"}');
      else if (path === dripping) response.write('{');
      else response.end('{}');
    });
    const run = runContract({ url, timeout: 300 }, { cases: two });
    const outcome = await run.then(
      (results) => `${results.length} results`,
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/nobody answers|timeout|2 results/);
  },
);

test('a run that is stopped waits for no answer that never comes', async () => {
  const stop = new AbortController();
  let ask = () => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const url = await serverOf((response, path) => {
    if (path === '/Time' || path.startsWith('/_sim')) response.end('{}');
    else ask();
  });
  const run = runContract({ url, timeout: 600_000 }, { cases: two, signal: stop.signal });
  await asked;
  stop.abort();
  const results = await run;
  expect(results.map(({ why }) => why)).toEqual([expect.stringContaining('the run was stopped')]);
});

test('what an answer would paint on a terminal is shown in the report, not obeyed', async () => {
  const url = await serverOf((response) => response.end('\u001b[2Jgone\u202e'));
  const report = renderContract(await runContract({ url }, { cases: two }));
  expect(report).toContain('\\u{1b}[2Jgone\\u{202e}');
  expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});
