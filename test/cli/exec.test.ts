import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTlsChain } from '../../simulator/pki/tls-chain.js';
import { built } from '../support/built.js';
import { type Program, startProgram } from '../support/program.js';
import { has, plainEnvironment, run } from '../support/tools.js';
import { hardCoded } from './exec.programs.js';

// The command line as it is installed: dist/.
const cli = built('cli.js');
const running: Program[] = [];
let folder: string;
/** The temporary folder of what runs here; everything `exec` writes must be in it, and gone at the end. */
let temporary: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exec-test-'));
  temporary = join(folder, 'tmp');
  mkdirSync(temporary);
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

const environment = (env: NodeJS.ProcessEnv = {}) => ({ ...plainEnvironment, TMPDIR: temporary, ...env });

/** `exec` to its end; the temporary folder is empty again whatever happened. */
async function exec(command: readonly string[], env: NodeJS.ProcessEnv = {}, flags: readonly string[] = []) {
  const finished = await run(process.execPath, [cli, 'exec', ...flags, '--', ...command], {
    env: environment(env),
  });
  expect(readdirSync(temporary)).toEqual([]);
  return finished;
}

const node = (text: string) => [process.execPath, '-e', text];

function start(command: readonly string[]): Program {
  const program = startProgram(process.execPath, [cli, 'exec', '--', ...command], { env: environment() });
  running.push(program);
  return program;
}

for (const { what, tool, args } of hardCoded) {
  test.skipIf(!has(tool))(`${what}: a program with the real host in it reaches the simulator`, async () => {
    const { code, stdout, stderr } = await exec([tool, ...args(folder)]);
    expect(stdout, stderr).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(code).toBe(0);
  });
}

test.each(['default', 'static', 'ga'])(
  'the official npm SDK, hosts hard-coded (%s), goes through its whole flow',
  async (which) => {
    const driver = fileURLToPath(new URL('exec.hard-coded.cjs', import.meta.url));
    const { code, stdout, stderr } = await exec([process.execPath, '--no-deprecation', driver, which]);
    expect(stderr).toBe('');
    const [requested, waiting, signed, verified, again] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(requested).toEqual({ requestCMS: 'success', receiptId: expect.stringMatching(/^0\d{17}$/) });
    expect(waiting).toMatchObject({ getCMSState: 'success', state: 0 });
    expect(signed).toMatchObject({ getCMSState: 'success', state: 1 });
    expect(verified).toMatchObject({ verifyCMS: 'success', signedData: expect.stringMatching(/^MII/) });
    expect(again).toMatchObject({ verifyCMS: 'error', code: expect.any(Number) });
    expect(code).toBe(0);
  },
);

test('the exit code is the command’s', async () => {
  expect((await exec(node('process.exit(7)'))).code).toBe(7);
  expect((await exec(['true'])).code).toBe(0);
});

test('a command that a signal ended gives 128 + n', async () => {
  expect((await exec(['sh', '-c', 'kill -KILL $$'])).code).toBe(137);
  expect((await exec(['sh', '-c', 'kill -TERM $$'])).code).toBe(143);
});

test('a command that is not there gives 127, one that can’t be run 126, each with one line', async () => {
  const missing = await exec(['no-such-command-here']);
  expect([missing.code, missing.stderr]).toEqual([
    127,
    'kakaocert-simulator: exec: "no-such-command-here" was not found.\n',
  ]);
  const file = join(folder, 'text');
  writeFileSync(file, 'no program');
  const unfit = await exec([file]);
  expect([unfit.code, unfit.stderr.split('\n').length]).toEqual([126, 2]);
});

