// Finds English sentences in a text that is to be Korean. Names of the wire, flags, addresses and quoted values stay as
// they are in every language, so what counts is words that only a sentence has, and two plain words in a row.

/** What is the same in both languages: quoted text, addresses, flags, names with a dot, a dash, a capital or a digit. */
const names = [
  /"[^"]*"/g,
  /`[^`]*`/g,
  /<[^<>]*>/g,
  /[a-z]+:\/\/\S+/g,
  /(?<!\w)--?[a-z][\w-]*(=\S+)?/g,
  /[\w-]*[._/:|=@-][\w./:|=@-]*/g,
  /\b\w*[A-Z\d_]\w*\b/g,
];

const sentence =
  /\b(the|is|are|was|were|has|have|of|to|with|by|from|that|there|it|its|which|no|not|must|can't|give|expected|actual|answered|missing|instead)\b/i;

/** The lines of a text that have English in them. */
export const englishIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => {
    const rest = names.reduce((left, name) => left.replaceAll(name, '·'), line);
    return sentence.test(rest) || /\b[a-z]{2,} [a-z]{2,}\b/.test(rest);
  });
