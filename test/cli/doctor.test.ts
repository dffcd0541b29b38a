import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CheckName, checkNames, checks } from '../../cli/doctor/checks.js';
import { type DoctorIo, doctor } from '../../cli/doctor/doctor.js';
import type { Facts } from '../../cli/doctor/facts.js';
import { createSimulator, type Simulator } from '../../simulator/index.js';
import { version } from '../../simulator/version.js';

// The doctor as somebody calls it, against a simulator that listens; and each verdict by its facts.

const NOON = Date.UTC(2026, 10, 23, 3);
let simulator: Simulator;
let url: string;

beforeEach(async () => {
  simulator = await createSimulator({ now: () => NOON });
  ({ url } = await simulator.listen());
});
afterEach(() => simulator.close());

interface Said {
  readonly check: CheckName;
  readonly result: string;
  readonly found: { readonly en: string; readonly ko: string };
  readonly next: { readonly en: string; readonly ko: string } | null;
}

async function asks(argv: readonly string[], io: Partial<DoctorIo> = {}) {
  let out = '';
  const code = await doctor(argv, {
    env: {},
    fetch: globalThis.fetch,
    now: () => NOON,
    out: (text) => {
      out += text;
    },
    ...io,
  });
  return { code, out };
}

async function json(argv: readonly string[], io?: Partial<DoctorIo>) {
  const { code, out } = await asks(['--json', ...argv], io);
  const told = JSON.parse(out) as { ok: boolean; url: string; checks: readonly Said[] };
  expect(told.ok).toBe(code === 0);
  return { code, ...told, of: (name: CheckName) => told.checks.filter(({ check }) => check === name) };
}

test('where all is well it says so in one line each, exit code 0', async () => {
  const { code, out } = await asks(['--url', url, '--port', '0', '--auth-url', url, '--service-url', url]);
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^ok {7}Node {13}\d+\.\d+\.\d+$/),
    `ok       simulator        ${version} at ${url}`,
    'ok       port             0 is free',
    'ok       clock            the same as at /Time',
    'ok       proxy variables  none',
    `ok       addresses        auth-url ${url}`,
    `ok       addresses        service-url ${url}`,
  ]);
});

test('in Korean, by the language of the system or by the flag', async () => {
  const korean = /^정상 {5}Node/;
  expect((await asks(['--url', url], { env: { LANG: 'ko_KR.UTF-8' } })).out).toMatch(korean);
  expect((await asks(['--url', url, '--language', 'ko'])).out).toMatch(korean);
});

test('an https ServiceURL is refused: npm kakaocert would call the real service', async () => {
  const given = url.replace('http:', 'https:');
  const { code, of } = await json(['--url', url, '--service-url', given, '--only', 'addresses']);
  expect(code).toBe(1);
  expect(of('addresses')).toEqual([
    {
      check: 'addresses',
      result: 'refused',
      found: {
        en: expect.stringContaining('calls the REAL service'),
        ko: expect.stringContaining('실제 서비스를 호출'),
      },
      next: { en: `give --service-url as ${url}`, ko: expect.stringContaining(url) },
    },
  ]);
});

test('what is refused is red on a terminal', async () => {
  const stream = Object.assign(new Writable(), { isTTY: true, getColorDepth: () => 8 });
  const { out } = await asks(['--url', url, '--auth-url', 'https://x.example', '--only', 'addresses'], {
    stream,
  });
  expect(out).toContain('\u001b[31mREFUSED');
});

test.each([
  ['https://kakaocert-api.linkhub.co.kr', 'is the real service'],
  ['http://auth.linkhub.co.kr', 'is the real service'],
  ['http://127.0.0.1:9080/', 'no slash at the end'],
  ['http://127.0.0.1:9080/kakao', 'no path'],
  ['http://127.0.0.1', 'the port must be there'],
  ['http://https-proxy.local:9080', '"https" in it'],
  ['127.0.0.1:9080', 'is no address'],
  ['HTTP://127.0.0.1:9080', 'must be exactly http://127.0.0.1:9080'],
])('the address %s is refused: %s', async (address, reason) => {
  const { of } = await json(['--url', url, '--auth-url', address, '--only', 'addresses']);
  expect(of('addresses')).toMatchObject([
    { result: 'refused', found: { en: expect.stringContaining(reason) } },
  ]);
});

