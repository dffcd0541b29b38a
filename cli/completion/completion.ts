// `kakaocert-simulator completion bash|zsh|fish`: prints the script that makes a shell complete our words. It is made from
// the tables of commands and flags, so it knows what this version knows.

import { basename } from 'node:path';
import { selfCommand } from '../../simulator/self.js';
import { describeFlags, type Flags, readWords, UsageError } from '../flags.js';
import { type Language, languageFlag, languageOf } from '../language.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { type CommandWord, type Completable, commandWords } from './words.js';
import { zshScript } from './zsh.js';

const NAME = 'kakaocert-simulator';

const flags: Flags = { language: languageFlag };

/** The shells, what makes the script of each, and how it is used. */
const shells = {
  bash: { script: bashScript, use: `source <(${NAME} completion bash)            # in ~/.bashrc` },
  zsh: {
    script: zshScript,
    use: `source <(${NAME} completion zsh)             # in ~/.zshrc, after compinit`,
  },
  fish: {
    script: fishScript,
    use: `${NAME} completion fish | source             # in ~/.config/fish/config.fish`,
  },
} as const satisfies Readonly<
  Record<
    string,
    { script: (names: readonly string[], commands: readonly CommandWord[]) => string; use: string }
  >
>;

/** What completion needs of the process. */
export interface CompletionIo {
  readonly commands: Readonly<Record<string, Completable>>;
  readonly env: NodeJS.ProcessEnv;
  readonly out: (text: string) => void;
  /** How this program was called, e.g. the path of an executable. */
  readonly self?: string;
}

const how: Readonly<Record<Language, string>> = {
  en: 'Have your shell read it:',
  ko: '셸 설정 파일에서 읽도록 하십시오.',
};

/** For --help: how each shell reads it. */
export const completionHelp = (language: Language): string =>
  `${how[language]}\n\n${Object.values(shells)
    .map(({ use }) => `  ${use}`)
    .join('\n')}\n\n${describeFlags(flags, language)}`;

/** Prints the script; resolves with 0. Rejects with a UsageError where no shell is named. */
export async function completion(argv: readonly string[], io: CompletionIo): Promise<number> {
  const { words: said, flags: given } = readWords(argv, flags, io.env);
  const [name = '', ...more] = said;
  if (!isShell(name) || more.length > 0) {
    const all = Object.keys(shells).join(', ');
    throw new UsageError({
      en: `completion: name one shell of ${all}`,
      ko: `completion: 셸 하나를 지정하십시오: ${all}`,
    });
  }
  const words = await commandWords(io.commands, languageOf(given.language, io.env));
  // An executable is called by the name of its file, unless somebody gave it ours.
  const own = basename(io.self ?? selfCommand());
  const names = /^[\w.-]+$/.test(own) && own.startsWith(NAME) && own !== NAME ? [NAME, own] : [NAME];
  io.out(shells[name].script(names, words));
  return 0;
}

const isShell = (name: string): name is keyof typeof shells => Object.hasOwn(shells, name);
