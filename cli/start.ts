// `kakaocert-simulator start`: serves until it is told to stop.

import { defaultTenant } from '../simulator/core/tenant.js';
import { isLoopback } from '../simulator/doors/loopback.js';
import {
  createSimulator,
  type Listening,
  type ListenOptions,
  type Simulator,
} from '../simulator/simulator.js';
import { type Flags, UsageError } from './flags.js';
import { readSettings, type Settings, type SettingsSources, settingsFlags } from './settings.js';

export const startFlags: Flags = {
  ...settingsFlags(),
  json: { type: 'boolean', help: 'print one JSON line when ready, and nothing else, on stdout' },
};

/** Starts a simulator and resolves with the exit code once it has stopped. */
export async function start(argv: readonly string[]): Promise<number> {
  const settings = readSettings(argv, startFlags, surroundings);
  const doors = checkedDoors({ host: '127.0.0.1', port: 9080, ...settings.listen });
  const stopped = signalled();
  const simulator = await makeSimulator(settings);
  const listening = await simulator.listen(doors).catch((error: ListenError) => {
    throw listenFault(error, doors);
  });
  const isForPrograms = settings.flags.json === true;
  process.stdout.write(isForPrograms ? readyLine(listening) : readyText(listening, settings.file));
  await stopped;
  await simulator.close();
  return 0;
}

/** Where settings come from besides the command line. */
export const surroundings: SettingsSources = {
  env: process.env,
  folder: process.cwd(),
  warn: (line) => process.stderr.write(`kakaocert-simulator: ${line}.\n`),
};

/** A simulator by its settings. What only tenants can tell of themselves is a mistake in the file. */
export async function makeSimulator({ simulator, file }: Settings): Promise<Simulator> {
  try {
    return await createSimulator({ logLevel: 'warn', ...simulator });
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`${file ?? 'settings'}: ${error.message}`) : error;
  }
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

/** The machine-readable ready line; what is not there is null. */
const readyLine = ({ url, tls, proxy, tlsCa, controlToken }: Listening): string =>
  `${JSON.stringify({
    event: 'ready',
    url,
    linkId: defaultTenant.linkId,
    secretKey: defaultTenant.secretKey,
    clientCode: defaultTenant.clientCode,
    console: null,
    tls,
    proxy,
    tlsCa,
    controlToken,
  })}\n`;

/** A line of the ready text for what may not be there. */
const optional = (what: string, value: string | null): string =>
  value === null ? '' : `\n  ${what.padEnd(19)}${value}`;

const readyText = (
  { url, tls, proxy, controlToken }: Listening,
  file: string | null,
): string => `kakaocert-simulator is ready.

  auth and service   ${url}
  control plane      ${url}/_sim/v1${optional('TLS, real names', tls)}${optional('its root', tls && `${url}/_sim/v1/tls-ca.pem`)}${optional('proxy', proxy)}${optional('control token', controlToken)}${optional('settings of', file)}
  LinkID             ${defaultTenant.linkId}
  SecretKey          ${defaultTenant.secretKey}
  ClientCode         ${defaultTenant.clientCode}

Point the official Node SDK at it:

  const kakaocert = require('kakaocert');
  kakaocert.config({
    LinkID: '${defaultTenant.linkId}',
    SecretKey: '${defaultTenant.secretKey}',
    AuthURL: '${url}',
    ServiceURL: '${url}',
  });

Sign a request as the person with the phone:

  curl -X POST ${url}/_sim/v1/receipts/<receiptId>/sign

Ctrl-C stops it.
`;
