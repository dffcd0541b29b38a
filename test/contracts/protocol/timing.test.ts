import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { timing } from '../../../contracts/protocol/index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const places = ['contracts', 'client', 'simulator/core', 'simulator/provider', 'simulator/world'];
/** Where such numbers stand, and what they are. */
const holders: Readonly<Record<string, string>> = {
  'contracts/protocol/app-results.ts': '3000, a code of the app',
  'contracts/protocol/timing.ts': 'the table',
  'contracts/suite/cases/account.ts': 'how far the Date header may be from Time',
  'contracts/suite/cases/session.ts': 'characters of a token that is far too long',
  'simulator/core/faults.ts': 'how late an answer may be made: no rule of the provider',
};
/** A number, or numbers multiplied: `72_000`, `30 * 60_000`. */
const NUMBER = /(?<![\w.$'"/])\d[\d_]*(?: \* \d[\d_]*)*(?![\w.'"])/g;

const productOf = (text: string) =>
  text.split(' * ').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);

/** The numbers of a text that are a rule's ms, comments apart. */
function rulesIn(text: string): readonly string[] {
  const ms: readonly number[] = Object.values(timing).map((rule) => rule.ms);
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$| \/\/ .*$/gm, '');
  return [...code.matchAll(NUMBER)].map(([found]) => found).filter((found) => ms.includes(productOf(found)));
}

const sources = places
  .flatMap((place) => readdirSync(join(root, place), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

test('no file but the table of timing holds one of its numbers', () => {
  const found = sources.filter((path) => rulesIn(readFileSync(join(root, path), 'utf8')).length > 0);
  expect(found.sort()).toEqual(Object.keys(holders));
});

test('a number is found however it is written, and not in a comment', () => {
  expect(rulesIn('const a = 1_800_000; const b = at + 30 * 60_000; sleep(3000)')).toHaveLength(3);
  expect(rulesIn('/** 3000 ms unless given */\n// 72_000\nconst x = 3001; // 3000')).toEqual([]);
});
