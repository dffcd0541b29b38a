// What is put into an executable: one CommonJS bundle with everything that is loaded late inlined, because `require` in an
// executable finds Node's own modules alone; and files that are read as they are. This is the one place to add to:
// - a page or another file that is read at run time: a row in `assetFolders` (its name there is the one for `getAsset`);
// - a package that users install beside ours, e.g. an engine of a store: nothing, if it is a dev-dependency and imported by
//   its plain name; one that must not be inside: a row in `absent`.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, settings } from '../esbuild.mjs';

/** What the command line never loads: test tools that only libraries' subpaths ask for. */
const absent = ['msw', 'vitest'];

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
    external: absent,
    metafile: true,
    // CommonJS has no import.meta; what the sources find by it is an asset here.
    logOverride: { 'empty-import-meta': 'silent' },
    outfile,
  });
  const missing = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ path, external }) => external && !isOfNode(path))
    .map(({ path }) => path);
  if (missing.length > 0) throw new Error(`Not in the executable, but asked for: ${missing.join(', ')}`);
}

const isOfNode = (path) => process.getBuiltinModule(path) !== undefined || path.startsWith('node:');
