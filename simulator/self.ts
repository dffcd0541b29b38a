// How the person called this program, so that a command printed for them works when it is pasted.

import { basename, dirname, sep } from 'node:path';

const NAME = 'kakaocert-simulator';

/** A word of a POSIX shell. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * What stands for this program at the beginning of a command: its name where it is installed for all, `npx` with its name
 * in a project, else the file itself.
 */
export function selfCommand({
  argv: [, script = ''],
  execPath,
}: Pick<NodeJS.Process, 'argv' | 'execPath'> = process): string {
  // An executable of its own has no script.
  if (!/^node(js)?(\.exe)?$/i.test(basename(execPath))) return shellWord(execPath);
  const folders = dirname(script).split(sep);
  // In a project, or in npm's cache. Elsewhere npx must not fetch whatever has our name on the registry.
  if (folders.includes('node_modules')) return `npx --no-install ${NAME}`;
  if (basename(script) === NAME) return NAME;
  // Any other script is a program of the user's, with our library in it.
  return basename(script) === 'cli.js' ? `node ${shellWord(script)}` : `npx --no-install ${NAME}`;
}
