import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as plainRequest, type RequestOptions, type Server } from 'node:http';
import { Agent, request } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { createOnward } from '../../../simulator/doors/onward.js';
import {
  createSimulator,
  type Listening,
  type ListenOptions,
  type Simulator,
  type SimulatorOptions,
} from '../../../simulator/index.js';
import { createCaller, type FetchLike } from '../../support/caller.js';
import { portOf, rawConnection } from '../../support/connections.js';
import { has, plainEnvironment, run } from '../../support/tools.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function proxied(
  options: ListenOptions = {},
  ofSimulator: SimulatorOptions = {},
): Promise<Listening & { simulator: Simulator; proxyPort: number; ca: string }> {
  const simulator = await createSimulator(ofSimulator);
  closers.push(simulator.close);
  const listening = await simulator.listen({ proxyPort: 0, ...options });
  return { ...listening, simulator, proxyPort: portOf(listening.proxy), ca: listening.tlsCa ?? '' };
}

/** A tunnel, as every HTTP client asks for one. */
async function tunnel(
  proxyPort: number,
  to: string,
): Promise<{ status: number | undefined; socket: Socket; said: string }> {
  const sent = plainRequest({
    host: '127.0.0.1',
    port: proxyPort,
    method: 'CONNECT',
    path: to,
    agent: false,
  }).end();
  const [response, socket, head] = await once(sent, 'connect');
  closers.push(() => socket.destroy());
  const said = response.statusCode === 200 ? '' : head.toString() + (await text(socket));
  return { status: response.statusCode, socket, said };
}

/** A request in a tunnel of its own to port 443 of a host. */
async function ask(proxyPort: number, ca: string, host: string, path: string, options: RequestOptions = {}) {
  const { socket } = await tunnel(proxyPort, `${host}:443`);
  const secure = connect({ socket, servername: host, ca });
  const sent = request({ path, headers: { host }, createConnection: () => secure, ...options }).end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

/** A request for a whole URL, as clients send it to a proxy. */
async function askPlainly(proxyPort: number, url: string, headers = {}) {
  const sent = plainRequest({ host: '127.0.0.1', port: proxyPort, path: url, agent: false, headers }).end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

/** Another host: plain HTTP that tells what it was asked. */
async function anotherHost(): Promise<Server & { port: number }> {
  const server = createServer((asked, response) => {
    response.end(
      `${asked.method} ${asked.url} ${asked.headers.host} ${asked.headers['proxy-connection'] ?? '-'}`,
    );
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return Object.assign(server, { port: typeof address === 'object' && address !== null ? address.port : 0 });
}

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test.each(['auth', 'static-auth', 'ga-auth', 'kakaocert-api', 'static-kakaocert-api', 'ga-kakaocert-api'])(
  'a tunnel to %s.linkhub.co.kr leads into the TLS door',
  async (name) => {
    const { proxyPort, ca } = await proxied();
    const answer = await ask(proxyPort, ca, `${name}.linkhub.co.kr`, '/Time');
    expect(answer).toEqual({ status: 200, body: expect.stringMatching(isTime) });
  },
);

test.skipIf(!has('curl'))('curl reaches the real addresses through it, with the root alone', async () => {
  const { proxy, ca } = await proxied();
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'ca.pem'), ca);
  const options = ['-sS', '-x', proxy ?? '', '--cacert', join(folder, 'ca.pem')];
  const address = 'https://kakaocert-api.linkhub.co.kr/SignDirectDebit/Status/1';
  const { stdout, stderr } = await run('curl', [...options, address], { env: plainEnvironment });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ code: expect.any(Number), message: expect.any(String) });
});

test('names are told apart in any case, and with a final dot', async () => {
  const { proxyPort } = await proxied();
  expect((await tunnel(proxyPort, 'AUTH.LinkHub.co.kr:443')).status).toBe(200);
  expect((await tunnel(proxyPort, 'auth.linkhub.co.kr.:443')).status).toBe(200);
});

