// `npm run test:sdk`: every official SDK that the registries or KAKAOCERT_SDK_DIR offer, unmodified, in its own process,
// through all three services, with no address in its program: under `kakaocert-simulator exec`. `--write` renews
// docs/compatibility.md. What can't be had is skipped by name.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { load, root } from '../../tools/esbuild.mjs';
import { sdks } from './sdks.mjs';

const cache = process.env.KAKAOCERT_SDK_CACHE ?? join(tmpdir(), 'kakaocert-sdk');
const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const { requestCMS, requestESign, requestVerifyAuth } = await import('../../dist/fixtures.js');
const cli = join(root, 'dist', 'cli.js');
const CLIENT_CODE = '020040000001';

const services = [
  { name: 'CMS', request: 'requestCMS', state: 'getCMSState', verify: 'verifyCMS', body: requestCMS() },
  {
    name: 'VerifyAuth',
    request: 'requestVerifyAuth',
    state: 'getVerifyAuthState',
    verify: 'verifyAuth',
    body: requestVerifyAuth(),
  },
  {
    name: 'ESign',
    request: 'requestESign',
    state: 'getESignState',
    verify: 'verifyESign',
    body: requestESign(),
  },
];

/** A driver under exec, spoken to by lines. */
function drive(command) {
  const child = spawn(process.execPath, [cli, 'exec', '--', ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  // A program that died is told by its missing answer, not by the broken pipe.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the program ended: ${errors.trim().slice(-500)}`);
    return JSON.parse(value);
  };
  return {
    line,
    call(method, ...args) {
      child.stdin.write(`${JSON.stringify({ method, args })}\n`);
      return line();
    },
    async stop() {
      child.stdin.end();
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('close', resolve));
    },
  };
}

function check(condition, what) {
  if (!condition) throw new Error(what);
}

async function control(url, method, path) {
  const response = await fetch(`${url}/_sim/v1${path}`, { method });
  check(response.ok, `${method} ${path} answered ${response.status}`);
  return response.status === 204 ? undefined : response.json();
}

async function throughService(sdk, url, { request, state, verify, body }) {
  const asked = await sdk.call(request, CLIENT_CODE, body);
  const receiptId = asked.success?.receiptId ?? asked.success?.value;
  check(/^0\d{17}$/.test(receiptId), `${request} gave ${JSON.stringify(asked)}`);
  check((await sdk.call(state, CLIENT_CODE, receiptId)).success?.state === 0, `${state} was not 0`);
  await control(url, 'POST', `/receipts/${receiptId}/sign`);
  check((await sdk.call(state, CLIENT_CODE, receiptId)).success?.state === 1, `${state} was not 1`);
  const verified = await sdk.call(verify, CLIENT_CODE, receiptId);
  check(typeof verified.success?.signedData === 'string', `${verify} gave ${JSON.stringify(verified)}`);
  const again = await sdk.call(verify, CLIENT_CODE, receiptId);
  check(again.error?.code === -31010023, `a second ${verify} gave ${JSON.stringify(again)}`);
}

/** The app's signature is asked for, and taken. */
async function appToApp(sdk, url, { request, verify, body }) {
  const { success: asked } = await sdk.call(request, CLIENT_CODE, body, true);
  check(/\S/.test(asked?.tx_id ?? ''), `${request} for App-to-App gave ${JSON.stringify(asked)}`);
  const { signature } = await control(url, 'POST', `/receipts/${asked.receiptId}/sign`);
  const without = await sdk.call(verify, CLIENT_CODE, asked.receiptId);
  check(without.error !== undefined, `${verify} without the signature gave ${JSON.stringify(without)}`);
  const verified = await sdk.call(verify, CLIENT_CODE, asked.receiptId, signature);
  check(typeof verified.success?.signedData === 'string', `${verify} gave ${JSON.stringify(verified)}`);
}

/** What is tried, by name; each throws with what was wrong. */
const trials = [
  ...services.map((service) => [service.name, (sdk, url) => throughService(sdk, url, service)]),
  [
    'App-to-App',
    async (sdk, url, { appToApp: able = ['CMS', 'ESign'] }) => {
      for (const service of services) if (able.includes(service.name)) await appToApp(sdk, url, service);
    },
  ],
  [
    'token reused',
    async (_sdk, url) => {
      const { calls } = await control(url, 'GET', `/tenants/${CLIENT_CODE}/calls`);
      const tokens = calls.filter(({ operation }) => operation === 'token').length;
      check(tokens === 1, `${tokens} tokens were asked for`);
    },
  ],
  [
    'errors parsed',
    async (sdk) => {
      const { error } = await sdk.call('requestCMS', CLIENT_CODE, {
        ...requestCMS(),
        ReceiverHP: '010-0000-0000',
      });
      check(error?.code === -31020042 && /휴대폰/.test(error.message), `gave ${JSON.stringify(error)}`);
    },
  ],
  [
    'token expired',
    async (sdk, url) => {
      await control(url, 'POST', `/tenants/${CLIENT_CODE}/tokens/expire`);
      const { error } = await sdk.call('getCMSState', CLIENT_CODE, '1');
      check(error?.code === -99000026, `gave ${JSON.stringify(error)}`);
    },
  ],
];

/** The program of the SDK's page in the documents, run as its reader would run it. */
function runPage({ file, command }, folder) {
  const program = fileURLToPath(new URL(`../../examples/sdk/${file}`, import.meta.url));
  const ran = spawnSync(process.execPath, [cli, 'exec', '--', ...command(folder), program], {
    encoding: 'utf8',
  });
  check(
    ran.status === 0 && /^receiptId \d{18}\r?\nstate 1 signedData \d{3,}/.test(ran.stdout),
    `${file}: ${ran.stdout}${ran.stderr}`,
  );
}

const rows = [];
const counts = { passed: 0, failed: 0, skipped: 0 };
mkdirSync(cache, { recursive: true });
for (const row of sdks) {
  const { name, language, version, prepare, page, note = '' } = row;
  const folder = join(cache, language.toLowerCase().replaceAll(/\W/g, ''));
  let command;
  try {
    command = prepare(folder);
  } catch (error) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: ${error.message}`);
    rows.push([name, language, '-', ...trials.map(() => 'skipped'), error.message]);
    continue;
  }
  const sdk = drive(command);
  const results = [];
  try {
    const { ready: url } = await sdk.line();
    for (const [trial, run] of trials) {
      try {
        await run(sdk, url, row);
        counts.passed += 1;
        results.push('OK');
        console.log(`passed: ${name}: ${trial}`);
      } catch (error) {
        counts.failed += 1;
        results.push('FAILED');
        console.log(`FAILED: ${name}: ${trial}: ${error.message}`);
      }
    }
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED: ${name}: ${error.message}`);
  }
  await sdk.stop();
  rows.push([name, language, version(folder), ...results, note]);
  if (page === undefined) continue;
  try {
    runPage(page, folder);
    counts.passed += 1;
    console.log(`passed: ${name}: examples/sdk/${page.file}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED: ${name}: examples/sdk/${page.file}: ${error.message}`);
  }
}

const head = ['SDK', 'language', 'version', ...trials.map(([trial]) => trial), 'note'];
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
console.log(`\n${table}\n\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
if (process.argv.includes('--write')) {
  const path = fileURLToPath(new URL('../../docs/compatibility.md', import.meta.url));
  const before = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    before.replace(/(<!-- from the run -->\n)[\s\S]*?(\n<!-- end -->)/, `$1\n${table}\n$2`),
  );
}
process.exitCode = counts.failed > 0 ? 1 : 0;
