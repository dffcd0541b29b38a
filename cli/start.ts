// `kakaocert-simulator start`: serves until it is told to stop.

import { isControlToken } from '../simulator/control/guard.js';
import { parseDuration } from '../simulator/core/duration.js';
import { parseSignPlan, SIGN_PLANS } from '../simulator/core/sign-plan.js';
import { forms } from '../simulator/core/tampering.js';
import { defaultTenant } from '../simulator/core/tenant.js';
import { gzipModes } from '../simulator/doors/gzip.js';
import { isLoopback } from '../simulator/doors/loopback.js';
import {
  createSimulator,
  type Listening,
  type ListenOptions,
  type SimulatorOptions,
} from '../simulator/simulator.js';
import { type Flags, type FlagValues, readFlags, readPort, UsageError } from './flags.js';

export const startFlags: Flags = {
  host: {
    type: 'string',
    value: '<address>',
    env: 'KAKAOCERT_SIM_HOST',
    help: 'where to listen (127.0.0.1)',
  },
  port: { type: 'string', value: '<port>', env: 'KAKAOCERT_SIM_PORT', help: 'port, 0 = any free one (9080)' },
  'tls-port': {
    type: 'string',
    value: '<port>',
    help: 'serve HTTPS for the six real host names too, 0 = any free port',
  },
  'proxy-port': {
    type: 'string',
    value: '<port>',
    help: 'be a proxy that carries the six real host names to the TLS door, 0 = any free port',
  },
  'proxy-passthrough': { type: 'boolean', help: 'let the proxy carry other hosts too (refused)' },
  sign: { type: 'string', value: '<plan>', help: `who signs: ${SIGN_PLANS} (manual)` },
  form: {
    type: 'string',
    was: 'profile',
    value: '<form>',
    help: `the form of signedData: ${forms.join(', ')} (der)`,
  },
  'ephemeral-ca': { type: 'boolean', help: 'sign with a TEST CA made for this run alone' },
  'verify-auth-form': {
    type: 'string',
    value: '<form>',
    help: "VerifyAuth's signedData: token (default) or cms around it",
  },
  'auth-window': { type: 'string', value: '<duration>', help: 'how far x-lh-date may be off (PT10M)' },
  gzip: { type: 'string', value: '<mode>', help: 'compress long answers: offered (default), always, never' },
  'allow-host': {
    type: 'string',
    value: '<name>',
    multiple: true,
    help: 'serve the control plane under this Host too',
  },
  'control-token': {
    type: 'string',
    value: '<token>',
    env: 'KAKAOCERT_SIM_TOKEN',
    help: 'bearer token of the control plane off loopback (made at random)',
  },
  'log-level': {
    type: 'string',
    value: '<level>',
    help: 'silent, fatal, error, warn, info (a line per call), debug (warn)',
  },
  json: { type: 'boolean', help: 'print one JSON line when ready, and nothing else, on stdout' },
};

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** Starts a simulator and resolves with the exit code once it has stopped. */
export async function start(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv, startFlags, process.env);
  const host = text(flags, 'host') ?? '127.0.0.1';
  const port = readPort(text(flags, 'port') ?? '9080', '--port');
  const stopped = signalled();
  const doors = { host, port, ...extraDoors(flags, host) };
  if (doors.proxyPassthrough === true && doors.proxyPort === undefined) {
    throw new UsageError('--proxy-passthrough: there is no proxy; give --proxy-port too');
  }
  const simulator = await createSimulator(simulatorOptions(flags));
  const listening = await simulator.listen(doors).catch((error: ListenError) => {
    throw listenFault(error, doors);
  });
  process.stdout.write(flags.json === true ? readyLine(listening) : readyText(listening));
  await stopped;
  await simulator.close();
  return 0;
}

const text = (flags: FlagValues, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
};

/** The value of a flag that takes one of a few words. */
function oneOf<T extends string>(flags: FlagValues, name: string, words: readonly T[], otherwise: T): T {
  const given = text(flags, name) ?? otherwise;
  const word = words.find((one) => one === given);
  if (word === undefined) throw new UsageError(`--${name}: "${given}" is none of ${words.join(', ')}`);
  return word;
}

/** The doors besides plain HTTP that the flags ask for. */
export function extraDoors(flags: FlagValues, host: string): ListenOptions {
  const portOf = (name: string) => {
    const value = text(flags, name);
    return value === undefined ? undefined : readPort(value, `--${name}`);
  };
  const tlsPort = portOf('tls-port');
  const proxyPort = portOf('proxy-port');
  if (proxyPort !== undefined && !isLoopback(host)) {
    throw new UsageError(`--proxy-port: the proxy listens on loopback only, not on "${host}"; leave one out`);
  }
  return {
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(proxyPort === undefined ? {} : { proxyPort }),
    proxyPassthrough: flags['proxy-passthrough'] === true,
  };
}

export function simulatorOptions(flags: FlagValues): SimulatorOptions {
  const sign = text(flags, 'sign') ?? 'manual';
  if (parseSignPlan(sign) === undefined) throw new UsageError(`--sign: "${sign}" is none of ${SIGN_PLANS}`);
  const logLevel = text(flags, 'log-level') ?? 'warn';
  if (!LOG_LEVELS.includes(logLevel))
    throw new UsageError(`--log-level: "${logLevel}" is none of ${LOG_LEVELS.join(', ')}`);
  const window = text(flags, 'auth-window');
  const authWindow = window === undefined ? undefined : parseDuration(window);
  if (window !== undefined && authWindow === undefined) {
    throw new UsageError(`--auth-window: "${window}" is no ISO 8601 duration such as PT10M`);
  }
  const controlToken = text(flags, 'control-token');
  if (controlToken !== undefined && !isControlToken(controlToken)) {
    throw new UsageError(
      '--control-token: it must be one or more visible ASCII characters without spaces; leave it out to have one made',
    );
  }
  const form = oneOf(flags, 'form', forms, 'der');
  const verifyAuthForm = oneOf(flags, 'verify-auth-form', ['token', 'cms'], 'token');
  return {
    sign,
    logLevel,
    verifyAuthForm,
    form,
    gzip: oneOf(flags, 'gzip', gzipModes, 'offered'),
    ephemeralCa: flags['ephemeral-ca'] === true,
    allowHosts: (flags['allow-host'] ?? []) as readonly string[],
    ...(authWindow === undefined ? {} : { authWindow }),
    ...(controlToken === undefined ? {} : { controlToken }),
  };
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

const readyText = ({ url, tls, proxy, controlToken }: Listening): string => `kakaocert-simulator is ready.

  auth and service   ${url}
  control plane      ${url}/_sim/v1${optional('TLS, real names', tls)}${optional('its root', tls && `${url}/_sim/v1/tls-ca.pem`)}${optional('proxy', proxy)}${optional('control token', controlToken)}
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
