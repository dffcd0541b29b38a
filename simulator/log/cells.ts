// How wide a text is on a terminal: Hangul takes two cells, so columns are counted in cells.

import { eastAsianWidth } from 'get-east-asian-width';

/** What a terminal draws over the character before it. */
const NO_CELL = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

/** How many cells of a terminal a line takes: Hangul, ideographs and emoji take two (Unicode TR11). */
export const cellsOf = (line: string): number =>
  [...line].reduce((sum, one) => sum + (NO_CELL.test(one) ? 0 : eastAsianWidth(one.codePointAt(0) ?? 0)), 0);

/** Filled up with blanks to a width in cells. */
export const padded = (line: string, width: number): string =>
  line + ' '.repeat(Math.max(0, width - cellsOf(line)));
