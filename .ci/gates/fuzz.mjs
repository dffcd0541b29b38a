// A generic OpenAPI fuzzer against both planes of a running simulator: no 5xx, nothing that the document does not say.
// Usage: node .ci/gates/fuzz.mjs <cache folder> [examples per operation]. Exit 77 where the fuzzer can't be had.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load, root } from '../../tools/esbuild.mjs';

const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const [cache = '', examples = '15'] = process.argv.slice(2);
const SEED = 20_261_123;

const tool = installed(join(cache, 'schemathesis'));
if (tool === undefined) process.exit(77);

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-fuzz-'));
const simulator = spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'start', '--port', '0', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [line] = await once(createInterface({ input: simulator.stdout }), 'line');
  const { url, linkId, secretKey, clientCode } = JSON.parse(line);
  const fuzzer = spawn(
    tool,
    [
      'run',
      `${url}/_sim/v1/openapi.json`,
      '--checks',
      'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,allow_header_conformance',
      '--phases',
      'examples,coverage,fuzzing',
      '--max-examples',
      examples,
      '--seed',
      String(SEED),
      // One thread: two of them trip over a fault of CPython 3.11 ("AST constructor recursion depth mismatch").
      '--workers',
      '1',
      '--request-timeout',
      '10',
      '--suppress-health-check',
      'all',
      '--warnings',
      'off',
      '--continue-on-failure',
    ],
    {
      // It keeps what it found where it stands.
      cwd: folder,
      stdio: 'inherit',
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: join(root, 'test', 'fuzz', 'hooks.py'),
        KAKAOCERT_SIM_URL: url,
        KAKAOCERT_LINK_ID: linkId,
        KAKAOCERT_SECRET_KEY: secretKey,
        KAKAOCERT_CLIENT_CODE: clientCode,
        no_proxy: '127.0.0.1',
      },
    },
  );
  const [code] = await once(fuzzer, 'close');
  const alive = (await fetch(`${url}/_sim/v1/health`)).ok;
  console.log(alive ? 'the simulator still answers' : 'the simulator no longer answers');
  process.exitCode = code === 0 && alive ? 0 : 1;
} finally {
  simulator.kill();
  await once(simulator, 'close');
  rmSync(folder, { recursive: true, force: true });
}

/** The fuzzer's command, in an environment of its own; undefined, with the reason told, where it can't be had. */
function installed(place) {
  const command = join(place, 'bin', 'schemathesis');
  try {
    if (!existsSync(command)) {
      execFileSync('python3', ['-m', 'venv', place], { stdio: 'pipe' });
      const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'schemathesis>=4.4,<5'];
      execFileSync(join(place, 'bin', 'python'), pip, { stdio: 'pipe' });
    }
    execFileSync(command, ['--version'], { stdio: 'pipe' });
    return command;
  } catch (error) {
    console.log(`schemathesis can't be had here: ${String(error.message).split('\n')[0]}`);
    return undefined;
  }
}
