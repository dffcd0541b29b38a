import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { filesIn } from '../support/suspects.js';

// What must be in no file: where somebody's machine or registry is, and any person who might exist.

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Each with what may not stand there; none of the patterns matches its own text. */
const forbidden: Readonly<Record<string, RegExp>> = {
  'the host of a package registry':
    /registry\.(?:npm|yarn)|npmjs\.(?:org|com)|pypi\.(?:org|io)|proxy\.golang|maven\.(?:org|apache(?!\.org\/POM\/))/,
  'an address that a lockfile resolved': /"resolved":\s*"[a-z]/,
  "a path of somebody's machine": /(?<![\w.}])\/(?:root|home|Users|work)\/[\w.]/,
  'a private key that is not the TEST CA': /BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----\s*\n?[\w+/]/,
  'a phone number outside the unassigned 010-0000 range':
    /(?<![\w-])01[016-9](?!-?0000-?\d{4}(?!\d))-?\d{3,4}-?\d{4}(?![\w-])/,
};

const mayHold: Readonly<Record<string, readonly string[]>> = {
  'a private key that is not the TEST CA': ['fixtures/keys/test-ca.ts'],
};

const files = filesIn(root);

test('the tree was found', () => {
  expect(files.length).toBeGreaterThan(100);
});

test.each(Object.entries(forbidden))('no file holds %s', (what, pattern) => {
  const found = files
    .map((path) => ({
      path: relative(root, path).replaceAll('\\', '/'),
      hit: pattern.exec(readFileSync(path, 'utf8')),
    }))
    .filter(({ path, hit }) => hit !== null && !(mayHold[what] ?? []).includes(path))
    .map(({ path, hit }) => `${path}: ${hit?.[0]}`);
  expect(found).toEqual([]);
});

const sources = files
  .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
  .filter(({ path }) => /^(cli|client|contracts|fixtures|scorecard|simulator)\/.*\.ts$/.test(path));

test('bytes are bytes in any realm: what jsdom calls a Uint8Array is none of ours, so nobody asks by instanceof', () => {
  const asked = /\binstanceof (?:Uint8Array|ArrayBuffer|Buffer|DataView)\b/;
  expect(sources.filter(({ text }) => asked.test(text)).map(({ path }) => path)).toEqual([]);
});

test('a simulator and a client wait by timers that were taken at load, which no test fakes', () => {
  const bare = sources.flatMap(({ path, text }) =>
    ['setTimeout', 'setInterval', 'setImmediate']
      .filter((timer) => new RegExp(`(?<![\\w.#])${timer}\\(`).test(text))
      .filter((timer) => !new RegExp(`(?:const|import) \\{[^}]*\\b${timer}\\b`).test(text))
      .map((timer) => `${path}: ${timer}`),
  );
  expect(bare.filter((place) => /^(client|simulator)\//.test(place))).toEqual([]);
});

test('a clock that is faked later is followed: nobody keeps Date.now', () => {
  const kept = /\bDate\.now\b(?!\()/;
  expect(sources.filter(({ text }) => kept.test(text)).map(({ path }) => path)).toEqual([]);
});
