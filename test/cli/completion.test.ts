import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../cli/commands.js';
import { completion } from '../../cli/completion/completion.js';
import { commandWords, valueKind } from '../../cli/completion/words.js';

// The scripts are read by the real shells, which are asked what they would complete.

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];
const has = Object.fromEntries(
  shells.map((shell) => [shell, spawnSync(shell, ['--version']).status === 0]),
) as Record<Shell, boolean>;
let folder: string;

const print = async (argv: readonly string[], env: NodeJS.ProcessEnv = {}, self = 'kakaocert-simulator') => {
  let out = '';
  await completion(argv, {
    commands,
    env,
    self,
    out: (text) => {
      out += text;
    },
  });
  return out;
};
const script = (shell: Shell) => join(folder, `completion.${shell}`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-completion-'));
  for (const shell of shells) writeFileSync(script(shell), await print([shell]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, args: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(command, [...args], { cwd: folder, encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((line) => line !== '');
};

/** What each shell would put in the place of the last word. */
const asked: Readonly<Record<Shell, (line: string) => readonly string[]>> = {
  bash: (line) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const asks = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _kakaocert_simulator`;
    return run('bash', [
      '--norc',
      '-c',
      `source ${script('bash')}; ${asks}; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ]);
  },
  // What zsh's own functions would be handed: its completion needs a terminal.
  zsh: (line) => {
    const told = `_arguments() { print -rl -- $@ }; _describe() { print -rl -- \${(P)2} }; compdef() { }`;
    const asks = `words=(${line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ')}); CURRENT=$#words; _kakaocert_simulator`;
    return run('zsh', ['-f', '-c', `${told}; source ${script('zsh')}; ${asks}`]);
  },
  fish: (line) =>
    run('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`]).map(
      (one) => one.split('\t')[0] ?? '',
    ),
};

test.skipIf(!has.bash)(
  'bash completes commands, flags, values and the words that come first (needs bash)',
  () => {
    expect(asked.bash('kakaocert-simulator con')).toEqual(['contract', 'conformance']);
    expect(asked.bash('kakaocert-simulator start --tls')).toEqual(['--tls-port']);
    expect(asked.bash('kakaocert-simulator --prox')).toEqual(['--proxy-port', '--proxy-passthrough']);
    expect(asked.bash('kakaocert-simulator start --form ')).toEqual(['der', 'observed', 'cades']);
    expect(asked.bash('kakaocert-simulator start --form = o')).toEqual(['observed']);
    expect(asked.bash('kakaocert-simulator start --config comp')).toEqual(
      expect.arrayContaining(['completion.bash']),
    );
    expect(asked.bash('kakaocert-simulator signed-data in')).toEqual(['inspect']);
    expect(asked.bash('kakaocert-simulator completion ')).toEqual([
      'bash',
      'zsh',
      'fish',
      '--language',
      '--help',
    ]);
    expect(asked.bash('kakaocert-simulator sign --la')).toEqual(['--last', '--language']);
    expect(asked.bash('kakaocert-simulator exec -- comp')).toEqual(
      expect.arrayContaining(['completion.bash']),
    );
  },
);

test.skipIf(!has.zsh)('zsh hands the same to its own functions (needs zsh)', () => {
  expect(asked.zsh('kakaocert-simulator con')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^contract:judge a simulator/)]),
  );
  expect(asked.zsh('kakaocert-simulator start --')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^\*--form\[.*\]:value:\(der observed cades\)$/),
      expect.stringMatching(/^\*--config\[.*\]:file:_files$/),
    ]),
  );
  expect(asked.zsh('kakaocert-simulator signed-data ')).toContain('1:what:(inspect verify to-der evidence)');
  expect(asked.zsh('kakaocert-simulator exec ')).toContain('*::command:_normal');
});

test.skipIf(!has.zsh)('zsh keeps colons and brackets of a help in it (needs zsh)', () => {
  const store = asked.zsh('kakaocert-simulator start --').find((one) => one.startsWith('*--store['));
  expect(store).toContain('redis\\://HOST\\:PORT');
});

test.skipIf(!has.fish)('fish completes the same (needs fish)', () => {
  expect(asked.fish('kakaocert-simulator contr')).toEqual(['contract']);
  expect(asked.fish('kakaocert-simulator start --tls')).toEqual(['--tls-port']);
  expect(asked.fish('kakaocert-simulator start --form ')).toEqual(['cades', 'der', 'observed']);
  expect(asked.fish('kakaocert-simulator signed-data in')).toContain('inspect');
  expect(asked.fish('kakaocert-simulator doctor --only cl')).toEqual(['clock']);
  expect(asked.fish('kakaocert-simulator exec -- true comp')).toContain('completion.bash');
});

test.each(shells)('the script for %s names every command and every flag', async (shell) => {
  const text = await print([shell]);
  for (const { name, flags } of await commandWords(commands, 'en')) {
    expect(text).toContain(name);
    for (const flag of flags) expect(text).toContain(flag.name.slice(2));
  }
});

test('what is said beside a word is of the language of the person', async () => {
  expect(await print(['zsh'], { LANG: 'ko_KR.UTF-8' })).toContain('시뮬레이터 실행');
  expect(await print(['zsh', '--language', 'ko'])).toContain('시뮬레이터 실행');
});

test('an executable is completed by the name of its file too', async () => {
  const text = await print(['bash'], {}, '/opt/kakaocert-simulator-linux-x64');
  expect(text).toMatch(/^complete .* kakaocert-simulator kakaocert-simulator-linux-x64$/m);
});

test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('%j is a mistake on the command line', async (argv) => {
  await expect(print(argv)).rejects.toThrow('name one shell of bash, zsh, fish');
});

test('a switch takes nothing', () => {
  expect(valueKind({ type: 'boolean', help: { en: '', ko: '' } })).toEqual({ kind: 'none' });
});

test.each([
  ['<der|observed>', { kind: 'words', words: ['der', 'observed'] }],
  ['sim|live|<url>', { kind: 'words', words: ['sim', 'live'] }],
  ['<file|folder>', { kind: 'path' }],
  ['<file>', { kind: 'path' }],
  ['<number>', { kind: 'any' }],
])('the placeholder %s stands for %j', (value, kind) => {
  expect(valueKind({ type: 'string', value, help: { en: '', ko: '' } })).toEqual(kind);
});
