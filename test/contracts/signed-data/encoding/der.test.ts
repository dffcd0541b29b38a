// The strict reader: one way to write everything. Limits are counted, not timed.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEPTH_LIMIT, NODE_LIMIT, readDer } from '../../../../contracts/signed-data/encoding/der.js';
import { oidOf, timeOf } from '../../../../contracts/signed-data/encoding/der-values.js';
import { DerError, type EncodingFault } from '../../../../contracts/signed-data/index.js';
import { nothing, oid, open, seq, set, time, tlv, utf8 } from '../writer.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

function faultOf(bytes: Uint8Array): EncodingFault | 'accepted' {
  try {
    readDer(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof DerError) return error.code;
    throw error;
  }
}

test.each([
  ['BOOLEAN', ['0101ff', '010100'], ['010101', '0100', '01020000']],
  [
    'INTEGER',
    ['020100', '02017f', '02020080', '0201ff', '0202ff7f'],
    ['0200', '0202007f', '0202ff80', '02020000'],
  ],
  ['BIT STRING', ['030100', '03020780', '030206c0'], ['0300', '030101', '03020800', '030201ff', '2300']],
  ['OCTET STRING', ['0400', '0401ff'], ['2400', '24030401ff']],
  ['NULL', ['0500'], ['050100', '2500']],
  ['OID', ['06012a', '06022a03', '0603883703'], ['0600', '0601ff', '06028001', '06032a8001']],
  ['UTF8String', ['0c00', '0c03ed998d'], ['0c01ff', '0c02c080', '0c03eda080', '2c020c00']],
  ['PrintableString', ['13024b52', '1300'], ['13012a', '130140']],
  ['IA5String', ['16016a'], ['1601ff']],
  [
    'UTCTime',
    ['170d3236313132333031303030305a'],
    [
      '170b323631313233303130305a', // without seconds
      '17113236313132333031303030302b30393030', // with an offset
      '170d3236303233303031303030305a', // 30 February
      '170d3236313132333234303030305a', // hour 24
    ],
  ],
  [
    'GeneralizedTime',
    ['180f32303236313132333031303030305a'],
    [
      '181132303236313132333031303030302e355a', // with a fraction
      '180e3230323631313233303130303030', // local
    ],
  ],
  ['BMPString', ['1e02d64d', '1e00'], ['1e01d6']],
  ['ENUMERATED', ['0a0101'], ['0a00', '0a020001']],
  ['NumericString', ['120430203031', '1200'], ['12012d', '120141']],
  ['TeletexString', ['140141', '1401e9', '1400'], ['34030401e9']],
  ['VisibleString', ['1a0141', '1a017e'], ['1a0109', '1a017f']],
  ['UniversalString', ['1c040000d64d', '1c00'], ['1c0200d6', '1c0400110000', '1c040000d800']],
  ['SEQUENCE', ['3000', '30020500'], ['1000']],
  ['SET', ['3100', '31050101ff0500', '310405000500'], ['310505000101ff', '1100']],
  ['other types', ['a000', '8000', '800141'], ['0000', '090100', '150141', '1b0141', '1f8100', 'bf8100']],
])('%s has one form', (_, accepted, refused) => {
  for (const one of accepted) expect([one, faultOf(hex(one))]).toEqual([one, 'accepted']);
  for (const one of refused) expect([one, faultOf(hex(one))]).toEqual([one, 'notDer']);
});

test.each<[string, string, EncodingFault]>([
  ['81 where one octet would do', '0481017f', 'notDer'],
  ['82 where 81 would do', '048200ff', 'notDer'],
  ['five octets of length', '04850000000001ff', 'notDer'],
  ['126 octets of length', `04fe${'00'.repeat(126)}`, 'notDer'],
  ['the reserved length', '04ff', 'notDer'],
  ['indefinite', '30800000', 'indefiniteLength'],
  ['2^31 and nothing', '048480000000', 'truncated'],
  ['one octet missing', '040200', 'truncated'],
  ['a length cut off', '048201', 'truncated'],
  ['nothing', '', 'truncated'],
  ['a child longer than its parent', '30020402 0000', 'notDer'],
  ['a child whose length is beyond its parent', '300104 00', 'notDer'],
  ['one octet too many', '040000', 'trailingBytes'],
])('length: %s', (_, bytes, fault) => {
  expect(faultOf(hex(bytes))).toBe(fault);
});

test('a fault tells its offset', () => {
  expect(() => readDer(seq(oid('1.2.3'), seq(nothing, hex('010101'))))).toThrow(
    expect.objectContaining({ code: 'notDer', offset: 10 }),
  );
});

const nested = (depth: number) => Array.from({ length: depth }).reduce<Buffer>((inner) => seq(inner), seq());

test('it goes as deep as its limit and no deeper, and reads as many elements as its limit and no more', () => {
  expect(faultOf(nested(DEPTH_LIMIT))).toBe('accepted');
  expect(faultOf(nested(DEPTH_LIMIT + 1))).toBe('notDer');
  const nulls = (count: number) => seq(...Array.from({ length: count }, () => nothing));
  expect(faultOf(nulls(NODE_LIMIT - 1))).toBe('accepted');
  expect(faultOf(nulls(NODE_LIMIT))).toBe('notDer');
});

test('an OID of kilobytes, or with an arc that no number holds, is refused', () => {
  expect(faultOf(tlv(0x06, Buffer.alloc(3000, 0x81), Buffer.from([1])))).toBe('notDer');
  expect(faultOf(tlv(0x06, Buffer.alloc(7, 0x81), Buffer.from([1])))).toBe('notDer');
  expect(faultOf(tlv(0x06, Buffer.alloc(65, 0x2a)))).toBe('notDer');
});

test('what is read keeps its place: nodes point to the very bytes', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme' }).map(utf8),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => tlv(0x04, bytes)),
  );
  const { tree } = fc.letrec<{ tree: Buffer }>((again) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(again('tree'), { maxLength: 5 }).map((parts) => seq(...parts)),
      fc.array(again('tree'), { maxLength: 5 }).map((parts) => set(...parts)),
    ),
  }));
  fc.assert(
    fc.property(tree, (bytes) => {
      const again = (node: ReturnType<typeof readDer>): Buffer =>
        (node.tag & 0x20) === 0
          ? tlv(node.tag, bytes.subarray(node.start, node.end))
          : tlv(node.tag, ...node.children.map(again));
      expect(again(readDer(bytes)).equals(bytes)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('object identifiers and times are read as they were written', () => {
  for (const dotted of ['0.9.2342.19200300.100.1.1', '1.2.840.113549.1.7.2', '2.5.4.3', '2.999.1']) {
    const bytes = dotted.startsWith('2.999') ? hex('0603883701') : oid(dotted);
    expect(oidOf(bytes, readDer(bytes))).toBe(dotted);
  }
  for (const instant of [Date.UTC(1950, 0, 1), Date.UTC(2049, 11, 31, 23, 59, 59), Date.UTC(2050, 0, 1)]) {
    const bytes = time(instant);
    expect(timeOf(bytes, readDer(bytes))).toBe(instant);
  }
});

test('BER is refused wherever DER is expected', () => {
  expect(faultOf(open(0x30))).toBe('indefiniteLength');
  expect(faultOf(seq(open(0x30, nothing)))).toBe('indefiniteLength');
});
