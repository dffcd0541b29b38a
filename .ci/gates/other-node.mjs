// The test suite under another Node: `other-node.mjs <major> <cache folder>`. The binary comes from npm's node packages,
// into the cache, never into this tree. Exit 77: it can't be had on this system.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const [major, cache] = process.argv.slice(2);
const name = `node-${platform() === 'win32' ? 'win' : platform()}-${arch()}`;
const folder = join(cache, `node-${major}`);
const binaries = join(folder, 'node_modules', name, 'bin');

if (!existsSync(join(binaries, 'node'))) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const installed = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${major}`],
    { cwd: folder, stdio: 'inherit' },
  );
  if (installed.status !== 0 || !existsSync(join(binaries, 'node'))) {
    console.log(`Node ${major}: ${name} is not to be had here`);
    process.exit(77);
  }
}
const node = join(binaries, 'node');
console.log(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim());
const env = { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}` };
const { status } = spawnSync(node, ['node_modules/vitest/vitest.mjs', 'run'], { env, stdio: 'inherit' });
process.exit(status ?? 1);
