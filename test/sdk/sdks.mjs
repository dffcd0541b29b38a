// The official SDKs: where each comes from, and how its driver is run. One row each; what can't be had says why.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const driver = (name) => fileURLToPath(new URL(`drivers/${name}`, import.meta.url));
const run = (command, args, cwd) => spawnSync(command, args, { cwd, encoding: 'utf8' });

/** `prepare(folder)` gives the command line of the driver, or throws with what is missing. */
export const sdks = [
  {
    name: 'npm kakaocert',
    language: 'Node.js',
    version: () =>
      run('npm', ['ls', 'kakaocert', '--depth', '0']).stdout.match(/kakaocert@([\d.]+)/)?.[1] ?? '?',
    page: {
      file: 'node.md',
      fence: 'js',
      extension: '.cjs',
      command: () => [process.execPath, '--no-deprecation'],
    },
    prepare: () => [process.execPath, '--no-deprecation', driver('npm-kakaocert.cjs')],
  },
  {
    name: 'PyPI kakaocert',
    language: 'Python',
    page: {
      file: 'python.md',
      fence: 'python',
      extension: '.py',
      command: (folder) => [join(folder, 'bin', 'python')],
    },
    version: (folder) =>
      run(join(folder, 'bin', 'pip'), ['show', 'kakaocert']).stdout.match(/Version: (.*)/)?.[1] ?? '?',
    prepare(folder) {
      if (run('python3', ['--version']).status !== 0) throw new Error('python3 is not on this machine');
      const python = join(folder, 'bin', 'python');
      if (!existsSync(python) && run('python3', ['-m', 'venv', folder]).status !== 0)
        throw new Error('python3 has no venv');
      const installed = run(join(folder, 'bin', 'pip'), [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        'kakaocert',
      ]);
      if (installed.status !== 0) throw new Error('PyPI does not give kakaocert');
      return [python, driver('pypi-kakaocert.py')];
    },
  },
  {
    name: 'Maven kr.co.linkhub:kakaocert-sdk',
    language: 'Java',
    version: () => '?',
    prepare(folder) {
      if (run('mvn', ['--version']).status !== 0) throw new Error('mvn is not on this machine');
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        join(folder, 'pom.xml'),
        '<project><modelVersion>4.0.0</modelVersion><groupId>t</groupId><artifactId>t</artifactId><version>1</version><dependencies><dependency><groupId>kr.co.linkhub</groupId><artifactId>kakaocert-sdk</artifactId><version>[2.0,)</version></dependency></dependencies></project>',
      );
      const found = run('mvn', ['-q', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], folder);
      if (found.status !== 0) throw new Error('Maven Central does not give kr.co.linkhub:kakaocert-sdk');
      throw new Error('its driver is not written yet');
    },
  },
];
