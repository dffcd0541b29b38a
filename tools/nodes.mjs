// Other versions of Node: npm's package of each, in the cache of CI (`node .ci/gates/other-node.mjs 24` puts it there).

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where CI keeps what it downloads. */
export const ciCache = process.env.KAKAOCERT_CI_CACHE ?? join(tmpdir(), 'kakaocert-ci');

/** npm's package with the binary for this system. */
export const nodePackage = `node-${platform()}-${arch()}`;

/** The folder of a major version, and the path of its binary, there or not. */
export function placeOfNode(major, cache = ciCache) {
  const folder = join(cache, `node-${major}`);
  return { folder, node: join(folder, 'node_modules', nodePackage, 'bin', 'node') };
}

/** Whether a binary runs here, and is of this major version. */
export const isNode = (node, major) =>
  existsSync(node) && spawnSync(node, ['--version']).stdout?.toString().startsWith(`v${major}.`) === true;
