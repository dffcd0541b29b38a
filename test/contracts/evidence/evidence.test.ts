// Is it fit for KFTC? Each rule, found by what breaks it; and the files, written only where no rule forbids it.

import { expect, test } from 'vitest';
import {
  checkEvidence,
  EvidenceError,
  type EvidenceRuleId,
  evidenceRules,
  type Filing,
  verifySignedData,
  writeEvidence,
} from '../../../contracts/signed-data/index.js';
import { asText, content, good, outOfOrder, signer, token, trust } from '../signed-data/cases/stage.js';
import { attributesOf, consent, observed } from '../signed-data/signing.js';

const DAY = '20261123';
const signing = (changes: Record<string, string>) => good({ content: consent(changes) });
const ids = (bytes: Uint8Array, filing: Filing = {}, options = {}) =>
  checkEvidence(bytes, filing, options).map(({ id }) => id);

test('nothing is known against a consent with all its digits', () => {
  expect(checkEvidence(good())).toEqual([]);
  const filing = {
    payerNumber: 'TEST-0001',
    bank: '004',
    account: '00000000000000',
    birthDate: '19700101',
    accountHolder: '홍시험',
    applicationDate: DAY,
    fileName: 'consent.der',
    evidenceType: '3',
  };
  expect(checkEvidence(good(), filing)).toEqual([]);
});

const long = (length: number) => '1'.repeat(length);
const broken: { readonly [id in EvidenceRuleId]?: () => EvidenceRuleId[] } = {
  'file.text': () => ids(Buffer.from(asText(good()))),
  'file.ber': () => ids(observed({ content, signer })),
  'file.order': () => ids(outOfOrder(attributesOf(content, signer), true)),
  'file.format': () => ids(Buffer.from('ÿØÿà', 'latin1')),
  'file.size': () => ids(good(), {}, { sizeLimit: good().length - 1 }),
  'file.extension': () => ids(good(), { fileName: 'consent.jpg' }),
  'evidenceType.format': () => ids(good(), { evidenceType: '7' }),
  'evidenceType.other': () => ids(good(), { evidenceType: '2' }),
  'consent.missing': () => ids(good({ content: token }), { payerNumber: '1', bank: '004', account: '1' }),
  'consent.differs': () => ids(good(), { payerNumber: 'TEST-0002' }),
  'consent.day': () => ids(good(), { applicationDate: '20261124' }),
  'account.missing': () => ids(signing({ account: '' })),
  'account.masked': () => ids(signing({ account: '000-00-0***00' })),
  'account.digits': () => ids(signing({ account: '000-00' })),
  'account.length': () => ids(signing({ account: long(21) })),
  'account.registration': () => ids(signing({ account: long(17) })),
  'payerNumber.missing': () => ids(signing({ payerNumber: '' })),
  'payerNumber.characters': () => ids(signing({ payerNumber: '🦁' })),
  'payerNumber.length': () => ids(signing({ payerNumber: long(31) })),
  'payerNumber.registration': () => ids(signing({ payerNumber: long(21) })),
  'bank.missing': () => ids(signing({ bank: '어느은행' })),
  'bank.format': () => ids(signing({ bank: '0004' }), { bank: '0004' }),
  'bank.unknown': () => ids(signing({ bank: '001' }), { bank: '001' }),
};

test.each(Object.entries(broken))('%s is found, alone', (id, find) => {
  expect(find()).toEqual([id]);
});

test('every rule is found by one of these, or guards the batch; each has its source', () => {
  const batch = ['institution.format', 'applicationDate.format'];
  expect([...Object.keys(broken), ...batch].sort()).toEqual(Object.keys(evidenceRules).sort());
  for (const { message, source, refusal } of Object.values(evidenceRules)) {
    expect(message).toMatch(/\.$/);
    expect(source).toMatch(/\S/);
    expect(refusal ?? '0000').toMatch(/^[A\d]\d{3}$/);
  }
});

test('a finding says what was found', () => {
  expect(checkEvidence(signing({ payerNumber: long(21) }))).toMatchObject([
    {
      id: 'payerNumber.registration',
      message: expect.stringContaining('(21)'),
      source: expect.stringContaining('EB13'),
      blocks: false,
      refusal: 'A018',
    },
  ]);
});

