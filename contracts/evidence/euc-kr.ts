// EUC-KR, in which KFTC's files are written (domain.md §3.2): ASCII and the 94 × 94 table of KS X 1001. Node decodes it
// but doesn't encode it, so the table is had by decoding every pair once; that takes a fraction of a millisecond.

const FIRST = 0xa1;
const WIDTH = 94;

/** Bytes of a text; undefined if it has a control character, or one that EUC-KR lacks. */
export function toEucKr(text: string): Uint8Array | undefined {
  if (/^[\x20-\x7e]*$/.test(text)) return new Uint8Array(Buffer.from(text, 'latin1'));
  const table = decodedPairs();
  const bytes: number[] = [];
  for (const character of text) {
    const at = table.indexOf(character);
    if (/[\x20-\x7e]/.test(character)) bytes.push(character.charCodeAt(0));
    else if (at < 0 || character === '\ufffd') return undefined;
    else bytes.push(FIRST + Math.floor(at / WIDTH), FIRST + (at % WIDTH));
  }
  return Uint8Array.from(bytes);
}

/** The characters of all pairs in order; U+FFFD where there is none. */
function decodedPairs(): string {
  const pairs = Array.from({ length: WIDTH * WIDTH }, (_, at) => [
    FIRST + Math.floor(at / WIDTH),
    FIRST + (at % WIDTH),
  ]);
  return new TextDecoder('euc-kr').decode(Uint8Array.from(pairs.flat()));
}
