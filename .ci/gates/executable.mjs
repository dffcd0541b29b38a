// The executable for Linux x64 in a root without Node: `node .ci/gates/executable.mjs`, after a build. It is built, put into a
// folder with bash, coreutils, curl, openssl and their libraries alone, and started there as its page says. Exit 77: no
// such root can be made here.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../tools/esbuild.mjs';

const NAME = 'kakaocert-simulator-linux-x64';
const TOOLS =
  'bash curl openssl cat chmod cp cut date env false head kill ls mkdir mktemp mv od printf rm sleep sort tail tr true wc';
/** What a script has left running goes with it. */
const TIDY = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT";
/** From the file alone to a verified consent, ms. */
const QUICK = 10_000;

const skip = (why) => {
  console.log(`The executable: ${why}`);
  process.exit(77);
};
if (process.platform !== 'linux' || process.arch !== 'x64') skip('this is no Linux x64');
const pathOf = (tool) =>
  spawnSync('bash', ['-c', `PATH=$PATH:/usr/sbin type -P ${tool}`], { encoding: 'utf8' }).stdout.trim();
// By their paths: inside, PATH is another.
const enter = [...(process.getuid() === 0 ? [] : [pathOf('unshare'), '--map-root-user']), pathOf('chroot')];

const box = mkdtempSync(join(tmpdir(), 'kakaocert-box-'));
const check = (what, holds, seen) => {
  if (!holds)
    throw new Error(`${what}: ${(typeof seen === 'string' ? seen : JSON.stringify(seen)).slice(-2000)}`);
  console.log(`ok: ${what}`);
};

const command = (script) => [
  ...enter.slice(1),
  box,
  '/bin/bash',
  '-euo',
  'pipefail',
  '-c',
  `${TIDY}; cd /work; ${script}`,
];
// Variables of a user that would break a Node, or send it to a proxy.
const env = { PATH: '/bin', NODE_OPTIONS: '--require=/nowhere.cjs --bad-option', LANG: 'C.UTF-8' };

try {
  execFileSync(process.execPath, ['tools/executables/build.mjs', 'linux-x64'], {
    cwd: root,
    stdio: 'inherit',
  });
  fillBox();
  const tried = spawnSync(enter[0], [...enter.slice(1), box, '/bin/true'], { encoding: 'utf8' });
  if (tried.status !== 0) skip(`no root of its own can be made here: ${tried.stderr.trim()}`);
  check('there is no Node in it', inBox('command -v node').status === 1);
  await page();
  verbs();
  await settings();
  await stores();
  await stops();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(box, { recursive: true, force: true });
}

/** Tools with the libraries that they name, devices, the executable. */
function fillBox() {
  for (const folder of ['bin', 'tmp', 'dev', 'work', 'etc']) mkdirSync(join(box, folder));
  chmodSync(join(box, 'tmp'), 0o1777);
  for (const [name, minor] of Object.entries({ null: 3, zero: 5, urandom: 9 })) {
    const made = spawnSync('mknod', ['-m', '666', join(box, 'dev', name), 'c', '1', String(minor)]);
    // Without the right to make devices a file does: nothing here reads random bytes by it.
    if (made.status !== 0) writeFileSync(join(box, 'dev', name), '');
  }
  const executable = join(root, 'executables', NAME);
  copyFileSync(executable, join(box, 'work', NAME));
  const tools = TOOLS.split(' ');
  const paths = tools.map(pathOf);
  for (const [at, tool] of tools.entries()) copyFileSync(paths[at], join(box, 'bin', tool));
  const told = execFileSync('ldd', [executable, ...paths], { encoding: 'utf8' });
  for (const [, path] of told.matchAll(/(\/[^\s():]+\.so[^\s():]*) \(0x/g)) {
    mkdirSync(join(box, dirname(path)), { recursive: true });
    copyFileSync(path, join(box, path));
  }
}

function inBox(script, more = {}) {
  return spawnSync(enter[0], command(script), {
    env: { ...env, ...more },
    encoding: 'utf8',
    timeout: 120_000,
  });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** The blocks of the page, in order; those of one heading make one script. */
function blocksOf(heading, language = 'sh') {
  const text = readFileSync(join(root, 'docs/without-node.md'), 'utf8');
  const part = text.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  return [...part.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, is]) => is === language)
    .map(([, , code]) => code);
}

/** The whole flow, as it is pasted. */
async function page() {
  const port = await freePort();
  const [first, ...rest] = blocksOf('From the file');
  const script = [first.replace(' start ', ` start --port ${port} `), ...rest]
    .join('')
    .replaceAll('9080', port);
  const started = performance.now();
  const { status, stdout, stderr } = inBox(script);
  const took = performance.now() - started;
  check(
    `the page verifies a consent in ${Math.round(took)} ms`,
    status === 0 && took < QUICK,
    stdout + stderr,
  );
  check('what was verified is the consent', /홍시험/.test(stdout) && /valid/i.test(stdout), stdout + stderr);
  const led = inBox(blocksOf('A program of yours').join(''));
  check(
    'exec -- curl reaches the simulator by the real name',
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(led.stdout),
    led,
  );
}

