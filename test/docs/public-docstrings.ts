// The docstrings of what the package exports, read from the sources: which file declares a name, and what stands above it.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Docstring {
  /** Where the name is declared. */
  readonly file: string;
  /** The text without its stars, up to `@example`; empty where there is no docstring. */
  readonly text: string;
  /** The code of `@example`, or undefined. */
  readonly example: string | undefined;
}

/** The docstring of a name that `entry` (a path from the root of the repository) exports. Throws if nothing declares it. */
export function docstringOf(entry: string, name: string): Docstring {
  const source = readFileSync(join(root, entry), 'utf8');
  const found =
    above(entry, source, `export (?:async )?(?:abstract )?(?:function|const|class) ${name}\\b`) ??
    above(entry, source, `export \\* as ${name} `);
  if (found !== undefined) return found;
  for (const [, names = '', from = ''] of source.matchAll(/^export \{([^}]*)\} from '([^']+)';/gm)) {
    if (names.split(',').some((one) => one.trim() === name)) {
      return docstringOf(join(dirname(entry), from.replace(/\.js$/, '.ts')), name);
    }
  }
  throw new Error(`${entry} exports ${name}, and no file declares it.`);
}

/** The docstring of a method of an interface. */
function methodDocstring(file: string, name: string): Docstring {
  const found = above(file, readFileSync(join(root, file), 'utf8'), `  ${name}\\(`);
  if (found === undefined) throw new Error(`${file} has no method ${name}.`);
  return found;
}

function above(file: string, source: string, declaration: string): Docstring | undefined {
  const at = new RegExp(`^${declaration}`, 'm').exec(source)?.index;
  if (at === undefined) return undefined;
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n$/.exec(source.slice(0, at))?.[1] ?? '';
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  const [text = '', example] = lines.join('\n').split('@example\n');
  return { file, text: text.trim(), example: example && /^```ts\n([\s\S]*?)^```$/m.exec(example)?.[1] };
}

/** Where the package exports functions from, and which. */
const exported = {
  'simulator/index.ts': ['createSimulator', 'createControl', 'callTable'],
  'client/index.ts': ['createClient', 'createKakaocertService', 'isKakaocertError'],
  'contracts/signed-data/index.ts': [
    'checkEvidence',
    'createVerifier',
    'decodeSignedData',
    'parseConsent',
    'parseSignedData',
    'readTree',
    'toDer',
    'verifySignedData',
    'writeEvidence',
  ],
  'contracts/index.ts': [
    'bankName',
    'bodyDigest',
    'callStringToSign',
    'createCatalogue',
    'describeContract',
    'describeDrift',
    'findBank',
    'findMagicPerson',
    'liveVerified',
    'mac',
    'readRecording',
    'recordingFileName',
    'recordingText',
    'replay',
    'runContract',
    'summarizeDrift',
    'tokenStringToSign',
    'unheld',
    'writeRecording',
  ],
  'simulator/doors/msw.ts': ['kakaocertHandlers'],
  'simulator/testing/vitest.ts': ['setup', 'test'],
  'fixtures/index.ts': ['people', 'requestCMS', 'requestESign', 'requestFor', 'requestVerifyAuth'],
} as const;

/** The docstrings that show an example, by the names of what they are of: every function, and one method. */
export const main: Readonly<Record<string, Docstring>> = {
  tenant: methodDocstring('simulator/simulator.ts', 'tenant'),
  ...Object.fromEntries(
    Object.entries(exported).flatMap(([entry, names]) =>
      names.map((name) => [name, docstringOf(entry, name)] as const),
    ),
  ),
};
