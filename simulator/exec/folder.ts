// The one temporary folder of `exec`: all that it writes, for its own user alone (0700), removed at the end.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Text, TextError } from '../../contracts/protocol/index.js';
import { JAVA_TRUST_STORE_PASSWORD, javaTrustStore } from './java.js';
import { folderPrefix, removeLeftovers } from './leftovers.js';
import { nodePreload } from './node.js';
import { type ExecPlaces, type RootVariable, rootVariables } from './places.js';
import { pythonSitecustomize } from './python.js';
import { certificatesOf, rootsOf, systemRoots } from './roots.js';

/** Where the doors are. */
export type ExecDoors = Pick<ExecPlaces, 'url' | 'proxy' | 'proxyPort' | 'tlsPort'>;

/** The places that redirect to the doors, and those that hold roots. */
type DoorPlaces = ExecDoors & Pick<ExecPlaces, 'folder' | 'nodePreload' | 'pythonFolder'>;
type RootPlaces = Omit<ExecPlaces, keyof DoorPlaces | 'tenant'>;

/** What the files of roots are made of. */
export interface ExecRoots {
  /** The root of the TLS door, PEM. */
  readonly root: string;
  readonly salt: Uint8Array;
}

export interface ExecFolder {
  /** The folder that it stands in. */
  readonly base: string;
  readonly path: string;
  /** Removes it with all that is in it; more than once does no harm. */
  remove(): void;
}

/** The folder can't be made or filled. The message is one line for whoever started the program: where, why, what to do. */
export class ExecFolderError extends TextError {
  override readonly name = 'ExecFolderError';
}

/** What names the folder for temporary files. */
const VARIABLE = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
/** No space, quote or separator: NODE_OPTIONS, JAVA_TOOL_OPTIONS, PYTHONPATH and PHP's settings differ in how they read those. */
const PLAIN = /^[\w./+,@~=-]+$/;
const PLAIN_FOLDER = '/tmp';

/** Where the folder goes; `warn` is told if it is not where the user wants it. */
function baseFolder(warn: (line: Text) => void): string {
  const base = resolve(tmpdir());
  if (process.platform === 'win32' || PLAIN.test(base)) return base;
  const named = JSON.stringify(base);
  warn({
    en: `${VARIABLE}: ${named} has characters that the variables of exec can't hold; ${PLAIN_FOLDER} is used`,
    ko: `${VARIABLE}: exec의 환경변수에 쓸 수 없는 글자가 있습니다: ${named}. 대신 ${PLAIN_FOLDER} 폴더를 씁니다`,
  });
  return PLAIN_FOLDER;
}

/** Does what writes into the folder; throws an ExecFolderError that names `base` if the system doesn't let it. */
export function inFolder<T>(base: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const [, reason = code] = /^\w+: ([^,]*)/.exec(message) ?? [];
    const named = JSON.stringify(base);
    throw new ExecFolderError(
      {
        en: `the temporary folder ${named} can't be used (${code}: ${reason}); name another with ${VARIABLE}`,
        ko: `임시 폴더를 사용할 수 없습니다(${code}): ${named}. ${VARIABLE}로 다른 폴더를 지정하십시오`,
      },
      { cause: error },
    );
  }
}

/** Makes the folder, and removes those that an earlier process had to leave behind. Throws an ExecFolderError. */
export function createExecFolder(warn: (line: Text) => void): ExecFolder {
  const base = baseFolder(warn);
  const path = inFolder(base, () => {
    removeLeftovers(base);
    return mkdtempSync(join(base, folderPrefix()));
  });
  return { base, path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
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
  const onlyRoot = write(join(folder, 'root.pem'), root);
  write(join(phpFolder, 'zz-kakaocert-simulator.ini'), phpSettings(roots.SSL_CERT_FILE, onlyRoot));
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

/**
 * curl.cainfo is for PHP's curl, which goes through the proxy. openssl.cafile is for its streams, which know no proxy and
 * would reach the real service: they trust our root alone, so that TLS to anybody else fails.
 */
const phpSettings = (roots: string, onlyRoot: string) =>
  `curl.cainfo="${roots}"\nopenssl.cafile="${onlyRoot}"\n`;
