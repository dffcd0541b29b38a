// The pieces of a report in Markdown. Text of others never becomes markup and never notifies anybody (@name).

import type { Text } from '../../contracts/protocol/index.js';
import { clipped, oneLine } from './plain.js';

/** GitHub refuses a comment of more than 65,536 characters. */
export const MOST = 60_000;
const MOST_IN_A_CELL = 400;

/** Text as text. An @ is parted from its word, or GitHub would notify somebody. */
export const inert = (text: string): string =>
  clipped(oneLine(text), MOST_IN_A_CELL)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()|~:$]/g, '\\$&')
    .replaceAll('@', '@\u200b');

/** Text as code. */
export const code = (text: string): string =>
  `<code>${clipped(oneLine(text), MOST_IN_A_CELL)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~:$]/g, (one) => `&#${one.codePointAt(0)};`)}</code>`;

/** A sentence in both languages. */
export const both = ({ en, ko }: Text): string => `${inert(en)}<br>${inert(ko)}`;

/** A table of cells that are Markdown. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A part that opens at a click. */
export const folded = (summary: string, body: string): string =>
  `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** As many rows as there is room for; the rest are counted. */
export function tableWithin(
  room: number,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  let left = room;
  const fitting = rows.filter((cells) => {
    left -= cells.join(' | ').length + 6;
    return left >= 0;
  });
  const more = rows.length - fitting.length;
  return table(headings, fitting) + (more === 0 ? '' : `\n\nAnd ${more} more: see the HTML report.`);
}