test('addresses are read from the environment, and one of somewhere else is a warning', async () => {
  const env = { KAKAOCERT_AUTH_URL: url, KAKAOCERT_SERVICE_URL: 'http://127.0.0.1:9' };
  const { of, code } = await json(['--url', url, '--only', 'addresses'], { env });
  expect(of('addresses').map(({ result }) => result)).toEqual(['ok', 'warning']);
  expect(code).toBe(0);
});

test('nobody at the default address is a warning, at a named one it is refused; both say what to do', async () => {
  const fetch = () =>
    Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }));
  const named = await json(['--url', 'http://127.0.0.1:9081', '--only', 'simulator'], { fetch });
  expect(named.code).toBe(1);
  expect(named.of('simulator')).toMatchObject([
    {
      result: 'refused',
      found: { en: 'nobody listens at http://127.0.0.1:9081' },
      next: { en: expect.stringContaining('start') },
    },
  ]);
  const unnamed = await json(['--only', 'simulator'], { fetch });
  expect(unnamed.of('simulator')).toMatchObject([{ result: 'warning' }]);
  expect(unnamed.url).toBe('http://127.0.0.1:9080');
});

test('a health check by `--only simulator` leaves no call behind', async () => {
  const called: string[] = [];
  const fetch: DoctorIo['fetch'] = (input, init) => {
    called.push(String(input instanceof Request ? input.url : input));
    return globalThis.fetch(input, init);
  };
  expect((await asks(['--url', url, '--only', 'simulator'], { fetch })).code).toBe(0);
  expect(called).toEqual([`${url}/_sim/v1/health`]);
});

test('a stranger at the address is no simulator, and its port is taken', async () => {
  const stranger = createServer((_, answer) => answer.end('{"status":"fine"}')).listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => stranger.once('listening', resolve));
    const { port } = stranger.address() as AddressInfo;
    const { of, code } = await json(['--url', `http://127.0.0.1:${port}`, '--port', String(port)]);
    expect(code).toBe(1);
    expect(of('simulator')).toMatchObject([
      { result: 'refused', found: { en: expect.stringContaining('is no kakaocert-simulator') } },
    ]);
    expect(of('port')).toMatchObject([
      { result: 'warning', next: { en: expect.stringMatching(/start --port 0$/) } },
    ]);
    expect(of('clock')).toMatchObject([{ result: 'skipped' }]);
  } finally {
    stranger.close();
  }
});

test('a stranger at the default address is refused: it answered', async () => {
  const fetch = () => Promise.resolve(Response.json({ status: 'fine' }));
  const { code, of } = await json(['--only', 'simulator'], { fetch });
  expect(of('simulator')).toMatchObject([{ result: 'refused' }]);
  expect(code).toBe(1);
});

test('a port that another program has is a warning, though the simulator runs', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { of } = await json(['--url', url, '--port', String(port), '--only', 'port']);
    expect(of('port')).toMatchObject([
      { result: 'warning', found: { en: `${port} is taken by another program` } },
    ]);
  } finally {
    other.close();
  }
});

test('a port that was looked at is free afterwards', async () => {
  const found = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => found.once('listening', resolve));
  const { port } = found.address() as AddressInfo;
  await new Promise((resolve) => found.close(resolve));
  const asked = ['--url', url, '--port', String(port), '--only', 'port'];
  for (const _ of ['first', 'second']) {
    expect((await json(asked)).of('port')).toMatchObject([{ found: { en: `${port} is free` } }]);
  }
});

test('what to do stands under what was found', async () => {
  const { out } = await asks(['--url', url, '--auth-url', `${url}/`, '--only', 'addresses']);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/^REFUSED {2}addresses {8}auth-url http/),
    `         → give --auth-url as ${url}`,
    '',
  ]);
});

