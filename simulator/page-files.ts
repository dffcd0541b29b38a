// The files of the pages: a build puts them into dist/console. They are read from the disk when a browser asks for them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the running code lies: in dist/, in dist/cjs/, or among the sources. */
function ownFolder(): string | undefined {
  // In a chunk of CommonJS there is no `import.meta.url`, in one of ESM no `__dirname`; in somebody's bundle maybe neither.
  const url: unknown = import.meta.url;
  if (typeof url === 'string' && url.startsWith('file:')) return fileURLToPath(new URL('.', url));
  return typeof __dirname === 'string' ? __dirname : undefined;
}

/** From there to dist/console, in the order of the three above. */
const ways = ['console', '../console', '../dist/console'];

/** An executable has them inside, as assets of these names. */
function fromExecutable(name: string): Uint8Array | undefined {
  // Not every runtime has this module: it is asked for here, and imported nowhere.
  const sea = process.getBuiltinModule?.('node:sea');
  return sea?.isSea() === true ? new Uint8Array(sea.getAsset(`console/${name}`)) : undefined;
}

/** A file of the pages by its name, or undefined where it is not there: not built, or bundled away. */
export async function readPageFile(name: string): Promise<Uint8Array | undefined> {
  const inside = fromExecutable(name);
  if (inside !== undefined) return inside;
  const own = ownFolder();
  if (own === undefined) return undefined;
  for (const way of ways) {
    try {
      return await readFile(join(own, way, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}
