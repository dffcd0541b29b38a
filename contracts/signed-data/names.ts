// X.501 names for people to read. Decisions are never made on these texts but for the signer's common name;
// issuers are matched by their raw bytes.

import { readDer } from './encoding/der.js';
import { bufferOf, contentOf, type DerNode, TAG } from './encoding/der-node.js';
import { oidOf, utf32Of } from './encoding/der-values.js';
import { NAME, oidName } from './encoding/oids.js';

export interface SignerName {
  /** Empty where there is none, or more than one. */
  readonly commonName: string;
  /** 64 hex digits at the real service (observed), null where there is none. */
  readonly uid: string | null;
  /** All attributes in order, e.g. `CN=홍시험, UID=…`; what would be ambiguous is escaped with a backslash (RFC 4514). */
  readonly text: string;
}

/** Reads a Name from its DER. */
export function nameOf(der: Uint8Array): SignerName {
  const seen = new Map<string, string | undefined>();
  const texts: string[] = [];
  for (const relative of readDer(der).children) {
    for (const { children } of relative.children) {
      const [type, value] = children;
      if (type === undefined || value === undefined) continue;
      const oid = oidOf(der, type);
      const text = textOf(der, value);
      // Two of one type are neither.
      seen.set(oid, seen.has(oid) ? undefined : text);
      texts.push(`${oidName(oid)}=${escaped(text)}`);
    }
  }
  return {
    commonName: seen.get(NAME.CN) ?? '',
    uid: seen.get(NAME.UID) ?? null,
    text: texts.join(', '),
  };
}

/** How the strings are read that are neither UTF-8 nor ASCII. */
const readers: Readonly<Record<number, (content: Uint8Array) => string>> = {
  [TAG.bmpString]: (content) => Buffer.from(content).swap16().toString('utf16le'),
  [TAG.universalString]: (content) => utf32Of(content) ?? '',
  // T.61 by the standard, Latin-1 in the certificates that there are.
  [TAG.teletexString]: (content) => Buffer.from(content).toString('latin1'),
};

/** The text of a string of any type that DER allows here. */
export function textOf(bytes: Uint8Array, value: DerNode): string {
  const content = contentOf(bytes, value);
  return readers[value.tag]?.(content) ?? bufferOf(content).toString('utf8');
}

const escaped = (text: string) => text.replace(/[,+"\\<>;=]/g, '\\$&');
