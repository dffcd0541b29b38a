// A slice of the suite under another Node: `node .ci/gates/other-node.mjs <major> [cache folder] [whole]`, or all of it
// (`npm run test:node -- 24`). The binary is npm's package of that Node, in the cache and never in this tree. Exit 77:
// there is none for this system.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ciCache, isNode, nodePackage as name, placeOfNode } from '../../tools/nodes.mjs';

const [major, cache = ciCache, extent = 'slice'] = process.argv.slice(2);
/** What another Node is most likely to do otherwise: sockets, crypto, fetch, the command line. */
const SLICE = [
  'test/contracts/suite',
  'test/contracts/signed-data',
  'test/simulator/doors',
  'test/simulator/signer',
  'test/simulator/testing',
  'test/client',
  'test/cli/start.test.ts',
  'test/cli/output.test.ts',
];
const root = fileURLToPath(new URL('../..', import.meta.url));
const { folder, node } = placeOfNode(major, cache);

if (!isNode(node, major)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${major}`];
  spawnSync('npm', install, { cwd: folder, stdio: 'inherit' });
}
if (!isNode(node, major)) {
  console.log(`Node ${major}: npm gives no ${name}@${major} that runs here`);
  process.exit(77);
}

console.log(`Node ${spawnSync(node, ['--version']).stdout.toString().trim()}`);
// Its folder first in PATH, so that processes that tests start are of the same Node.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const files = extent === 'whole' ? [] : SLICE;
const { status } = spawnSync(node, [vitest, 'run', ...files], { cwd: root, env, stdio: 'inherit' });
process.exit(status ?? 1);
