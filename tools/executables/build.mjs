// `npm run build:executables`: the command line as programs that need no Node, for every system of platforms.mjs, or for the
// ones named (`npm run build:executables -- linux-x64`). They are left in executables/, with their hashes.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, root } from '../esbuild.mjs';
import { assets, bundleProgram } from './contents.mjs';
import { fetchNode } from './node.mjs';
import { NODE_VERSION, ownPlatform, platforms } from './platforms.mjs';

const PROGRAM = 'kakaocert-simulator.cjs';

const { checkBuilt } = await load('tools/built-from.ts');
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(platforms);
const unknown = wanted.filter((name) => !Object.hasOwn(platforms, name));
if (unknown.length > 0) {
  console.error(`There is no "${unknown.join('", "')}"; there are ${Object.keys(platforms).join(', ')}.`);
  process.exit(2);
}
const own = ownPlatform();
if (own === undefined) {
  console.error(`Executables are built on ${Object.keys(platforms).join(', ')}, and this is none of them.`);
  process.exit(2);
}

/** Node's own, with the libraries that it is made of, and those of the bundled packages. */
const licences = (ofNode) =>
  [
    readFileSync(join(root, 'LICENSE'), 'utf8'),
    `Node.js ${NODE_VERSION}\n${readFileSync(ofNode, 'utf8')}`,
    readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8'),
  ].join(`\n${'-'.repeat(80)}\n\n`);

// The files of the pages, and the licences, are dist/'s.
checkBuilt(root);
const folder = join(root, 'executables');
const work = mkdtempSync(join(tmpdir(), 'kakaocert-executables-'));
try {
  mkdirSync(folder, { recursive: true });
  await bundleProgram(join(work, PROGRAM), NODE_VERSION);
  const builder = fetchNode(own);
  for (const name of wanted) make(name, builder.node);
  writeFileSync(join(folder, 'LICENSES.txt'), licences(builder.licence));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function make(name, builder) {
  const { file } = platforms[name];
  const output = join(folder, file);
  const settings = join(work, `${name}.json`);
  writeFileSync(
    settings,
    JSON.stringify({
      main: PROGRAM,
      output,
      executable: fetchNode(name).node,
      assets: assets(),
      disableExperimentalSEAWarning: true,
      execArgvExtension: 'none',
      // Compiled code is of one processor alone.
      useCodeCache: name === own,
      useSnapshot: false,
    }),
  );
  execFileSync(builder, ['--build-sea', settings], {
    // By a name without a folder: it is in every stack trace, and a build must give the same bytes anywhere.
    cwd: work,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  chmodSync(output, 0o755);
  const hash = createHash('sha256').update(readFileSync(output)).digest('hex');
  writeFileSync(`${output}.sha256`, `${hash}  ${file}\n`);
  console.log(`${join('executables', file)}  ${Math.round(statSync(output).size / 1e6)} MB  ${hash}`);
}
