// The package as its users get it: `node .ci/gates/package.mjs`, after a build. Packed, installed in an empty folder,
// every subpath loaded by import and by require, type-checked by consumers of each kind, its command run.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { name, version, exports, peerDependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const subpaths = Object.entries(exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => name + path.slice(1));
/** A subpath that exists for an optional peer of that name. */
const peers = Object.keys(peerDependencies ?? {}).filter((peer) => subpaths.includes(`${name}/${peer}`));
/** vitest itself refuses to be loaded outside a run; `npm test` runs what needs it. */
const isOnlyForVitest = (path) => path === `${name}/vitest`;

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-package-'));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', timeout: 300_000 });
const node = (type, code) => run(process.execPath, ['--no-warnings', `--input-type=${type}`, '-e', code]);
const install = (...what) => run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict', ...what]);

try {
  packAndInstall();
  subpaths.forEach(load);
  typeCheck();
  await runCommand();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function packAndInstall() {
  if (!existsSync(join(root, 'dist', 'cli.js'))) throw new Error('There is no dist/: npm run build first.');
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root);
  const [{ filename, size, files }] = JSON.parse(packed);
  const stray = files.map(({ path }) => path).filter((path) => !/^(dist\/|package\.json$|README|LICENSE)/.test(path));
  if (stray.length > 0) throw new Error(`What no user needs is packed: ${stray.join(', ')}`);
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","version":"1.0.0","private":true}');
  install(`./${filename}`);
  console.log(`installed ${filename}: ${Math.round(size / 1024)} kB, ${files.length} files`);
}

function load(path, at) {
  // A folder without the optional peers must be able to load all the rest.
  if (at === 0) for (const one of subpaths) if (!needsPeer(one)) loadBothWays(one);
  if (at === subpaths.length - 1) {
    if (peers.length > 0) install(...peers.map((peer) => `${peer}@${devDependencies[peer]}`));
    for (const one of subpaths) if (needsPeer(one) && !isOnlyForVitest(one)) loadBothWays(one);
  }
  if (isOnlyForVitest(path)) console.log(`not loaded, only vitest can: ${path}`);
}
