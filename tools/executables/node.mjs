// The `node` of each system, from npm's packages, kept in a cache outside the tree: installed, such a package would put a
// foreign `node` into node_modules/.bin.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NODE_VERSION, platforms } from './platforms.mjs';

/** Where downloads are kept: $KAKAOCERT_BUILD_CACHE, else a folder in the cache folder of this system. */
export function cacheFolder(env = process.env) {
  if (env.KAKAOCERT_BUILD_CACHE) return env.KAKAOCERT_BUILD_CACHE;
  const home = homedir();
  const base =
    process.platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(home, 'Library', 'Caches')
        : (env.XDG_CACHE_HOME ?? join(home, '.cache'));
  return join(base, 'kakaocert-simulator');
}

/** The path of the `node` of a system, and of its licence; fetched if it is not in the cache. Throws if npm does not give it. */
export function fetchNode(name, cache = cacheFolder()) {
  const row = platforms[name];
  const folder = join(cache, `node-${NODE_VERSION}`, name);
  const found = { node: join(folder, row.binary), licence: join(folder, 'LICENSE') };
  if (existsSync(found.node)) return found;
  mkdirSync(join(cache, `node-${NODE_VERSION}`), { recursive: true });
  const work = mkdtempSync(join(cache, 'fetching-'));
  try {
    const spec = `${row.package}@${NODE_VERSION}`;
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', spec, '--silent', '--pack-destination', work], {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    const tarball = join(work, `${row.package}-${NODE_VERSION}.tgz`);
    checkHash(tarball, row.integrity, spec);
    execFileSync('tar', ['-xzf', tarball, '-C', work]);
    rmSync(join(work, 'package', 'include'), { recursive: true, force: true });
    // In one step, so that a build that is broken off leaves nothing half.
    if (!existsSync(folder)) renameSync(join(work, 'package'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return found;
}

function checkHash(path, integrity, what) {
  const actual = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (actual !== integrity) {
    throw new Error(`${what}: npm gave ${actual}, and tools/executables/platforms.mjs says ${integrity}`);
  }
}