test.each([
  [[], /name a command after --/],
  [['--', ''].slice(0, 1), /name a command after --/],
  [['npm', 'test'], /npm/],
  [['--host', '::1', '--', 'true'], /'--host'/],
  [['--client-code', '1', '--', 'true'], /--client-code: "1" is no ClientCode; give 12 digits/],
  [['--secret-key', 'x', '--', 'true'], /--secret-key: it must be base64/],
  [['--proxy-port', 'x', '--', 'true'], /--proxy-port: "x" is no port/],
])('exec %j is a usage error: one line, exit code 2', async (args, message) => {
  const { code, stderr } = await run(process.execPath, [cli, 'exec', ...args], { env: environment() });
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('what stands after -- is the command’s own, --help included', async () => {
  expect((await exec(['sh', '-c', 'echo "$@"', 'sh', '--help', '--', '-x'])).stdout).toBe('--help -- -x\n');
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s goes to the command, and its answer is ours; nothing is left behind',
  async (signal) => {
    const program = start(
      node(`process.on('${signal}', () => { console.log('heard'); process.exit(5); });
            setInterval(() => {}, 1000); console.log('ready')`),
    );
    expect(await program.line()).toBe('ready');
    expect(readdirSync(temporary)).toHaveLength(1);
    program.child.kill(signal);
    expect(await program.line()).toBe('heard');
    expect(await program.ended()).toBe(5);
    expect(readdirSync(temporary)).toEqual([]);
  },
);

test('a signal that ends the command ends this with 128 + n, and the folder goes', async () => {
  const program = start(node("setInterval(() => {}, 1000); console.log('ready')"));
  await program.line();
  expect(await program.stop('SIGTERM')).toBe(143);
  expect(readdirSync(temporary)).toEqual([]);
});

test('standard input and output are the command’s, and nothing else is on them', async () => {
  const args = [cli, 'exec', '--', 'cat'];
  const { stdout, stderr } = await run(process.execPath, args, { env: environment(), input: 'as it came' });
  expect([stdout, stderr]).toEqual(['as it came', '']);
});

test('everything is in one folder that is this user’s alone', async () => {
  const look = `const { statSync, readdirSync } = require('fs'); const { join, dirname } = require('path');
    const folder = dirname(process.env.SSL_CERT_FILE);
    const all = readdirSync(folder, { recursive: true }).map((name) => (statSync(join(folder, name)).mode & 0o077).toString(8));
    console.log(JSON.stringify([dirname(folder), (statSync(folder).mode & 0o777).toString(8), [...new Set(all)]]))`;
  const { stdout } = await exec(node(look));
  expect(JSON.parse(stdout)).toEqual([temporary, '700', ['0']]);
});

test('tests find the simulator and the default tenant', async () => {
  const names = ['SIM_URL', 'LINK_ID', 'SECRET_KEY', 'CLIENT_CODE'].map(
    (name) => `process.env.KAKAOCERT_${name}`,
  );
  const { stdout } = await exec(node(`console.log(JSON.stringify([${names}]))`));
  const [url, ...credentials] = JSON.parse(stdout);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(credentials).toEqual(['TESTER', 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=', '020040000001']);
});

test('flags of start are taken: --sign immediate', async () => {
  const { stdout } = await exec(
    node(
      `fetch(process.env.KAKAOCERT_SIM_URL + '/_sim/v1/tenants/020040000001').then((r) => r.json()).then((t) => console.log(t.sign))`,
    ),
    {},
    ['--sign', 'immediate'],
  );
  expect(stdout).toBe('immediate\n');
});

test('what the user has in these variables is kept and chained', async () => {
  const mine = join(folder, 'mine.pem');
  const own = '-----BEGIN CERTIFICATE-----\nTWluZQ==\n-----END CERTIFICATE-----\n';
  writeFileSync(mine, own);
  const given = {
    NODE_OPTIONS: '--max-http-header-size=20000',
    JAVA_TOOL_OPTIONS: '-Dmine=1',
    PYTHONPATH: '/mine/python',
    PHP_INI_SCAN_DIR: '/mine/php',
    NO_PROXY: 'corp.example,.linkhub.co.kr,*,auth.linkhub.co.kr:443,auth.linkhub.co.kr.',
    SSL_CERT_FILE: mine,
    NODE_EXTRA_CA_CERTS: mine,
    HTTPS_PROXY: 'http://proxy.corp.example:3128',
  };
  const show = `const env = process.env; const read = (name) => require('fs').readFileSync(env[name], 'utf8');
    console.log(JSON.stringify({ ...env, files: { SSL_CERT_FILE: read('SSL_CERT_FILE'), NODE_EXTRA_CA_CERTS: read('NODE_EXTRA_CA_CERTS'),
      CURL_CA_BUNDLE: read('CURL_CA_BUNDLE') }, header: require('http').maxHeaderSize }))`;
  const { stdout } = await exec(node(show), given);
  const { files, header, ...env } = JSON.parse(stdout);
  expect(env.NODE_OPTIONS).toMatch(/^--max-http-header-size=20000 --require=\S+\.cjs$/);
  expect(header).toBe(20_000);
  expect(env.JAVA_TOOL_OPTIONS).toMatch(/^-Dmine=1 -Dhttp\.proxyHost=127\.0\.0\.1 /);
  expect(env.PYTHONPATH).toMatch(new RegExp(`${delimiter}/mine/python$`));
  expect(env.PHP_INI_SCAN_DIR).toMatch(new RegExp(`^/mine/php${delimiter}`));
  // What would lead the real hosts past the proxy, to the real service, is left out.
  expect([env.NO_PROXY, env.no_proxy]).toEqual(Array(2).fill('localhost,127.0.0.1,::1,corp.example'));
  expect(env.HTTPS_PROXY).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const name of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']) {
    expect(files[name].startsWith(own)).toBe(true);
    expect(files[name].match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  }
  expect(files.CURL_CA_BUNDLE.match(/BEGIN CERTIFICATE/g).length).toBeGreaterThan(20);
  expect(readFileSync(mine, 'utf8')).toBe(own);
});

test.skipIf(!has('python3'))('Python: the user’s own sitecustomize is run too', async () => {
  writeFileSync(join(folder, 'sitecustomize.py'), "print('mine first', end=' ')\n");
  const { stdout } = await exec(['python3', '-c', "print('then the program')"], { PYTHONPATH: folder });
  expect(stdout).toBe('mine first then the program\n');
});

test('Node: look-ups of other hosts are as ever; a record that our hosts lack is told as that', async () => {
  const look = `const dns = require('dns'); const { promisify } = require('util');
    Promise.all([promisify(dns.lookup)('localhost', { family: 4 }), promisify(dns.lookup)('127.0.0.1'),
      dns.promises.resolve6('auth.linkhub.co.kr').catch(({ code }) => code)]).then((all) => console.log(JSON.stringify(all)))`;
  const { stdout, stderr } = await exec(node(look));
  expect(stderr).toBe('');
  const loopback = { address: '127.0.0.1', family: 4 };
  expect(JSON.parse(stdout)).toEqual([loopback, loopback, 'ENODATA']);
});

test.skipIf(!has('python2'))(
  'Python 2: the user’s own sitecustomize is run too, and sockets work',
  async () => {
    writeFileSync(join(folder, 'sitecustomize.py'), "import sys\nsys.stdout.write('mine first, ')\n");
    const sockets = "import socket; print(socket.getaddrinfo('127.0.0.1', 80)[0][4][0])";
    const { stdout, stderr } = await exec(['python2', '-c', sockets], { PYTHONPATH: folder });
    expect([stdout, stderr]).toEqual(['mine first, 127.0.0.1\n', '']);
  },
);

test('PHP: streams know no proxy, so they trust our root alone, whatever the user trusts', async () => {
  const look = `const { readFileSync, readdirSync } = require('fs'); const { join } = require('path');
    const folder = process.env.PHP_INI_SCAN_DIR.split(':').pop();
    const ini = readFileSync(join(folder, readdirSync(folder)[0]), 'utf8');
    const count = (name) => readFileSync(new RegExp(name + '="(.*)"').exec(ini)[1], 'utf8').split('BEGIN CERTIFICATE').length - 1;
    console.log(JSON.stringify([count('curl.cainfo') > 20, count('openssl.cafile')]))`;
  expect(JSON.parse((await exec(node(look))).stdout)).toEqual([true, 1]);
});

test.skipIf(!has('php'))(
  'PHP: a stream to a host with another root fails, though the user trusts it',
  async () => {
    const { rootPem, certificatePem, keyPem } = await createTlsChain({ now: Date.now, bytes: randomBytes });
    const mine = join(folder, 'mine.pem');
    writeFileSync(mine, rootPem);
    // As the real service would be: its name, and a root that is not ours.
    const real = createServer({ cert: certificatePem, key: keyPem }, (_request, response) =>
      response.end('real'),
    );
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve));
    const { port } = real.address() as AddressInfo;
    const stream = `echo @file_get_contents("https://127.0.0.1:${port}/", false, stream_context_create(["ssl" =>
    ["peer_name" => "auth.linkhub.co.kr"]])) ?: error_get_last()["message"];`;
    try {
      const plainly = await run('php', ['-r', stream], { env: environment({ SSL_CERT_FILE: mine }) });
      expect(plainly.stdout).toBe('real');
      expect((await exec(['php', '-r', stream], { SSL_CERT_FILE: mine })).stdout).toMatch(
        /Failed to open stream/i,
      );
    } finally {
      real.close();
    }
  },
);

test.skipIf(!has('curl'))('other hosts are refused by the proxy, and loopback goes past it', async () => {
  const { code, stderr } = await exec(['curl', '-sS', 'https://example.org/']);
  expect([code, stderr]).toEqual([56, expect.stringContaining('403')]);
  const loopback = await exec(['sh', '-c', 'curl -sS "$KAKAOCERT_SIM_URL/_sim/v1/health"']);
  expect(JSON.parse(loopback.stdout).status).toBe('ok');
});

test('a program finds its own credentials, and the port that was asked for', async () => {
  const flags = ['--link-id', 'MINE', '--secret-key', 'c2VjcmV0LW9mLW1pbmUtMzItYnl0ZXMtbG9uZy4uLi4='].concat([
    '--client-code',
    '020040000077',
    '--sub-client',
    '020040000078=별칭',
    '--port',
    '0',
  ]);
  const asks = `fetch(process.env.KAKAOCERT_SIM_URL + '/_sim/v1/tenants').then(async (r) => {
    const [tenant] = (await r.json()).tenants;
    console.log(JSON.stringify([tenant, process.env.KAKAOCERT_LINK_ID, process.env.KAKAOCERT_CLIENT_CODE]));
  })`;
  const { stdout } = await exec(node(asks), {}, flags);
  const [tenant, linkId, clientCode] = JSON.parse(stdout);
  expect([linkId, clientCode]).toEqual(['MINE', '020040000077']);
  expect(tenant).toMatchObject({ linkId, clientCode, subClients: [{ code: '020040000078', name: '별칭' }] });
});

test('the port of the file is start’s, the port of the flag is exec’s', async () => {
  writeFileSync(join(folder, 'kakaocert-simulator.config.json'), '{"port": 1}');
  const finished = await run(
    process.execPath,
    [cli, 'exec', '--', process.execPath, '-p', 'process.env.KAKAOCERT_SIM_URL'],
    { env: environment(), cwd: folder },
  );
  expect(finished.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,5}$/m);
  const taken = await exec(['true'], {}, ['--port', '99999']);
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('--port: "99999" is no port')]);
});

