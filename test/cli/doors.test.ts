import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { built } from '../support/built.js';
import { type Program, startProgram } from '../support/program.js';

// The TLS and proxy doors from the command line as it is installed: dist/.
const cli = built('cli.js');
const running: Program[] = [];

function start(...args: readonly string[]): Program {
  const program = startProgram(process.execPath, [cli, 'start', '--port', '0', ...args]);
  running.push(program);
  return program;
}

afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
});

const https = expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/);
const http = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);

test.each([
  [['--tls-port', '0'], { tls: https, proxy: null }],
  [['--proxy-port', '0'], { tls: https, proxy: http }],
  [['--tls-port', '0', '--proxy-port', '0', '--proxy-passthrough'], { tls: https, proxy: http }],
])('start %j tells the doors, and the root as PEM', async (flags, doors) => {
  const program = start('--json', ...flags);
  const ready = JSON.parse(await program.line());
  expect(ready).toMatchObject({ event: 'ready', ...doors });
  expect(new X509Certificate(ready.tlsCa).subject).toContain('CN=TEST TLS Root');
  expect(await (await fetch(`${ready.url}/_sim/v1/tls-ca.pem`)).text()).toBe(ready.tlsCa);
  expect(await program.stop('SIGTERM')).toBe(0);
  expect(program.stderr()).toBe('');
});

test('people see them too', async () => {
  const program = start('--proxy-port', '0');
  const lines: string[] = [];
  while (!lines.at(-1)?.startsWith('Ctrl-C')) lines.push(await program.line());
  const text = lines.join('\n');
  expect(text).toMatch(/TLS, real names +https:\/\/127\.0\.0\.1:\d+\n/);
  expect(text).toMatch(/its root +http:\/\/127\.0\.0\.1:\d+\/_sim\/v1\/tls-ca\.pem\n/);
  expect(text).toMatch(/proxy +http:\/\/127\.0\.0\.1:\d+\n/);
});

test.each([
  [['--tls-port', 'x'], /--tls-port: "x" is no port/],
  [['--proxy-port', '70000'], /--proxy-port: "70000" is no port/],
  [['--proxy-passthrough'], /--proxy-passthrough: there is no proxy/],
  [
    ['--host', '0.0.0.0', '--proxy-port', '0'],
    /--proxy-port: the proxy listens on loopback only, not on "0\.0\.0\.0"/,
  ],
])('%j is a usage error: one line, exit code 2', async (flags, message) => {
  const program = start(...flags);
  expect(await program.ended()).toBe(2);
  expect(program.stderr()).toMatch(message);
  expect(program.stderr().trimEnd().split('\n')).toHaveLength(1);
});

test.each(['--tls-port', '--proxy-port'])(
  'a taken %s is told by its name, with exit code 2',
  async (flag) => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const program = start(flag, String(port));
    expect(await program.ended()).toBe(2);
    expect(program.stderr()).toContain(
      `Port ${port} on 127.0.0.1 is taken; give another with ${flag}, or ${flag} 0`,
    );
    await new Promise((resolve) => holder.close(resolve));
  },
);