test('a masked consent is fit where the whole number is given and fits the mask', () => {
  const masked = signing({ account: '000-00-0***00' });
  expect(ids(masked, { account: '00000012300' })).toEqual([]);
  expect(ids(masked, { account: '10000012300' })).toEqual(['consent.differs']);
  expect(ids(masked, { account: '000000123000' })).toEqual(['consent.differs']);
});

test.each([...'*xX●○•'])('%s hides a digit of an account, each for itself', (mask) => {
  const masked = signing({ account: `000-00-0${mask.repeat(3)}00` });
  expect(ids(masked)).toEqual(['account.masked']);
  expect(ids(masked, { account: '00000012300' })).toEqual([]);
  expect(ids(masked, { account: '0000001200' })).toEqual(['consent.differs']);
});

test.each(['#', '?', 'O', '0', '·'])('%s hides no digit', (other) => {
  const written = signing({ account: `000-00-0${other.repeat(3)}00` });
  expect(ids(written, { account: '00000012300' })).toEqual(['consent.differs']);
});

test('what is to be filed is compared with what was signed, field by field', () => {
  const others = {
    payerNumber: '2',
    bank: '081',
    account: '1',
    birthDate: '19700102',
    accountHolder: '김다른',
  };
  for (const [field, value] of Object.entries(others)) {
    const [found] = checkEvidence(good(), { [field]: value });
    expect(found).toMatchObject({ id: 'consent.differs', message: expect.stringContaining(`(${field})`) });
  }
  expect(ids(good(), { bank: '006' })).toEqual([]);
});

test('whatever the bytes, it answers', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from([0x30]), Buffer.alloc(5000, 0x30), good().subarray(1)]) {
    expect(ids(bytes).length).toBeGreaterThan(0);
  }
});

const institution = '0000000000';

test('the .der is the signedData, byte for byte, and BER is converted; the signature still holds', () => {
  const items = [{ signedData: asText(good()) }, { signedData: observed({ content, signer }) }];
  const { files, findings } = writeEvidence({ institution, applicationDate: DAY, items });
  expect(files.map(({ name }) => name)).toEqual([
    '20261123-0000001-TEST-0001.der',
    '20261123-0000002-TEST-0001.der',
  ]);
  for (const { bytes } of files) expect(verifySignedData(bytes, { trust })).toMatchObject({ ok: true });
  expect(findings).toEqual([]);
});

test('what is only doubtful is written, with its findings', () => {
  const items = [
    { signedData: good() },
    { signedData: signing({ payerNumber: long(25), bank: '001' }), bank: '001' },
  ];
  const { findings } = writeEvidence({ institution, applicationDate: '20261124', items });
  expect(findings.map(({ item, id }) => [item, id])).toEqual([
    [0, 'consent.day'],
    [1, 'consent.day'],
    [1, 'payerNumber.registration'],
    [1, 'bank.unknown'],
  ]);
});

test('what KFTC would refuse is not written: the error has all that blocks', () => {
  const items = [{ signedData: good() }, { signedData: signing({ account: '0**', payerNumber: '' }) }];
  const write = () => writeEvidence({ institution, applicationDate: DAY, items });
  expect(write).toThrow(EvidenceError);
  expect(write).toThrow(
    expect.objectContaining({
      code: 'account.masked',
      findings: [
        expect.objectContaining({ id: 'account.masked' }),
        expect.objectContaining({ id: 'payerNumber.missing' }),
      ],
    }),
  );
  expect(write).toThrow('Item 1: account.masked: The account number is masked');
});

test.each([
  ['institution.format', { institution: '' }],
  ['institution.format', { institution: '0'.repeat(21) }],
  ['institution.format', { institution: '가'.repeat(11) }],
  ['institution.format', { institution: 'é' }],
  ['applicationDate.format', { applicationDate: '20260230' }],
  ['applicationDate.format', { applicationDate: '2026-11-23' }],
])('%s guards the batch: %o', (code, change) => {
  const batch = { institution, applicationDate: DAY, items: [{ signedData: good() }], ...change };
  expect(() => writeEvidence(batch)).toThrow(expect.objectContaining({ code }));
});

test('a payer number can not lead a file elsewhere', () => {
  const items = [{ signedData: signing({ payerNumber: '../가 나\\.:' }) }];
  const { files } = writeEvidence({ institution, applicationDate: DAY, items });
  expect(files[0]?.name).toBe('20261123-0000001-___가_나___.der');
});
