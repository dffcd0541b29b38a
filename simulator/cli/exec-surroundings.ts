// Leads a program to a listening simulator: the temporary folder of `exec`, and the environment that names it.

import { randomBytes } from 'node:crypto';
import type { Listening } from '../simulator.js';
import { execEnvironment } from './exec-environment.js';
import { createExecFolder, fillExecFolder } from './exec-folder.js';

export interface ExecSurroundings {
  /** The environment for the program. */
  readonly env: NodeJS.ProcessEnv;
  /** Removes the folder; more than once does no harm. */
  readonly remove: () => void;
}

const portOf = (url: string | null) => Number(new URL(url ?? 'http://0').port);

/** Makes them for a simulator that listens by TLS and as a proxy too. */
export function execSurroundings({ url, tls, proxy, tlsCa }: Listening): ExecSurroundings {
  const folder = createExecFolder();
  // Whatever ends this process, but SIGKILL, the folder goes.
  process.once('exit', folder.remove);
  const remove = () => {
    folder.remove();
    process.off('exit', folder.remove);
  };
  try {
    const places = fillExecFolder(
      folder.path,
      {
        url,
        proxy: proxy ?? '',
        proxyPort: portOf(proxy),
        tlsPort: portOf(tls),
        root: tlsCa ?? '',
        salt: randomBytes(16),
      },
      process.env,
    );
    return { env: execEnvironment(places, process.env), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
