// The same JSON as other programs write it. Whoever signs one writing and sends another is refused.

/** Every character above ASCII as \uXXXX, in lower case, as Python and PHP write it. */
const escapedAbove = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** With a blank behind each comma and colon, as Python's json.dumps. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`);
  return `{${members.join(', ')}}`;
}

const HTML: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '=': '\\u003d',
  "'": '\\u0027',
};

/** Members that are null left out, as Gson does by itself. */
const withoutNull = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value;

const gson = (value: unknown) => JSON.stringify(value).replace(/[<>&=']/g, (one) => HTML[one] ?? one);
const php = (value: unknown) => escapedAbove(JSON.stringify(value)).replaceAll('/', '\\/');

export const serializers: Readonly<
  Record<string, { readonly title: string; readonly write: (value: unknown) => string }>
> = {
  stringify: { title: 'JSON.stringify (JavaScript)', write: (value) => JSON.stringify(value) },
  python: { title: 'json.dumps (Python)', write: (value) => escapedAbove(spaced(value)) },
  pythonUnicode: { title: 'json.dumps with ensure_ascii=False (Python)', write: spaced },
  pythonCompact: {
    title: 'json.dumps with separators (Python)',
    write: (value) => escapedAbove(JSON.stringify(value)),
  },
  gson: { title: 'Gson (Java)', write: gson },
  gsonWithoutNull: { title: 'Gson (Java)', write: (value) => gson(withoutNull(value)) },
  php: { title: 'json_encode (PHP)', write: php },
  phpUnicode: {
    title: 'json_encode with JSON_UNESCAPED_UNICODE (PHP)',
    write: (value) => JSON.stringify(value).replaceAll('/', '\\/'),
  },
  phpSlashes: {
    title: 'json_encode with JSON_UNESCAPED_SLASHES (PHP)',
    write: (value) => escapedAbove(JSON.stringify(value)),
  },
  indented2: { title: 'an indenting writer (2 blanks)', write: (value) => JSON.stringify(value, null, 2) },
  indented4: { title: 'an indenting writer (4 blanks)', write: (value) => JSON.stringify(value, null, 4) },
  newline: { title: 'a writer that ends with a newline', write: (value) => `${JSON.stringify(value)}\n` },
};
