import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { decodeSignedData, toDer, verifySignedData } from '../../../contracts/signed-data/index.js';

// The published vectors, judged by our reader and by tools that share no code with it. A tool that is missing is
// skipped by name; CI installs them.

const folder = fileURLToPath(new URL('../../../fixtures/signed-data/', import.meta.url));
const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
const trust = readFileSync(join(folder, index.trust), 'utf8');
const work = mkdtempSync(join(tmpdir(), 'kakaocert-vectors-'));
afterAll(() => rmSync(work, { recursive: true }));

interface Vector {
  readonly file: string;
  readonly service: 'cms' | 'esign';
  readonly form: string;
  readonly verdict: 'good' | 'bad';
  readonly tamper: string | null;
  readonly reason: string | null;
}
const vectors = index.vectors as Vector[];
const textOf = ({ file }: Vector) => readFileSync(join(folder, file), 'utf8');
const good = vectors.filter(({ verdict }) => verdict === 'good');

const has = (tool: string, ...args: string[]) => spawnSync(tool, args).error === undefined;
const openssl = has('openssl', 'version');

const written = (vector: Vector): string => {
  const file = join(work, `${vector.file}.der`);
  writeFileSync(file, decodeSignedData(textOf(vector)));
  return file;
};

test('there are at least thirty, every file is in the index, and every index row has its file', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(30);
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  expect(files.sort()).toEqual(vectors.map(({ file }) => file).sort());
});

test.each(vectors)('$file is judged as its index says', (vector) => {
  const options = {
    trust,
    at: index.at,
    expect: index.expect[vector.service],
    ber: vector.form === 'observed',
  };
  const verified = verifySignedData(textOf(vector), options);
  if (vector.verdict === 'good') expect(verified).toMatchObject({ ok: true });
  else expect(verified).toMatchObject({ ok: false, reason: vector.reason });
});

const opensslVerify = (file: string) =>
  spawnSync('openssl', [
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    file,
    '-CAfile',
    join(folder, 'ca.pem'),
    '-attime',
    String(Date.parse(index.at) / 1000),
  ]);

test.skipIf(!openssl).each(good)('openssl accepts $file, and gives its DER back byte for byte', (vector) => {
  expect(opensslVerify(written(vector)).status).toBe(0);
  const der = join(work, 'normal.der');
  const normal = toDer(decodeSignedData(textOf(vector)));
  writeFileSync(der, normal);
  const again = spawnSync('openssl', ['cms', '-cmsout', '-inform', 'DER', '-in', der, '-outform', 'DER']);
  expect(Buffer.from(normal).equals(again.stdout)).toBe(true);
});

/** What a validator without knowledge of the request or of strictness can't see. */
const invisible = [
  'otherPerson',
  'replayed',
  'strippedAttributes',
  'trailingBytes',
  'indefiniteLength',
  'twoSigners',
  'wrongContentType',
  'weakKey',
  'weakHash',
  'plainBase64',
  'padding',
];
const visible = vectors.filter(({ tamper }) => tamper !== null && !invisible.includes(tamper));

test.skipIf(!openssl).each(visible)('openssl rejects $file', (vector) => {
  expect(opensslVerify(written(vector)).status).not.toBe(0);
});
