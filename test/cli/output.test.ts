import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createOutlet } from '../../simulator/log/outlet.js';
import { built } from '../support/built.js';

// Whoever reads us may stop: `--help | true`, `contract --list | head -1`, a log collector that died. The command line as
// it is installed: dist/.
const cli = built('cli.js');

/** Runs a command whose stdout is closed after its first bytes; how it ended, and what it said on stderr. */
async function cutOff(...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code, signal] = await once(child, 'close');
  return { code: code ?? signal, stderr };
}

test.each([
  [['--help']],
  [['--version']],
  [['start', '--help']],
  [['contract', '--list']],
  [['conformance', '--list']],
  [['contract', '--only', 'token.issued', '--json']],
])('%j ends quietly when its reader goes away', async (args) => {
  const { code, stderr } = await cutOff(...args);
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|Error|\bat /);
});

test.each([
  [['\u001b[31mred\u009b'], 'no command'],
  [['start', '--config', '\u001b]0;title\u0007\u202e'], "can't be read"],
  [['calls', '--url', 'http://127.0.0.1:1/\u2028\u001b[2J'], '127.0.0.1:1'],
  [['signed-data', 'verify', '\u001b[2J'], 'signed-data'],
])('what is said of %j moves nothing on a terminal', async (args, expected) => {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = await text(child.stderr);
  expect(said).toContain(expected);
  expect(said).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
});

test('a server goes on when the readers of its stdout and stderr go away', async () => {
  const args = [cli, 'start', '--port=0', '--json', '--log=calls'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const [first] = await once(child.stdout, 'data');
    const { url } = JSON.parse(String(first));
    child.stdout.destroy();
    child.stderr.destroy();
    for (let n = 0; n < 20; n += 1) expect((await fetch(`${url}/_sim/v1/health`)).status).toBe(200);
    expect(child.exitCode).toBeNull();
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

test.skipIf(!existsSync('/dev/full'))('a full disk is one clear line, and exit code 1', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [cli, 'contract', '--list'], { stdio: ['ignore', full, 'pipe'] });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(stderr).toMatch(/^kakaocert-simulator: stdout can't be written to: ENOSPC.*\n$/);
});

test('a log that nobody reads is dropped and counted, never kept past 1 MB', () => {
  const written: string[] = [];
  let drain = () => {};
  let isRead = false;
  const stream = {
    write(line: string) {
      written.push(line);
      return true;
    },
    get writableLength() {
      return isRead ? 0 : written.join('').length;
    },
    once(_event: string, listener: () => void) {
      drain = listener;
      return stream;
    },
  };
  const outlet = createOutlet(stream as unknown as NodeJS.WriteStream);
  const line = `${'x'.repeat(1023)}\n`;
  for (let n = 0; n < 2000; n += 1) outlet.write(line);
  expect(written).toHaveLength(1024);
  isRead = true;
  drain();
  expect(written.at(-1)).toContain('976 lines were dropped');
  outlet.write('again\n');
  expect(written.at(-1)).toBe('again\n');
});
