// Simulators as processes of their own, with one store, and ways to reach them so that each call goes to another one.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';
import type { FetchLike } from './caller.js';
import { type Program, startProgram } from './program.js';

export interface Replica {
  readonly url: string;
  readonly program: Program;
}

/** Starts one; `args` after those that every one has. */
export async function startReplica(store: string, args: readonly string[] = []): Promise<Replica> {
  const program = startProgram(process.execPath, [
    built('cli.js'),
    'start',
    ...['--port', '0', '--json', '--log', 'none', '--store', store, ...args],
  ]);
  const { url } = JSON.parse(await program.line()) as { url: string };
  return { url, program };
}

export interface Replicas extends AsyncDisposable {
  /** Those that run, in no order that means anything. */
  readonly running: readonly Replica[];
  /** Each call goes to the next one. */
  readonly fetch: FetchLike;
  /** Ends one as a power cut would, and starts another in its place. */
  replace(at: number): Promise<void>;
}

export async function startReplicas(
  store: string,
  count = 3,
  args: readonly string[] = [],
): Promise<Replicas> {
  const running = await Promise.all(Array.from({ length: count }, () => startReplica(store, args)));
  const origin = 'http://sim.test';
  let calls = 0;
  return {
    running,
    async fetch(url, init) {
      calls += 1;
      const replica = running[calls % running.length];
      return fetch(url.replace(origin, replica?.url ?? ''), init);
    },
    async replace(at) {
      await running[at]?.program.stop('SIGKILL');
      running[at] = await startReplica(store, args);
    },
    async [Symbol.asyncDispose]() {
      for (const { program } of running) await program.stop('SIGKILL');
    },
  };
}

export const hasHaproxy = (): boolean => spawnSync('haproxy', ['-v']).status === 0;

/** HAProxy with the configuration that we give to people, before three simulators. */
export async function startBalancer(
  urls: readonly string[],
): Promise<AsyncDisposable & { readonly url: string }> {
  // It is handed a socket that listens already, so that no port is taken meanwhile.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const config = fileURLToPath(new URL('../../deploy/haproxy.cfg', import.meta.url));
  const [one = '', two = '', three = ''] = urls.map((url) => new URL(url).host);
  const child: ChildProcess = spawn('haproxy', ['-db', '-f', config], {
    stdio: ['ignore', 'ignore', 'ignore', (server as Server & { _handle: { fd: number } })._handle.fd],
    env: {
      ...process.env,
      KAKAOCERT_BALANCER: 'fd@3',
      KAKAOCERT_REPLICA_1: one,
      KAKAOCERT_REPLICA_2: two,
      KAKAOCERT_REPLICA_3: three,
    },
  });
  await once(child, 'spawn');
  server.close();
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}
