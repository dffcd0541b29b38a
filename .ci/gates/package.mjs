// The package as its users get it: `node .ci/gates/package.mjs`, after a build. Packed, installed in an empty folder,
// every subpath loaded by import and by require, type-checked by consumers of each kind, its command run. It stays small.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load, root } from '../../tools/esbuild.mjs';

const { checkBuilt } = await load('tools/built-from.ts');
checkBuilt(root);
const { name, version, exports, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const subpaths = Object.entries(exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => name + path.slice(1));
/** Those with a CommonJS of their own. */
const required = subpaths.filter((path) => exports[path.replace(name, '.')].require.default !== undefined);
/** The optional peers, each needed by subpaths of its name alone. */
const peers = ['msw', 'vitest'].filter((peer) => subpaths.includes(`${name}/${peer}`));
/** In bytes. An install of a test tool should not be felt. */
const LARGEST = 1_400_000;
const ofPeer = (path) => peers.some((peer) => path.startsWith(`${name}/${peer}`));

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-package-'));
const run = (command, args, cwd = folder) =>
  execFileSync(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    timeout: 300_000,
  });
const install = (...what) => run('npm', ['install', '--no-audit', '--no-fund', '--engine-strict', ...what]);

try {
  refusesToPublish();
  packAndInstall();
  const own = subpaths.filter((path) => !ofPeer(path));
  own.forEach(loadSubpath);
  typeCheck(own);
  // An empty folder doesn't have the optional peers, and all the rest must load without them.
  install(...peers.map((peer) => `${peer}@${devDependencies[peer]}`));
  subpaths.filter(ofPeer).forEach(loadSubpath);
  // msw's own declarations want the DOM's, which is not for this package to ask for.
  typeCheck(subpaths, '--skipLibCheck');
  await runCommand();
} catch (error) {
  console.error(error.stdout || error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Nobody publishes a package that does not say where it comes from. */
function refusesToPublish() {
  const { KAKAOCERT_REPOSITORY: _, ...env } = process.env;
  const { status, stderr } = spawnSync('npm', ['publish', '--dry-run'], { cwd: root, env, encoding: 'utf8' });
  if (status === 0 || !stderr.includes('set KAKAOCERT_REPOSITORY=')) {
    throw new Error(`npm publish without KAKAOCERT_REPOSITORY ended with ${status}: ${stderr}`);
  }
  console.log('a publish without KAKAOCERT_REPOSITORY is refused');
}

function packAndInstall() {
  // With its scripts, which take `prepare` out and put it back; what they print comes before the JSON.
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const printed = run('npm', ['pack', '--json', '--pack-destination', folder], root);
  const [{ filename, size, files }] = JSON.parse(printed.slice(printed.search(/^\[/m)));
  if (readFileSync(join(root, 'package.json'), 'utf8') !== manifest) {
    throw new Error('npm pack left another package.json behind');
  }
  const stray = files.filter(
    ({ path }) => !/^(dist\/|docs\/|examples\/|integrations\/|package\.json$|README|LICENSE)/.test(path),
  );
  if (stray.length > 0) throw new Error(`Packed, but of no use: ${stray.map(({ path }) => path).join(', ')}`);
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","version":"1.0.0","private":true}');
  if (size > LARGEST) throw new Error(`${size} bytes packed: more than ${LARGEST}`);
  install(`./${filename}`);
  const { scripts } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
  if ('prepare' in scripts)
    throw new Error('The packed manifest has `prepare`, which would build in an install');
  console.log(`installed ${filename}: ${Math.round(size / 1024)} kB, ${files.length} files`);
}

function loadSubpath(path) {
  const node = (type, code) =>
    run(process.execPath, [
      '--no-warnings',
      `--input-type=${type}`,
      '-e',
      `${code}; if (!Object.keys(it).length) throw 0`,
    ]);
  node('module', `const it = await import('${path}')`);
  if (required.includes(path)) node('commonjs', `const it = require('${path}')`);
  console.log(`loads by import${required.includes(path) ? ' and by require' : ''}: ${path}`);
}

function typeCheck(paths, ...more) {
  const all = (line) => paths.map((path, at) => line(`m${at}`, path)).join('\n');
  const each = `export const all = [${paths.map((_, at) => `m${at}`)}];`;
  writeFileSync(
    join(folder, 'consumer.mts'),
    `${all((id, path) => `import * as ${id} from '${path}';`)}\n${each}
import { createSimulator } from '${name}';
import { createClient } from '${name}/client';
import { requestCMS } from '${name}/fixtures';
export async function flow(): Promise<0 | 1 | 2> {
  await using simulator = await createSimulator({ sign: 'immediate' });
  const tenant = await simulator.tenant();
  const client = createClient({ ...tenant, fetch: simulator.fetch });
  const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
  // @ts-expect-error a request has required fields, so the types are more than any
  await client.requestCMS(tenant.clientCode, { CallCenterNum: '1600-0000' });
  return (await client.getCMSState(tenant.clientCode, receiptId)).state;
}\n`,
  );
  writeFileSync(
    join(folder, 'consumer.cts'),
    paths
      .filter((path) => required.includes(path))
      .map((path, at) => `import m${at} = require('${path}');\nexport const of${at} = m${at};\n`)
      .join(''),
  );
  const kinds = {
    'ESM under node16': ['consumer.mts', '--module', 'node16'],
    'ESM under bundler': ['consumer.mts', '--module', 'esnext', '--moduleResolution', 'bundler'],
    'CommonJS under node20': ['consumer.cts', '--module', 'node20'],
  };
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
  const common = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2022,esnext.disposable',
    ...types,
    ...more,
  ];
  for (const [kind, args] of Object.entries(kinds)) {
    run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ...common, ...args]);
    console.log(`type-checks ${paths.length} subpaths: ${kind}`);
  }
}

async function runCommand() {
  const said = run('npx', ['--no-install', name, '--version']).trim();
  if (said !== version) throw new Error(`--version says "${said}", package.json ${version}`);
  const bin = join(folder, 'node_modules', name, 'dist', 'cli.js');
  const child = spawn(process.execPath, [bin, 'start', '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const signal = AbortSignal.timeout(30_000);
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal });
    const health = await fetch(`${JSON.parse(line).url}/_sim/v1/health`, { signal });
    if (!health.ok) throw new Error(`/health answered ${health.status}`);
    const exited = once(child, 'exit', { signal });
    child.kill('SIGTERM');
    const [code] = await exited;
    if (code !== 0) throw new Error(`start ended with ${code} on SIGTERM`);
  } finally {
    child.kill('SIGKILL');
  }
  console.log(`the command: version ${said}; starts, answers /health, ends with 0 on SIGTERM`);
}
