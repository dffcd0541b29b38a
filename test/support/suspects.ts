// Looks through folders for real people and secrets. What is found is told by file and kind, never quoted: whoever reads
// the output of a CI must not learn it.

import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { suspectsInFile } from '../../contracts/suite/recording/suspects.js';

const notOurs = ['.git', 'node_modules', 'dist', 'executables', 'coverage'];
const text =
  /(\.(ts|mjs|cjs|js|json|md|txt|yml|yaml|sh|py|java|php|rb|cs|toml|xml)|\/run|\/\.\w+|\/LICENSE)$/;

/** The text files below a folder. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    // In a linked work tree .git is a file.
    if (notOurs.includes(entry.name)) return [];
    if (entry.isDirectory()) return filesIn(path);
    return text.test(path) ? [path] : [];
  });

/** What looks like a real person or secret in the files below a folder: `<file>: <what>`. */
export const suspectsIn = (
  folder: string,
  concerns: (file: string) => boolean = () => true,
): readonly string[] =>
  filesIn(folder)
    .map((path) => ({ path, file: relative(folder, path).replaceAll('\\', '/') }))
    .filter(({ file }) => concerns(file))
    .flatMap(({ path, file }) => [
      ...new Set(suspectsInFile(readFileSync(path, 'utf8')).map(({ what }) => `${file}: ${what}`)),
    ]);
