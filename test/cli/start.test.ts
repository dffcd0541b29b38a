import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { version } from '../../simulator/version.js';
import { built } from '../support/built.js';
import { type Program, startProgram } from '../support/program.js';

// The command line as it is installed: dist/.
const cli = built('cli.js');
const running: Program[] = [];

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const program = startProgram(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
  running.push(program);
  return program;
}

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
});

test('start --json prints exactly one ready line, and SIGTERM ends it with 0', async () => {
  const program = run(['start', '--port', '0', '--json']);
  const ready = JSON.parse(await program.line());
  expect(ready).toEqual({
    event: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    linkId: 'TESTER',
    secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
    clientCode: '020040000001',
    console: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_sim\/$/),
    tls: null,
    proxy: null,
    tlsCa: null,
    controlToken: null,
  });
  const health = await fetch(`${ready.url}/_sim/v1/health`);
  expect(await health.json()).toEqual({ status: 'ok', version });
  expect(await program.stop('SIGTERM')).toBe(0);
  await expect(program.line()).rejects.toThrow('ended with 0');
  expect(program.stderr()).toBe('');
});

test('without a command it starts; SIGINT ends it with 0; people see addresses, credentials and a snippet', async () => {
  const program = run(['--port=0']);
  const lines: string[] = [];
  while (!lines.at(-1)?.startsWith('Ctrl-C')) lines.push(await program.line());
  const text = lines.join('\n');
  expect(text).toMatch(/auth and service +http:\/\/127\.0\.0\.1:\d+\n/);
  expect(text).toMatch(/AuthURL: 'http:\/\/127\.0\.0\.1:\d+',/);
  expect(text).toContain('020040000001');
  expect(await program.stop('SIGINT')).toBe(0);
});

test('a line for each call is on stderr, none with --quiet; an open stream of events delays no end', async () => {
  for (const [flags, said] of [
    [[], /^\d\d:\d\d:\d\d\.\d{3} {2}200 {2}time\n$/],
    [['--log', 'json'], /^\{"id":".+","event":"call","data":\{.*"operation":"time".*\}\n$/],
    [['--quiet'], /^$/],
    [['--log=none'], /^$/],
  ] as const) {
    const program = run(['start', '--port', '0', '--json', ...flags]);
    const { url } = JSON.parse(await program.line());
    const stream = await fetch(`${url}/_sim/v1/events`);
    expect((await fetch(`${url}/Time`)).status).toBe(200);
    const began = performance.now();
    expect(await program.stop('SIGTERM')).toBe(0);
    // What is in flight has 5 s.
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await stream.text()).toContain('event: call');
    expect(program.stderr()).toMatch(said);
  }
});

test('the environment gives port and host; flags win', async () => {
  const program = run(['start', '--json', '--port', '0'], {
    KAKAOCERT_SIM_PORT: '99999',
    KAKAOCERT_SIM_HOST: 'localhost',
  });
  expect(JSON.parse(await program.line()).url).toMatch(/^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+$/);
});

test.skipIf(process.platform === 'win32')(
  'a working folder that is gone is none with a file of settings',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kakaocert-gone-'));
    const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" start --port 0 --json';
    const program = startProgram('sh', ['-c', script, 'sh', folder, process.execPath, cli]);
    running.push(program);
    expect(JSON.parse(await program.line()).event).toBe('ready');
    expect(await program.stop('SIGTERM')).toBe(0);
  },
);

test('a second instance on the same port says so in one line, with exit code 2', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const program = run(['start', '--port', String(port)]);
  expect(await program.ended()).toBe(2);
  expect(program.stderr()).toBe(
    `kakaocert-simulator: Port ${port} on 127.0.0.1 is taken; give another with --port, or --port 0 for any free one. Try --help.\n`,
  );
  await new Promise((resolve) => holder.close(resolve));
});

test.each([
  [['start', '--prot', '1'], /'--prot'; the nearest is --port/],
  [['start', '--nothing-like-it'], /'--nothing-like-it'\. Try/],
  [['start', '--port', 'abc'], /--port: "abc" is no port/],
  [['start', '--port', '70000'], /--port: "70000" is no port/],
  [['start', '--port'], /'--port/],
  [['start', 'now'], /now/],
  [['start', '--sign', 'sometimes'], /--sign: "sometimes" is none of manual/],
  [['start', '--profile', 'cades'], /--profile is now called --form/],
  [['start', '--profile=cades'], /--profile is now called --form/],
  [['exec', '--profile', 'der', '--', 'true'], /--profile is now called --form/],
  [['start', '--auth-window', '10m'], /--auth-window: "10m" is no ISO 8601 duration/],
  [['start', '--log', 'loud'], /--log: "loud" is none of/],
  [['start', '--log-level', 'warn'], /--log-level is now called --log; give --log instead/],
  [['start', '--host', '203.0.113.1', '--port', '0'], /--host: "203.0.113.1" is no address of this machine/],
  [['--control-token', ''], /--control-token: it must be one or more visible ASCII characters/],
  [['--host=0.0.0.0', '--control-token='], /--control-token: it must be/],
  [['--control-token', 'two words'], /--control-token: it must be/],
  [['stat'], /"stat" is no command; the nearest is start/],
  [['frobnicate'], /"frobnicate" is no command; there are start, exec/],
  [['exec', 'ls'], /exec: name a command after --, e\.g\. exec -- npm test/],
  [['conformance', 'node', 'a.mjs'], /conformance: "node" stands before --/],
])('%j is a usage error: one clear line, exit code 2', async (args, message) => {
  const program = run(args);
  expect(await program.ended()).toBe(2);
  expect(program.stderr()).toMatch(message);
  expect(program.stderr().trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  [['--version'], new RegExp(`^${version.replaceAll('.', '\\.')}$`)],
  [['--help'], /^kakaocert-simulator .* a local kakaoCert/],
  [['start', '--help'], /^Usage: kakaocert-simulator start/],
  [['help', 'sign'], /^Usage: kakaocert-simulator sign/],
])('%j prints and ends with 0', async (args, first) => {
  const program = run(args);
  expect(await program.line()).toMatch(first);
  expect(await program.ended()).toBe(0);
});

test('off loopback it prints a control token once', async () => {
  const program = run(['start', '--host', '0.0.0.0', '--port', '0', '--json'], {
    KAKAOCERT_SIM_TOKEN: 'given-token',
  });
  expect(JSON.parse(await program.line()).controlToken).toBe('given-token');
});

test('an empty KAKAOCERT_SIM_TOKEN is as none: a token is made', async () => {
  const program = run(['start', '--host', '0.0.0.0', '--port', '0', '--json'], { KAKAOCERT_SIM_TOKEN: '' });
  const { url, controlToken } = JSON.parse(await program.line());
  expect(controlToken).toMatch(/^[\w-]{32}$/);
  const tenants = `http://127.0.0.1:${new URL(url).port}/_sim/v1/tenants/020040000001`;
  expect((await fetch(tenants)).status).toBe(401);
  expect((await fetch(tenants, { headers: { authorization: `Bearer ${controlToken}` } })).status).toBe(200);
});
