// Command lines: one table of flags with their environment variables; flags win. A bad word is one clear line, exit 2.

import { parseArgs } from 'node:util';
import type { Text } from '../contracts/protocol/index.js';

/** A mistake on the command line; its message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
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
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'Bad arguments');
  }
  const fromEnv = Object.entries(flags).flatMap(([name, { env: variable }]) => {
    const value = variable === undefined ? undefined : env[variable];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return { flags: { ...Object.fromEntries(fromEnv), ...values } as FlagValues, words: positionals };
}

function refuseOldNames(argv: readonly string[], flags: Flags): void {
  for (const [name, { was }] of Object.entries(flags)) {
    if (was !== undefined && argv.some((one) => one === `--${was}` || one.startsWith(`--${was}=`))) {
      throw new UsageError(`--${was} is now called --${name}; give --${name} instead`);
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
