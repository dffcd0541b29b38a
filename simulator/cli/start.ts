// `kakaocert-simulator start`: serves until it is told to stop.

import { parseDuration } from '../core/duration.js';
import { parseSignPlan, SIGN_PLANS } from '../core/sign-plan.js';
import { profiles } from '../core/tampering.js';
import { defaultTenant } from '../core/tenant.js';
import { gzipModes } from '../doors/gzip.js';
import { createSimulator, type Listening, type SimulatorOptions } from '../simulator.js';
import { type Flags, type FlagValues, readFlags, readPort, UsageError } from './options.js';

export const startFlags: Flags = {
  host: {
    type: 'string',
    value: '<address>',
    env: 'KAKAOCERT_SIM_HOST',
    help: 'where to listen (127.0.0.1)',
  },
  port: { type: 'string', value: '<port>', env: 'KAKAOCERT_SIM_PORT', help: 'port, 0 = any free one (9080)' },
  sign: { type: 'string', value: '<plan>', help: `who signs: ${SIGN_PLANS} (manual)` },
  profile: {
    type: 'string',
    value: '<profile>',
    help: `the form of signedData: ${profiles.join(', ')} (der)`,
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
  const simulator = await createSimulator(simulatorOptions(flags));
  const listening = await simulator.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(listenFault(error, host, port));
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

function simulatorOptions(flags: FlagValues): SimulatorOptions {
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
  const profile = oneOf(flags, 'profile', profiles, 'der');
  const verifyAuthForm = oneOf(flags, 'verify-auth-form', ['token', 'cms'], 'token');
  return {
    sign,
    logLevel,
    verifyAuthForm,
    profile,
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

function listenFault(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken; give another with --port, or --port 0 for any free one`;
  }
  if (error.code === 'EACCES')
    return `Port ${port} on ${host} needs more rights; give one above 1023 with --port`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `--host: "${host}" is no address of this machine`;
  return `Can't listen on ${host}:${port}: ${error.message}`;
}

/** The machine-readable ready line; what is not there is null. */
const readyLine = ({ url, controlToken }: Listening): string =>
  `${JSON.stringify({
    event: 'ready',
    url,
    linkId: defaultTenant.linkId,
    secretKey: defaultTenant.secretKey,
    clientCode: defaultTenant.clientCode,
    console: null,
    tls: null,
    proxy: null,
    tlsCa: null,
    controlToken,
  })}\n`;

const readyText = ({ url, controlToken }: Listening): string => `kakaocert-simulator is ready.

  auth and service   ${url}
  control plane      ${url}/_sim/v1${controlToken === null ? '' : `\n  control token      ${controlToken}`}
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
