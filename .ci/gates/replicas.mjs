// What compose.replicas.yaml starts, as processes: three simulators with one store, Redis or Valkey, behind HAProxy with
// deploy/haproxy.cfg. The whole contract is judged through it, each call at another of them. `node .ci/gates/replicas.mjs`,
// after a build. Exit 77: one of the programs is not on this machine.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../tools/esbuild.mjs';

const pathOf = (tool) =>
  spawnSync('bash', ['-c', `PATH=$PATH:/usr/sbin type -P ${tool}`], { encoding: 'utf8' }).stdout.trim();
const skip = (why) => {
  console.log(`replicas: ${why}`);
  process.exit(77);
};
const server =
  pathOf('valkey-server') || pathOf('redis-server') || skip('neither valkey-server nor redis-server is here');
const balancer = pathOf('haproxy') || skip('haproxy is not here');
const cli = join(root, 'dist/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'kakaocert-replicas-'));
const running = [];

/** Starts a program and waits for a line of its standard output, if one is named. */
async function start(command, args, { env = {}, line } = {}) {
  const options = { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] };
  const child = spawn(command, args, options);
  running.push(child);
  if (line === undefined) return '';
  for await (const one of createInterface({ input: child.stdout })) if (line.test(one)) return one;
  throw new Error(`${command} ended before it was ready`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return String(port);
}

/** HAProxy asks every two seconds whom it may send calls to. */
async function answers(url) {
  const health = () =>
    fetch(`${url}/_sim/v1/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let left = 100; left > 0; left -= 1) {
    if (await health()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nobody answers at ${url}`);
}

try {
  const port = await freePort();
  const flags = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  await start(server, flags, { line: /Ready to accept/ });
  const store = { KAKAOCERT_SIM_STORE: `redis://127.0.0.1:${port}`, KAKAOCERT_SIM_TOKEN: 'test-only-token' };
  const urls = [];
  for (let at = 0; at < 3; at += 1) {
    const ready = await start(process.execPath, [cli, 'start', '--port', '0', '--json', '--quiet'], {
      env: store,
      line: /^{/,
    });
    urls.push(new URL(JSON.parse(ready).url).host);
  }
  const address = `127.0.0.1:${await freePort()}`;
  const replicas = Object.fromEntries(urls.map((host, at) => [`KAKAOCERT_REPLICA_${at + 1}`, host]));
  await start(balancer, ['-f', join(root, 'deploy/haproxy.cfg')], {
    env: { ...replicas, KAKAOCERT_BALANCER: address },
  });
  await answers(`http://${address}`);
  const told = spawnSync(process.execPath, [cli, 'contract', '--target', `http://${address}`], {
    encoding: 'utf8',
  });
  console.log(told.stdout.trim().split('\n').at(-1));
  if (told.status !== 0) throw new Error(`${told.stdout}${told.stderr}`.slice(-3000));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const child of running.reverse()) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
