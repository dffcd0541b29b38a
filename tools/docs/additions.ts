// What can be added to the house, and how many files somebody has to touch by hand for it: counted from the very edits that
// the gate of omissions plays.

// @ts-expect-error plain JavaScript, as the gate runs it
import { omissions } from '../../.ci/gates/omissions-table.mjs';

interface Edit {
  readonly file: string;
}

interface Omission {
  readonly adds: string;
  readonly half: readonly Edit[];
  readonly rest: readonly Edit[];
  readonly noticed: { readonly code?: string; readonly file?: string; readonly test?: string };
}

/** Each addition with its files, in the order in which they are edited. */
export const additions = (omissions as readonly Omission[]).map(({ adds, half, rest, noticed }) => ({
  adds,
  files: [...new Set([...half, ...rest].map(({ file }) => file))],
  noticedBy: noticed.test ?? `${noticed.code} at ${noticed.file}`,
}));

/** The same as a table. */
export function additionTable(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = ['to add', 'files', 'which', 'half of it is noticed by'];
  return [
    head,
    head.map(() => '---'),
    ...additions.map(({ adds, files, noticedBy }) => [
      adds,
      String(files.length),
      files.map((file) => `\`${file}\``).join(', '),
      noticedBy,
    ]),
  ]
    .map(row)
    .join('\n');
}
