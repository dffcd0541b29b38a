// A real server of a test's own, Redis or Valkey: on a socket in a folder of its own, behind a way that can be cut. It
// keeps nothing when it ends, and ends with the test.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RedisProgram = 'redis-server' | 'valkey-server';

/** Whether it can be started here. */
export const hasRedis = (program: RedisProgram = 'redis-server'): boolean =>
  spawnSync(program, ['--version']).status === 0;

/** What becomes of what a client sends: it arrives, or the way is cut before it does, or behind it, before the answer. */
export type Passage = 'through' | 'cutBefore' | 'cutBehind';

export interface RedisServer extends AsyncDisposable {
  /** The address of the way to it. */
  readonly url: string;
  /** Where to decide about what a client sends. */
  onSent(decide: (sent: Buffer) => Passage): void;
  /** Cuts all ways that there are. */
  cut(): void;
  /** It stands still, and takes what comes when it goes on. */
  freeze(): void;
  goOn(): void;
  /** Ends it; the way refuses until it is started again. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  /** Runs a command of its own, beside the way, e.g. `FLUSHALL`; what it answers as text. */
  say(...words: readonly string[]): Promise<string>;
}

/** Until a connection to the socket is taken. */
async function reachable(path: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const socket = connect(path);
    const [event] = await Promise.race([
      once(socket, 'connect').then(() => ['up']),
      once(socket, 'error').then(() => ['error']),
    ]).catch(() => ['error']);
    socket.destroy();
    if (event === 'up') return;
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A way from a port to the socket. */
async function openWay(path: string) {
  let decide: (sent: Buffer) => Passage = () => 'through';
  const ways = new Set<Socket>();
  const way = createServer((client) => {
    const server = connect(path);
    const cut = () => {
      ways.delete(client);
      client.destroy();
      server.destroy();
    };
    ways.add(client);
    for (const side of [client, server]) side.on('error', cut).on('close', cut);
    let isLast = false;
    client.on('data', (sent: Buffer) => {
      const passage = decide(sent);
      if (passage === 'cutBefore') return cut();
      isLast ||= passage === 'cutBehind';
      server.write(sent);
    });
    server.on('data', (answer: Buffer) => (isLast ? cut() : client.write(answer)));
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const cutAll = () => {
    for (const client of ways) client.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(way.address() as AddressInfo).port}`,
    onSent(next: typeof decide) {
      decide = next;
    },
    cut: cutAll,
    async close() {
      const closed = once(way, 'close');
      way.close();
      cutAll();
      await closed;
    },
  };
}

/** A command in the protocol of the server (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
const command = (words: readonly string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

export async function startRedis(
  program: RedisProgram = 'redis-server',
  more: readonly string[] = [],
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-redis-'));
  const path = join(folder, 's');
  const args = ['--port', '0', '--unixsocket', path, '--dir', folder, '--save', '', ...more];
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(program, args, { stdio: 'ignore' });
    await reachable(path, child);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGCONT');
    child.kill(signal);
    await closed;
  };
  await start();
  const { close, ...way } = await openWay(path);
  return {
    ...way,
    freeze() {
      child?.kill('SIGSTOP');
    },
    goOn() {
      child?.kill('SIGCONT');
    },
    start,
    stop,
    async say(...words) {
      const socket = connect(path);
      socket.write(command(words));
      const [answer] = await once(socket, 'data');
      socket.destroy();
      return String(answer).trim();
    },
    async [Symbol.asyncDispose]() {
      await close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
