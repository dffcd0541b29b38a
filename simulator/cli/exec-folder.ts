// The one temporary folder of `exec`: all that it writes, for its own user alone (0700), removed at the end.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JAVA_TRUST_STORE_PASSWORD, javaTrustStore } from './exec-java.js';
import { nodePreload } from './exec-node.js';
import { type ExecPlaces, type RootVariable, rootVariables } from './exec-places.js';
import { pythonSitecustomize } from './exec-python.js';
import { certificatesOf, rootsOf, systemRoots } from './exec-roots.js';

/** What the files are made of. */
export interface ExecDoors extends Pick<ExecPlaces, 'url' | 'proxy' | 'proxyPort' | 'tlsPort'> {
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

/** Writes every runtime's files into the folder. */
export function fillExecFolder(
  folder: string,
  { root, salt, ...doors }: ExecDoors,
  env: NodeJS.ProcessEnv,
): ExecPlaces {
  const system = systemRoots();
  const inFolder = (...names: string[]) => join(folder, ...names);
  const write = (path: string, content: string | Uint8Array) => {
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  for (const name of ['python', 'php']) mkdirSync(inFolder(name), { mode: 0o700 });
  const texts = mapRoots((variable) => rootsOf(variable, env, system, root));
  const roots = mapRoots((variable) =>
    write(inFolder(`${variable.toLowerCase().replaceAll('_', '-')}.pem`), texts[variable]),
  );
  write(inFolder('python', 'sitecustomize.py'), pythonSitecustomize(doors));
  // Last in the alphabet: a later file of settings wins.
  write(inFolder('php', 'zz-kakaocert-simulator.ini'), phpSettings(roots.SSL_CERT_FILE));
  return {
    ...doors,
    folder,
    roots,
    nodePreload: write(inFolder('node-preload.cjs'), nodePreload(doors)),
    pythonFolder: inFolder('python'),
    phpFolder: inFolder('php'),
    javaTrustStore: write(
      inFolder('java-roots.p12'),
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
