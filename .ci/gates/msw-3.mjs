// The MSW tests with msw 3, which wants Node 22 or later: `msw-3.mjs <cache folder>`. Exit 77: it can't be had here.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ciCache, isNode, placeOfNode } from '../../tools/nodes.mjs';

const [cache = ciCache] = process.argv.slice(2);
const { node } = placeOfNode('24', cache);
if (!isNode(node, '24')) {
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
  PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
};
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/simulator/doors/msw.test.ts'];
const { status } = spawnSync(node, args, { env, stdio: 'inherit' });
process.exit(status ?? 1);
