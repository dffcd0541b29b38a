// Growing the house means adding a row, and a row that is half done is noticed: `node .ci/gates/omissions.mjs [part of a name]`.
// The tree is copied, one addition is made at a time: first by half, which must fail with the very error that the table
// names (a TypeScript code at a file, or a test's name), then whole, which must compile and pass. What is added is text, and
// text that can't be put in is a failure too, so that the table can't fall behind the tree.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { omissions } from './omissions-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [part = ''] = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), 'kakaocert-omissions-'));

try {
  copyTree();
  const chosen = omissions.filter(({ what }) => what.includes(part));
  if (chosen.length === 0) throw new Error(`No addition has "${part}" in its name.`);
  const failures = chosen.flatMap(judge);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.stdout.write(
    `${chosen.length} additions by half and whole, ${failures.length} not as they should be.\n`,
  );
  process.exitCode = failures.length > 0 ? 1 : 0;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Everything that git knows; the installed packages, and the build that examples import by its name, by a link. */
function copyTree() {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  for (const file of files) cpSync(join(root, file), join(copy, file), { recursive: true });
  for (const folder of ['node_modules', 'dist']) symlinkSync(join(root, folder), join(copy, folder), 'dir');
}

/** What is wrong with one addition; nothing if it is noticed by half and taken whole. */
function judge({ what, half, rest, noticed, passes = [] }) {
  const kept = new Map();
  try {
    for (const edit of half) apply(edit, kept);
    const missed = notices(noticed);
    if (missed !== undefined) return [`${what}, by half: ${missed}`];
    for (const edit of rest) apply(edit, kept);
    const broken = typeErrors() || testErrors(passes);
    process.stdout.write(`${broken ? 'NOT TAKEN' : 'noticed  '}  ${what}\n`);
    return broken ? [`${what}, whole: ${broken}`] : [];
  } catch (error) {
    return [`${what}: ${error.message}`];
  } finally {
    for (const [file, text] of kept) writeFileSync(join(copy, file), text);
  }
}

/** Puts `add` behind (`after`), before (`before`) or in the place of (`instead`) a text that stands once in the file. */
function apply({ file, after, before, instead, add }, kept) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (!kept.has(file)) kept.set(file, text);
  const place = after ?? before ?? instead;
  const at = text.indexOf(place);
  if (at < 0) throw new Error(`${file} holds no ${JSON.stringify(place)}`);
  if (text.indexOf(place, at + 1) >= 0)
    throw new Error(`${file} holds ${JSON.stringify(place)} more than once`);
  const put = after !== undefined ? place + add : before !== undefined ? add + place : add;
  writeFileSync(path, text.slice(0, at) + put + text.slice(at + place.length));
}

/** Undefined if the half addition fails as it should, else what happened instead. */
function notices({ code, file, test, within }) {
  if (code !== undefined) {
    const errors = typeErrors();
    const found = errors
      .split('\n')
      .some((line) => line.startsWith(`${file}(`) && line.includes(`error ${code}`));
    return found ? undefined : `${code} at ${file} was expected, but tsc said: ${errors || 'nothing'}`;
  }
  const errors = typeErrors();
  if (errors) return `the test "${test}" was to notice it, but tsc did: ${errors}`;
  const failed = testErrors([within]);
  return failed.includes(test)
    ? undefined
    : `the test "${test}" was expected to fail, but: ${failed || 'all passed'}`;
}

function typeErrors() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '--noEmit', '--pretty', 'false'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout.trim();
}

/** The names of the tests that fail, a line each. A file may have `-t part of a name` behind it: those of its tests alone. */
function testErrors(files) {
  const [named, whole] = [true, false].map((isNamed) =>
    files.filter((file) => file.includes(' -t ') === isNamed),
  );
  return [whole, ...named.map((file) => file.split(' '))].map(testErrorsOf).filter(Boolean).join('\n');
}

function testErrorsOf(files) {
  if (files.length === 0) return '';
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--reporter=json', ...files],
    { cwd: copy, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 2 ** 28 },
  );
  if (status === 0) return '';
  try {
    const { testResults } = JSON.parse(stdout.slice(stdout.indexOf('{')));
    return testResults
      .flatMap(({ name, message, assertionResults }) => [
        ...assertionResults.filter((one) => one.status === 'failed').map((one) => one.fullName),
        ...(assertionResults.length === 0 ? [`${dirname(name)}: ${message}`] : []),
      ])
      .join('\n');
  } catch {
    return `${stdout}\n${stderr}`.slice(-2000);
  }
}
