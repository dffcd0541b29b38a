// Where a command run by `exec` finds everything: addresses, and the files of the temporary folder.

import type { Tenant } from '../core/tenant.js';

/** Whose credentials a program finds in its environment. */
export type Credentials = Pick<Tenant, 'linkId' | 'secretKey' | 'clientCode'>;

export interface ExecPlaces {
  readonly tenant: Credentials;
  /** Plain HTTP: the provider, and the control plane. */
  readonly url: string;
  /** `http://127.0.0.1:<port>`. */
  readonly proxy: string;
  readonly proxyPort: number;
  readonly tlsPort: number;
  readonly folder: string;
  readonly nodePreload: string;
  readonly pythonFolder: string;
  readonly phpFolder: string;
  readonly javaTrustStore: string;
  readonly javaTrustStorePassword: string;
  /** By the variable that names it: its own certificates, or the system's, and ours. */
  readonly roots: Readonly<Record<RootVariable, string>>;
}

/** The variables that name a file of trusted roots, and whether that file replaces the program's own roots. */
export const rootVariables = {
  SSL_CERT_FILE: { replaces: true },
  CURL_CA_BUNDLE: { replaces: true },
  REQUESTS_CA_BUNDLE: { replaces: true },
  NODE_EXTRA_CA_CERTS: { replaces: false },
} as const;

export type RootVariable = keyof typeof rootVariables;
