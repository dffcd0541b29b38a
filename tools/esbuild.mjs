// How our sources become programs of Node: the one setting of esbuild, and what runs TypeScript without a build.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  external: ['@faker-js/faker', 'msw', 'vitest'],
  // Bundled CommonJS libraries still ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
};

/** What is built into dist/, by the name of the file there. */
export const entryPoints = {
  index: 'simulator/index.ts',
  client: 'client/index.ts',
  'signed-data': 'contracts/signed-data/index.ts',
  contracts: 'contracts/index.ts',
  fixtures: 'fixtures/index.ts',
  msw: 'simulator/doors/msw.ts',
  vitest: 'simulator/testing/vitest.ts',
  cli: 'cli/main.ts',
  demo: 'examples/demo.ts',
};

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