test('port 80 of the real hosts is served too: in a tunnel, as a whole URL, and by Host', async () => {
  const { proxyPort } = await proxied();
  const { socket } = await tunnel(proxyPort, 'auth.linkhub.co.kr:80');
  socket.write('GET /Time HTTP/1.1\r\nHost: auth.linkhub.co.kr\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  const whole = await askPlainly(proxyPort, 'http://auth.linkhub.co.kr/Time');
  expect(whole).toEqual({ status: 200, body: expect.stringMatching(isTime) });
  const byHost = await askPlainly(proxyPort, '/Time', { host: 'auth.linkhub.co.kr' });
  expect(byHost.status).toBe(200);
});

test('the control plane is not there, whichever way', async () => {
  const { proxyPort, ca } = await proxied();
  const missing = {
    status: 404,
    body: (await askPlainly(proxyPort, 'http://auth.linkhub.co.kr/nowhere')).body,
  };
  const path = '/_sim/v1/health';
  expect(await ask(proxyPort, ca, 'auth.linkhub.co.kr', path)).toEqual(missing);
  expect(await askPlainly(proxyPort, `http://auth.linkhub.co.kr${path}`)).toEqual(missing);
  expect(await askPlainly(proxyPort, path, { host: 'auth.linkhub.co.kr' })).toEqual(missing);
  expect((await askPlainly(proxyPort, path)).status).toBe(403);
  const spoofed = await askPlainly(proxyPort, `http://127.0.0.1:1${path}`, { host: 'auth.linkhub.co.kr' });
  expect(spoofed.status).toBe(403);
});

test.each([
  'example.org:443',
  'linkhub.co.kr:443',
  'auth.linkhub.co.kr.example.org:443',
  'evil-auth.linkhub.co.kr:443',
  'auth.linkhub.co.kr:8443',
  '127.0.0.1:443',
  '[::1]:443',
])('CONNECT %s is refused with 403 and says how to allow it', async (to) => {
  const { proxyPort } = await proxied();
  const { status, said } = await tunnel(proxyPort, to);
  expect(status).toBe(403);
  expect(said).toContain(`doesn't carry ${to.replace(/[[\]]/g, '')}.`);
  expect(said).toContain('--proxy-passthrough');
});

test.each(['http://example.org/', 'http://example.org:8080/x', 'https://example.org/'])(
  'a request for %s is refused with 403',
  async (url) => {
    const { proxyPort } = await proxied();
    const { status, body } = await askPlainly(proxyPort, url, { host: 'auth.linkhub.co.kr' });
    expect([status, body]).toEqual([403, expect.stringContaining("doesn't carry example.org:")]);
  },
);

test.each([
  'auth.linkhub.co.kr',
  'auth.linkhub.co.kr:',
  'a b:443',
  'x:99999',
  '/',
  'user@auth.linkhub.co.kr:443',
  // What resolvers make one of our names of, and would be led past us with --proxy-passthrough.
  'kakaocert-api.linkhub.co.kr..:443',
  'kakaocert-api.linkhub.co..kr:443',
  'kakaocert-api.linkhub.co\u00ad.kr:443',
  'kakaocert-api%2elinkhub.co.kr:443',
  '.kakaocert-api.linkhub.co.kr:443',
])('CONNECT %j is no host and port: 400', async (to) => {
  const { proxyPort } = await proxied();
  const { all } = rawConnection(proxyPort, `CONNECT ${to} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(await all()).toMatch(/^HTTP\/1\.1 400 /);
});

test.each(['/Time', 'ftp://auth.linkhub.co.kr/Time', 'http://auth.linkhub.co.kr:99999/Time'])(
  'what a request to "%s" names is read from there, whatever its Host',
  async (url) => {
    const { proxyPort } = await proxied();
    const { status, body } = await askPlainly(proxyPort, url, { host: 'there.example' });
    const expected = url.startsWith('/') ? [403, "doesn't carry there.example:80"] : [400, `not "${url}"`];
    expect([status, body]).toEqual([expected[0], expect.stringContaining(`${expected[1]}`)]);
  },
);

test('a tunnel within a tunnel is refused', async () => {
  const { proxyPort, ca } = await proxied();
  const again = 'CONNECT auth.linkhub.co.kr:80 HTTP/1.1\r\nHost: x\r\n\r\n';
  const { socket } = await tunnel(proxyPort, 'auth.linkhub.co.kr:80');
  socket.write(again);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*doesn't take CONNECT/);
  const below = await tunnel(proxyPort, 'auth.linkhub.co.kr:443');
  const secure = connect({ socket: below.socket, servername: 'auth.linkhub.co.kr', ca });
  secure.write(again);
  expect(await text(secure)).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/);
});

test('what comes with the CONNECT in one packet is not lost: HTTP, and a TLS handshake', async () => {
  const { proxyPort, ca } = await proxied();
  const get = 'GET /Time HTTP/1.1\r\nHost: auth.linkhub.co.kr\r\nConnection: close\r\n\r\n';
  const eager = rawConnection(proxyPort, `CONNECT auth.linkhub.co.kr:80 HTTP/1.1\r\nHost: x\r\n\r\n${get}`);
  expect(await eager.all()).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK\r\n/);

  const { socket } = rawConnection(proxyPort);
  closers.push(() => socket.destroy());
  const head = Buffer.from('CONNECT auth.linkhub.co.kr:443 HTTP/1.1\r\nHost: x\r\n\r\n');
  const established = Buffer.byteLength('HTTP/1.1 200 Connection established\r\n\r\n');
  let isFirst = true;
  const wire = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      socket.write(isFirst ? Buffer.concat([head, chunk]) : chunk, done);
      isFirst = false;
    },
  });
  let skipped = 0;
  socket.on('data', (chunk: Buffer) => {
    const rest = chunk.subarray(Math.max(0, established - skipped));
    skipped += chunk.length;
    if (rest.length > 0) wire.push(rest);
  });
  const secure = connect({ socket: wire, servername: 'auth.linkhub.co.kr', ca });
  await once(secure, 'secureConnect');
  secure.end(get);
  expect(await text(secure)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('it listens on loopback only', async () => {
  const simulator = await createSimulator();
  closers.push(simulator.close);
  await expect(simulator.listen({ host: '0.0.0.0', proxyPort: 0 })).rejects.toThrow(
    'the proxy listens on loopback only, not on "0.0.0.0"',
  );
  expect((await simulator.listen({ host: 'localhost', proxyPort: 0 })).proxy).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+$/,
  );
});

test('a taken port closes what was opened before', async () => {
  const { proxyPort } = await proxied();
  const simulator = await createSimulator();
  closers.push(simulator.close);
  const failure = simulator.listen({ proxyPort });
  await expect(failure).rejects.toMatchObject({ code: 'EADDRINUSE', port: proxyPort });
});

test('passthrough carries other hosts, by tunnel and by URL, and never the real ones', async () => {
  const { port } = await anotherHost();
  const { proxyPort, ca } = await proxied({ proxyPassthrough: true });
  const { socket } = await tunnel(proxyPort, `127.0.0.1:${port}`);
  socket.write('GET /tunnel HTTP/1.1\r\nHost: there\r\nConnection: close\r\n\r\n');
  expect(await text(socket)).toContain('GET /tunnel there -');
  const plain = await askPlainly(proxyPort, `http://127.0.0.1:${port}/x?y`, {
    'proxy-connection': 'keep-alive',
  });
  expect(plain).toEqual({ status: 200, body: `GET /x?y 127.0.0.1:${port} -` });
  expect((await ask(proxyPort, ca, 'auth.linkhub.co.kr', '/Time')).status).toBe(200);
  expect((await tunnel(proxyPort, 'auth.linkhub.co.kr:8443')).status).toBe(403);
  const nobody = await tunnel(proxyPort, '127.0.0.1:1');
  expect([nobody.status, nobody.said]).toEqual([
    502,
    expect.stringContaining("127.0.0.1:1 can't be reached"),
  ]);
});

