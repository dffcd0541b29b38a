// Words of others on a terminal: what would move its cursor, change its colours or turn its lines is shown, not obeyed.

/** U+2028 and U+2029 end a line for many who read one by one, Python's `splitlines` among them. */
const moving = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/** A line that does nothing to a terminal but stand there. */
export const printable = (line: string) =>
  line.replace(moving, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);

/** The same for a text of several lines. */
export const printableLines = (text: string) => text.split('\n').map(printable).join('\n');

/** The same for JSON, which stays the same JSON: a bare line's end stands between its members. */
export const printableJson = (json: string) =>
  json.replace(moving, (one) =>
    one === '\n' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
