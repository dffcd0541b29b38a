// Peers come from their registries by the ordinary clients, into a cache folder outside of the tree, only on --peers.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CACHE = process.env.KAKAOCERT_BENCH_CACHE ?? join(tmpdir(), 'kakaocert-bench');
const INSTALL_LIMIT = 300_000;

const run = (command, argv, cwd) =>
  execFileSync(command, argv, { cwd, stdio: ['ignore', 'ignore', 'pipe'], timeout: INSTALL_LIMIT });

/** The folder of an npm package, installed if it is not there yet. */
export function npmPackage(name, version) {
  const home = join(CACHE, `${name.replace(/\W+/g, '-')}-${version}`);
  const folder = join(home, 'node_modules', name);
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], home);
  return folder;
}

/** The path of a jar from the Maven repository, copied if it is not there yet; needs java and mvn. */
export function mavenJar(group, artifact, version) {
  run('java', ['-version']);
  const jar = join(CACHE, `${artifact}-${version}.jar`);
  if (existsSync(jar)) return jar;
  mkdirSync(CACHE, { recursive: true });
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  run(
    'mvn',
    ['-q', '-B', goal, `-Dartifact=${group}:${artifact}:${version}`, `-DoutputDirectory=${CACHE}`],
    CACHE,
  );
  return jar;
}
