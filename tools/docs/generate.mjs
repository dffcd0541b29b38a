// Writes the tables of the documents between their markers, whole files between theirs, and the rows that recordings (fixtures/recordings) verified:
// `node tools/docs/generate.mjs`. It reads the sources, so it needs no build first. `--check` writes nothing, and fails if a document is behind.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from '../esbuild.mjs';

const { fill, liveVerifiedSource } = await load('tools/docs/tables.ts');
const { embed } = await load('tools/docs/http.ts');
const check = process.argv.includes('--check');
const update = (path, change) => {
  const before = readFileSync(join(root, path), 'utf8');
  const after = change(before);
  if (after === before) return;
  if (!check) writeFileSync(join(root, path), after);
  console.error(check ? `${path} is behind its tables: run node tools/docs/generate.mjs` : `${path} written`);
  if (check) process.exitCode = 1;
};
const recordings = readdirSync(join(root, 'fixtures', 'recordings'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => readFileSync(join(root, 'fixtures', 'recordings', name), 'utf8'));
update(join('contracts', 'protocol', 'live-verified.ts'), (text) => liveVerifiedSource(text, recordings));
const { configSchema } = await load('simulator/options/schema.ts');
update(join('docs', 'config.schema.json'), () => `${JSON.stringify(configSchema(), null, 2)}\n`);
const { collection } = await load('tools/docs/collection.ts');
update(join('examples', 'http', 'kakaocert.http'), collection);
const documents = readdirSync(join(root, 'docs'), { recursive: true }).filter((name) => name.endsWith('.md'));
for (const path of [
  'README.md',
  'README.ko.md',
  'CONTRIBUTING.md',
  ...documents.map((name) => join('docs', name)),
]) {
  update(path, (text) => embed(fill(text), (file) => readFileSync(join(root, file), 'utf8')));
}
