// Builds dist/: one bundled entry per public subpath, shared code split off, and type declarations by tsc.
// Libraries are bundled (their licences beside them), so an install has next to nothing to resolve and a start to load.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { entryPoints, load, root, settings } from './tools/esbuild.mjs';

rmSync('dist', { recursive: true, force: true });

const { metafile } = await build({
  ...settings,
  entryPoints,
  outdir: 'dist',
  splitting: true,
  metafile: true,
});

chmodSync('dist/cli.js', 0o755);
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences(Object.keys(metafile.inputs)));
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
const { markBuilt } = await load('tools/built-from.ts');
markBuilt(root);

/** The licence texts of every package that went into the bundle. */
function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
      const text =
        file !== undefined && existsSync(`${folder}/${file}`)
          ? readFileSync(`${folder}/${file}`, 'utf8')
          : '';
      return `${name} ${version} (${license})\n${text.trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