test("passthrough goes through the user's own proxy, but for what NO_PROXY names", async () => {
  const { port } = await anotherHost();
  const own = await proxied({ proxyPassthrough: true });
  const asked: string[] = [];
  const upstream = createServer();
  upstream.on('connect', (request, socket, head) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
    rawConnection(own.proxyPort, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: x\r\n\r\n`)
      .socket.pipe(socket)
      .pipe(new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }));
    socket.unshift(head);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    upstream.closeAllConnections();
    upstream.close();
  });
  const address = upstream.address();
  const at = typeof address === 'object' && address !== null ? address.port : 0;
  const way = createOnward({ HTTPS_PROXY: `http://me:pa%3Ass@127.0.0.1:${at}`, no_proxy: '127.0.0.1' });
  const through = await way.open('other.test', 443);
  closers.push(() => through.destroy());
  expect(asked).toEqual([`other.test:443 Basic ${Buffer.from('me:pa:ss').toString('base64')}`]);
  const direct = await way.open('127.0.0.1', port);
  closers.push(() => direct.destroy());
  expect(asked).toHaveLength(1);
});

test("a user's own proxy that leads back here is told instead of followed for ever", async () => {
  const upstream = createServer();
  upstream.on('connect', ({ url, headers: { via } }, socket) => {
    const again = `CONNECT ${url} HTTP/1.1\r\nHost: x\r\nVia: ${via}\r\n\r\n`;
    const back = rawConnection(own.proxyPort, again).socket;
    back.pipe(socket).pipe(back);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  closers.push(() => upstream.close());
  const { port } = upstream.address() as { port: number };
  vi.stubEnv('https_proxy', `http://127.0.0.1:${port}`);
  vi.stubEnv('no_proxy', '');
  closers.push(() => vi.unstubAllEnvs());
  const own = await proxied({ proxyPassthrough: true });
  const { status, said } = await tunnel(own.proxyPort, 'nobody.invalid:443');
  expect([status, said]).toEqual([502, expect.stringContaining('leads back here; unset it')]);
});

test('what has been at several proxies is known by each of them', async () => {
  const upstream = createServer();
  const seen: (string | undefined)[] = [];
  upstream.on('connect', ({ headers }, socket) => {
    seen.push(headers.via);
    socket.end('HTTP/1.1 508 Loop Detected\r\n\r\n');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  closers.push(() => upstream.close());
  const { port } = upstream.address() as { port: number };
  const way = createOnward({ https_proxy: `http://127.0.0.1:${port}` });
  await expect(way.open('other.test', 443, '1.1 another')).rejects.toThrow('leads back here');
  expect(seen[0]).toMatch(/^1\.1 another, 1\.1 kakaocert-simulator-[\da-f]{12}$/);
  expect([way.isLoop(seen[0]), way.isLoop('1.1 another'), way.isLoop(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

// The grace for what is in flight is 5 s: what closes sooner was closed on purpose.
test('closing ends idle, half-open and refused tunnels at once', { timeout: 4_000 }, async () => {
  const { proxyPort, ca, simulator } = await proxied();
  const half = await tunnel(proxyPort, 'auth.linkhub.co.kr:443');
  const agent = new Agent({ keepAlive: true });
  closers.push(() => agent.destroy());
  const { socket } = await tunnel(proxyPort, 'auth.linkhub.co.kr:443');
  const secure = connect({ socket, servername: 'auth.linkhub.co.kr', ca });
  secure.write('GET /Time HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(secure, 'data');
  const garbage = rawConnection(proxyPort, 'NONSENSE\r\n\r\n');
  await garbage.until(/400 Bad Request/);
  const refused = rawConnection(proxyPort, 'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n');
  await refused.until(/403 Forbidden/);
  await simulator.close();
  for (const one of [half.socket, secure, garbage.socket, refused.socket]) one.destroy();
});

test('what is in flight in a tunnel at closing is finished', async () => {
  let release = () => {};
  let hold = () => {};
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const sleep = () =>
    new Promise<void>((resolve) => {
      release = resolve;
      hold();
    });
  const { proxyPort, ca, simulator } = await proxied({}, { sleep });
  const tunnelled: FetchLike = async (url, { method = 'GET', headers, body } = {}) => {
    const { socket } = await tunnel(proxyPort, 'auth.linkhub.co.kr:443');
    const secure = connect({ socket, servername: 'auth.linkhub.co.kr', ca });
    const { pathname } = new URL(url);
    const sent = request({
      path: pathname,
      method,
      headers: { ...(headers as object) },
      createConnection: () => secure,
    });
    sent.end(body);
    const [response] = await once(sent, 'response');
    return new Response(await text(response), { status: response.statusCode });
  };
  const tenant = await simulator.control.tenant('020040000001');
  await tenant.faults.add('token', { fault: 'delay', delay: { ms: 600_000 } });
  const answer = createCaller(tunnelled, { now: Date.now }).token();
  await held;
  const closed = simulator.close();
  release();
  expect((await answer).status).toBe(200);
  await closed;
});
