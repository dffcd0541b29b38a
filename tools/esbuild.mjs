// How our sources become programs of Node: the one setting of esbuild, and what runs TypeScript without a build.
// A build is ESM, one file for each subpath and the shared code split off; `asCommonJs` writes the same files once more.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  legalComments: 'none',
  logLevel: 'warning',
  external: ['msw', 'vitest', '@redis/client'],
  // Bundled CommonJS libraries still ask for Node's own modules by require. Not by `import.meta.url`, which is undefined
  // where a user's bundler makes CommonJS of it.
  banner: { js: 'const require = process.getBuiltinModule;' },
};

/** Who loads sources late, and something of theirs that those can name. */
const LOADERS = { 'simulator/simulator.ts': 'createSimulator', 'cli/commands.ts': 'commands' };

/**
 * What is loaded late by one of these, and by nobody else, shares with it what both need. esbuild would split that off into
 * a file for each set of entries that reach it, and a file takes a start a quarter of a millisecond; so here each of them
 * reaches all that its loader does.
 */
const withItsLoader = {
  name: 'with-its-loader',
  setup({ onLoad }) {
    const late = new Map();
    for (const [source, something] of Object.entries(LOADERS)) {
      const loader = join(root, source);
      for (const [, path] of readFileSync(loader, 'utf8').matchAll(/import\('(\.\/[^']+)\.js'\)/g))
        late.set(join(dirname(loader), `${path}.ts`), { loader, something });
    }
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const by = late.get(path);
      if (by === undefined) return undefined;
      const from = relative(dirname(path), by.loader)
        .replace(/^(?!\.)/, './')
        .replace(/\.ts$/, '.js');
      return {
        contents: `${readFileSync(path, 'utf8')}\nexport { ${by.something} as sharedWith } from '${from}';\n`,
        loader: 'ts',
      };
    });
  },
};

/** What is shipped: without Fastify's compilers of schemas, which a door gets none of (simulator/doors/fastify.ts), and its `inject`. */
export const shipped = {
  ...settings,
  alias: {
    '@fastify/ajv-compiler': './tools/left-out.mjs',
    '@fastify/fast-json-stringify-compiler': './tools/left-out.mjs',
    'light-my-request': './tools/left-out.mjs',
  },
  plugins: [withItsLoader],
};

/** The sources of the package's subpaths, by the name of the file in dist/. */
export const subpathSources = {
  index: 'simulator/index.ts',
  client: 'client/index.ts',
  'signed-data': 'contracts/signed-data/index.ts',
  contracts: 'contracts/index.ts',
  fixtures: 'fixtures/index.ts',
  msw: 'simulator/doors/msw.ts',
  vitest: 'simulator/testing/vitest.ts',
  'vitest-setup': 'simulator/testing/vitest-setup.ts',
};

/** What is built into dist/: the subpaths, and programs. */
export const entryPoints = { ...subpathSources, cli: 'cli/main.ts', demo: 'examples/demo.ts' };

/** The pages of `console/` as a browser loads them: one script, one style sheet. */
export const pages = {
  absWorkingDir: root,
  entryPoints: [
    { in: 'console/main.tsx', out: 'console' },
    { in: 'console/style.css', out: 'console' },
  ],
  outdir: 'dist/console',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  // Of files that nothing is left of.
  external: ['node:*'],
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/**
 * Writes without blanks the chunks that nobody steps through: those that are mostly libraries, so that a start reads half as
 * much, and those of the command line alone. What a subpath brings of ours stays as it is; names stay wherever something of
 * ours is, so that a stack names its functions.
 */
export async function shrinkUnread({ outputFiles, metafile }) {
  const without = { minifyWhitespace: true, minifySyntax: true };
  const imported = filesOf(Object.keys(subpathSources), metafile);
  for (const [place, file] of outputFiles.entries()) {
    const name = relative(root, file.path);
    const parts = Object.entries(metafile.outputs[name].inputs);
    const bytes = (of) => of.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
    const ofLibraries = bytes(parts.filter(([path]) => path.includes('node_modules/'))) / bytes(parts);
    if (ofLibraries <= 0.5 && imported.has(name)) continue;
    const how = {
      ...without,
      minifyIdentifiers: ofLibraries === 1,
      target: settings.target,
      legalComments: 'none',
    };
    const { code: text } = await transform(file.text, how);
    outputFiles[place] = { path: file.path, text, without };
  }
}

/** The files of a build that these subpaths load, at once or later; a build may have some of them alone. */
function filesOf(subpaths, { outputs }) {
  const sources = subpaths.map((name) => subpathSources[name]);
  const names = new Set(Object.keys(outputs).filter((name) => sources.includes(outputs[name].entryPoint)));
  for (const name of names) {
    for (const { path, external } of outputs[name].imports) if (!external) names.add(path);
  }
  return names;
}

/** A module as CommonJS; `without` what it was shrunk by. */
export async function toCommonJs(text, without = {}) {
  const how = { ...without, format: 'cjs', platform: 'node', target: settings.target, legalComments: 'none' };
  return (await transform(text, { ...how, supported: { 'dynamic-import': false } })).code;
}

/** vitest can't be required, so neither can what imports it. */
const ONLY_ESM = ['vitest'];

/**
 * The files of a build that `require` can reach, as CommonJS: `[name, text][]`. Each is translated by itself, so there is
 * one copy of everything and what was loaded late is loaded late. `import()` becomes `require`, for Jest knows no other.
 */
export async function asCommonJs({ outputFiles, metafile }) {
  const files = new Map(outputFiles.map((file) => [relative(root, file.path), file]));
  const required = Object.keys(subpathSources).filter((name) => !ONLY_ESM.includes(name));
  const names = filesOf(required, metafile);
  return Promise.all(
    [...names].map(async (name) => {
      const { text, without } = files.get(name);
      return [basename(name), await toCommonJs(text, without)];
    }),
  );
}

/** A TypeScript text as the JavaScript that every supported Node runs. */
export const transpiled = async (text) =>
  (await transform(text, { loader: 'ts', target: settings.target })).code;

/** Bundles a source, given by its path from the root, and loads it; with other settings of esbuild where they are given. */
export async function load(entry, changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-tools-'));
  try {
    const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
    await build({ ...settings, ...changes, entryPoints: [entry], outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
