// How a signedData is made, without what it says: encoding, structure by tags and object identifiers, lengths, labels of the
// consent. Never a name, a number, a key or a serial, so that it can be kept and compared.

import { parseSignedData, readTree, type TreeRow, toDer } from '../../signed-data/index.js';

export interface FormOutline {
  /** `base64url`, `base64`, or `text` for what is neither, as a Token that comes back as it was. */
  readonly alphabet: 'base64url' | 'base64' | 'text';
  readonly padded: boolean;
  readonly characters: number;
  /** `BER` where a length is indefinite; null for what is no CMS. */
  readonly encoding: 'BER' | 'DER' | null;
  /** One line an element, indented by its depth: its tag, the octets of a primitive one, an object identifier. */
  readonly structure: readonly string[];
  /** What was signed, line by line: labels as they are, all else by its kind and length. */
  readonly content: readonly string[];
}

/** `isKnown` tells whether somebody's data stands in a text. Never throws. */
export function outlineOf(text: string, isKnown: (text: string) => boolean): FormOutline {
  const bare = text.replace(/=+$/, '');
  const alphabet = /^[\w-]+$/.test(bare) ? 'base64url' : /^[A-Za-z0-9+/]+$/.test(bare) ? 'base64' : 'text';
  const characters = [...text].length;
  const bytes = new Uint8Array(Buffer.from(bare, 'base64'));
  const rows = alphabet === 'text' || bytes[0] !== 0x30 ? undefined : attempt(() => readTree(bytes));
  if (rows === undefined) {
    return { alphabet: 'text', padded: false, characters, encoding: null, structure: [], content: [] };
  }
  const content = attempt(() => parseSignedData(toDer(bytes)).text) ?? '';
  return {
    alphabet,
    padded: bare !== text,
    characters,
    encoding: rows.some(({ isIndefinite }) => isIndefinite) ? 'BER' : 'DER',
    structure: rows.map(lineOf),
    content: content.split('\n').map((line) => contentLine(line, isKnown)),
  };
}

/** Extensions whose value is no more than flags or object identifiers: basicConstraints, keyUsage, extendedKeyUsage. */
const TELLING_EXTENSIONS = /^2\.5\.29\.(?:19|15|37)\b/;

function lineOf(row: TreeRow, at: number, rows: readonly TreeRow[]): string {
  const { depth, type, isIndefinite, length, value } = row;
  const isConstructed = ['SEQUENCE', 'SET'].includes(type) || (rows[at + 1]?.depth ?? 0) > depth;
  const told = isConstructed ? (isIndefinite ? 'indefinite' : '') : `(${length})`;
  return `${'  '.repeat(depth)}${[type, told, tells(row, at, rows) ? value : ''].filter(Boolean).join(' ')}`;
}

/** Whether the value itself is kept: what is no more than a kind of thing. */
function tells({ type, length, depth }: TreeRow, at: number, rows: readonly TreeRow[]): boolean {
  if (type === 'OBJECT IDENTIFIER' || type === 'BOOLEAN') return true;
  // A version; a serial number is longer.
  if (type === 'INTEGER') return length === 1;
  if (type !== 'OCTET STRING') return false;
  const siblings = rows.slice(Math.max(0, at - 2), at).filter((one) => one.depth === depth);
  return siblings.some((one) => TELLING_EXTENSIONS.test(one.value));
}

const LABEL = /^[가-힣A-Za-z()/· ]{1,20}$/;

/** A line of what was signed. A row of the consent keeps its label, all else is told by its kind. */
function contentLine(line: string, isKnown: (text: string) => boolean): string {
  if (line === '' || /^[|\s-]+$/.test(line)) return line;
  const [, label, value] = /^\|([^|]*)\|([^|]*)\|$/.exec(line) ?? [];
  if (label === undefined || value === undefined) return kindsOf(line);
  const isLabel = LABEL.test(label) && !isKnown(label);
  return `|${isLabel ? label : kindsOf(label)}|${value === '' ? '' : `<${[...value].length} characters>`}|`;
}

/** Version 4 and the variant of RFC 9562, without hyphens. */
const UUID4 = /\b[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}\b/g;

const kindsOf = (text: string): string =>
  text
    .split(UUID4)
    .map((part) =>
      part.replaceAll(
        /[\p{L}\p{M}]+|\p{N}+/gu,
        (run) => `<${/^\p{N}/u.test(run) ? 'digits' : 'letters'} ${[...run].length}>`,
      ),
    )
    .join('<uuid4>');

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