function verbs() {
  const contract = inBox(`./${NAME} contract --target sim 2>&1`);
  const [, all, kept] = /(\d+) promises: (\d+) kept/.exec(contract.stdout) ?? [];
  check(
    `the contract: ${kept} of ${all}`,
    contract.status === 0 && all === kept && Number(all) > 300,
    contract,
  );
  // The client of this run calls the real names; NODE_OPTIONS would redirect it, if it had a Node.
  const inside = inBox(
    `./${NAME} exec -- ./${NAME} contract --target live --call-real-hosts --only time. 2>&1`,
  );
  check('an executable under exec reaches the simulator too', inside.status === 0, inside);
}

/** The file of the page drives it; a name that is none is one line. */
async function settings() {
  const [json] = blocksOf('Settings', 'json');
  const port = await freePort();
  writeFileSync(join(box, 'work/settings.json'), json);
  const run = inBox(blocksOf('Settings').join('').replaceAll('9081', port));
  check('--config makes its tenant', run.status === 0 && run.stdout.includes('시험상사'), run);
  await withSimulator('--config settings.json', behaves);
  writeFileSync(join(box, 'work/settings.json'), '{"tennants":[]}');
  const { status, stderr } = inBox(`./${NAME} start --config settings.json`);
  const lines = stderr.trim().split('\n');
  check(
    `unknown: ${lines[0].slice(0, 70)}`,
    status === 2 && lines.length === 1 && lines[0].includes('tennants'),
    stderr,
  );
}

/** The tenant signs at once, a person refuses, an error has a code of the user's own. */
async function behaves({ url }) {
  const { createClient } = await import(join(root, 'dist/client.js'));
  const { requestCMS } = await import(join(root, 'dist/fixtures.js'));
  const secretKey = 'c2hvcC1rZXktb2YtdGhlLWRvY3MtdGVzdC0wMDAwMDA=';
  const clientCode = '020000000999';
  const client = createClient({ linkId: 'SHOP', secretKey, authUrl: url, serviceUrl: url });
  const { receiptId } = await client.requestCMS(clientCode, requestCMS());
  await client.verifyCMS(clientCode, receiptId);
  const again = await client.verifyCMS(clientCode, receiptId).catch((error) => error);
  check('--config gives an error its code', again.code === -31019000, String(again));
  const refused = await client
    .requestCMS(clientCode, requestCMS({ ReceiverHP: '01000000201' }))
    .catch((error) => error);
  check('--config makes a person refuse', typeof refused.code === 'number', String(refused));
}

/** Both engines are inside: a file by Node's own SQLite, a server by the client that an install leaves to its user. */
async function stores() {
  await holds('a file', 'file:store.db');
  const server = ['valkey-server', 'redis-server'].map(pathOf).find((path) => path !== '');
  if (server === undefined) {
    console.log('skipped: --store redis://, for neither valkey-server nor redis-server is on this machine');
    return;
  }
  const port = await freePort();
  const flags = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', box];
  const child = spawn(server, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: child.stdout }))
      if (/Ready to accept/.test(line)) break;
    await holds('a server', `redis://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
  }
}

/** The verifying part of the contract, against a simulator that keeps everything there. */
async function holds(what, store) {
  await withSimulator(`--quiet --store ${store}`, ({ url }) => {
    const told = inBox(`./${NAME} contract --target ${url} --only cms.verify 2>&1`);
    check(
      `--store: ${what} holds what it is told`,
      told.status === 0 && /[1-9]\d* kept/.test(told.stdout),
      told,
    );
  });
}

/** Starts it in the box; SIGTERM must end it with 0. */
async function withSimulator(flags, work) {
  const child = spawn(enter[0], command(`exec ./${NAME} start --port 0 --json ${flags}`), {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const signal = AbortSignal.timeout(30_000);
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal });
    await work(JSON.parse(line));
    const exited = once(child, 'exit', { signal });
    child.kill('SIGTERM');
    const [code, killed] = await exited;
    check('SIGTERM ends it with 0', code === 0, { code, killed });
  } finally {
    child.kill('SIGKILL');
  }
}

/** The pages and documents are inside. */
async function stops() {
  await withSimulator('', async ({ url, console: page }) => {
    for (const path of ['/_sim/docs', '/_sim/v1/openapi.json']) {
      const { status } = await fetch(url + path);
      check(`${path} is served`, status === 200, status);
    }
    const html = await (await fetch(page)).text();
    const [, script] = /<script[^>]* src="([^"]+)"/.exec(html) ?? [];
    const { status } = await fetch(new URL(script ?? 'none', page));
    check('the console is served, with its script', status === 200, html);
  });
}
