// No promise that nobody awaits: one that rejects unheard ends the process of whoever runs us. No single rule sees all of
// them (`() => void reply()` passes most), so three stand together; see .oxlintrc.json. The gate proves itself on faults
// planted in a folder of their own: a linter that finds nothing there finds nothing anywhere.
// The same run holds the length of functions: the cases of the contract are tables, and five older ones are named there.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const oxlint = join(dirname(require.resolve('oxlint/package.json')), 'bin/oxlint');
/** oxlint looks for its type-aware half from the working folder, where the planted faults have none. */
const tsgolint = join(dirname(require.resolve('oxlint-tsgolint/package.json')), 'bin/tsgolint.js');

const lint = (cwd) =>
  spawnSync(
    process.execPath,
    [oxlint, '--type-aware', '--format=unix', `--config=${join(root, '.oxlintrc.json')}`],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, OXLINT_TSGOLINT_PATH: tsgolint },
    },
  );

const planted = {
  'max-lines-per-function': `export function long(n: number): number {\n${'  n += 1;\n'.repeat(60)}  return n;\n}`,
  'no-void': 'export const door = { frameworkErrors: (): void => void reply() };',
  'no-floating-promises': 'export function answer(): void {\n  reply();\n}',
  'no-misused-promises': '[1].forEach(async () => {\n  await reply();\n});',
};

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-planted-'));
try {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "target": "es2023", "module": "nodenext" } }',
  );
  for (const [rule, fault] of Object.entries(planted)) {
    writeFileSync(join(folder, `${rule}.ts`), `const reply = async (): Promise<void> => {};\n${fault}\n`);
  }
  const { stdout, stderr } = lint(folder);
  const missed = Object.keys(planted).filter(
    (rule) => !stdout.split('\n').some((line) => line.startsWith(`${rule}.ts:`) && line.includes(rule)),
  );
  if (missed.length > 0) {
    process.stderr.write(`planted faults that were not found: ${missed.join(', ')}\n${stdout}${stderr}`);
    process.exit(1);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const { status, stdout, stderr } = lint(root);
process.stdout.write(`${stdout}${stderr}`);
if (status === 0) process.stdout.write('No promise that nobody awaits; the planted ones were found.\n');
process.exit(status ?? 1);
