// The settings of `start` and `exec`: flags win over variables, variables over the file. All of them are rows of one table
// (simulator/options/table.ts). A message about a wrong value says where it was given: a flag, a variable, or a name in the file.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inBoth, type Text } from '../contracts/protocol/index.js';
import { OptionProblem } from '../simulator/options/kinds.js';
import { listenRows, type OptionRow, simulatorRows, variableOf } from '../simulator/options/table.js';
import type { ListenOptions, SimulatorOptions } from '../simulator/simulator.js';
import { type Flags, type FlagValues, readFlags, UsageError } from './flags.js';
import { nearest } from './nearest.js';
import { unreadable } from './usage-texts.js';

/** The file that is found by itself in the working folder. */
export const CONFIG_FILE = 'kakaocert-simulator.config.json';

export interface Settings {
  readonly simulator: SimulatorOptions;
  readonly listen: ListenOptions;
  /** The file that was read; null without one. */
  readonly file: string | null;
  readonly flags: FlagValues;
}

const rows: Readonly<Record<string, OptionRow>> = { ...simulatorRows, ...listenRows };
/** Variables that are others' business: where a simulator is, for those who call it. */
const KNOWN_VARIABLES = ['KAKAOCERT_SIM_URL', 'KAKAOCERT_SIM_TOKEN', 'KAKAOCERT_SIM_CONFIG'];
/** What Kubernetes sets beside a Service named `kakaocert-sim`: nobody meant it for us. */
const KUBERNETES = /_SERVICE_(HOST|PORT)|_PORT(_\d+_(TCP|UDP))?(_(ADDR|PORT|PROTO))?$/;

/** The flags of a command that reads settings, all but those that mean nothing there. */
export const settingsFlags = (without: readonly string[] = []): Flags => ({
  ...Object.fromEntries(
    Object.values(rows).flatMap(({ flag, kind, words, multiple, was }) =>
      flag === null || without.includes(flag)
        ? []
        : [
            [
              flag,
              {
                type: kind.placeholder === '' ? 'boolean' : 'string',
                value: kind.placeholder,
                env: variableOf(flag),
                help: words,
                ...(multiple === undefined ? {} : { multiple }),
                ...(was === undefined ? {} : { was }),
              },
            ],
          ],
    ),
  ),
  config: {
    type: 'string',
    value: '<file>',
    env: 'KAKAOCERT_SIM_CONFIG',
    help: {
      en: `settings in a JSON file (${CONFIG_FILE}, if it is there)`,
      ko: `설정을 적은 JSON 파일(${CONFIG_FILE}이 있으면 그 파일)`,
    },
  },
});

export interface SettingsSources {
  readonly env: NodeJS.ProcessEnv;
  /** The working folder; null where it is gone. */
  readonly folder: string | null;
  /** Settings that the file says for another command, not for this one. */
  readonly notOfFile?: readonly string[];
  /** Told of what is odd, but no mistake. */
  readonly warn: (line: Text) => void;
}

/** Reads the settings of a command whose flags these are. Throws a UsageError of one line. */
export function readSettings(
  argv: readonly string[],
  flagTable: Flags,
  { env, folder, warn, notOfFile = [] }: SettingsSources,
): Settings {
  const flags = readFlags(argv, flagTable, {});
  warnOfStrangers(env, warn);
  const path = configPath(flags, env, folder);
  const file = Object.fromEntries(
    Object.entries(path === null ? {} : readFile(path)).filter(([name]) => !notOfFile.includes(name)),
  );
  const values = Object.entries(rows).flatMap(([name, row]) => {
    const isHere = row.flag === null || Object.hasOwn(flagTable, row.flag);
    const given = isHere ? sourceOf(name, row, { flags, env, file, path }) : undefined;
    return given === undefined ? [] : [[name, readGiven(row, given)] as const];
  });
  const of = (names: object) => Object.fromEntries(values.filter(([name]) => Object.hasOwn(names, name)));
  return { simulator: of(simulatorRows), listen: of(listenRows), file: path, flags };
}

/** A value and where it was given. */
interface Given {
  readonly value: unknown;
  readonly at: string;
}

