// The helper for JUnit 5: `node .ci/gates/junit.mjs [cache folder]`, after a build. Its tests, the recipe for Spring Boot,
// and three tests side by side of which one fails on purpose and shows its journal. Exit 77: there is no Maven, no JDK, or
// Maven Central is out of reach.

import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/esbuild.mjs';

const [cache = join(tmpdir(), 'kakaocert-ci')] = process.argv.slice(2);
const project = join(cache, 'junit5');
const { KAKAOCERT_SIM_URL: _, ...rest } = process.env;
const env = { KAKAOCERT_SIMULATOR: join(root, 'dist/cli.js'), ...rest };
/** What Maven says where it can't download. */
const OUT_OF_REACH = /Could not transfer|could not be resolved|Unknown host|Non-resolvable/;
/** Spring Boot 3 wants this JDK. */
const SPRING_JDK = 17;

const skip = (why) => {
  console.log(`JUnit 5: ${why}`);
  process.exit(77);
};
const maven = (...args) => {
  const options = { cwd: project, env, encoding: 'utf8', maxBuffer: 64_000_000 };
  const { status, stdout } = spawnSync('mvn', ['-B', '-ntp', ...args], options);
  if (status !== 0 && OUT_OF_REACH.test(stdout)) skip('Maven Central is out of reach');
  return { status, stdout };
};
const check = (what, holds, seen) => {
  if (!holds) {
    console.log(`${seen}\nnot so: ${what}`);
    process.exit(1);
  }
  console.log(`ok: ${what}`);
};

const version = spawnSync('mvn', ['--version'], { encoding: 'utf8' });
if (version.status !== 0) skip('mvn is not on this machine');
const jdk = Number(/Java version: (\d+)/.exec(version.stdout)?.[1]);
if (!(jdk >= 11)) skip(`JDK ${jdk} is older than 11`);
if (spawnSync('javac', ['--version']).status !== 0) skip('javac is not on this machine');

// A copy, so that nothing of a build stands in this tree.
rmSync(project, { recursive: true, force: true });
cpSync(join(root, 'integrations/junit5'), project, { recursive: true });

const tests = jdk < SPRING_JDK ? maven('test') : maven('-f', 'recipes', 'test');
const counts = tests.stdout.match(/Tests run: .*, Time elapsed.*/g) ?? [];
check(
  `${jdk < SPRING_JDK ? 'its tests' : 'its tests and those of the recipe'} pass\n  ${counts.join('\n  ')}`,
  tests.status === 0 && counts.length >= 2,
  tests.stdout,
);
const purpose = maven('test', '-Dtest=OnPurpose');
check(
  'of three tests side by side the one that fails shows its journal, and no other',
  purpose.status !== 0 &&
    /Tests run: 3, Failures: 0, Errors: 1/.test(purpose.stdout) &&
    purpose.stdout.match(/kakaoCert journal of/g)?.length === 1 &&
    /journal of verifiesTwice.*\n.* 200 {2}token(.|\n)*400 {2}verifyCMS +verify\.already/.test(
      purpose.stdout,
    ),
  purpose.stdout,
);
