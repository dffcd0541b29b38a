import { beforeAll, expect, test } from 'vitest';
import {
  type CaseResult,
  contractCases,
  readRecording,
  recordingText,
  runContract,
  writeRecording,
} from '../../../contracts/index.js';
import { parseSignedData, toDer } from '../../../contracts/signed-data/index.js';
import { compareForms, describeForms } from '../../../contracts/suite/recording/compare-forms.js';
import { outlineOf } from '../../../contracts/suite/recording/form-outline.js';
import { formsOf } from '../../../contracts/suite/recording/forms.js';
import { createSimulator, type SimulatorOptions } from '../../../simulator/index.js';

// A recording keeps how a signedData is made, and nothing of what it says.

const cases = contractCases.filter(({ id }) => id.endsWith('.verify.answered'));
const run = async (options: SimulatorOptions = {}) => runContract(await createSimulator(options), { cases });
const facts = { target: 'sim', at: Date.parse('2026-12-01T01:00:00Z'), secrets: [], people: ['홍시험'] };

let observed: readonly CaseResult[];
beforeAll(async () => {
  observed = await run({ form: 'observed', verifyAuthForm: 'cms' });
});

const signedDataOf = (results: readonly CaseResult[]): string =>
  JSON.parse(results[0]?.exchanges.at(-1)?.answered.body ?? '{}').signedData;

test('the outline tells encoding, object identifiers, lengths and the labels of the consent', () => {
  const [cms] = writeRecording(observed, facts).forms ?? [];
  expect(cms).toMatchObject({ operation: 'verifyCMS', case: 'cms.verify.answered' });
  expect(cms?.outline).toMatchObject({ alphabet: 'base64url', padded: false, encoding: 'BER' });
  const structure = cms?.outline.structure.join('\n') ?? '';
  expect(structure).toMatch(/^SEQUENCE indefinite\n {2}OBJECT IDENTIFIER \(9\) 1\.2\.840\.113549\.1\.7\.2/);
  // The version, keyUsage and the algorithm; the serial number by its length alone.
  expect(structure).toContain('INTEGER (1) 1');
  expect(structure).toMatch(
    /OBJECT IDENTIFIER \(3\) 2\.5\.29\.15.*\n +BOOLEAN \(1\) TRUE\n +OCTET STRING \(4\) 03020780/,
  );
  expect(structure).toContain('1.2.840.10045.4.3.2');
  expect(structure).toMatch(/^ +INTEGER \(16\)$/m);
  expect(cms?.outline.content).toContain('|납부자번호|<14 characters>|');
  expect(cms?.outline.content.at(-1)).toBe('<!-- |<uuid4>|<digits 13>| -->');
});

test('no name, number, key or serial stands in it', () => {
  const text = JSON.stringify(writeRecording(observed, facts).forms);
  const parsed = parseSignedData(toDer(new Uint8Array(Buffer.from(signedDataOf(observed), 'base64url'))));
  const secret = [
    ...['홍시험', '000-00-0***00', 'TEST-USER-0001', '1970-01-01', '국민은행', '시험이용기관'],
    ...[parsed.serial ?? '?', parsed.signer?.uid ?? '?', parsed.consent?.transaction ?? '?'],
  ];
  for (const value of secret) expect(text).not.toContain(value);
  // Neither in a certificate's bytes nor in a signature: nothing long in hexadecimal is left.
  expect(text).not.toMatch(/[0-9a-f]{24}/);
});

test('a recording with forms is read again, and one from before they were kept', () => {
  const recording = writeRecording(observed, facts);
  expect(readRecording(recordingText(recording)).forms).toEqual(recording.forms);
  const { forms: _, ...older } = JSON.parse(recordingText(recording));
  expect(readRecording(JSON.stringify(older)).forms).toBeUndefined();
});

test('the receiver is nobody whose name is kept as a label', () => {
  const text = Buffer.from(signedDataOf(observed), 'base64url');
  expect(outlineOf(text.toString('base64url'), (part) => part === '서명자').content).toContain(
    '|<letters 3>|<3 characters>|',
  );
});

test('a Token that comes back as it was is told by its length', () => {
  const outline = outlineOf('시험 본인인증 토큰', () => false);
  expect(outline).toEqual({
    alphabet: 'text',
    padded: false,
    characters: 10,
    encoding: null,
    structure: [],
    content: [],
  });
});

test('the same form is the same whoever signs, and another is told by what differs', async () => {
  const again = formsOf(await run({ form: 'observed', verifyAuthForm: 'cms' }));
  const der = formsOf(await run({ verifyAuthForm: 'cms' }));
  const own = [
    ...der.map((form) => ({ ...form, name: 'der' })),
    ...again.map((form) => ({ ...form, name: 'observed' })),
  ];
  const [cms] = compareForms(formsOf(observed), own);
  expect(cms?.ours.map(({ name, differences }) => [name, differences.length === 0])).toEqual([
    ['observed', true],
    ['der', false],
  ]);
  const text = describeForms(compareForms(formsOf(observed), own));
  expect(text).toContain('our form "observed" is the same');
  expect(text).toContain('encoding: recorded BER, ours DER');
  // The key identifiers that ours has and the recorded certificate has not.
  expect(text).toMatch(/only ours: OBJECT IDENTIFIER 2\.5\.29\.35/);
});
