import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// Arrows point only down. Each folder may import from itself and from these; what is not in the table is not allowed.
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'contracts/protocol': [],
  'contracts/signed-data': ['contracts/protocol', 'contracts/evidence'],
  'contracts/evidence': ['contracts/protocol', 'contracts/signed-data'],
  'contracts/suite': ['contracts/protocol', 'contracts/signed-data', 'fixtures'],
  contracts: ['contracts/protocol', 'contracts/signed-data', 'contracts/evidence', 'contracts/suite'],
  fixtures: ['contracts/protocol'],
  client: ['contracts/protocol', 'contracts/signed-data'],
  'simulator/core': ['contracts/protocol'],
  'simulator/pki': ['contracts/protocol'],
  'simulator/signer': [
    'simulator/world',
    'contracts/protocol',
    'contracts/signed-data',
    'simulator/core',
    'simulator/pki',
    'fixtures/keys',
  ],
  'simulator/store': ['contracts/protocol', 'simulator/core'],
  'simulator/world': ['contracts/protocol', 'simulator/core', 'simulator/signer', 'simulator/store'],
  cli: ['simulator', 'scorecard', 'contracts', 'fixtures'],
  scorecard: ['simulator', 'contracts/protocol', 'fixtures'],
  simulator: ['simulator', 'contracts/protocol'],
};

/** The simulator shares constants with the reader of signedData, never its code. */
const sharedWithReader = 'contracts/signed-data/consent-table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['cli', 'scorecard', 'contracts', 'simulator', 'client', 'fixtures']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'generate.ts')
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const folderOf = (path: string) =>
  Object.keys(mayImport)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];

const importsOf = (path: string) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, name = '']) => name,
  );

test.each(sources)('%s imports only what lies below it', (path) => {
  const folder = folderOf(path) ?? '';
  for (const name of importsOf(path)) {
    if (!name.startsWith('.')) continue;
    const target = relative(root, resolve(root, dirname(path), name)).replace(/\.js$/, '.ts');
    if (target === 'package.json') continue;
    const isAllowed = [folder, ...(mayImport[folder] ?? [])].some((below) => target.startsWith(`${below}/`));
    expect(isAllowed, `${path} imports ${target}`).toBe(true);
    if (folder === 'simulator/signer' && target.startsWith('contracts/signed-data/')) {
      expect(target).toBe(sharedWithReader);
    }
  }
});

test.each(sources.filter((path) => /^(contracts\/protocol|simulator\/core)\//.test(path)))(
  '%s is pure: no clock, randomness or I/O',
  (path) => {
    const text = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(\/\/|\*).*$/gm, '');
    expect(text).not.toMatch(
      /Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|setTimeout|setInterval|\bawait\b|node:(fs|net|http|process)/,
    );
  },
);

test.each(sources)('%s has no default export, enum, star export or mutable module state', (path) => {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).not.toMatch(
    /^export default|^export \* from|^(export )?(const )?enum |^(export )?let |^var /m,
  );
});
