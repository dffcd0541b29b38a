// The package as it is built. Every test of dist/ gets it here, and fails where it was not built from these sources.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBuilt } from '../../tools/built-from.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The path of a file of dist/, which is of these sources: `npm test` builds it first. */
export function built(name: string): string {
  checkBuilt(root);
  return join(root, 'dist', name);
}
