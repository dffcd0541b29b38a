// `kakaocert-simulator exec -- <command>`: runs a command whose every SDK reaches the simulator, with no address in it.
// Everything is on free ports of loopback; nothing is written but into one temporary folder, and that is removed.

import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { firstTenant } from '../simulator/core/tenant.js';
import type { Listening, ListenOptions, Simulator } from '../simulator/simulator.js';
import { consoleOf } from './banner.js';
import { withExecSurroundings } from './exec-surroundings.js';
import { type Flags, UsageError } from './flags.js';
import { languageFlag, languageOf } from './language.js';
import { readSettings, type Settings, settingsFlags } from './settings.js';
import {
  checkedDoors,
  type ListenError,
  listenFault,
  makeSimulator,
  quietFlag,
  sayBlocked,
  surroundings,
} from './start.js';
import { noCommand } from './usage-texts.js';

const LOOPBACK = '127.0.0.1';
/** Shells' words for what can't be run (POSIX, XCU §2.8.2). */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
const KILLED = 128;

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Forwarded = (typeof FORWARDED)[number];

/** Flags of start that mean nothing here: the address is loopback, stdout is the command's. */
const NOT_HERE = ['host', 'control-token'];

export const execFlags: Flags = { ...settingsFlags(NOT_HERE), quiet: quietFlag, language: languageFlag };

/** Runs the command and resolves with its exit code; 128 + n if signal n ended it. */
export async function exec(argv: readonly string[]): Promise<number> {
  const dashes = argv.indexOf('--');
  const command = dashes < 0 ? [] : argv.slice(dashes + 1);
  // Before the flags: without -- the command's own words would be taken for wrong ones of ours.
  if (!command[0]) {
    throw new UsageError(
      noCommand('exec', command.length > 0, 'exec -- npm test', { en: 'a command', ko: '실행할 명령을' }),
    );
  }
  const settings = readSettings(dashes < 0 ? argv : argv.slice(0, dashes), execFlags, {
    ...surroundings,
    // The file's port is that of `start`, which may be running.
    notOfFile: ['port'],
  });
  const signals = listenForSignals();
  const doors = checkedDoors({
    port: 0,
    tlsPort: 0,
    proxyPort: 0,
    onBlocked: sayBlocked,
    ...settings.listen,
    host: LOOPBACK,
  });
  if (settings.file !== null) {
    surroundings.warn({ en: `the settings of ${settings.file} are used`, ko: `설정 파일: ${settings.file}` });
  }
  // Where stderr is somebody's report, it stays the command's own.
  const simulator = await makeSimulator(settings, process.stderr.isTTY === true ? 'calls' : 'none');
  try {
    return await withFolder(simulator, doors, settings, (env) => run(command, env, signals));
  } finally {
    await simulator.close();
    signals.stop();
  }
}

async function withFolder(
  simulator: Simulator,
  doors: ListenOptions,
  settings: Settings,
  work: (env: NodeJS.ProcessEnv) => Promise<number>,
): Promise<number> {
  const listening = await simulator.listen(doors).catch((error: ListenError) => {
    throw listenFault(error, doors);
  });
  sayWhere(listening, settings);
  const tenant = firstTenant(settings.simulator);
  return withExecSurroundings((made) => work(made.of(listening, tenant).env));
}

/**
 * The address of the simulator, for hands and for a browser, while the command runs: where somebody reads, or asked for
 * the log. In a log of JSON it is JSON.
 */
function sayWhere({ url }: Listening, { flags, simulator: { log } }: Settings): void {
  const isRead = log === undefined ? process.stderr.isTTY === true : log !== 'none';
  if (!isRead || flags.quiet === true) return;
  const console = consoleOf(url);
  const words = {
    en: `control plane ${url}/_sim/v1, console ${console}`,
    ko: `제어 API ${url}/_sim/v1, 콘솔 ${console}`,
  };
  process.stderr.write(
    log === 'json'
      ? `${JSON.stringify({ event: 'ready', url, console })}\n`
      : `kakaocert-simulator: ${words[languageOf(flags.language, process.env)]}\n`,
  );
}

interface Signals {
  /** Hands every signal, the one that came before included, to `take`. */
  to(take: (signal: Forwarded) => void): void;
  stop(): void;
}

/** From now on these signals don't end this process: they are the command's. */
function listenForSignals(): Signals {
  let early: Forwarded | undefined;
  let take = (signal: Forwarded) => {
    early ??= signal;
  };
  const hear = (signal: NodeJS.Signals) => take(signal as Forwarded);
  for (const signal of FORWARDED) process.on(signal, hear);
  return {
    to(taker) {
      take = taker;
      if (early !== undefined) taker(early);
    },
    stop() {
      for (const signal of FORWARDED) process.off(signal, hear);
    },
  };
}

function run(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  signals: Signals,
): Promise<number> {
  return new Promise((resolve) => {
    const cannot = (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      surroundings.warn({
        en: `exec: "${command}" ${isMissing ? 'was not found' : `can't be run: ${error.message}`}`,
        ko: `exec: ${isMissing ? '명령을 찾을 수 없습니다' : `명령을 실행할 수 없습니다(${error.message})`}: "${command}"`,
      });
      resolve(isMissing ? NOT_FOUND : NOT_EXECUTABLE);
    };
    let child: ChildProcess;
    try {
      child = spawn(command, args, { stdio: 'inherit', env });
    } catch (error) {
      // Some errors Node tells at once: a file where a folder should be, a name too long, too many arguments.
      cannot(error as NodeJS.ErrnoException);
      return;
    }
    signals.to((signal) => {
      // Ctrl-C at a terminal reaches the command by itself; a second one would make many programs quit the hard way.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
    child.once('error', cannot);
    child.once('close', (code, signal) =>
      resolve(code ?? KILLED + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}
