// `kakaocert-simulator start`: serves until it is told to stop.

import { firstTenant } from '../simulator/core/tenant.js';
import { isLoopback } from '../simulator/doors/loopback.js';
import {
  createSimulator,
  type ListenOptions,
  type Simulator,
  type SimulatorOptions,
} from '../simulator/simulator.js';
import { consoleOf, type Ready, reachable, readyLine, readyText } from './banner.js';
import { openInBrowser } from './browser.js';
import { type Flag, type Flags, UsageError } from './flags.js';
import { type Language, languageFlag, languageOf } from './language.js';
import { readSettings, type Settings, type SettingsSources, settingsFlags } from './settings.js';

/** Of every command that starts a simulator. */
export const quietFlag: Flag = {
  type: 'boolean',
  help: { en: 'no log: --log none', ko: '로그 출력 안 함(--log none)' },
};

export const startFlags: Flags = {
  ...settingsFlags(),
  quiet: quietFlag,
  json: {
    type: 'boolean',
    help: {
      en: 'print one JSON line when ready, and nothing else, on stdout',
      ko: '준비되면 stdout에 JSON 한 줄만 출력',
    },
  },
  open: {
    type: 'boolean',
    help: { en: 'open the console in the browser when ready', ko: '준비되면 브라우저에서 콘솔 열기' },
  },
  language: languageFlag,
};

/** Starts a simulator and resolves with the exit code once it has stopped. */
export async function start(argv: readonly string[]): Promise<number> {
  const settings = readSettings(argv, startFlags, surroundings);
  const language = languageOf(settings.flags.language, process.env);
  const onBlocked = sayBlocked(language);
  const doors = checkedDoors({ host: '127.0.0.1', port: 9080, onBlocked, ...settings.listen });
  checkToken(settings.simulator, doors.host);
  const stopped = signalled();
  const simulator = await makeSimulator(settings);
  const listening = await simulator.listen(doors).catch((error: ListenError) => {
    throw listenFault(error, doors);
  });
  const { allowHosts = [] } = settings.simulator;
  const tenant = firstTenant(settings.simulator);
  const ready: Ready = { listening, host: doors.host, tenant, file: settings.file, allowHosts, language };
  process.stdout.write(settings.flags.json === true ? readyLine(ready) : readyText(ready));
  if (settings.flags.open === true) await openConsole(ready);
  await stopped;
  await simulator.close();
  return 0;
}

/** Opens the console in the browser; where none opens, the address is said once more. */
async function openConsole(ready: Ready): Promise<void> {
  const page = consoleOf(reachable(ready).here);
  if (await openInBrowser(page)) return;
  const words = {
    en: `no browser opened; open ${page} yourself`,
    ko: `브라우저를 열지 못했습니다. 직접 여십시오: ${page}`,
  };
  surroundings.warn(words[ready.language]);
}

/** Says on stderr which other host the proxy refused. */
export const sayBlocked =
  (language: Language) =>
  (place: string): void => {
    const words = {
      en: `${place} was blocked; --proxy-passthrough lets other hosts through`,
      ko: `${place} 연결을 차단했습니다. 다른 호스트도 허용하려면 --proxy-passthrough를 지정하십시오`,
    };
    surroundings.warn(words[language]);
  };

/** Where settings come from besides the command line. */
export const surroundings: SettingsSources = {
  env: process.env,
  folder: process.cwd(),
  warn: (line) => process.stderr.write(`kakaocert-simulator: ${line}.\n`),
};

/** A simulator by its settings, with this log unless they tell another. What only tenants can tell of themselves is a mistake in the file. */
export async function makeSimulator(
  { simulator, file, flags }: Settings,
  log: SimulatorOptions['log'] = 'calls',
): Promise<Simulator> {
  try {
    return await createSimulator({
      log,
      logLanguage: languageOf(flags.language, process.env),
      ...simulator,
      ...(flags.quiet === true ? { log: 'none' } : {}),
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const isStore = error.message.startsWith('store: ');
    throw new UsageError(
      isStore ? `--${error.message.replace(/\.$/, '')}` : `${file ?? 'settings'}: ${error.message}`,
    );
  }
}

/** Simulators that share a store answer for one another, so they must ask for one token. */
function checkToken({ store = 'memory', controlToken }: SimulatorOptions, host: string): void {
  if (store === 'memory' || controlToken !== undefined || isLoopback(host)) return;
  throw new UsageError(
    `--control-token: off loopback, all simulators of a store need one; give it with --control-token or KAKAOCERT_SIM_TOKEN`,
  );
}

/** The doors, if they can be opened together. */
export function checkedDoors<T extends ListenOptions & { readonly host: string }>(doors: T): T {
  if (doors.proxyPort !== undefined && !isLoopback(doors.host)) {
    throw new UsageError(
      `--proxy-port: the proxy listens on loopback only, not on "${doors.host}"; leave one out`,
    );
  }
  if (doors.proxyPassthrough === true && doors.proxyPort === undefined) {
    throw new UsageError('--proxy-passthrough: there is no proxy; give --proxy-port too');
  }
  return doors;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}

/** What the system says when it can't listen. */
export type ListenError = NodeJS.ErrnoException & { readonly port?: number };

/** The same for the person who gave the address: one line. */
export function listenFault(
  error: ListenError,
  { host, port, tlsPort, proxyPort }: ListenOptions,
): UsageError {
  const at = error.port ?? port;
  const given = { '--port': port, '--tls-port': tlsPort, '--proxy-port': proxyPort };
  const flag = Object.entries(given).find(([, one]) => one === at)?.[0] ?? '--port';
  const texts: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${at} on ${host} is taken; give another with ${flag}, or ${flag} 0 for any free one`,
    EACCES: `Port ${at} on ${host} needs more rights; give one above 1023 with ${flag}`,
    EADDRNOTAVAIL: `--host: "${host}" is no address of this machine`,
    ENOTFOUND: `--host: "${host}" is no address of this machine`,
  };
  return new UsageError(texts[error.code ?? ''] ?? `Can't listen on ${host}:${at}: ${error.message}`);
}
