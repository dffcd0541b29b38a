// The official SDKs: where each comes from, and how its driver is run. One row each; what can't be had says why. Those that
// no registry gives to this project are taken from KAKAOCERT_SDK_DIR, unpacked (docs/compatibility.md tells the layout).

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const driver = (name) => fileURLToPath(new URL(`drivers/${name}`, import.meta.url));
const run = (command, args, cwd) => spawnSync(command, args, { cwd, encoding: 'utf8' });

/** The folder of an unpacked SDK; throws with what is missing. */
function unpacked(name) {
  const all = process.env.KAKAOCERT_SDK_DIR;
  if (!all) throw new Error('KAKAOCERT_SDK_DIR is not set');
  const folder = resolve(all, name);
  if (!existsSync(folder)) throw new Error(`KAKAOCERT_SDK_DIR has no folder ${name}`);
  return folder;
}

/** Throws with the reason if a runtime can't be run so. */
function needs(reason, command, args) {
  if (run(command, args).status !== 0) throw new Error(reason);
}

/** The folders of a gem's code. */
const libsIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((path) => /(^|[\\/])lib$/.test(path))
    .map((path) => join(folder, path));

/** The version that a name in the folder tells, of a jar or a gem. */
const namedVersion = (name) => () =>
  readdirSync(unpacked(name), { recursive: true })
    .map((path) => /kakaocert\D*(\d+\.\d+\.\d+)/i.exec(path)?.[1])
    .find((version) => version !== undefined) ?? '?';

const php = (major) => ({
  name: `PHP ${major} SDK`,
  language: 'PHP',
  version: namedVersion(`php${major}`),
  prepare() {
    const folder = unpacked(`php${major}`);
    const extensions = ['curl', 'mbstring'].map((name) => `extension_loaded("${name}")`).join(' && ');
    needs('php with curl and mbstring is not on this machine', 'php', ['-r', `exit(${extensions} ? 0 : 1);`]);
    return ['php', '-d', 'display_errors=stderr', driver('php-kakaocert.php'), folder];
  },
});

/**
 * `prepare(folder)` gives the command line of the driver, or throws with what is missing. `appToApp`: the services whose
 * App-to-App the SDK can do, if not all that have it; `note` says so.
 */
export const sdks = [
  {
    name: 'npm kakaocert',
    language: 'Node.js',
    version: () =>
      run('npm', ['ls', 'kakaocert', '--depth', '0']).stdout.match(/kakaocert@([\d.]+)/)?.[1] ?? '?',
    page: { file: 'app.cjs', command: () => [process.execPath, '--no-deprecation'] },
    prepare: () => [process.execPath, '--no-deprecation', driver('npm-kakaocert.cjs')],
  },
  {
    name: 'PyPI kakaocert',
    language: 'Python',
    page: { file: 'app.py', command: (folder) => [join(folder, 'bin', 'python')] },
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
  php(5),
  {
    ...php(7),
    page: { file: 'app.php', command: () => ['php', '-d', `include_path=${driver('')}`] },
  },
  {
    name: 'gem kakaocert',
    language: 'Ruby',
    version: namedVersion('ruby'),
    appToApp: ['ESign'],
    note: "App-to-App of ESign alone: the gem's verifyCMS takes no signature",
    page: {
      file: 'app.rb',
      command: () => ['ruby', ...libsIn(unpacked('ruby')).flatMap((lib) => ['-I', lib])],
    },
    prepare() {
      const folder = unpacked('ruby');
      needs('ruby is not on this machine', 'ruby', ['--version']);
      return ['ruby', driver('ruby-kakaocert.rb'), folder];
    },
  },
  {
    name: 'Maven kr.co.linkhub:kakaocert-sdk',
    language: 'Java',
    version: namedVersion('java'),
    page: { file: 'App.java', command: () => ['java', '-cp', join(unpacked('java'), '*')] },
    prepare() {
      const folder = unpacked('java');
      needs('java 11 or later is not on this machine', 'java', ['--version']);
      return ['java', '-cp', join(folder, '*'), driver('JavaKakaocert.java')];
    },
  },
  {
    name: 'NuGet Kakaocert',
    language: '.NET',
    version: namedVersion('dotnet'),
    prepare(cache) {
      const folder = unpacked('dotnet');
      needs('dotnet is not on this machine', 'dotnet', ['--version']);
      const [major, minor] = run('dotnet', ['--version']).stdout.split('.');
      const framework = `${Number(major) < 5 ? 'netcoreapp' : 'net'}${major}.${minor}`;
      // Built in the cache, so that nothing of it stands in this tree.
      cpSync(driver('dotnet'), cache, { recursive: true });
      const built = run('dotnet', ['build', '-o', 'out', `-p:TargetFramework=${framework}`], cache);
      if (built.status !== 0)
        throw new Error(`its driver can't be built: ${built.stdout.trim().slice(-300)}`);
      return ['dotnet', join(cache, 'out', 'driver.dll'), folder];
    },
  },
];
