// Redirects programs to listening simulators: the temporary folder of `exec`, and the environments that name what is in it.

import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Text } from '../../contracts/protocol/index.js';
import { defaultTenant } from '../core/tenant.js';
import type { Listening } from '../simulator.js';
import { execEnvironment } from './environment.js';
import { createExecFolder, fillDoors, fillRoots, inFolder } from './folder.js';

import type { Credentials } from './places.js';

export { ExecFolderError } from './folder.js';

export interface ExecSurroundings {
  /**
   * The environment for a program that is to reach this simulator, which listens by TLS and as a proxy too, with the
   * credentials of a tenant in it: the default one's unless given. Throws an ExecFolderError if the folder can't be written, e.g. on a full disk; nothing is left of it then.
   */
  of(
    listening: Listening,
    tenant?: Credentials,
  ): { readonly env: NodeJS.ProcessEnv; readonly remove: () => void };
  /** Removes everything that is left; more than once does no harm. */
  remove(): void;
}

const portOf = (url: string | null) => Number(new URL(url ?? 'http://0').port);

/**
 * Makes them, in one folder. Simulators with one root between them share the files of roots, which are slow to make.
 * `warn` is told in one line if the folder is not where the user wants it. Throws an ExecFolderError.
 */
export function createExecSurroundings(warn: (line: Text) => void): ExecSurroundings {
  const folder = createExecFolder(warn);
  // Whatever ends this process, but SIGKILL, the folder goes.
  process.once('exit', folder.remove);
  const rootPlaces = new Map<string, ReturnType<typeof fillRoots>>();
  let count = 0;
  const subfolder = () => {
    count += 1;
    const path = join(folder.path, String(count));
    mkdirSync(path, { mode: 0o700 });
    return path;
  };
  const rootsFor = (root: string) => {
    const known = rootPlaces.get(root);
    if (known !== undefined) return known;
    // There is one root as a rule, so its files stand in the folder itself.
    const path = rootPlaces.size === 0 ? folder.path : subfolder();
    const made = fillRoots(path, { root, salt: randomBytes(16) }, process.env);
    rootPlaces.set(root, made);
    return made;
  };

  return {
    of({ url, tls, proxy, tlsCa }, tenant = defaultTenant) {
      const doors = { url, proxy: proxy ?? '', proxyPort: portOf(proxy), tlsPort: portOf(tls) };
      return inFolder(folder.base, () => {
        const roots = rootsFor(tlsCa ?? '');
        const path = subfolder();
        return {
          env: execEnvironment({ tenant, ...fillDoors(path, doors), ...roots }, process.env),
          remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
        };
      });
    },
    remove() {
      folder.remove();
      process.off('exit', folder.remove);
    },
  };
}
