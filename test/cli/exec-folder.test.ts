import { spawnSync } from 'node:child_process';
import { chmodSync, lutimesSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { built } from '../support/built.js';
import { type Program, startProgram } from '../support/program.js';
import { plainEnvironment, run } from '../support/tools.js';

// The temporary folder that `exec` and `conformance` write, where it can't be had: one line, an exit code, nothing left.
const cli = built('cli.js');
let folder: string;
const running: Program[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exec-folder-test-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

const inside = (TMPDIR: string, args: readonly string[]) =>
  run(process.execPath, [cli, ...args], { env: { ...plainEnvironment, TMPDIR } });

const commands = {
  exec: ['exec', '--', process.execPath, '-e', "process.stdout.write('it ran')"],
  conformance: ['conformance', '--service', 'cms', '--', process.execPath, '-e', ''],
  'conformance --no-adapter': ['conformance', '--no-adapter', '--', process.execPath, '-e', ''],
} as const;
type Command = keyof typeof commands;
const each = Object.keys(commands) as Command[];

/** One line, from which the reader knows where, why, and what to do. */
const refusal = (path: string, code: string) => ({
  code: 2,
  stdout: '',
  stderr: expect.stringMatching(
    new RegExp(
      `^kakaocert-simulator: the temporary folder "${path}" can't be used \\(${code}: [a-z -]+\\); name another with TMPDIR\\.[^\\n]*\\n$`,
    ),
  ),
});

test.each(each)('%s: a TMPDIR that is not there', async (command) => {
  const missing = join(folder, 'missing');
  expect(await inside(missing, commands[command])).toEqual(refusal(missing, 'ENOENT'));
});

test.skipIf(process.getuid?.() === 0)('exec: a TMPDIR that may not be written', async () => {
  chmodSync(folder, 0o500);
  expect(await inside(folder, commands.exec)).toEqual(refusal(folder, 'EACCES'));
  chmodSync(folder, 0o700);
});

test.each([' ', '"', "'", '\n', '$', ':', '한'])(
  'a TMPDIR with %j: another is used, and said',
  async (character) => {
    const odd = join(folder, `a${character}b`);
    mkdirSync(odd);
    const { code, stdout, stderr } = await inside(odd, commands.exec);
    expect([code, stdout]).toEqual([0, 'it ran']);
    expect(stderr).toBe(
      `kakaocert-simulator: TMPDIR: ${JSON.stringify(odd)} has characters that the variables of exec can't hold; /tmp is used.\n`,
    );
    expect(readdirSync(odd)).toEqual([]);
  },
);

const mount = (path: string, options: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
const unmount = (path: string) => spawnSync('umount', [path]).status === 0;

/** Only root may mount, and not in every container. */
function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), 'exec-mount-test-'));
  const mounted = mount(path, 'size=16k') && unmount(path);
  rmSync(path, { recursive: true });
  return mounted;
}

describe.skipIf(!canMount())('where a file system can be mounted', () => {
  let disk: string;
  beforeEach(() => {
    disk = join(folder, 'disk');
    mkdirSync(disk);
  });
  afterEach(() => {
    expect(unmount(disk)).toBe(true);
  });

  // With nothing left listening: what listens keeps its process alive, and the test with it.
  test.each(each)('%s: a full disk', async (command) => {
    mount(disk, 'size=16k');
    expect(await inside(disk, commands[command])).toEqual(refusal(disk, 'ENOSPC'));
    expect(readdirSync(disk)).toEqual([]);
  });

  test.each(each)('%s: a disk that can only be read', async (command) => {
    mount(disk, 'ro');
    expect(await inside(disk, commands[command])).toEqual(refusal(disk, 'EROFS'));
  });
});

test('what an exec ended by SIGKILL left behind, the next one removes', async () => {
  const env = { ...plainEnvironment, TMPDIR: folder };
  const child = 'setInterval(() => {}, 1000); console.log(process.pid)';
  const program = startProgram(process.execPath, [cli, 'exec', '--', process.execPath, '-e', child], { env });
  running.push(program);
  const orphan = Number(await program.line());
  program.child.kill('SIGKILL');
  process.kill(orphan, 'SIGKILL');
  await program.ended();
  const [left = ''] = readdirSync(folder);
  expect(left).toMatch(/^kakaocert-simulator-exec-\d+-/);
  // New ones are left alone, so this one is an hour old.
  const at = Date.now() / 1000 - 3600;
  lutimesSync(join(folder, left), at, at);
  expect((await inside(folder, commands.exec)).stdout).toBe('it ran');
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['exec', 'conformance'])('%s -- "": one clear line', async (command) => {
  const { code, stderr } = await inside(folder, [command, '--', '']);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^kakaocert-simulator: \w+: the command after -- is empty; name one, e\.g\. [^\n]+\n$/,
  );
});

// Node throws for these at once, where it tells of a command that is not there later.
test.each(['text/below', 'x'.repeat(5000)])(
  'a command that can’t be a file (%.12s…) is one line',
  async (name) => {
    writeFileSync(join(folder, 'text'), '');
    const command = join(folder, name);
    const ran = await inside(folder, ['exec', '--', command]);
    expect(ran).toMatchObject({ code: 126, stderr: expect.stringMatching(/^[^\n]+can't be run: [^\n]+\n$/) });
    for (const flags of [[], ['--no-adapter']]) {
      const judged = await inside(folder, ['conformance', ...flags, '--', command]);
      expect(judged).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^[^\n]+can't be run \([^\n]+\n$/),
      });
    }
    expect(readdirSync(folder)).toEqual(['text']);
  },
);