function sourceOf(
  name: string,
  { flag, kind, variable }: OptionRow,
  from: {
    flags: FlagValues;
    env: NodeJS.ProcessEnv;
    file: Readonly<Record<string, unknown>>;
    path: string | null;
  },
): Given | undefined {
  const textOf = (text: string) => kind.fromText?.(text) ?? text;
  if (flag !== null) {
    const value = from.flags[flag];
    if (value !== undefined)
      return { value: typeof value === 'string' ? textOf(value) : value, at: `--${flag}` };
    const at = [variableOf(flag), variable ?? ''].find((one) => isSet(from.env[one]));
    if (at !== undefined) return { value: textOf(from.env[at] ?? ''), at };
  }
  return Object.hasOwn(from.file, name) ? { value: from.file[name], at: `${from.path}: ${name}` } : undefined;
}

/** An empty variable is as none, and so is what Kubernetes puts there. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && !/^(tcp|udp):\/\//.test(value);

function readGiven({ kind }: OptionRow, { value, at }: Given): unknown {
  try {
    return kind.read(value);
  } catch (error) {
    throw error instanceof OptionProblem
      ? new UsageError(inBoth(error.words, (text) => `${at}: ${text}`))
      : error;
  }
}

function configPath(flags: FlagValues, env: NodeJS.ProcessEnv, folder: string | null): string | null {
  const named = typeof flags.config === 'string' ? flags.config : env.KAKAOCERT_SIM_CONFIG;
  if (named !== undefined && named !== '') return named;
  if (folder === null) return null;
  const path = join(folder, CONFIG_FILE);
  return existsSync(path) ? path : null;
}

/** What a file of settings says of a simulator, and all of it as it stands there. Throws a UsageError of one line. */
export function readConfig(path: string): { readonly simulator: SimulatorOptions; readonly file: object } {
  const file = readFile(path);
  const given = Object.entries(simulatorRows).flatMap(([name, row]) =>
    Object.hasOwn(file, name)
      ? [[name, readGiven(row as OptionRow, { value: file[name], at: `${path}: ${name}` })] as const]
      : [],
  );
  return { simulator: Object.fromEntries(given), file };
}

function readFile(path: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(unreadable('--config', path, (error as NodeJS.ErrnoException).code));
  }
  // What `>` of Windows PowerShell writes (UTF-16 with its mark), read as UTF-8.
  if (/^\uFFFD\uFFFD.?\0|^.\0/s.test(text))
    throw new UsageError({
      en: `${path}: it is no UTF-8, but UTF-16; save it as UTF-8`,
      ko: `${path}: UTF-16 파일입니다. UTF-8로 저장하십시오`,
    });
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError({
      en: `${path}: it is no JSON: ${message}`,
      ko: `${path}: JSON이 아닙니다: ${message}`,
    });
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new UsageError({
      en: `${path}: it must hold one JSON object`,
      ko: `${path}: JSON 객체 하나여야 합니다`,
    });
  }
  const isKnown = (name: string) => Object.hasOwn(rows, name) && rows[name]?.kind.schema !== null;
  const unknown = Object.keys(given).filter((name) => name !== '$schema' && !isKnown(name));
  if (unknown.length > 0) {
    const known = Object.keys(rows).filter(isKnown);
    throw new UsageError({
      en: `${path}: there is no setting "${unknown.join('", "')}"; there are ${known.join(', ')}`,
      ko: `${path}: 없는 설정입니다: "${unknown.join('", "')}". 사용할 수 있는 설정: ${known.join(', ')}`,
    });
  }
  return given as Record<string, unknown>;
}

/** A mistyped variable does nothing; whoever set it should know. */
function warnOfStrangers(env: NodeJS.ProcessEnv, warn: SettingsSources['warn']): void {
  const known = [
    ...KNOWN_VARIABLES,
    ...Object.values(rows).flatMap(({ flag }) => (flag === null ? [] : [variableOf(flag)])),
  ];
  for (const name of Object.keys(env)) {
    if (!name.startsWith('KAKAOCERT_SIM_') || known.includes(name) || KUBERNETES.test(name)) continue;
    const [near] = nearest(name, known);
    warn({
      en: `${name} is no setting; the nearest is ${near}`,
      ko: `${name}: 없는 설정입니다. 가장 비슷한 이름: ${near}`,
    });
  }
}
