import { execFile, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../client/index.js';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator, type Simulator } from '../../simulator/index.js';
// @ts-expect-error plain JavaScript, as a build runs it
import { transpiled } from '../../tools/esbuild.mjs';
import { built } from '../support/built.js';
import { TESTER } from '../support/caller.js';
import { codeOf } from './fenced-code.js';
import { main } from './public-docstrings.js';

// Every example of the README, as it stands there, in an empty project that has the package (dist/) installed. Only the
// address is another: the simulator of this test listens on a free port.

const run = promisify(execFile);
/** For what starts a whole tool, ms: a busy machine takes its time. */
const TOOL_TIMEOUT = 120_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const has = (tool: string, flag: string) => spawnSync(tool, [flag]).status === 0;
const examples = codeOf(readFileSync(join(root, 'README.md'), 'utf8'));
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].map((path) => readFileSync(join(root, path), 'utf8'));
const example = (language: string, word: string): string => {
  const found = examples.find((one) => one.language === language && one.text.includes(word));
  if (found === undefined) throw new Error(`README.md has no ${language} example with "${word}".`);
  return found.text.replaceAll('http://127.0.0.1:9080', url);
};

let simulator: Simulator;
let url: string;
let project: string;

beforeAll(async () => {
  built('index.js');
  simulator = await createSimulator();
  ({ url } = await simulator.listen());
  project = mkdtempSync(join(tmpdir(), 'kakaocert-readme-'));
  mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
  symlinkSync(root, join(project, 'node_modules', 'kakaocert-simulator'));
  for (const name of ['kakaocert', 'msw', 'vitest', '@types/node']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
  mkdirSync(join(project, 'node_modules', '.bin'));
  symlinkSync(join(root, 'dist', 'cli.js'), join(project, 'node_modules', '.bin', 'kakaocert-simulator'));
  writeFileSync(join(project, 'package.json'), '{"private":true,"type":"module"}');
});
afterAll(async () => {
  await simulator.close();
  rmSync(project, { recursive: true, force: true });
});

const receipt = async () => {
  const client = createClient({ ...TESTER, authUrl: url, serviceUrl: url });
  const { receiptId } = await client.requestCMS(TESTER.clientCode, requestCMS());
  return { client, receiptId };
};
const node = (file: string, env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, ['--no-deprecation', file], { cwd: project, env: { ...process.env, ...env } });

/** Runs a TypeScript example, and says what it printed. */
async function typescript(word: string, env?: NodeJS.ProcessEnv): Promise<string> {
  const code = await transpiled(example('ts', word));
  writeFileSync(join(project, 'example.mjs'), code);
  return (await node('example.mjs', env)).stdout;
}

/** A sample says what happens: which receipt, its state, what was signed. */
const PRINTED = /^receiptId \d{18}\nstate 1\nsignedData MI[\w-]+\n$/;

test('the official SDK prints a signedData', async () => {
  writeFileSync(join(project, 'sdk.cjs'), example('js', "require('kakaocert')"));
  expect(await node('sdk.cjs')).toEqual({ stdout: expect.stringMatching(PRINTED), stderr: '' });
});

test('our client prints a signedData', async () => {
  expect(await typescript("authUrl: '")).toMatch(PRINTED);
});

test('the simulator without a port says that five minutes later the request is expired', async () => {
  const printed = await typescript("advance('PT5M')");
  expect(printed).toContain('state: 2');
  expect(printed).toContain('카카오톡');
});

test('MSW answers the real address', async () => {
  expect(await typescript('kakaocertHandlers')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
});

test.each([
  ['kakaocert-simulator/vitest', /Tests +1 passed/],
  ['describeContract', /Tests +\d{3,} passed/],
])(
  'the vitest example with %s passes',
  async (word, passed) => {
    writeFileSync(join(project, 'example.test.ts'), example('ts', word));
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const { stdout } = await run(process.execPath, [vitest, 'run', '--root', project], {
      cwd: project,
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(stdout).toMatch(passed);
  },
  TOOL_TIMEOUT,
);

test(
  'every TypeScript example of the documents type-checks, those of the docstrings too',
  async () => {
    const files = [
      ...pages
        .flatMap(codeOf)
        .filter(({ language }) => language === 'ts')
        .map(({ text }) => text),
      ...Object.values(main).flatMap(({ example }) => example ?? []),
    ].map((text, at) => [`type-${at}.ts`, text]);
    for (const [name = '', text = ''] of files) writeFileSync(join(project, name), text);
    const flags =
      '--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --target es2022 --module nodenext --types node'.split(
        ' ',
      );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const names = files.map(([name = '']) => name);
    const lib = ['--lib', 'es2022,esnext.disposable'];
    expect(files.length).toBeGreaterThan(4);
    const { stdout } = await run(process.execPath, [tsc, ...flags, ...lib, ...names], { cwd: project }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  },
  TOOL_TIMEOUT,
);

const shell = (word: string, env: NodeJS.ProcessEnv) =>
  run('bash', ['-euo', 'pipefail', '-c', example('sh', word).replaceAll('curl ', 'curl -sS --fail ')], {
    cwd: project,
    env: { ...process.env, ...env },
  });

test.skipIf(!has('bash', '--version'))(
  'the verbs open and sign the newest message (needs bash)',
  async () => {
    const { client, receiptId } = await receipt();
    await shell('sign --last', { KAKAOCERT_SIM_URL: url });
    const signed = await client.getCMSState(TESTER.clientCode, receiptId);
    expect(signed).toMatchObject({ state: 1, viewDT: expect.any(String), completeDT: expect.any(String) });
  },
);

test.skipIf(!has('bash', '--version') || !has('curl', '--version'))(
  'curl opens the message, signs, and moves the clock (needs curl)',
  async () => {
    const { client, receiptId } = await receipt();
    await shell('/sign"', { RECEIPT_ID: receiptId });
    const signed = await client.getCMSState(TESTER.clientCode, receiptId);
    expect(signed).toMatchObject({ state: 1, viewDT: expect.any(String), completeDT: expect.any(String) });
    const { stdout } = await shell('"advance"', {});
    expect(Date.parse(JSON.parse(stdout).now)).toBeGreaterThan(Date.now() + 4 * 60_000);
  },
);

test.skipIf(!has('bash', '--version') || !has('curl', '--version') || !has('openssl', 'version'))(
  'OpenSSL and verifySignedData accept a signedData (needs curl and openssl)',
  async () => {
    const { client, receiptId } = await receipt();
    const tenant = await simulator.control.tenant(TESTER.clientCode);
    await tenant.receipts.sign(receiptId);
    const { signedData } = await client.verifyCMS(TESTER.clientCode, receiptId);
    const openssl = await shell('openssl cms', { SIGNED_DATA: signedData });
    expect(openssl.stdout).toContain('|서명자|홍시험|');
    expect(openssl.stderr).toMatch(/Verification successful/i);
    expect(await typescript('verifySignedData', { SIGNED_DATA: signedData })).toContain("signer: '홍시험'");
  },
);
