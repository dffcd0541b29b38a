// The whole scorecards: our client's is clean, those of the official SDKs show the faults that are known of them
// (test/scorecard/known-faults.json) and no other. `--write` renews docs/conformance/cards instead, as they come out.
// Names of clients as arguments judge those alone.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { sdks } from '../../test/sdk/sdks.mjs';
import { load, root } from '../../tools/esbuild.mjs';

const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const scorecards = join(root, 'docs', 'conformance', 'cards');
const cache = process.env.KAKAOCERT_SDK_CACHE ?? join(tmpdir(), 'kakaocert-sdk');
const known = JSON.parse(readFileSync(join(root, 'test', 'scorecard', 'known-faults.json'), 'utf8'));

/** Whether an SDK can be had here is asked of test/sdk; the path of its programs comes back. */
const prepared = (name) => {
  const sdk = sdks.find((one) => one.name.startsWith(name));
  const [program] = sdk.prepare(join(cache, sdk.language.toLowerCase()));
  return join(program, '..');
};

/** `path` is where the command's program is found first; it throws where the SDK can't be had. */
const clients = {
  client: { command: ['node', 'examples/adapters/client.mjs'] },
  'npm-kakaocert': { command: ['node', '--no-deprecation', 'examples/adapters/npm-kakaocert.cjs'] },
  'pypi-kakaocert': {
    path: () => prepared('PyPI'),
    command: ['python3', 'examples/adapters/pypi_kakaocert.py'],
  },
  'maven-kakaocert': { path: () => prepared('Maven'), command: [] },
};

/** The command line as users have it. Most of the time is waiting, so more at a time than there are cores. */
function conformance(flags, command, path) {
  const child = spawn(
    process.execPath,
    ['dist/cli.js', 'conformance', '--jobs', '8', ...flags, '--', ...command],
    { cwd: root, env: { ...process.env, PATH: `${path}${delimiter}${process.env.PATH}` } },
  );
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
}

async function judge(name, path) {
  const faults = Object.values(known[name] ?? {}).flat();
  const expectFail = faults.length === 0 ? [] : ['--expect-fail', faults.join(',')];
  const { code, stdout, stderr } = await conformance(expectFail, clients[name].command, path);
  // The progress tells what went wrong while the rest was right.
  process.stdout.write(code === 0 ? stdout.trim().split('\n').slice(-5).join('\n') : `${stderr}${stdout}`);
  process.stdout.write('\n');
  return code === 0;
}

async function write(name, path) {
  const { code, stdout, stderr } = await conformance(['--report', 'markdown'], clients[name].command, path);
  if (code === 2) process.stdout.write(stderr);
  else writeFileSync(join(scorecards, `${name}.md`), `${stdout.replace(/^## /, '# ').trimEnd()}\n`);
  return code !== 2;
}

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const work = process.argv.includes('--write') ? write : judge;
mkdirSync(scorecards, { recursive: true });
let failed = 0;
for (const name of Object.keys(clients).filter((one) => named.length === 0 || named.includes(one))) {
  let path;
  try {
    path = clients[name].path?.() ?? join(process.execPath, '..');
  } catch (error) {
    console.log(`skipped: ${name}: ${error.message}`);
    continue;
  }
  const passed = await work(name, path);
  if (!passed) failed += 1;
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`);
}
process.exitCode = failed > 0 ? 1 : 0;
