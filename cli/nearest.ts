// Which known words look like a mistyped one.

/** How many letters must be changed, put in or left out (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The three of `known` that are nearest to `word`. */
export const nearest = (word: string, known: readonly string[]): readonly string[] =>
  known
    .map((one) => [distance(word.toLowerCase(), one.toLowerCase()), one] as const)
    .sort(([near], [far]) => near - far)
    .slice(0, 3)
    .map(([, one]) => one);
