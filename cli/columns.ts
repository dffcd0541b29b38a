// Tables for people on a terminal: columns line up whatever the script, and words of others move no cursor.

import { printable } from '../contracts/protocol/index.js';
import { cellsOf, padded } from '../scorecard/reports/plain.js';

const GAP = '  ';

/** Lines of columns, each as wide as its widest cell; the last one has no end. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, at) => Math.max(...shown.map((row) => cellsOf(row[at] ?? ''))));
  return shown
    .map((row) => `${row.map((cell, at) => padded(cell, widths[at] ?? 0)).join(GAP)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

/** Names and values, one pair a line. */
export function pairs(rows: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...rows.map(([name]) => cellsOf(name)));
  return rows.map(([name, value]) => `${padded(name, width)}${GAP}${printable(value)}\n`).join('');
}