test('the port that the simulator itself has is no fault', async () => {
  const { of } = await json(['--url', url, '--port', new URL(url).port, '--only', 'port']);
  expect(of('port')).toMatchObject([{ result: 'ok' }]);
});

test.each([
  [59_000, 'ok'],
  [5 * 60_000, 'warning'],
  [10 * 60_000, 'warning'],
  [11 * 60_000, 'refused'],
  [-11 * 60_000, 'refused'],
])('a clock that is %d ms off is %s', async (off, result) => {
  const { of } = await json(['--url', url, '--only', 'clock'], { now: () => NOON + off });
  expect(of('clock')).toMatchObject([{ result }]);
});

test.each([
  [{}, 'ok'],
  [{ HTTP_PROXY: 'http://proxy:3128' }, 'warning'],
  [{ ALL_PROXY: 'socks5://proxy:1080' }, 'warning'],
  [{ http_proxy: 'http://proxy:3128', no_proxy: 'localhost,127.0.0.1' }, 'ok'],
  [{ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'example.com' }, 'warning'],
])('with the proxy variables %j the verdict is %s', async (env, result) => {
  const { of } = await json(['--url', url, '--only', 'proxy'], { env });
  expect(of('proxy')).toMatchObject([{ result }]);
});

test('what Kubernetes sets beside a Service of our name is no port', async () => {
  const env = { KAKAOCERT_SIM_PORT: 'tcp://10.0.0.1:9080' };
  const said = json(['--url', url, '--only', 'port'], { env });
  await expect(said).resolves.toMatchObject({ checks: [{ found: { en: expect.stringContaining('9080') } }] });
});

test.each([
  ['--only', 'colour', /--only: "colour" is no check; there are runtime, simulator/],
  ['--url', 'ftp://x', /--url: "ftp:\/\/x" is no address/],
  ['--port', '70000', /--port: "70000" is no port/],
])('%s %s is a mistake on the command line', async (flag, value, message) => {
  await expect(asks([flag, value])).rejects.toThrow(message);
});

const facts: Facts = {
  runtime: { node: '20.19.0', isExecutable: false },
  url: 'http://127.0.0.1:9080',
  isNamed: false,
  simulator: { version },
  port: { number: 9080, refusal: null },
  clock: null,
  proxies: [],
  noProxy: undefined,
  addresses: [],
};

test.each([
  ['18.20.0', false, 'refused'],
  ['20.18.9', false, 'refused'],
  ['20.19.0', false, 'ok'],
  ['21.9.0', false, 'refused'],
  ['22.11.0', false, 'refused'],
  ['22.12.0', false, 'ok'],
  ['26.0.0', false, 'ok'],
  ['26.10.0', true, 'ok'],
])('Node %s (in an executable: %s) is %s', (node, isExecutable, result) => {
  expect(checks.runtime.judge({ ...facts, runtime: { node, isExecutable } })).toMatchObject([{ result }]);
});

test('another version at the address is a warning', () => {
  expect(checks.simulator.judge({ ...facts, simulator: { version: '0.0.1' } })).toMatchObject([
    { result: 'warning' },
  ]);
});

test('whatever is wrong says what to do, in both languages', () => {
  const bad: Facts = {
    runtime: { node: '18.0.0', isExecutable: false },
    url: 'http://127.0.0.1:9080',
    isNamed: true,
    simulator: { version: '0.0.1' },
    port: { number: 80, refusal: 'EACCES' },
    clock: { theirs: 0, ours: NOON },
    proxies: ['HTTP_PROXY'],
    noProxy: undefined,
    addresses: [{ name: 'auth-url', value: 'https://auth.linkhub.co.kr' }],
  };
  for (const name of checkNames) {
    for (const { result, found, next } of checks[name].judge(bad)) {
      expect(['warning', 'refused'], name).toContain(result);
      for (const text of [found, next]) {
        expect(text?.en, name).toMatch(/\w/);
        expect(text?.ko, name).toMatch(/[가-힣]/);
      }
    }
  }
});

test('the page names every check', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/command-line.md', import.meta.url)), 'utf8');
  const [, part = ''] = page.split('\n## doctor\n');
  const named = [...part.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(named).toEqual(checkNames);
});
