// What must not be shown, by its value: a tenant's secret, a caller's token. It is found however it was written: raw, in
// base64url, percent-encoded, escaped in JSON, each of them again and again, or as a part of something in base64.

/** A set of secret values. */
export interface Secrets {
  add(value: string): void;
  delete(value: string): void;
  /** Those that stand in a text. */
  in(text: string): readonly string[];
  /** So many characters at the end of a text that was cut may be the beginning of one of these. */
  reach(): number;
}

/** Whatever is written of a secret stands in one run of these; most texts have none so long, and need no closer look. */
const LONG_RUN = /[A-Za-z0-9+/.\-_%\\]{16}/;

export const MASK = '***';

/** Nothing shorter is taken for a secret: it would hide half of what there is to read. */
const SHORTEST = 16;
/** How much longer a value can get by how it is written: `%252B`, `\\u002b`. */
const WRITTEN = 7;

/** Every spelling of a character in one. Base64url differs from base64 in two. */
const normal = (text: string): string =>
  text
    .replace(/%(?:25)*([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+u00([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+\//g, '/')
    .replaceAll('-', '+')
    .replaceAll('_', '/');

const withoutPadding = (value: string) => value.replace(/=+$/, '');

/** What is the same of a value in base64 whatever stands around it, for each of the three places it can begin at. */
const inBase64 = (value: string): readonly string[] =>
  [0, 1, 2].map((before) => {
    const encoded = Buffer.from('x'.repeat(before) + value).toString('base64');
    const bits = (before + Buffer.byteLength(value)) * 8;
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  });

const spellings = (value: string): readonly string[] => [withoutPadding(value), ...inBase64(value)];

/** By its end: tokens of one client begin alike. */
const keyOf = (spelling: string) => normal(spelling).slice(-SHORTEST);

export function createSecrets(values: Iterable<string> = []): Secrets {
  const byEnd = new Map<string, string>();
  let longest = 0;
  const secrets: Secrets = {
    add(value) {
      if (value.length < SHORTEST) return;
      longest = Math.max(longest, value.length);
      for (const spelling of spellings(value)) byEnd.set(keyOf(spelling), value);
    },
    delete(value) {
      for (const spelling of spellings(value)) byEnd.delete(keyOf(spelling));
    },
    in(text) {
      const found = new Set<string>();
      if (byEnd.size === 0 || !LONG_RUN.test(text)) return [];
      for (const [run] of normal(text).matchAll(/[A-Za-z0-9+/.]{16,}/g)) {
        for (let end = SHORTEST; end <= run.length; end += 1) {
          const value = byEnd.get(run.slice(end - SHORTEST, end));
          if (value !== undefined) found.add(value);
        }
      }
      return [...found];
    },
    reach: () => longest * WRITTEN,
  };
  for (const value of values) secrets.add(value);
  return secrets;
}

/** One character as it is written, each way that `normal` knows. */
const WRITTEN_CHARACTER =
  /(?:\\|%(?:25)*5c)+(?:u00[0-7][0-9a-f]|\/|%(?:25)*2f)|%(?:25)*[0-7][0-9a-f]|[\s\S]/gi;

/** The text without these values. Each character of `normal` is followed back to where it stands. */
function without(values: readonly string[], text: string): string {
  const characters = text.match(WRITTEN_CHARACTER) ?? [];
  const plain = characters.map((one) => normal(normal(one)).slice(-1)).join('');
  const hidden = new Uint8Array(characters.length);
  for (const spelling of values.flatMap(spellings).map(normal)) {
    for (let at = plain.indexOf(spelling); at >= 0; at = plain.indexOf(spelling, at + 1)) {
      let end = at + spelling.length;
      while (plain[end] === '=') end += 1;
      hidden.fill(1, at, end);
    }
  }
  return characters.map((one, at) => (hidden[at] === 0 ? one : hidden[at - 1] === 1 ? '' : MASK)).join('');
}

/** The text with every value of these masked. What can't be cut out of it takes the whole text along. */
export function maskValues(text: string, ...secrets: readonly Secrets[]): string {
  const found = secrets.flatMap((one) => one.in(text));
  if (found.length === 0) return text;
  const masked = without(found, text);
  return secrets.some((one) => one.in(masked).length > 0) ? MASK : masked;
}
