// The package as users get it: packed, installed in an empty folder, loaded by import and by require, type-checked by
// consumers of each kind, and its command run.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-package-'));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const subpaths = Object.keys(exports)
  .filter((path) => path !== './package.json')
  .map((path) => name + path.slice(1));

try {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], '.'),
  );
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, version: '1.0.0' }),
  );
  run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict', `./${filename}`]);
  console.log(`installed ${filename}`);

  // Optional peers are what a subpath exists for; an empty folder does not have them.
  const peers = { [`${name}/msw`]: 'msw', [`${name}/vitest`]: 'vitest' };
  const needed = Object.values(peers).filter((peer) => subpaths.some((path) => peers[path] === peer));
  const range = (peer) => JSON.parse(readFileSync('package.json', 'utf8')).devDependencies[peer];
  if (needed.length > 0)
    run('npm', ['install', '--no-audit', '--no-fund', ...needed.map((peer) => `${peer}@${range(peer)}`)]);

  for (const path of subpaths) {
    if (path.endsWith('/vitest')) continue; // vitest itself refuses to be loaded outside a run
    run(process.execPath, [
      '--input-type=module',
      '-e',
      `const m = await import('${path}'); if (Object.keys(m).length === 0) throw new Error('empty')`,
    ]);
    run(process.execPath, [
      '--input-type=commonjs',
      '--no-warnings',
      '-e',
      `if (Object.keys(require('${path}')).length === 0) throw new Error('empty')`,
    ]);
    console.log(`loads by import and require: ${path}`);
  }

  const tsc = resolve('node_modules/typescript/bin/tsc');
  const imports = subpaths.map((path, at) => `import * as m${at} from '${path}';`).join('\n');
  const use = `${imports}\nexport const all = [${subpaths.map((_, at) => `m${at}`).join(', ')}];\n`;
  const typed = `import { createSimulator } from '${name}';\nimport { createClient } from '${name}/client';\nexport async function flow(): Promise<string> {\n  const simulator = await createSimulator();\n  const tenant = await simulator.tenant();\n  const client = createClient({ ...tenant, fetch: simulator.fetch });\n  const { receiptId } = await client.requestCMS(tenant.clientCode, { CallCenterNum: '1', Expires_in: 60, ReceiverBirthDay: '19700101', ReceiverHP: '01000000000', ReceiverName: 'x', BankAccountNum: '1', BankCode: '004', ClientUserID: '1', TMSTitle: 't' });\n  return receiptId;\n}\n`;
  writeFileSync(join(folder, 'consumer.mts'), use + typed);
  writeFileSync(
    join(folder, 'consumer.cts'),
    use.replaceAll(/import \* as (\S+) from '(\S+)';/g, "import $1 = require('$2');"),
  );
  const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
  const check = (label, file, ...flags) => {
    run(process.execPath, [tsc, '--noEmit', '--strict', '--target', 'es2022', ...types, ...flags, file]);
    console.log(`type-checks: ${label}`);
  };
  check(
    'ESM under node16',
    'consumer.mts',
    '--module',
    'node16',
    '--lib',
    'es2022,esnext.disposable',
    '--skipLibCheck',
  );
  check(
    'ESM under bundler',
    'consumer.mts',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    '--lib',
    'es2022,esnext.disposable',
    '--skipLibCheck',
  );
  check(
    'CommonJS under node20',
    'consumer.cts',
    '--module',
    'node20',
    '--lib',
    'es2022,esnext.disposable',
    '--skipLibCheck',
  );

  console.log(`version: ${run('npx', ['--no-install', name, '--version']).trim()}`);
  const bin = join(folder, 'node_modules', name, 'dist', 'cli.js');
  const child = spawn(process.execPath, [bin, 'start', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const health = await fetch(`${JSON.parse(line).url}/_sim/v1/health`);
  if (!health.ok) throw new Error(`health answered ${health.status}`);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the command ended with ${code}`);
  console.log('starts, answers, and ends with 0 on SIGTERM');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
