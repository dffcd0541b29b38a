import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { publishedWhere } from '../../tools/published.js';
import { filesIn } from '../support/suspects.js';

// What is published says where it comes from; what is not published yet is not fetched by its name.

const root = fileURLToPath(new URL('../..', import.meta.url));
const KAKAOCERT_REPOSITORY = 'https://github.com/your-org/kakaocert-simulator';

test('one variable fills repository, homepage and bugs', () => {
  const filled = {
    repository: { type: 'git', url: `git+${KAKAOCERT_REPOSITORY}.git` },
    homepage: `${KAKAOCERT_REPOSITORY}#readme`,
    bugs: { url: `${KAKAOCERT_REPOSITORY}/issues` },
  };
  expect(publishedWhere({ npm_command: 'publish', KAKAOCERT_REPOSITORY })).toEqual(filled);
  expect(publishedWhere({ KAKAOCERT_REPOSITORY: `${KAKAOCERT_REPOSITORY}.git` })).toEqual(filled);
});

test('a publish without it fails and says what to set; a pack needs nothing', () => {
  expect(() => publishedWhere({ npm_command: 'publish' })).toThrow('set KAKAOCERT_REPOSITORY=https://');
  expect(() => publishedWhere({ npm_command: 'publish', KAKAOCERT_REPOSITORY: 'somewhere' })).toThrow(
    'KAKAOCERT_REPOSITORY: "somewhere" is no address',
  );
  expect(publishedWhere({ npm_command: 'pack' })).toEqual({});
});

test('the manifest in this repository names no place: whoever publishes says it', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of ['repository', 'homepage', 'bugs']) expect(manifest).not.toHaveProperty(name);
});

/** Commands that fetch whatever has our name on a registry. */
const fetched = [
  /\bnpx (?!--no-install )(?:--?\w[\w-]*(?: -y)? )*kakaocert-simulator\b/,
  /--package[= ]["']?kakaocert-simulator(?:@|["'\s]|$)/,
  /\bnpm (?:i|install|add)\b(?: -[\w-]+)* kakaocert-simulator\b(?!-)/,
  /\b(?:pnpm|yarn|bun) (?:add|dlx) kakaocert-simulator\b/,
  /\bpip install kakaocert-simulator/,
];

const documents = filesIn(root)
  .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
  .filter(({ path }) => /\.(md|ya?ml)$|^(action|cli|console|simulator)\//.test(path));

test('no document has anybody fetch our name from a registry, where it is not ours yet', () => {
  expect(documents.length).toBeGreaterThan(50);
  const found = documents.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line) => (fetched.some((one) => one.test(line)) ? [`${path}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test.each([
  'npx kakaocert-simulator',
  'npx -y kakaocert-simulator start',
  'npx --yes --package=kakaocert-simulator@0.1.0 -- x',
  'npm install --save-dev kakaocert-simulator',
  'pnpm add kakaocert-simulator',
])('%s is found', (line) => {
  expect(fetched.some((one) => one.test(line))).toBe(true);
});
