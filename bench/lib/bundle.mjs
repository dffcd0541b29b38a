// Everything under measurement is bundled by esbuild, into a temp folder that goes when the bench ends.
// Rule 1: ours and the bare server are bundled with the same settings, those of every build; what ours leaves out of
// Fastify it really leaves out, and of both the libraries are written without blanks.
// Rule 2: the bundle is made from the sources at each run, so a stale dist/ is never measured.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root, settings, shipped, shrinkUnread } from '../../tools/esbuild.mjs';

const ROOT = root;

/** What rows need besides the public entries: the engine and its world, without a port. */
const INTERNALS = `
export { createEngine } from './simulator/engine.ts';
export { createMemoryStore } from './simulator/store/memory.ts';
export { openRedis } from './simulator/store/redis/open.ts';
export { openFile } from './simulator/store/sqlite/open.ts';
export { createWorld, openWorld } from './simulator/world/world.ts';
export { createFastifyDoor } from './simulator/doors/fastify.ts';
`;

/** Bundles ours and the bare server; gives the paths of the entries. */
export async function bundleAll() {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  const internals = join(folder, 'internals.ts');
  writeFileSync(internals, INTERNALS.replaceAll("'./", `'${ROOT}`));
  await bundle({
    ...shipped,
    outdir: join(folder, 'ours'),
    entryPoints: { cli: 'cli/main.ts', index: 'simulator/index.ts', internals },
  });
  await bundle({
    ...settings,
    outdir: join(folder, 'bare'),
    entryPoints: { server: 'bench/bare-server.mjs' },
  });
  const entry = (...parts) => join(folder, ...parts);
  return {
    folder,
    cli: entry('ours', 'cli.js'),
    index: entry('ours', 'index.js'),
    internals: entry('ours', 'internals.js'),
    bare: entry('bare', 'server.js'),
  };
}

async function bundle(how) {
  const built = await build({ ...how, splitting: true, metafile: true, write: false });
  await shrinkUnread(built);
  for (const { path, text } of built.outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Bundles one entry that may not be there yet; undefined if it is not, or doesn't build. */
export async function bundleOptional(folder, name, source) {
  const outfile = join(folder, 'optional', `${name}.js`);
  try {
    await build({ ...settings, logLevel: 'silent', entryPoints: [source], outfile });
    return outfile;
  } catch {
    return undefined;
  }
}
