// The roots that programs trust under `exec`: what the user's variable names, or the system's, and the TLS door's.

import { readFileSync, statSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { type RootVariable, rootVariables } from './places.js';

/** Where systems keep their roots in one file: Debian, Fedora, SUSE, Alpine and macOS, FreeBSD. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

function readFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** The system's roots, PEM; Node's own (Mozilla's list) where the system has none in a file. */
export function systemRoots(): string {
  for (const path of SYSTEM_FILES) {
    const text = readFile(path);
    if (text?.includes('-----BEGIN CERTIFICATE-----')) return text;
  }
  return `${rootCertificates.join('\n')}\n`;
}

/** The roots of one variable: the user's own file there, or the system's where the file replaces those; and ours. */
export function rootsOf(
  variable: RootVariable,
  env: NodeJS.ProcessEnv,
  system: string,
  root: string,
): string {
  const path = env[variable];
  const own = path === undefined || path === '' ? undefined : readFile(path);
  const base = own ?? (rootVariables[variable].replaces ? system : '');
  return base === '' ? root : `${base.trimEnd()}\n${root}`;
}

/** The certificates of a PEM text, DER. */
export const certificatesOf = (pem: string): Uint8Array[] =>
  [...pem.matchAll(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----([^-]+)-----END/g)].map(
    ([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')),
  );
