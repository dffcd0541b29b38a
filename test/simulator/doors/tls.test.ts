import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../../simulator/index.js';
import { createCaller, type FetchLike } from '../../support/caller.js';
import { portOf, rawConnection } from '../../support/connections.js';

const SIX = [
  'auth.linkhub.co.kr',
  'static-auth.linkhub.co.kr',
  'ga-auth.linkhub.co.kr',
  'kakaocert-api.linkhub.co.kr',
  'static-kakaocert-api.linkhub.co.kr',
  'ga-kakaocert-api.linkhub.co.kr',
];
const DAY = 86_400_000;

let simulator: Simulator;
let at: Listening;
let ca: string;
const agents: Agent[] = [];

beforeEach(async () => {
  simulator = await createSimulator();
  at = await simulator.listen({ tlsPort: 0 });
  ca = at.tlsCa ?? '';
});
afterEach(async () => {
  await simulator.close();
  for (const agent of agents.splice(0)) agent.destroy();
});

const place = () => ({ host: '127.0.0.1', port: portOf(at.tls), ca });

/** A request for a real host, at the door's port. */
async function ask(host: string, path: string, options: RequestOptions = {}, sends: unknown = undefined) {
  const sent = request({
    ...place(),
    servername: host,
    path,
    headers: { host },
    agent: false,
    ...options,
  }).end(sends);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** The certificates that the door sends, leaf first, and the root. */
async function chain(): Promise<X509Certificate[]> {
  const socket = connect({ ...place(), servername: SIX[0] ?? '' });
  await once(socket, 'secureConnect');
  const leaf = socket.getPeerX509Certificate();
  const intermediate = leaf?.issuerCertificate;
  socket.destroy();
  if (leaf === undefined || intermediate === undefined) throw new Error('The door sends no intermediate.');
  return [leaf, intermediate, new X509Certificate(ca)];
}

test.each(SIX)('%s is served, and its certificate is good', async (host) => {
  expect(await ask(host, '/Time')).toMatchObject({
    status: 200,
    body: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});

test('any other name is not in the certificate', async () => {
  await expect(ask('www.linkhub.co.kr', '/Time')).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
});

test('it is the same engine as at the plain port: one answer, one journal', async () => {
  const { status, body } = await ask(SIX[0] ?? '', '/KAKAOCERT/Token', { method: 'POST' });
  const plain = await fetch(`${at.url}/KAKAOCERT/Token`, { method: 'POST' });
  expect([plain.status, await plain.text()]).toEqual([status, body]);
  const calls = await simulator.control.unnamedCalls();
  expect(calls.map(({ operation }) => operation)).toEqual(['token', 'token']);
});

test.each(['/_sim/v1/health', '/_sim', '/_sim/v1/tenants?x', 'https://auth.linkhub.co.kr/_sim/v1/health'])(
  'the control plane is not there: %s answers as the provider does to a path it has not',
  async (path) => {
    const missing = await ask(SIX[0] ?? '', '/nowhere');
    const { headers: _date, ...answer } = await ask(SIX[0] ?? '', path);
    expect(answer).toEqual({ status: 404, body: missing.body });
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['code', 'message']);
  },
);

test('the root is at /tls-ca.pem of the plain port, and 404 without a TLS door', async () => {
  const response = await fetch(`${at.url}/_sim/v1/tls-ca.pem`);
  expect([response.status, await response.text()]).toEqual([200, ca]);
  expect(await simulator.control.tlsCaPem()).toBe(ca);

  await using without = await createSimulator();
  const { url, tls, proxy, tlsCa } = await without.listen();
  expect([tls, proxy, tlsCa]).toEqual([null, null, null]);
  const refused = await fetch(`${url}/_sim/v1/tls-ca.pem`);
  expect(refused.status).toBe(404);
  expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test('root → intermediate → leaf, all short-lived, both CAs constrained, nothing but the six names', async () => {
  const [leaf, intermediate, root] = await chain();
  expect([leaf?.ca, intermediate?.ca, root?.ca]).toEqual([false, true, true]);
  expect(leaf?.subjectAltName?.split(', ').sort()).toEqual(SIX.map((host) => `DNS:${host}`).sort());
  // Typed `keyUsage`, this is the extended one: serverAuth.
  expect([leaf?.keyUsage, intermediate?.keyUsage]).toEqual([['1.3.6.1.5.5.7.3.1'], ['1.3.6.1.5.5.7.3.1']]);
  for (const certificate of [leaf, intermediate, root]) {
    const [from, to] = [Date.parse(certificate?.validFrom ?? ''), Date.parse(certificate?.validTo ?? '')];
    expect(from).toBeLessThan(Date.now());
    expect(to).toBeGreaterThan(Date.now() + 7 * DAY);
    expect(to - from).toBeLessThanOrEqual(397 * DAY);
    expect(certificate?.subject).toContain('OU=TEST ONLY');
  }
  // id-ce-nameConstraints, critical: permitted dNSName linkhub.co.kr; excluded 8 and 32 zero bytes, every address.
  const permitted = `a011300f820d${Buffer.from('linkhub.co.kr').toString('hex')}`;
  const excluded = `a130300a8708${'00'.repeat(8)}30228720${'00'.repeat(32)}`;
  for (const certificate of [intermediate, root]) {
    expect(certificate?.raw.toString('hex')).toMatch(
      new RegExp(`0603551d1e0101ff04..30..${permitted}${excluded}`),
    );
  }
});

test('every run has a chain of its own, and one run has one', async () => {
  expect((await simulator.listen({ tlsPort: 0 })).tlsCa).toBe(ca);
  await using other = await createSimulator();
  expect((await other.listen({ tlsPort: 0 })).tlsCa).not.toBe(ca);
});

test('the certificates begin and end around the base clock', async () => {
  const now = Date.parse('2031-05-05T00:00:00Z');
  await using later = await createSimulator({ now: () => now });
  const root = new X509Certificate((await later.listen({ tlsPort: 0 })).tlsCa ?? '');
  expect(Date.parse(root.validFrom)).toBeLessThan(now);
  expect(Date.parse(root.validTo)).toBeGreaterThan(now);
});

test.each([
  ['TLSv1.3', 'TLSv1.3'],
  ['TLSv1.2', 'TLSv1.2'],
] as const)('%s is spoken', async (version, spoken) => {
  const socket = connect({ ...place(), servername: SIX[0] ?? '', minVersion: version, maxVersion: version });
  await once(socket, 'secureConnect');
  expect(socket.getProtocol()).toBe(spoken);
  socket.destroy();
});

test('TLS 1.1 is not', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  const socket = connect({ ...place(), servername: SIX[0] ?? '', ...old });
  const [error] = await once(socket, 'error').catch((reason) => [reason]);
  expect(error.code).toMatch(/^ERR_SSL_/);
});

test('plain HTTP at the TLS port ends, and the door lives on', async () => {
  const { all } = rawConnection(portOf(at.tls), 'GET /Time HTTP/1.1\r\nHost: auth.linkhub.co.kr\r\n\r\n');
  expect(await all()).not.toContain('200');
  expect((await ask(SIX[0] ?? '', '/Time')).status).toBe(200);
});

test.each([
  ['drop', ['ECONNRESET', 'EPIPE']],
  ['reset', ['ECONNRESET']],
  ['halfBody', ['ECONNRESET']],
] as const)('the fault "%s" breaks this connection as it does a plain one', async (fault, codes) => {
  const overTls: FetchLike = async (url, { method = 'GET', headers, body } = {}) => {
    const { pathname } = new URL(url);
    const answer = await ask(
      SIX[0] ?? '',
      pathname,
      { method, headers: headers as OutgoingHttpHeaders },
      body,
    );
    return new Response(answer.body, { status: answer.status });
  };
  const caller = createCaller(overTls, { now: Date.now });
  expect((await caller.token()).status).toBe(200);
  await (await simulator.control.tenant('020040000001')).faults.add('token', { fault });
  const error = await caller.token().catch((reason) => reason);
  expect(codes).toContain(error.code);
  expect((await caller.token()).status).toBe(200);
});

// Node's own grace is 5 s: what closes sooner was closed on purpose.
test('closing ends idle and half-open connections at once', { timeout: 4_000 }, async () => {
  const agent = new Agent({ keepAlive: true });
  agents.push(agent);
  expect((await ask(SIX[0] ?? '', '/Time', { agent })).status).toBe(200);
  const [idle] = Object.values(agent.freeSockets).flat() as TLSSocket[];
  const half = rawConnection(portOf(at.tls), Uint8Array.of(0x16, 0x03, 0x01));
  await once(half.socket, 'connect');
  const ended = idle === undefined ? Promise.resolve() : once(idle, 'close');
  await simulator.close();
  await ended;
  half.socket.destroy();
});
