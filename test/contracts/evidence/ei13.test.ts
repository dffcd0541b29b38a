// The EI13 file, byte by byte, against a layout written down a second time from domain.md §3.2.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEucKr } from '../../../contracts/evidence/euc-kr.js';
import { writeEvidence } from '../../../contracts/signed-data/index.js';
import { good } from '../signed-data/cases/stage.js';
import { consent } from '../signed-data/signing.js';

const spaces = (count: number) => ' '.repeat(count);
const long = good({ content: consent({ company: '가'.repeat(300), payerNumber: 'A'.repeat(30) }) });
const short = good();
const batch = {
  institution: '9920000000',
  applicationDate: '20261123',
  items: [
    { signedData: short },
    { signedData: long, payerNumber: 'A'.repeat(30), account: '00000000000000' },
  ],
};
const blocksOf = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length / 1024 }, (_, at) =>
    Buffer.from(bytes.subarray(at * 1024, (at + 1) * 1024)),
  );

test('header, data and trailer stand byte for byte as the layout says', () => {
  const { ei13 } = writeEvidence(batch);
  expect(ei13.name).toBe('EI131123');
  expect(ei13.bytes.length % 1024).toBe(0);
  const blocks = blocksOf(ei13.bytes);
  expect(blocks[0]?.toString('latin1')).toBe(
    `AE1112110000000202611239920000000${spaces(10)}0000002${spaces(974)}`,
  );

  const first = Buffer.from(
    `AE1112220000001${spaces(10)}9920000000${spaces(10)}TEST-0001${spaces(21)}00400000000000000${spaces(6)}` +
      `202611233der  ${String(short.length).padStart(7, '0')}`,
    'latin1',
  );
  expect(first.length).toBe(119);
  const end = 119 + short.length;
  expect(blocks[1]?.subarray(0, 119).equals(first)).toBe(true);
  const data = Buffer.concat(blocks.slice(1, 1 + Math.ceil(end / 1024)));
  expect(data.subarray(119, end).equals(short)).toBe(true);
  expect(data.subarray(end).toString('latin1')).toBe(spaces(data.length - end));

  const second = Buffer.concat(blocks.slice(1 + data.length / 1024, -1));
  expect(second.length).toBe(Math.ceil((119 + long.length) / 1024) * 1024);
  expect(second.subarray(0, 15).toString('latin1')).toBe('AE1112220000002');
  expect(second.subarray(45, 75).toString('latin1')).toBe('A'.repeat(30));
  expect(second.subarray(119, 119 + long.length).equals(long)).toBe(true);

  const total = blocks.length;
  expect(blocks.at(-1)?.toString('latin1')).toBe(
    `AE1112339999999${'9920000000'.padEnd(20)}0000002${String(total).padStart(10, '0')}${spaces(972)}`,
  );
});

test('총Block수 counts all blocks, or those of data: the sources disagree', () => {
  const count = (blockCount?: 'all' | 'data') => {
    const { bytes } = writeEvidence({ ...batch, blockCount }).ei13;
    return [Number(blocksOf(bytes).at(-1)?.subarray(42, 52).toString('latin1')), bytes.length / 1024];
  };
  const [all, blocks = 0] = count();
  expect(all).toBe(blocks);
  expect(count('all')[0]).toBe(blocks);
  expect(count('data')[0]).toBe(blocks - 2);
});

test('a batch of nothing is header and trailer', () => {
  const { files, ei13 } = writeEvidence({ ...batch, items: [] });
  expect(files).toEqual([]);
  expect(blocksOf(ei13.bytes).map((block) => block.subarray(6, 8).toString())).toEqual(['11', '33']);
});

test('fields are EUC-KR: two bytes a syllable, filled to their width', () => {
  const items = [{ signedData: good({ content: consent({ payerNumber: '회원-1' }) }) }];
  const { bytes } = writeEvidence({ ...batch, items }).ei13;
  expect(Buffer.from(bytes.subarray(1024 + 45, 1024 + 75)).toString('hex')).toBe(
    `c8b8bff8${Buffer.from(`-1${spaces(24)}`).toString('hex')}`,
  );
});

test('EUC-KR is what Node decodes as such, and what it lacks is refused', () => {
  const decoder = new TextDecoder('euc-kr', { fatal: true });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 10 }), fc.string({ maxLength: 5 }), (any, ascii) => {
      for (const text of [any, ascii, `가힝㈜${ascii}`]) {
        const bytes = toEucKr(text);
        if (bytes !== undefined) expect(decoder.decode(bytes)).toBe(text);
      }
    }),
    { numRuns: 300 },
  );
  expect(toEucKr('홍길동 ABC')).toHaveLength(10);
  for (const lacking of ['똠', '뷁', '🦁', 'é', '\n', '\u0085', '\ufffd'])
    expect(toEucKr(lacking)).toBeUndefined();
});
