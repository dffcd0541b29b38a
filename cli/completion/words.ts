// What a shell can complete, read from the tables of commands and flags: names, and what a value may be.

import type { Text } from '../../contracts/protocol/index.js';
import type { Flag, Flags } from '../flags.js';
import type { Language } from '../language.js';

/** What is needed of a command. */
export interface Completable {
  readonly summary: Text;
  readonly rest?: string;
  readonly says?: readonly string[];
  readonly flags: () => Flags | Promise<Flags>;
}

/** What stands after a flag: one of few words, a path, or anything (null); `none`: it is a switch. */
export type FlagValue =
  | { readonly kind: 'none' | 'path' | 'any' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface FlagWord {
  /** With its dashes. */
  readonly name: string;
  readonly help: string;
  readonly value: FlagValue;
}

export interface CommandWord {
  readonly name: string;
  readonly help: string;
  readonly flags: readonly FlagWord[];
  /** The words that may come first. */
  readonly says: readonly string[];
  /** Another program's command line follows after --. */
  readonly isLeading: boolean;
}

const PATHS = ['file', 'folder', '-'];

/** Reads a placeholder of the table: `<der|observed>`, `<file|->`, `sim|live|<url>`, `<text>`. */
export function valueKind({ type, value = '' }: Flag): FlagValue {
  if (type === 'boolean') return { kind: 'none' };
  const alternatives = value.replace(/^<([^<>]*)>$/, '$1').split('|');
  if (alternatives.some((one) => PATHS.includes(one))) return { kind: 'path' };
  const words = alternatives.filter((one) => /^[\w:.-]+$/.test(one));
  return alternatives.length > 1 && words.length > 0 ? { kind: 'words', words } : { kind: 'any' };
}

/** All commands as a shell sees them, their help in a language. */
export async function commandWords(
  commands: Readonly<Record<string, Completable>>,
  language: Language,
): Promise<readonly CommandWord[]> {
  return Promise.all(
    Object.entries(commands).map(async ([name, { summary, rest = '', says = [], flags }]) => ({
      name,
      help: summary[language],
      says,
      isLeading: rest.includes('--'),
      flags: [
        ...Object.entries(await flags()).map(([flag, row]) => ({
          name: `--${flag}`,
          help: row.help[language],
          value: valueKind(row),
        })),
        {
          name: '--help',
          help: { en: 'what it takes', ko: '도움말' }[language],
          value: { kind: 'none' } as const,
        },
      ],
    })),
  );
}
