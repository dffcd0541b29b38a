import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../cli/flags.js';
import { CONFIG_FILE, readSettings, settingsFlags } from '../../cli/settings.js';

// Flags over variables over the file; what is wrong is told with where it was given.

let folder: string;
let warnings: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-settings-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (content: unknown, name = CONFIG_FILE) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const settings = (argv: readonly string[] = [], env: NodeJS.ProcessEnv = {}, without: string[] = []) =>
  readSettings(argv, settingsFlags(without), { env, folder, warn: ({ en }) => warnings.push(en) });

test('without anything nothing is set, so what holds is what the simulator has', () => {
  expect(settings()).toMatchObject({ simulator: {}, listen: {}, file: null });
});

test('flags win over variables, variables over the file; the file is found by itself', () => {
  const path = put({ port: 1, sign: 'never', gzip: 'always', $schema: './config.schema.json' });
  expect(settings()).toMatchObject({
    listen: { port: 1 },
    simulator: { sign: 'never', gzip: 'always' },
    file: path,
  });
  const env = { KAKAOCERT_SIM_PORT: '2', KAKAOCERT_SIM_SIGN: 'immediate' };
  expect(settings([], env)).toMatchObject({
    listen: { port: 2 },
    simulator: { sign: 'immediate', gzip: 'always' },
  });
  expect(settings(['--port', '3'], env)).toMatchObject({ listen: { port: 3 } });
});

test('every flag has a variable', () => {
  const env = {
    KAKAOCERT_SIM_HOST: '::1',
    KAKAOCERT_SIM_TLS_PORT: '0',
    KAKAOCERT_SIM_PROXY_PORT: '0',
    KAKAOCERT_SIM_PROXY_PASSTHROUGH: 'true',
    KAKAOCERT_SIM_FORM: 'cades',
    KAKAOCERT_SIM_EPHEMERAL_CA: '1',
    KAKAOCERT_SIM_VERIFY_AUTH_FORM: 'cms',
    KAKAOCERT_SIM_AUTH_WINDOW: 'PT1H',
    KAKAOCERT_SIM_ALLOW_HOST: 'sim.internal, SIM2',
    KAKAOCERT_SIM_ALLOW_ORIGIN: 'http://localhost:3000, chrome-extension://abcdefgh',
    KAKAOCERT_SIM_TOKEN: 'secret',
    KAKAOCERT_SIM_LOG: 'json',
  };
  expect(settings([], env)).toMatchObject({
    listen: { host: '::1', tlsPort: 0, proxyPort: 0, proxyPassthrough: true },
    simulator: {
      form: 'cades',
      ephemeralCa: true,
      verifyAuthForm: 'cms',
      authWindow: 3_600_000,
      allowHosts: ['sim.internal', 'sim2'],
      allowOrigins: ['http://localhost:3000', 'chrome-extension://abcdefgh'],
      controlToken: 'secret',
      log: 'json',
    },
  });
  expect(warnings).toEqual([]);
});

test('an empty variable is as none, and so is what Kubernetes sets beside a Service', () => {
  const env = {
    KAKAOCERT_SIM_SIGN: '',
    KAKAOCERT_SIM_PORT: 'tcp://10.0.0.1:9080',
    KAKAOCERT_SIM_SERVICE_HOST: '10.0.0.1',
    KAKAOCERT_SIM_SERVICE_PORT: '9080',
    KAKAOCERT_SIM_PORT_9080_TCP: 'tcp://10.0.0.1:9080',
    KAKAOCERT_SIM_PORT_9080_TCP_PROTO: 'tcp',
    KAKAOCERT_SIM_PORT_9080_TCP_ADDR: '10.0.0.1',
    KAKAOCERT_SIM_URL: 'http://127.0.0.1:9080',
  };
  expect(settings([], env)).toMatchObject({ simulator: {}, listen: {} });
  expect(warnings).toEqual([]);
});

test('a mistyped variable is a warning that names the nearest', () => {
  settings([], { KAKAOCERT_SIM_PROT: '1' });
  expect(warnings).toEqual(['KAKAOCERT_SIM_PROT is no setting; the nearest is KAKAOCERT_SIM_PORT']);
});

test('what a command leaves out is not read for it, wherever it stands', () => {
  put({ port: 1, host: '0.0.0.0', sign: 'never' });
  expect(settings([], { KAKAOCERT_SIM_PORT: '2' }, ['host', 'port'])).toMatchObject({
    listen: {},
    simulator: { sign: 'never' },
  });
});

test.each<[string[], NodeJS.ProcessEnv, unknown, RegExp]>([
  [['--sign', 'x'], {}, undefined, /^--sign: "x" is none of/],
  [[], { KAKAOCERT_SIM_PORT: 'x' }, undefined, /^KAKAOCERT_SIM_PORT: "x" is no port/],
  [[], { KAKAOCERT_SIM_TOKEN: 'a b' }, undefined, /^KAKAOCERT_SIM_TOKEN: it must be/],
  [[], { KAKAOCERT_SIM_EPHEMERAL_CA: 'maybe' }, undefined, /^KAKAOCERT_SIM_EPHEMERAL_CA: "maybe" is neither/],
  [[], {}, { port: '1' }, /kakaocert-simulator\.config\.json: port: "1" is no port/],
  [[], {}, { errors: { 'verify.already': { status: 1 } } }, /json: errors: verify\.already\.status: 1 is/],
  [[], {}, { prot: 1 }, /json: there is no setting "prot"; there are sign, form/],
  [[], {}, { now: 1 }, /json: there is no setting "now"/],
  [[], {}, '{', /json: it is no JSON/],
  [[], {}, '[]', /json: it must hold one JSON object/],
  [['--config', 'nowhere.json'], {}, undefined, /^--config: "nowhere\.json" can't be read \(ENOENT\)/],
  [['--profile', 'der'], {}, undefined, /--profile is now called --form/],
])('%j %j %j is one clear line', (argv, env, file, message) => {
  if (file !== undefined) put(file);
  expect(() => settings(argv, env)).toThrow(UsageError);
  expect(() => settings(argv, env)).toThrow(message);
});

test.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
  'a file has no setting "%s"',
  (name) => {
    put(`{"${name}": {"schema": {}}}`);
    expect(() => settings()).toThrow(`there is no setting "${name}"; there are sign,`);
  },
);

test('a file in UTF-16 is told as that', () => {
  const path = put('{}');
  writeFileSync(path, Buffer.from('\ufeff{"port": 0}', 'utf16le'));
  expect(() => settings()).toThrow('it is no UTF-8, but UTF-16; save it as UTF-8');
});
