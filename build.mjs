// Builds dist/: one bundled entry per public subpath, shared code split off, as ESM and, in dist/cjs, as CommonJS, each
// with type declarations by tsc. Libraries are bundled (their licences beside them), so an install has next to nothing to
// resolve and a start to load.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import {
  asCommonJs,
  entryPoints,
  load,
  pages,
  root,
  shipped,
  shrinkUnread,
  subpathSources,
  toCommonJs,
  transpiled,
} from './tools/esbuild.mjs';

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/cjs', { recursive: true });

const { banner, ...plain } = shipped;
const built = await build({
  ...plain,
  entryPoints,
  outdir: 'dist',
  splitting: true,
  metafile: true,
  inject: ['tools/node-own.mjs'],
  write: false,
});
await shrinkUnread(built);
for (const { path, text } of built.outputFiles) {
  // The one chunk that asks for `require`: in all of them the line would only be noise.
  writeFileSync(path, text.includes('typeof require') ? `${banner.js}\n${text}` : text);
}
for (const [name, code] of await asCommonJs(built)) writeFileSync(`dist/cjs/${name}`, code);
// For pages: by itself, so that no module of Node comes along.
const page = await transpiled(readFileSync('simulator/doors/msw-browser.ts', 'utf8'));
writeFileSync('dist/msw-browser.js', page);
writeFileSync('dist/cjs/msw-browser.js', await toCommonJs(page));
const { metafile: ofPages } = await build(pages);
cpSync('console/index.html', 'dist/console/index.html');
// The nearest manifest decides, for Node about the format, for webpack about side effects.
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs", "sideEffects": false }\n');

chmodSync('dist/cli.js', 0o755);
writeFileSync(
  'dist/THIRD-PARTY-LICENSES.txt',
  licences(Object.keys({ ...built.metafile.inputs, ...ofPages.inputs })),
);
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
keepReachable();
narrowDeclarations();
cpSync('dist/types', 'dist/cjs/types', { recursive: true });
const { markBuilt } = await load('tools/built-from.ts');
markBuilt(root);

/** Leaves the declarations that a subpath leads to: nobody can ask for others, and some name types of bundled libraries. */
function keepReachable() {
  const declarations = (source) => join('dist/types', source.replace(/\.[jt]s$/, '.d.ts'));
  const kept = new Set(Object.values(subpathSources).map(declarations));
  for (const path of kept) {
    const text = readFileSync(path, 'utf8');
    for (const [, named] of text.matchAll(/(?:from |import ?\(?)['"](\.[^'"]+)\.js['"]/g)) {
      kept.add(join(dirname(path), `${named}.d.ts`));
    }
  }
  for (const path of readdirSync('dist/types', { recursive: true })) {
    if (path.endsWith('.d.ts') && !kept.has(join('dist/types', path))) rmSync(join('dist/types', path));
  }
}

/** The compiler indents by four; one is enough for who reads them, and the packed file has a bound. */
function narrowDeclarations() {
  for (const path of readdirSync('dist/types', { recursive: true })) {
    if (!path.endsWith('.d.ts')) continue;
    const text = readFileSync(join('dist/types', path), 'utf8');
    writeFileSync(
      join('dist/types', path),
      text.replaceAll(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 4)),
    );
  }
}

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
