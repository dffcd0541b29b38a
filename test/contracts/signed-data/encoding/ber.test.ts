// From BER to DER: lengths and pieces are rewritten, what was signed is not.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDer } from '../../../../contracts/signed-data/encoding/der.js';
import { DerError, SignedDataError, toDer } from '../../../../contracts/signed-data/index.js';
import { ca, content, good, outOfOrder, signer } from '../cases/stage.js';
import { attributesOf, observed, signedData } from '../signing.js';
import { octets, oid, open, seq, utf8 } from '../writer.js';

const hex = (text: string) => Buffer.from(text, 'hex');

test('the observed form becomes the der form around the same content, certificate and signature', () => {
  const signature = Buffer.from('3006020101020101', 'hex');
  const facts = { content, signer, signature };
  expect(Buffer.from(toDer(observed(facts))).equals(good({ signature }))).toBe(true);
  const pieces = Array.from({ length: 50 }, (_, at) => content.subarray(at * 7, (at + 1) * 7));
  expect(Buffer.from(toDer(observed(facts, pieces))).equals(good({ signature }))).toBe(true);
});

test('DER comes back as it is, in bytes of its own', () => {
  const der = good();
  const again = toDer(der);
  expect(Buffer.from(again).equals(der)).toBe(true);
  again.fill(0);
  expect(der[0]).toBe(0x30);
});

test.each([
  ['an empty string in no pieces', '24800000', '0400'],
  ['pieces of pieces', '2480 2404 0402 6162 0401 63 0000', '0403616263'],
  ['pieces of definite length', '2406 0401 61 0401 62', '04026162'],
  ['a length that is not minimal', '3083000002 0500', '30020500'],
  ['indefinite within definite', '3004 3080 0000', '30023000'],
])('%s', (_, ber, der) => {
  expect(Buffer.from(toDer(hex(ber.replaceAll(' ', '')))).toString('hex')).toBe(der);
});

test('the sets of a SignedData that nobody signed are put in order; what is signed keeps its own', () => {
  const certificates = [signer.der, ca.der].toSorted(Buffer.compare);
  const facts = { content, signer, signature: Buffer.from('3006020101020101', 'hex') };
  const loose = signedData({ ...facts, certificates: certificates.toReversed(), certificatesAsGiven: true });
  expect(Buffer.from(toDer(loose)).equals(signedData({ ...facts, certificates }))).toBe(true);
  const attributes = outOfOrder(attributesOf(content, signer));
  expect(Buffer.from(toDer(attributes)).equals(attributes)).toBe(true);
});

test.each([
  ['nothing', '', 'truncated'],
  ['no end of contents', '3080020101', 'truncated'],
  ['half an end of contents', '308000', 'truncated'],
  ['an end of contents too many', '300000', 'trailingBytes'],
  ['an end of contents where none is expected', '30020000', 'notDer'],
  ['a primitive element of indefinite length', '04800000', 'notDer'],
  ['a piece that is no OCTET STRING', '24800201050000', 'notDer'],
  ['a UTF8String in pieces', '2c030c0141', 'notDer'],
  ['a TRUE of its own', '010101', 'notDer'],
  ['a SET out of order', '310505000101ff', 'notDer'],
  ['an indefinite element that its parent cuts off', '30033080050000', 'notDer'],
])('it fixes nothing else: %s', (_, ber, code) => {
  expect(() => toDer(hex(ber))).toThrow(expect.objectContaining({ name: 'DerError', code }));
});

test('a fault is a DerError with its offset, which is a SignedDataError', () => {
  const error = (() => {
    try {
      return toDer(seq(oid('1.2.3'), open(0x24, utf8('x'))));
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(DerError);
  expect(error).toBeInstanceOf(SignedDataError);
  expect(error).toMatchObject({ code: 'notDer', offset: 8, message: expect.stringContaining('at offset 8') });
});

const deep = (depth: number) =>
  Array.from({ length: depth }).reduce<Buffer>((inner) => open(0x24, inner), octets(content));

test('depth, elements and size are bounded', () => {
  expect(Buffer.from(toDer(deep(24))).equals(octets(content))).toBe(true);
  expect(() => toDer(deep(25))).toThrow('more than 24 levels');
  expect(() => toDer(open(0x24, ...Array.from({ length: 1500 }, () => octets())))).toThrow(
    'more than 1500 elements',
  );
  expect(() => toDer(Buffer.alloc(65_537))).toThrow(expect.objectContaining({ code: 'tooLong' }));
});

test('whatever tree is written in BER, the same tree comes out in DER, and once more changes nothing', () => {
  const leaf = fc.uint8Array({ maxLength: 200 });
  const { node } = fc.letrec<{ node: readonly [ber: Buffer, der: Buffer] }>((again) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf.map((bytes) => [octets(bytes), octets(bytes)] as const),
      fc.tuple(leaf, leaf).map(([a, b]) => [open(0x24, octets(a), octets(b)), octets(a, b)] as const),
      fc.array(again('node'), { maxLength: 4 }).map((all) => {
        return [open(0x30, ...all.map(([ber]) => ber)), seq(...all.map(([, der]) => der))] as const;
      }),
    ),
  }));
  fc.assert(
    fc.property(node, ([ber, der]) => {
      const converted = toDer(ber);
      expect(Buffer.from(converted).equals(der)).toBe(true);
      expect(toDer(converted)).toEqual(converted);
      readDer(converted);
    }),
    { numRuns: 300 },
  );
});

test('whatever bytes come, it answers with DER or with a DerError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        readDer(toDer(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
    { numRuns: 2000 },
  );
});
