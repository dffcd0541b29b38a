// Whether dist/ is of these sources. A build leaves a hash of all that goes into it; whoever judges dist/ compares, so
// that nobody judges the build before. By content: dates say little after a checkout.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Not part of the package (`files` in package.json). */
const MARK = 'dist/.built-from';
/** What a build reads besides the sources. */
export const SETTINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'build.mjs',
  'tools/esbuild.mjs',
  'tools/node-own.mjs',
  'examples/demo.ts',
];

/** A hash over the path and the content of every file that a build reads; `root` is the folder of this repository. */
export function hashOfSources(root: string): string {
  const folders: readonly string[] = [
    ...JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')).include,
    'console',
  ];
  const sources = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(tsx?|json|css|html)$/.test(path))
      .map((path) => join(folder, path)),
  );
  const whole = createHash('sha256');
  for (const path of [...SETTINGS, ...sources.sort()]) {
    const content = createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
    whole.update(`${path} ${content}\n`);
  }
  return whole.digest('hex');
}

/** The last step of a build. */
export function markBuilt(root: string): void {
  writeFileSync(join(root, MARK), `${hashOfSources(root)}\n`);
}

/** Throws unless dist/ was built from the sources as they stand. */
export function checkBuilt(root: string): void {
  const mark = join(root, MARK);
  if (!existsSync(mark)) throw new Error('There is no whole dist/; run `npm run build`.');
  if (readFileSync(mark, 'utf8').trim() !== hashOfSources(root)) {
    throw new Error('dist/ was built from other sources; run `npm run build`.');
  }
}
