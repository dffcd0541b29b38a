// What is put into an executable: one CommonJS bundle with everything that is loaded late inlined, because `require` in an
// executable finds Node's own modules alone; and files that are read as they are. This is the one place to add to:
// - a page or another file that is read at run time: a row in `assetFolders` (its name there is the one for `getAsset`);
// - a package that users install beside ours, such as the engine of a store: its name in `engines`;
// - one that must not be inside: its name in `absent`.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, settings } from '../esbuild.mjs';

/** What the command line never loads: test tools that only libraries' subpaths ask for. */
const absent = ['msw', 'vitest'];

/** What an engine tries to load, and does without where it is not there. */
const tried = ['@node-rs/xxhash', '@opentelemetry/api'];

/** Packages that an install of ours leaves to its user. Those for old Nodes alone are not needed: the one inside is new. */
const engines = ['@redis/client'];

/** Where they are loaded by a name that no bundler follows, and the line that does it. */
const LOADER = {
  file: /[\\/]simulator[\\/]simulator\.ts$/,
  line: 'const importPeer = (name: string): Promise<unknown> => import(name);',
};

/** Has the bundler follow the names of the engines. */
const withEngines = {
  name: 'engines',
  setup({ onLoad }) {
    onLoad({ filter: LOADER.file }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes(LOADER.line)) throw new Error(`${path} has no "${LOADER.line}" any more`);
      const rows = engines.map((name) => `  if (name === '${name}') return import('${name}');\n`).join('');
      const loader = `const importPeer = (name: string): Promise<unknown> => {\n${rows}  return import(name);\n};`;
      return { contents: text.replace(LOADER.line, () => loader), loader: 'ts' };
    });
  },
};

/** Folders of files that are put in as they are, by the name before the slash in the name of the asset. */
const assetFolders = { console: 'dist/console' };

/** The assets: the name that `getAsset` of node:sea knows, and the file. */
export const assets = () =>
  Object.fromEntries(
    Object.entries(assetFolders).flatMap(([name, folder]) => {
      const path = join(root, folder);
      if (!existsSync(path)) return [];
      return readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => statSync(join(path, file)).isFile())
        .map((file) => [`${name}/${file.replaceAll('\\', '/')}`, join(path, file)]);
    }),
  );

/** Writes the program. Throws if it would ask for a module that an executable does not have. */
export async function bundleProgram(outfile, nodeVersion) {
  const { banner: _, ...plain } = settings;
  const { metafile } = await build({
    ...plain,
    entryPoints: ['cli/main.ts'],
    inject: ['tools/executables/preload.ts'],
    // Our manifest says that no module does anything by being loaded; the injected one does.
    ignoreAnnotations: true,
    format: 'cjs',
    target: `node${nodeVersion}`,
    external: [...absent, ...tried],
    plugins: [withEngines],
    metafile: true,
    // CommonJS has no import.meta; what the sources find by it is an asset here.
    logOverride: { 'empty-import-meta': 'silent' },
    outfile,
  });
  const missing = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ path, external }) => external && !isOfNode(path) && !tried.includes(path))
    .map(({ path }) => path);
  if (missing.length > 0) throw new Error(`Not in the executable, but asked for: ${missing.join(', ')}`);
}

const isOfNode = (path) => process.getBuiltinModule(path) !== undefined || path.startsWith('node:');
