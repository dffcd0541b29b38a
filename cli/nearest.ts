// Which known words look like a mistyped one.

import leven from 'leven';

/** The three of `known` that are nearest to `word`. */
export const nearest = (word: string, known: readonly string[]): readonly string[] =>
  known
    .map((one) => [leven(word.toLowerCase(), one.toLowerCase()), one] as const)
    .sort(([near], [far]) => near - far)
    .slice(0, 3)
    .map(([, one]) => one);
