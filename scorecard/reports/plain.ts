// A client may write anything to stderr, and give itself any name. This makes such text safe for a report: characters that
// move the cursor or change the reading direction, and invalid ones, are removed or shown as U+FFFD.

import { stripVTControlCharacters } from 'node:util';

export { cellsOf, padded } from '../../simulator/log/cells.js';

/** C0 but tab and line feed, DEL, C1, direction controls (Trojan Source), and what is no character. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g;

/** The same text without terminal sequences, control characters and halves of characters. */
export const plain = (text: string): string =>
  stripVTControlCharacters(text).toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(UNPRINTABLE, '\ufffd');

/** The same on one line. */
export const oneLine = (text: string): string => plain(text).replaceAll(/\s+/g, ' ').trim();

/** At most so many characters; what was cut off shows as an ellipsis. */
export function clipped(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes of HTML and XML. */
export const escaped = (text: string): string =>
  plain(text).replaceAll(/[&<>"']/g, (one) => MARKUP[one] ?? '');
