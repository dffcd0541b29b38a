// The one temporary folder of `exec`: all that it writes, for its own user alone (0700), removed at the end.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JAVA_TRUST_STORE_PASSWORD, javaTrustStore } from './java.js';
import { nodePreload } from './node.js';
import { type ExecPlaces, type RootVariable, rootVariables } from './places.js';
import { pythonSitecustomize } from './python.js';
import { certificatesOf, rootsOf, systemRoots } from './roots.js';

/** Where the doors are. */
export type ExecDoors = Pick<ExecPlaces, 'url' | 'proxy' | 'proxyPort' | 'tlsPort'>;

/** The places that redirect to the doors, and those that hold roots. */
type DoorPlaces = ExecDoors & Pick<ExecPlaces, 'folder' | 'nodePreload' | 'pythonFolder'>;
type RootPlaces = Omit<ExecPlaces, keyof DoorPlaces>;

/** What the files of roots are made of. */
export interface ExecRoots {
  /** The root of the TLS door, PEM. */
  readonly root: string;
  readonly salt: Uint8Array;
}

export interface ExecFolder {
  readonly path: string;
  /** Removes it with all that is in it; more than once does no harm. */
  remove(): void;
}

/** Makes the folder. Some of the variables that name files in it can't hold a space. */
export function createExecFolder(): ExecFolder {
  const base = /\s/.test(tmpdir()) && process.platform !== 'win32' ? '/tmp' : tmpdir();
  const path = mkdtempSync(join(base, 'kakaocert-simulator-exec-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

const write = (path: string, content: string | Uint8Array): string => {
  writeFileSync(path, content, { mode: 0o600 });
  return path;
};

/** Writes what redirects each runtime to the doors. */
export function fillDoors(folder: string, doors: ExecDoors): DoorPlaces {
  const pythonFolder = join(folder, 'python');
  mkdirSync(pythonFolder, { mode: 0o700 });
  write(join(pythonFolder, 'sitecustomize.py'), pythonSitecustomize(doors));
  return {
    ...doors,
    folder,
    pythonFolder,
    nodePreload: write(join(folder, 'node-preload.cjs'), nodePreload(doors)),
  };
}

/** Writes what makes each runtime trust the TLS door; it is the same for all doors with one root. */
export function fillRoots(folder: string, { root, salt }: ExecRoots, env: NodeJS.ProcessEnv): RootPlaces {
  const system = systemRoots();
  const phpFolder = join(folder, 'php');
  mkdirSync(phpFolder, { mode: 0o700 });
  const texts = mapRoots((variable) => rootsOf(variable, env, system, root));
  const roots = mapRoots((variable) =>
    write(join(folder, `${variable.toLowerCase().replaceAll('_', '-')}.pem`), texts[variable]),
  );
  // Last in the alphabet: a later file of settings wins.
  write(join(phpFolder, 'zz-kakaocert-simulator.ini'), phpSettings(roots.SSL_CERT_FILE));
  return {
    roots,
    phpFolder,
    javaTrustStore: write(
      join(folder, 'java-roots.p12'),
      javaTrustStore(certificatesOf(texts.SSL_CERT_FILE), JAVA_TRUST_STORE_PASSWORD, salt),
    ),
    javaTrustStorePassword: JAVA_TRUST_STORE_PASSWORD,
  };
}

const mapRoots = (map: (variable: RootVariable) => string) =>
  Object.fromEntries(
    (Object.keys(rootVariables) as RootVariable[]).map((variable) => [variable, map(variable)]),
  ) as Record<RootVariable, string>;

/** curl.cainfo is for PHP's curl, openssl.cafile for its streams. */
const phpSettings = (roots: string) => `curl.cainfo="${roots}"\nopenssl.cafile="${roots}"\n`;
