import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordingFileName, recordingText, runContract, writeRecording } from '../../contracts/index.js';
import { contractCases } from '../../contracts/suite/cases/index.js';
import { createSimulator } from '../../simulator/index.js';
import { suspectsIn } from '../support/suspects.js';

// Nobody who exists, and nothing that opens anything, is published: not in fixtures, not in a recording.

const root = fileURLToPath(new URL('../..', import.meta.url));
const isRecording = (file: string) => /^recording-.*\.json$/.test(basename(file));

test('no fixture holds a person or a secret', () => {
  expect(suspectsIn(join(root, 'fixtures'))).toEqual([]);
});

test('no recording, wherever it is kept, holds a person or a secret', () => {
  expect(suspectsIn(root, isRecording)).toEqual([]);
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-people-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

// Put together here, so that this file holds none of it either.
const key = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256)).toString('base64');
const mobile = ['010', '1234', '5678'];
const someone = '홍길동';

const suspicious: readonly (readonly [what: string, text: string])[] = [
  ['a mobile number outside 010-0000', `{"ReceiverHP":"${mobile.join('')}"}`],
  ['a mobile number outside 010-0000', `call ${mobile.join('-')}`],
  ['a mobile number outside 010-0000', `+82 ${mobile.join('-').slice(1)}`],
  ['a resident registration number', `no: ${['900101', '1234567'].join('-')}`],
  ['an e-mail address', `{"mail":"${['somebody', 'gmail.com'].join('@')}"}`],
  ['a secret of 32 bytes', `{"secretKey":"${key}"}`],
  ['a name that is not marked as made up', `{"ReceiverName": "${someone}"}`],
  ['a name that is not marked as made up', `BankAccountName: '${someone}',`],
  ['a session token', `{"session_token":"${'f0o'.repeat(8)}"}`],
  ['a session token', `authorization: Bearer ${'f0o'.repeat(8)}`],
  ['a session token', `eyJ${'a'.repeat(40)}.${'b'.repeat(43)}`],
];

test.each(suspicious)('%s is found, and not quoted', (what, text) => {
  writeFileSync(join(folder, 'recording-2026-11-23-live.json'), text);
  expect(suspectsIn(folder)).toEqual([`recording-2026-11-23-live.json: ${what}`]);
});

const harmless = [
  '{"ReceiverHP":"01000001234","other":"010-0000-1234"}',
  '{"ReceiverName":"홍시험","BankAccountName":"<name-1>"}',
  "ReceiverName: '한'.repeat(20), TMSTitle: '홍길동 님께'",
  '{"mail":"somebody@example.com, a@b.test"}',
  '{"session_token":"<token-1>","authorization":"Bearer <token-1>"}',
  'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=',
  '{"receiptId":"026112319010100001","at":1795428000000,"account":"000-00-0***00"}',
];

test.each(harmless)('%s is nobody and nothing', (text) => {
  writeFileSync(join(folder, 'made-up.json'), text);
  expect(suspectsIn(folder)).toEqual([]);
});

test('what the suite records passes', async () => {
  const cases = contractCases.filter(({ id }) => /^(cms|token)\./.test(id));
  const results = await runContract(await createSimulator(), { cases });
  const facts = { target: 'sim', at: Date.parse('2026-11-23T01:00:00Z'), secrets: [], people: [] };
  const recording = writeRecording(results, facts);
  writeFileSync(join(folder, recordingFileName(recording)), recordingText(recording));
  expect(suspectsIn(folder)).toEqual([]);
});
