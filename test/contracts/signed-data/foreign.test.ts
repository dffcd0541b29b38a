// SignedData by other software (openssl, Go, pyca, node-forge, BouncyCastle): each is read and shown as its index says,
// and verified, or refused for its true reason. The index was written by hand, from what its maker was asked for.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  checkEvidence,
  createVerifier,
  parseSignedData,
  SignedDataError,
  toDer,
  type VerifyOptions,
  verifySignedData,
  writeEvidence,
} from '../../../contracts/signed-data/index.js';

interface Reading {
  readonly encoding: 'DER' | 'BER';
  readonly version: number;
  readonly identifier: string;
  readonly signer: string | null;
  readonly digest: string;
  readonly signature: string;
  readonly key: string | null;
  readonly attributes: readonly string[];
  readonly unsigned: readonly string[];
  readonly enclosed: number;
  readonly notShown: number;
}
interface Row {
  readonly file: string;
  readonly by: string;
  readonly how: string;
  readonly trust: string;
  /** A text is the reason why it is not read. */
  readonly reading: Reading | string;
  readonly strict: string;
  readonly relaxed: string;
}

const folder = fileURLToPath(new URL('../../../fixtures/signed-data/foreign/', import.meta.url));
const { files } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { files: readonly Row[] };
const bytesOf = ({ file }: Row) => new Uint8Array(readFileSync(join(folder, file)));
const readable = files.filter(({ reading }) => typeof reading !== 'string');

test('every file is in the index, every maker is there, and openssl in 25 forms at least', () => {
  const there = readdirSync(folder).filter((name) => /\.(der|ber)$/.test(name));
  expect(there.sort()).toEqual(files.map(({ file }) => file).sort());
  const makers = files.map(({ file }) => file.split('-')[0]);
  expect([...new Set(makers)].sort()).toEqual(['bc', 'forge', 'go', 'openssl', 'pyca']);
  expect(makers.filter((maker) => maker === 'openssl').length).toBeGreaterThanOrEqual(25);
  for (const { by, how } of files) expect(`${by}${how}`).toMatch(/\d/);
});

/** What the reader shows, in the form of the index; or the reason why it reads nothing. */
function readingOf(bytes: Uint8Array): Reading | string {
  try {
    const der = toDer(bytes);
    const parsed = parseSignedData(der);
    return {
      encoding: Buffer.compare(der, bytes) === 0 ? 'DER' : 'BER',
      version: parsed.version,
      identifier: parsed.signerIdentifier.kind,
      signer: parsed.signer?.commonName ?? null,
      digest: parsed.algorithms.digest,
      signature: parsed.algorithms.signature,
      key: parsed.algorithms.key,
      attributes: parsed.signedAttributes.map(({ name }) => name).sort(),
      unsigned: parsed.unsignedAttributes.map(({ name }) => name),
      enclosed: parsed.enclosed.length,
      notShown: parsed.notShown.length,
    };
  } catch (error) {
    if (error instanceof SignedDataError) return error.code;
    throw error;
  }
}

test.each(files)('$file is read and shown, or its reason told ($by: $how)', (row) => {
  const { reading } = row;
  const expected =
    typeof reading === 'string' ? reading : { ...reading, attributes: reading.attributes.toSorted() };
  expect(readingOf(bytesOf(row))).toEqual(expected);
});

const verdict = (row: Row, options: Partial<VerifyOptions>) => {
  const trust = readFileSync(join(folder, `${row.trust}.pem`));
  const verified = verifySignedData(bytesOf(row), {
    trust,
    expect: { account: '00000000000000' },
    ...options,
  });
  return verified.ok ? 'ok' : verified.reason;
};

test.each(files)('$file is judged as its index says: $strict, $relaxed', (row) => {
  expect(verdict(row, {})).toBe(row.strict);
  expect(verdict(row, { ber: true, allowUnbound: true })).toBe(row.relaxed);
});

test.each(['openssl-ec-keyid-cades.der', 'openssl-ec-chain.der', 'bc-bound.ber'])(
  'every single-bit flip of %s is refused',
  (file) => {
    const row = files.find((one) => one.file === file) as Row;
    const trust = readFileSync(join(folder, `${row.trust}.pem`));
    const verify = createVerifier({ trust, ber: file.endsWith('.ber') });
    const bytes = bytesOf(row);
    expect(verify(bytes)).toMatchObject({ ok: true });
    const accepted: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (verify(bytes).ok) accepted.push(bit);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    }
    expect(accepted).toEqual([]);
  },
  120_000,
);

test.each(readable)('$file is taken as evidence, whatever its attributes', (row) => {
  const bytes = bytesOf(row);
  const isBer = (row.reading as Reading).encoding === 'BER';
  const known = [...(isBer ? ['file.ber'] : []), ...(row.strict === 'attributesOrder' ? ['file.order'] : [])];
  expect(checkEvidence(bytes).map(({ id }) => id)).toEqual(known);
  const items = [{ signedData: bytes }];
  const { files } = writeEvidence({ institution: '9920000000', applicationDate: '20261123', items });
  expect(Buffer.from(files[0]?.bytes ?? []).equals(Buffer.from(toDer(bytes)))).toBe(true);
});
