// The MSW tests with msw 3, which wants Node 22 or later: `msw-3.mjs <cache folder>`. Exit 77: it can't be had here.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const [cache = '.'] = process.argv.slice(2);
const binaries = join(cache, 'node-24', 'node_modules', `node-${platform()}-${arch()}`, 'bin');
if (!existsSync(join(binaries, 'node'))) {
  console.log('MSW 3: Node 24 is not to be had here');
  process.exit(77);
}
const folder = join(cache, 'msw-3');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{"private":true}');
const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'msw@3'], {
  cwd: folder,
  stdio: 'inherit',
});
if (installed.status !== 0) {
  console.log('MSW 3: msw@3 is not to be had here');
  process.exit(77);
}
const env = {
  ...process.env,
  KAKAOCERT_MSW: join(folder, 'node_modules', 'msw'),
  PATH: `${binaries}${delimiter}${process.env.PATH}`,
};
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/simulator/doors/msw.test.ts'];
const { status } = spawnSync(join(binaries, 'node'), args, { env, stdio: 'inherit' });
process.exit(status ?? 1);