test.skipIf(!has('curl'))('a blocked host is named once, at its first call', async () => {
  const calls = 'for u in http://a.test/x http://a.test/y https://b.test/; do curl -s $u; done; true';
  const { stderr } = await exec(['sh', '-c', calls]);
  expect(stderr.split('\n').filter((line) => line.includes('was blocked'))).toEqual([
    'kakaocert-simulator: a.test:80 was blocked; --proxy-passthrough lets other hosts through.',
    'kakaocert-simulator: b.test:443 was blocked; --proxy-passthrough lets other hosts through.',
  ]);
});

test.each<[readonly string[], RegExp]>([
  [[], /^$/],
  [
    ['--log', 'calls'],
    /^kakaocert-simulator: control plane (http:\/\/127\.0\.0\.1:\d+)\/_sim\/v1, console \1\/_sim\/\n/,
  ],
  [
    ['--log', 'calls', '--language', 'ko'],
    /^kakaocert-simulator: 제어 API http:\/\/127\.0\.0\.1:\d+\/_sim\/v1, 콘솔 /,
  ],
  [['--log', 'json'], /^\{"event":"ready","url":"(http:\/\/127\.0\.0\.1:\d+)","console":"\1\/_sim\/"\}\n/],
  [['--log', 'calls', '--quiet'], /^$/],
  [['--log', 'none'], /^$/],
])('with a log, %j, it says in one line where it is', async (flags, line) => {
  expect((await exec(['true'], {}, flags)).stderr).toMatch(line);
});
