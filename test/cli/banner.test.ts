import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Ready, reachable, readyText } from '../../cli/banner.js';
import { requestCMS } from '../../fixtures/index.js';
import { defaultTenant } from '../../simulator/core/tenant.js';
import { selfCommand } from '../../simulator/self.js';
import { built } from '../support/built.js';
import { createCaller, requested } from '../support/caller.js';
import { type Program, startProgram } from '../support/program.js';
import { has, plainEnvironment, run } from '../support/tools.js';

const running: Program[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What start prints, to its end. */
async function banner(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = startProgram(process.execPath, [built('cli.js'), 'start', '--port', '0', ...args], {
    env: { ...plainEnvironment, ...env },
  });
  running.push(program);
  const lines: string[] = [];
  while (!lines.at(-1)?.startsWith('Ctrl-C')) lines.push(await program.line());
  return lines.join('\n');
}

/** The lines that are commands of a shell. */
const commandsOf = (text: string) =>
  text.split('\n').flatMap((line) => (/^ {2}(curl|export|node|npx) /.test(line) ? [line.trim()] : []));

/** An address of a row of the banner. */
const addressOf = (text: string) => /auth and service +(\S+)/.exec(text)?.[1] ?? '';

describe.each<[string, readonly string[], NodeJS.ProcessEnv]>([
  ['on loopback', [], {}],
  ['off loopback', ['--host', '0.0.0.0'], {}],
  [
    'off loopback, with a token that a shell would read',
    ['--host', '0.0.0.0'],
    { KAKAOCERT_SIM_TOKEN: `a'b"$c` },
  ],
])('%s', (_, args, env) => {
  test.skipIf(!has('bash') || !has('curl'))(
    'every command of the banner works when it is pasted',
    async () => {
      const text = await banner(args, env);
      const commands = commandsOf(text);
      expect(commands.map((one) => one.split(' ')[0])).toEqual([
        ...(args.length > 0 ? ['export'] : []),
        'node',
        'curl',
      ]);
      const caller = createCaller(globalThis.fetch, { origin: addressOf(text), now: Date.now });
      const first = await requested(caller, requestCMS());
      const second = await requested(caller, requestCMS());
      const { code, stdout, stderr } = await run(
        'bash',
        ['-ec', commands.join('\n').replaceAll('$RECEIPT_ID', first)],
        {
          env: { PATH: process.env.PATH },
        },
      );
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`${second}  signed`);
      expect(stdout).toMatch(new RegExp(`"receiptId":"${first}".*"state":1`));
    },
  );
});

const listening = {
  url: 'http://127.0.0.1:9080',
  port: 9080,
  controlToken: 'token',
  tls: null,
  proxy: null,
  tlsCa: null,
};
const ready: Ready = {
  listening,
  host: '0.0.0.0',
  tenant: defaultTenant,
  file: null,
  allowHosts: [],
  language: 'en',
};

test('listening everywhere, it names what others can call and the --allow-host that they need', () => {
  const names = () => ['192.168.0.5', '[2001:db8::1]'];
  expect(reachable(ready, names)).toEqual({ here: 'http://127.0.0.1:9080', others: names() });
  expect(reachable({ ...ready, host: '192.168.0.5' }, names).others).toEqual([]);
  const { others } = reachable(ready);
  for (const host of others) {
    expect(readyText(ready)).toContain(
      `http://${host}:9080  (its control plane: start with --allow-host ${host})`,
    );
    expect(readyText({ ...ready, allowHosts: [host] })).not.toContain(`--allow-host ${host})`);
  }
});

test('an address that it names works with the --allow-host that it names', async () => {
  const [host] = reachable(ready).others;
  if (host === undefined) return expect(reachable(ready).others).toEqual([]);
  const text = await banner(['--host', '0.0.0.0', '--allow-host', host], { KAKAOCERT_SIM_TOKEN: 'token' });
  const address = new RegExp(`for others +(http://${host}:\\d+)$`, 'm').exec(text)?.[1] ?? '';
  const answer = await fetch(`${address}/_sim/v1/receipts`, { headers: { authorization: 'Bearer token' } });
  expect(answer.status).toBe(200);
});

test.skipIf(process.platform !== 'linux')('--open opens the console in the browser', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'));
  folders.push(folder);
  const seen = join(folder, 'seen');
  writeFileSync(
    join(folder, 'xdg-open'),
    `#!/bin/sh\nprintf %s "$1" > '${seen}.part' && mv '${seen}.part' '${seen}'\n`,
    {
      mode: 0o755,
    },
  );
  const text = await banner(['--open'], { PATH: `${folder}:${process.env.PATH}` });
  await vi.waitFor(() => expect(readFileSync(seen, 'utf8')).toBe(`${addressOf(text)}/_sim/`), {
    timeout: 10_000,
  });
});

test.skipIf(process.platform !== 'linux')('where no browser opens, the address is said', async () => {
  const text = await banner(['--open'], { PATH: '/nowhere' });
  const program = running.at(-1);
  await vi.waitFor(
    () =>
      expect(program?.stderr()).toBe(
        `kakaocert-simulator: no browser opened; open ${addressOf(text)}/_sim/ yourself.\n`,
      ),
    { timeout: 10_000 },
  );
});

test('it speaks Korean where the system does', () => {
  const text = readyText({ ...ready, language: 'ko' });
  expect(text).toContain('kakaocert-simulator가 준비되었습니다.');
  expect(text).toMatch(/제어 토큰 +token\n/);
});

describe('the program as the person called it', () => {
  const called = (script: string, execPath = '/usr/bin/node') =>
    selfCommand({ argv: [execPath, script], execPath });
  const make = (...path: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'self-'));
    folders.push(folder);
    const file = join(folder, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };

  test('a file, also one with a blank in its path', () => {
    const file = make('dist', 'cli.js');
    expect(called(file)).toBe(`node ${file}`);
    expect(called(make('my dist', 'cli.js'))).toMatch(/^node '.*my dist\/cli\.js'$/);
  });
  test('npx', () => {
    const link = join(make('node_modules', '.bin', 'other'), '..', 'kakaocert-simulator');
    symlinkSync('other', link);
    expect(called(link)).toBe('npx --no-install kakaocert-simulator');
  });
  test('installed for all', () => {
    expect(called(make('bin', 'kakaocert-simulator'))).toBe('kakaocert-simulator');
  });
  test('a program of the user, with our library in it', () => {
    expect(called(make('src', 'server.js'))).toBe('npx --no-install kakaocert-simulator');
  });
  test('an executable that needs no Node', () => {
    expect(called('/opt/kakaocert-simulator', '/opt/kakaocert-simulator')).toBe('/opt/kakaocert-simulator');
  });
});
