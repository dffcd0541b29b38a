// Runs a block of shell lines of a document as somebody who pastes it: in a project of their own that has the package, with
// what the page says runs "in a terminal of its own" running beside. Only the fixed ports are others, so that two can run at
// a time; in a network of its own (`unshare`) they are those of the page too.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from '../support/built.js';
import { plainEnvironment } from '../support/tools.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What a page calls a line that goes on. */
const BESIDE = /^(.*?) +# in a terminal of its own.*$/gm;
/** The ports that pages name: of `start`, of the proxy, of TLS. */
const PORTS: readonly string[] = ['9080', '9081', '9443'];

export interface WalkOptions {
  /** The page speaks of a simulator that runs already. */
  readonly isServed?: boolean;
  /** A request waits to be signed once the simulator is there. */
  readonly isAsked?: boolean;
  /** The host names that the hosts file gives to this machine; the ports are those of the page then. */
  readonly hosts?: readonly string[];
}

export interface Walked {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of somebody's: a folder with the package in it, as `npm install` leaves it. */
export function project(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-shell-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  symlinkSync(root, join(modules, 'kakaocert-simulator'));
  symlinkSync(built('cli.js'), join(modules, '.bin', 'kakaocert-simulator'));
  symlinkSync(join(root, 'node_modules', 'kakaocert'), join(modules, 'kakaocert'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Whether a process may have a network and a hosts file of its own here (Linux, with user namespaces). */
export const hasOwnNetwork = (): boolean =>
  spawnSync('unshare', ['-rmn', 'sh', '-c', 'ip link set lo up && mount --bind /etc/hosts /etc/hosts'])
    .status === 0;

async function freePorts(): Promise<readonly number[]> {
  const servers = PORTS.map(() => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const START = /(kakaocert-simulator start)(?! --port)/g;
/** The verbs that look for a simulator at the port of `start` unless told otherwise. */
const VERB = /(kakaocert-simulator (?:receipts|view|sign|clock|calls|findings))/g;

async function onFreePorts(text: string): Promise<{ readonly text: string; readonly port: number }> {
  const ports = await freePorts();
  const [port = 0] = ports;
  const moved = text.replaceAll(new RegExp(`\\b(?:${PORTS.join('|')})\\b`, 'g'), (name) =>
    String(ports[PORTS.indexOf(name)]),
  );
  return {
    text: moved.replace(START, `$1 --port ${port}`).replace(VERB, `$1 --url http://127.0.0.1:${port}`),
    port,
  };
}

/** A request that waits, for the verbs to act on. */
const ask = (port: number) => `import { createClient } from 'kakaocert-simulator/client';
import { requestCMS } from 'kakaocert-simulator/fixtures';
const url = 'http://127.0.0.1:${port}';
const client = createClient({ linkId: 'TESTER', secretKey: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=', authUrl: url, serviceUrl: url });
await client.requestCMS('020040000001', requestCMS());
`;

function scriptOf(text: string, port: number, isAsked: boolean, hosts: readonly string[]): string {
  const ready = `until curl -sf http://127.0.0.1:${port}/_sim/v1/health >/dev/null; do sleep 0.1; done${isAsked ? '; node ask.mjs' : ''}`;
  const lines = text
    .replace(BESIDE, (_, line: string) => `STAYS=1 ${line} >beside.log 2>&1 &\n${ready}`)
    .replaceAll('curl -o ', 'curl -sS --fail -o ');
  const own =
    hosts.length === 0
      ? ''
      : `ip link set lo up\nprintf '127.0.0.1 %s\\n' localhost ${hosts.join(' ')} >hosts\nmount --bind hosts /etc/hosts\n`;
  return `${own}${lines}`;
}

/** Runs the block to its end; whatever it started ends with it. */
export async function walk(block: string, folder: string, options: WalkOptions = {}): Promise<Walked> {
  const { isServed = false, isAsked = false, hosts = [] } = options;
  const whole = isServed
    ? `npx --no-install kakaocert-simulator start # in a terminal of its own\n${block}`
    : block;
  const { text, port } = hosts.length === 0 ? await onFreePorts(whole) : { text: whole, port: 9080 };
  writeFileSync(join(folder, 'ask.mjs'), ask(port));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  // Many systems have Python 3 by that name alone; pages say `python`, as a virtual environment has it.
  writeFileSync(join(bin, 'python'), '#!/bin/sh\nexec python3 "$@"\n');
  chmodSync(join(bin, 'python'), 0o755);
  const env = { ...plainEnvironment, PATH: `${bin}${delimiter}${process.env.PATH}`, LANG: 'C.UTF-8' };
  const bash = ['bash', '-euo', 'pipefail', '-c', scriptOf(text, port, isAsked, hosts)];
  const [command = '', ...args] = hosts.length === 0 ? bash : ['unshare', '-rmn', '--kill-child', ...bash];
  const child = spawn(command, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (piece: string) => {
      said[name] += piece;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    // What runs beside writes to a file, so it keeps neither open.
    child.once('close', resolve);
  });
  // It is of the same group, which is ours alone.
  if (child.pid !== undefined) endGroup(child.pid);
  return { code, ...said };
}

function endGroup(id: number): void {
  try {
    process.kill(-id, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export const removed = (folder: string): void => rmSync(folder, { recursive: true, force: true });
