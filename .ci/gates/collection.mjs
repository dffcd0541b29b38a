// The collection examples/http/kakaocert.http, run by httpyac against a simulator: every call of the provider gets its 200,
// and the simulator finds nothing wrong: `collection.mjs <cache folder>`. Exit 77: httpyac can't be had here.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSimulator } from '../../dist/index.js';

const VERSION = '6.16.7';
const DEFAULT_TENANT = '020040000001';
const [cache = '.'] = process.argv.slice(2);
const folder = join(cache, `httpyac-${VERSION}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{"private":true}');
const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `httpyac@${VERSION}`];
if (
  spawnSync('npm', install, { cwd: folder, env: { ...process.env, PWD: resolve(folder) }, stdio: 'inherit' })
    .status !== 0
) {
  console.log(`collection: httpyac@${VERSION} is not to be had here`);
  process.exit(77);
}

const simulator = await createSimulator();
const { url } = await simulator.listen();
const file = join(folder, 'kakaocert.http');
writeFileSync(
  file,
  readFileSync('examples/http/kakaocert.http', 'utf8').replaceAll('http://127.0.0.1:9080', url),
);
// It looks for files below PWD, whatever folder it runs in.
const httpyac = resolve(folder, 'node_modules', 'httpyac', 'bin', 'httpyac.js');
const child = spawn(process.execPath, [httpyac, 'send', 'kakaocert.http', '--all', '--output', 'short'], {
  cwd: folder,
  env: { ...process.env, PWD: resolve(folder) },
  stdio: 'inherit',
});
const code = await new Promise((resolve) => child.once('close', resolve));
const tenant = await simulator.control.tenant(DEFAULT_TENANT);
const calls = await tenant.calls();
const findings = await tenant.findings();
await simulator.close();

const asked = [...readFileSync(file, 'utf8').matchAll(/^# @name (\w+)$/gm)].map(([, name]) => name);
// The server's time names nobody, so it stands in nobody's journal.
const missing = asked.filter(
  (name) => name !== 'time' && !calls.some((call) => call.operation === name && call.outcome === 'ok'),
);
if (code !== 0 || missing.length > 0 || findings.length > 0) {
  console.log(`collection: exit ${code}, without their 200: ${missing.join(' ') || 'none'}`, findings);
  process.exit(1);
}
console.log(`collection: ${asked.length} calls, nothing found wrong`);
