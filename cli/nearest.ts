// Which known words look like a mistyped one.

import leven from 'leven';

/** How many letters may be wrong, of a short word and of every three of a long one. */
const SHORT = 2;
const OF_THREE = 3;

/** The one that was most likely meant, or undefined where none is near. */
export function meant(word: string, known: readonly string[]): string | undefined {
  const [first] = nearest(word, known);
  const most = Math.max(SHORT, Math.floor(word.length / OF_THREE));
  return first !== undefined && leven(word.toLowerCase(), first.toLowerCase()) <= most ? first : undefined;
}

/** The three of `known` that are nearest to `word`. */
export const nearest = (word: string, known: readonly string[]): readonly string[] =>
  known
    .map((one) => [leven(word.toLowerCase(), one.toLowerCase()), one] as const)
    .sort(([near], [far]) => near - far)
    .slice(0, 3)
    .map(([, one]) => one);
