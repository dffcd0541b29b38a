// X.501 names for people to read. Decisions are never made on these texts but for the signer's common name.

import { contentOf, oidOf, readDer, TAG } from './der.js';

export interface SignerName {
  readonly commonName: string;
  /** 64 hex digits at the real service (observed), null where there is none. */
  readonly uid: string | null;
  /** All attributes in order, e.g. `CN=홍시험, UID=…`. */
  readonly text: string;
}

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
};

/** Reads a Name from its DER. */
export function nameOf(der: Uint8Array): SignerName {
  const attributes = readDer(der).children.flatMap(({ children }) =>
    children.flatMap(({ children: [type, value] }) => {
      if (type?.tag !== TAG.oid || value === undefined) return [];
      const oid = oidOf(der, type);
      return [[shortNames[oid] ?? oid, Buffer.from(contentOf(der, value)).toString('utf8')] as const];
    }),
  );
  const find = (name: string) => attributes.find(([one]) => one === name)?.[1];
  return {
    commonName: find('CN') ?? '',
    uid: find('UID') ?? null,
    text: attributes.map(([name, value]) => `${name}=${value}`).join(', '),
  };
}
