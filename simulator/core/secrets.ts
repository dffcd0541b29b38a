// What must not be shown, by its value: a tenant's secret, a caller's token. It is found however it was written: raw, in
// base64url, percent-encoded, escaped in JSON, each of them again and again, or as a part of something in base64.

/** A set of secret values. */
export interface Secrets {
  add(value: string): void;
  delete(value: string): void;
  /** Those that stand in a text. */
  in(text: string): readonly string[];
  /** The same of a text that `plainOf` has read, once for many sets. */
  inPlain(plain: string): readonly string[];
  /** So many characters at the end of a text that was cut may be the beginning of one of these. */
  reach(): number;
}

export const MASK = '***';

/** Nothing shorter is taken for a secret: it would hide half of what there is to read. */
const SHORTEST = 16;
/** Which characters are of a kind, by their codes. */
const kindOf = (characters: RegExp): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0));
/** What a secret is written with, in any spelling. */
const WRITTEN_WITH = /* @__PURE__ */ kindOf(/[A-Za-z0-9+/.\-_%\\]/);

/** Whether so many of such characters stand together somewhere that it could be a secret. */
function hasRun(text: string, kind: Uint8Array): boolean {
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 128 || kind[code] !== 1) start = at + 1;
    else if (at - start >= SHORTEST - 1) return true;
  }
  return false;
}

/** How much longer a value can get by how it is written: `%252B`, `\\u002b`. */
const WRITTEN = 7;

/** Every spelling of a character in one. Base64url differs from base64 in two. */
const normal = (text: string): string => {
  const decoded = text.includes('%')
    ? text.replace(/%(?:25)*([0-7][0-9a-f])/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
  const unescaped = decoded.includes('\\')
    ? decoded
        .replace(/(?<!\\)\\+u00([0-7][0-9a-f])/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
        .replace(/(?<!\\)\\+\//g, '/')
    : decoded;
  return unescaped.replaceAll('-', '+').replaceAll('_', '/');
};

/** A text in its one spelling; nothing of one in which no secret can stand. */
const plainOf = (text: string): string => (hasRun(text, WRITTEN_WITH) ? normal(text) : '');

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

/** How many pairs of characters are told apart: two that fall together only cost a look. */
const PAIRS = 4096;
const pairOf = (text: string, end: number) =>
  (text.charCodeAt(end - 2) * 67 + text.charCodeAt(end - 1)) % PAIRS;

/**
 * Where a key may end, for many keys at once: by the pair of characters before a place, how far it is at least to the next
 * place where one may end. Most of a text is passed over in large steps (Wu and Manber, 1994).
 */
function createSteps() {
  const steps = new Uint8Array(PAIRS).fill(SHORTEST - 1);
  return {
    add(key: string) {
      for (let end = 2; end <= SHORTEST; end += 1) {
        const pair = pairOf(key, end);
        steps[pair] = Math.min(steps[pair] ?? 0, SHORTEST - end);
      }
    },
    /** From a place behind which no key was looked for: the next where one may end, or one behind the text. */
    next(text: string, from: number): number {
      for (let end = from; end <= text.length; ) {
        const step = steps[pairOf(text, end)] ?? 0;
        if (step === 0) return end;
        end += step;
      }
      return text.length + 1;
    },
    clear() {
      steps.fill(SHORTEST - 1);
    },
  };
}

export function createSecrets(values: Iterable<string> = []): Secrets {
  const byEnd = new Map<string, string>();
  const steps = createSteps();
  let longest = 0;
  const secrets: Secrets = {
    add(value) {
      if (value.length < SHORTEST) return;
      longest = Math.max(longest, value.length);
      for (const spelling of spellings(value)) {
        const key = keyOf(spelling);
        byEnd.set(key, value);
        steps.add(key);
      }
    },
    delete(value) {
      for (const spelling of spellings(value)) byEnd.delete(keyOf(spelling));
      steps.clear();
      for (const key of byEnd.keys()) steps.add(key);
    },
    in: (text) => secrets.inPlain(plainOf(text)),
    inPlain(plain) {
      if (byEnd.size === 0) return [];
      const found = new Set<string>();
      for (let end = steps.next(plain, SHORTEST); end <= plain.length; end = steps.next(plain, end + 1)) {
        const value = byEnd.get(plain.slice(end - SHORTEST, end));
        if (value !== undefined) found.add(value);
      }
      return found.size === 0 ? [] : [...found];
    },
    reach: () => longest * WRITTEN,
  };
  for (const value of values) secrets.add(value);
  return secrets;
}

/** One character as it is written, each way that `normal` knows. A row of backslashes is looked at from its beginning alone. */
const WRITTEN_CHARACTER =
  /(?<!\\|%(?:25)*5c)(?:\\|%(?:25)*5c)+(?:u00[0-7][0-9a-f]|\/|%(?:25)*2f)|%(?:25)*[0-7][0-9a-f]|[\s\S]/gi;

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
  const plain = plainOf(text);
  if (plain === '') return text;
  const found = secrets.flatMap((one) => one.inPlain(plain));
  if (found.length === 0) return text;
  const masked = without(found, text);
  return secrets.some((one) => one.in(masked).length > 0) ? MASK : masked;
}
