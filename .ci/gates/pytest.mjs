// The helper for pytest: `node .ci/gates/pytest.mjs [cache folder]`, after a build. It is installed into an environment of
// its own in the cache, with pytest-xdist and Django for its recipe, and its tests are run against dist/. Exit 77: there is
// no Python here, or no package index.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/esbuild.mjs';

const [cache = join(tmpdir(), 'kakaocert-ci')] = process.argv.slice(2);
const environment = join(cache, 'pytest');
const copy = join(cache, 'pytest-source');
const bin = (name) => join(environment, 'bin', name);
const run = (command, args, options = {}) =>
  spawnSync(command, args, { stdio: 'inherit', ...options }).status;

const skip = (why) => {
  console.log(`pytest: ${why}`);
  process.exit(77);
};

if (spawnSync('python3', ['--version']).status !== 0) skip('python3 is not on this machine');
if (!existsSync(bin('pip')) && run('python3', ['-m', 'venv', environment]) !== 0) skip('python3 has no venv');
// A copy, because an install leaves files beside its sources.
rmSync(copy, { recursive: true, force: true });
cpSync(join(root, 'integrations/pytest'), copy, { recursive: true });
const packages = ['pytest', 'pytest-xdist', 'django', 'pytest-django'];
const pip = ['install', '--quiet', '--disable-pip-version-check'];
if (run(bin('pip'), [...pip, ...packages]) !== 0) skip(`pip does not give ${packages.join(', ')}`);

const installed = run(bin('pip'), [...pip, '--force-reinstall', '--no-deps', copy]);
if (installed !== 0) process.exit(1);
const { KAKAOCERT_SIM_URL: _, ...env } = process.env;
const simulator = process.env.KAKAOCERT_SIMULATOR ?? join(root, 'dist/cli.js');
process.exit(
  run(bin('pytest'), ['-p', 'no:cacheprovider', '-ra', 'tests'], {
    cwd: copy,
    env: { ...env, KAKAOCERT_SIMULATOR: simulator },
  }) ?? 1,
);
