// The one table on stdout: ratios first, the bar beside, then absolute numbers and the server's CPU for each call.

import { short, whole } from './stats.mjs';

/** A row whose ratio must reach the bar; `a` and `b` are sides of `compare`. */
export const rateRow = (what, ratio, bar, a, b) => ({
  what,
  value: ratio,
  unit: '×',
  atLeast: bar,
  ours: `${whole(a.rate)}/s`,
  reference: `${whole(b.rate)}/s`,
  cpu: Number.isFinite(a.cpu) ? `${short(a.cpu)} / ${short(b.cpu)} µs = ${short(b.cpu / a.cpu)}×` : '',
  busy: Math.max(a.busy ?? 0, b.busy ?? 0),
});

/** A row whose value may be at most the bar. */
export const limitRow = (what, value, unit, bar, ours = '', reference = '') => ({
  what,
  value,
  unit,
  atMost: bar,
  ours,
  reference,
});

/** What went wrong, in one line. */
export const firstLine = (error) => String(error.stderr?.toString().trim() || error.message).split('\n')[0];

export const skippedRow = (name, why) => ({ skipped: `skipped: ${name}: ${why}` });

export function verdict({ value, atLeast, atMost }) {
  if (atLeast !== undefined) return value >= atLeast ? 'OK' : 'MISS';
  if (atMost !== undefined) return value <= atMost ? 'OK' : 'MISS';
  return '';
}

function barOf({ unit, atLeast, atMost }) {
  if (atLeast !== undefined) return `≥ ${atLeast}${unit}`;
  return atMost === undefined ? '' : `≤ ${atMost}${unit}`;
}

/** The table as text. */
export function renderTable(rows) {
  const head = ['measured', 'bar', '', 'what', 'ours', 'reference', 'server CPU per call, ours / reference'];
  const lines = rows
    .filter((row) => row.skipped === undefined)
    .map((row) => [
      row.value === undefined ? '' : `${short(row.value)}${row.unit}`,
      barOf(row),
      verdict(row),
      row.what,
      row.ours,
      row.reference,
      row.cpu ?? '',
    ]);
  const widths = head.map((title, at) => Math.max(title.length, ...lines.map((line) => line[at].length)));
  const text = [head, widths.map((width) => '-'.repeat(width)), ...lines].map((line) =>
    line
      .map((cell, at) => ([0, 4, 5].includes(at) ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join('  ')
      .trimEnd(),
  );
  return [...text, ...rows.flatMap(({ skipped }) => skipped ?? [])].join('\n');
}
