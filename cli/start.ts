// `kakaocert-simulator start`: serves until it is told to stop.

import { inBoth, printable, type Text } from '../contracts/protocol/index.js';
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
import { languageFlag, languageOf, languageOfLine } from './language.js';
import { readSettings, type Settings, type SettingsSources, settingsFlags } from './settings.js';
import { wordsOf } from './usage-texts.js';

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
  const doors = checkedDoors({ host: '127.0.0.1', port: 9080, onBlocked: sayBlocked, ...settings.listen });
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
  surroundings.warn({
    en: `no browser opened; open ${page} yourself`,
    ko: `브라우저를 열지 못했습니다. 직접 여십시오: ${page}`,
  });
}

/** Says on stderr which other host the proxy refused. */
export const sayBlocked = (place: string): void =>
  surroundings.warn({
    en: `${place} was blocked; --proxy-passthrough lets other hosts through`,
    ko: `${place} 연결을 차단했습니다. 다른 호스트도 허용하려면 --proxy-passthrough를 지정하십시오`,
  });

/** Where settings come from besides the command line. */
export const surroundings: SettingsSources = {
  env: process.env,
  get folder() {
    try {
      return process.cwd();
    } catch {
      return null;
    }
  },
  warn: (line) => process.stderr.write(`kakaocert-simulator: ${printable(line[languageOfLine(process)])}.\n`),
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
    const place = isStore ? '--' : `${file ?? 'settings'}: `;
    throw new UsageError(inBoth(wordsOf(error), (text) => place + text.replace(/\.$/, '')));
  }
}

/** Simulators that share a store answer for one another, so they must ask for one token. */
function checkToken({ store = 'memory', controlToken }: SimulatorOptions, host: string): void {
  if (store === 'memory' || controlToken !== undefined || isLoopback(host)) return;
  throw new UsageError({
    en: '--control-token: off loopback, all simulators of a store need one; give it with --control-token or KAKAOCERT_SIM_TOKEN',
    ko: '--control-token: 루프백이 아닌 주소에서 저장소를 함께 쓰려면 제어 토큰이 같아야 합니다. --control-token 또는 KAKAOCERT_SIM_TOKEN으로 지정하십시오',
  });
}

/** The doors, if they can be opened together. */
export function checkedDoors<T extends ListenOptions & { readonly host: string }>(doors: T): T {
  if (doors.proxyPort !== undefined && !isLoopback(doors.host)) {
    throw new UsageError({
      en: `--proxy-port: the proxy listens on loopback only, not on "${doors.host}"; leave one out`,
      ko: `--proxy-port: 프록시는 루프백에서만 열 수 있습니다(지정한 --host "${doors.host}"). 둘 중 하나만 지정하십시오`,
    });
  }
  if (doors.proxyPassthrough === true && doors.proxyPort === undefined) {
    throw new UsageError({
      en: '--proxy-passthrough: there is no proxy; give --proxy-port too',
      ko: '--proxy-passthrough: 프록시가 없습니다. --proxy-port도 지정하십시오',
    });
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
  const notHere: Text = {
    en: `--host: "${host}" is no address of this machine`,
    ko: `--host: 이 컴퓨터의 주소가 아닙니다: "${host}"`,
  };
  const texts: Readonly<Record<string, Text>> = {
    EADDRINUSE: {
      en: `Port ${at} on ${host} is taken; give another with ${flag}, or ${flag} 0 for any free one`,
      ko: `${host}의 포트 ${at} 번은 이미 사용 중입니다. ${flag}로 다른 포트를 지정하거나, ${flag} 0으로 빈 포트를 쓰십시오`,
    },
    EACCES: {
      en: `Port ${at} on ${host} needs more rights; give one above 1023 with ${flag}`,
      ko: `${host}의 포트 ${at} 번을 열 권한이 없습니다. ${flag}로 1023보다 큰 포트를 지정하십시오`,
    },
    EADDRNOTAVAIL: notHere,
    ENOTFOUND: notHere,
  };
  return new UsageError(
    texts[error.code ?? ''] ?? {
      en: `Can't listen on ${host}:${at}: ${error.message}`,
      ko: `${host}:${at} 주소를 열 수 없습니다: ${error.message}`,
    },
  );
}
