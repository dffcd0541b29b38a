// `npm run test:matrix`: the packed tarball in every place of the table, each in a folder of its own outside the tree.
// `node test/matrix/run.mjs [--ci] [--tarball FILE] [part of a row's name …]`. Exit 1 names the rows that failed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rows } from './table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals: wanted } = parseArgs({
  options: { ci: { type: 'boolean', default: false }, tarball: { type: 'string' } },
  allowPositionals: true,
});
const chosen = Object.entries(rows).filter(
  ([name, row]) =>
    (!values.ci || row.ci) && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
);
const place = mkdtempSync(join(tmpdir(), 'kakaocert-matrix-'));
/** A row that is still running then has something open that keeps it. */
const LIMIT = 180_000;

const environment = { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', NEXT_TELEMETRY_DISABLED: '1' };
/** Runs it; what it printed where it failed, else undefined. */
function failureOf([command, ...args], cwd, env = environment) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: LIMIT,
  });
  if (status === 0) return undefined;
  const printed = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-25).join('\n');
  return error?.code === 'ETIMEDOUT'
    ? `no end after ${LIMIT / 1000} s\n${printed}`
    : printed || `exit ${status}`;
}

/** PATH with that Node first: npm's package of it, or this one. */
function withNode(node) {
  if (node === undefined) return environment;
  const name = `node-${platform()}-${arch()}`;
  const folder = join(process.env.KAKAOCERT_CI_CACHE ?? join(tmpdir(), 'kakaocert-ci'), `node-${node}`);
  const bin = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(bin)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    failureOf(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${node}`], folder);
  }
  if (!existsSync(bin)) throw new Error(`there is no ${name}@${node} to be had here`);
  return { ...environment, PATH: `${bin}${delimiter}${environment.PATH}` };
}

function packed() {
  const failure = failureOf(['npm', 'pack', '--pack-destination', place], root);
  if (failure !== undefined) throw new Error(failure);
  return join(place, readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '');
}

function played(name, row, tarball) {
  const folder = join(place, name.replace(/\W+/g, '-'));
  mkdirSync(folder);
  const filled = (words) => words.map((word) => word.replace('{tarball}', tarball));
  writeFileSync(join(folder, 'package.json'), '{"name":"matrix","version":"1.0.0","private":true}');
  const npm = ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...row.tools];
  for (const [path, text] of Object.entries(row.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const failed = failureOf(row.install === undefined ? npm : filled(row.install), folder);
  if (failed !== undefined) return `install: ${failed}`;
  const env = { ...withNode(row.node), NODE_OPTIONS: row.options ?? '' };
  const result = failureOf(filled(row.run), folder, env);
  return result ?? (row.after === undefined ? undefined : failureOf(row.after, folder, env));
}

try {
  const tarball = values.tarball === undefined ? packed() : resolve(values.tarball);
  const failures = [];
  for (const [name, row] of chosen) {
    const started = Date.now();
    const failure = played(name, row, tarball);
    console.log(
      `${failure === undefined ? 'ok    ' : 'FAILED'} ${name}, ${Math.round((Date.now() - started) / 1000)} s`,
    );
    if (failure !== undefined) {
      failures.push(name);
      console.log(failure.replace(/^/gm, '    '));
    }
  }
  console.log(`${chosen.length - failures.length} of ${chosen.length} rows passed`);
  process.exitCode = failures.length > 0 || chosen.length === 0 ? 1 : 0;
} finally {
  rmSync(place, { recursive: true, force: true });
}
