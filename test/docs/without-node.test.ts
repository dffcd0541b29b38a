import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../support/built.js';
import { has, plainEnvironment, run } from '../support/tools.js';
import { codeOf } from './fenced-code.js';

// The page for those without Node, as it is pasted. Here dist/ stands for the executable; `.ci/gates/executable.mjs` runs
// the same with the executable itself, in a root without Node.

const page = readFileSync(fileURLToPath(new URL('../../docs/without-node.md', import.meta.url)), 'utf8');
const partOf = (heading: string) => page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
const codeIn = (heading: string, language: string) =>
  codeOf(partOf(heading))
    .filter((one) => one.language === language)
    .map(({ text }) => text);
const missing = !has('curl') || !has('openssl') || spawnSync('bash', ['--version']).status !== 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-without-node-'));
  const stand = join(folder, 'kakaocert-simulator-linux-x64');
  writeFileSync(stand, `#!/bin/sh\nexec '${process.execPath}' '${built('cli.js')}' "$@"\n`);
  chmodSync(stand, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : '');
}

const bash = (script: string) =>
  run(
    'bash',
    ['-euo', 'pipefail', '-c', `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT; cd '${folder}'; ${script}`],
    {
      env: plainEnvironment,
    },
  );

test.skipIf(missing)('a consent is verified (needs bash, curl, openssl)', async () => {
  const port = await freePort();
  const [first = '', ...rest] = codeIn('From the file', 'sh');
  const script = [first.replace(' start ', ` start --port ${port} `), ...rest].join('');
  const { code, stdout, stderr } = await bash(script.replaceAll('9080', port));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('홍시험');
});

test.skipIf(missing)('a program is run unchanged (needs bash, curl, openssl)', async () => {
  const { stdout } = await bash(codeIn('A program of yours', 'sh').join(''));
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test.skipIf(missing)('the file of settings makes its tenant (needs bash, curl, openssl)', async () => {
  writeFileSync(join(folder, 'settings.json'), codeIn('Settings', 'json').join(''));
  const port = await freePort();
  const { code, stdout, stderr } = await bash(codeIn('Settings', 'sh').join('').replaceAll('9081', port));
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    clientCode: '020000000999',
    clientName: '시험상사',
    linkId: 'SHOP',
  });
});
