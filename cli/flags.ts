// Command lines: one table of flags with their environment variables; flags win. A bad word is one clear line, exit 2.

import { parseArgs } from 'node:util';
import type { Text } from '../contracts/protocol/index.js';
import { meant } from './nearest.js';

/** A mistake on the command line, for the person who typed it: one line in each language, without a full stop. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly words: Text;

  constructor(words: Text) {
    super(words.en);
    this.words = words;
  }
}

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly env?: string;
  readonly value?: string;
  readonly help: Text;
  readonly multiple?: boolean;
  /** The name it had before. Whoever still gives that one is told the new one. */
  readonly was?: string;
}

export type Flags = Readonly<Record<string, Flag>>;

export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Reads `argv` by the table; unknown flags and words are refused. */
export const readFlags = (argv: readonly string[], flags: Flags, env: NodeJS.ProcessEnv): FlagValues =>
  readLine(argv, flags, env, false).flags;

interface Line {
  readonly flags: FlagValues;
  /** What stands there without a flag. */
  readonly words: readonly string[];
}

/** The same, where words may stand between the flags. */
export const readWords = (argv: readonly string[], flags: Flags, env: NodeJS.ProcessEnv): Line =>
  readLine(argv, flags, env, true);

function readLine(
  argv: readonly string[],
  flags: Flags,
  env: NodeJS.ProcessEnv,
  allowPositionals: boolean,
): Line {
  refuseOldNames(argv, flags);
  let values: Record<string, unknown>;
  let positionals: readonly string[];
  try {
    const options = Object.fromEntries(
      Object.entries(flags).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
    );
    ({ values, positionals } = parseArgs({ args: [...argv], options, strict: true, allowPositionals }));
  } catch (error) {
    throw unreadLine(error, flags);
  }
  const fromEnv = Object.entries(flags).flatMap(([name, { env: variable }]) => {
    const value = variable === undefined ? undefined : env[variable];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return { flags: { ...Object.fromEntries(fromEnv), ...values } as FlagValues, words: positionals };
}

/** What is wrong with a line that Node's parser refuses: its message in English, and the same by its code in Korean. */
export function unreadLine(error: unknown, flags: Flags): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const [en = ''] = message.split(/\. |\n/);
  const named = /'(.*)'/.exec(en)?.[1] ?? '';
  const [flag = ''] = named.split(/[ ,]/);
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new UsageError(unknownOption(named, flags));
  const texts: Readonly<Record<string, string>> = {
    ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: `알 수 없는 인자: "${named}"`,
    ERR_PARSE_ARGS_INVALID_OPTION_VALUE: en.includes('does not take')
      ? `${flag}: 값 없이 지정하는 옵션입니다`
      : `${flag}: 값을 지정하십시오`,
  };
  return new UsageError({ en, ko: texts[code ?? ''] ?? `인자를 확인하십시오: ${en}` });
}

function unknownOption(named: string, flags: Flags): Text {
  const near = meant(
    named,
    Object.keys(flags).map((name) => `--${name}`),
  );
  return {
    en: `Unknown option '${named}'${near === undefined ? '' : `; the nearest is ${near}`}`,
    ko: `알 수 없는 옵션: ${named}${near === undefined ? '' : `. 가장 비슷한 옵션: ${near}`}`,
  };
}

function refuseOldNames(argv: readonly string[], flags: Flags): void {
  for (const [name, { was }] of Object.entries(flags)) {
    if (was !== undefined && argv.some((one) => one === `--${was}` || one.startsWith(`--${was}=`))) {
      throw new UsageError({
        en: `--${was} is now called --${name}; give --${name} instead`,
        ko: `--${was}: 이름이 바뀌었습니다. 새 이름: --${name}`,
      });
    }
  }
}

/** One line per flag, for --help. */
export function describeFlags(flags: Flags, language: keyof Text): string {
  const rows = Object.entries(flags).map(
    ([name, flag]) => [`--${name}${flag.value ? ` ${flag.value}` : ''}`, flag] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows
    .map(
      ([left, { help, env }]) =>
        `  ${left.padEnd(width)}${help[language]}${env === undefined ? '' : ` [${env}]`}`,
    )
    .join('\n');
}
