// In which language people read: --language, or what the system says (POSIX, XBD §8.2: LC_ALL, LC_MESSAGES, LANG).

import type { Text } from '../contracts/protocol/index.js';
import { systemLanguage } from '../simulator/log/language.js';
import { type Flag, UsageError } from './flags.js';
import { noneOf } from './usage-texts.js';

export type Language = keyof Text;
const languages: readonly Language[] = ['en', 'ko'];

const help: Text = { en: "of what people read (the system's: LANG)", ko: '출력 언어(기본값: 시스템의 LANG)' };

/** The flag, for the tables of commands that speak to people. */
export const languageFlag: Flag = { type: 'string', value: '<en|ko>', help };

/** The language of a command; throws a UsageError for a word that is none. */
export function languageOf(given: unknown, env: NodeJS.ProcessEnv): Language {
  if (given === undefined) return systemLanguage(env);
  const known = languages.find((one) => one === given);
  if (known === undefined) throw new UsageError(noneOf('--language', String(given), languages));
  return known;
}

/** The language of this process before its flags are read; what stands behind `--` is another program's. */
export function languageOfLine({ argv, env }: Pick<NodeJS.Process, 'argv' | 'env'>): Language {
  const dashes = argv.indexOf('--');
  return languageIn(dashes < 0 ? argv : argv.slice(0, dashes), env);
}

/** The same before flags are read, for --help; a wrong word is told where the flags are read. */
export function languageIn(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.findIndex((one) => one === '--language' || one.startsWith('--language='));
  const given = argv[at]?.split('=')[1] ?? argv[at + 1];
  return languageOf(at >= 0 && languages.some((one) => one === given) ? given : undefined, env);
}
