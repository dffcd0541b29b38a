// Input made to be accepted, to crash or to hang: it is refused, with a reason, and at once.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkEvidence,
  parseSignedData,
  readTree,
  reasons,
  SignedDataError,
  toDer,
  type Verified,
  verifySignedData,
} from '../../../contracts/signed-data/index.js';
import { cades, content, good, signer, trust } from './cases/stage.js';
import { NOON, observed } from './signing.js';
import { context, octets, oid, open, seq, set, tlv } from './writer.js';

const vectors = [
  { what: 'der', bytes: good(), ber: false },
  { what: 'cades', bytes: cades(), ber: false },
  { what: 'observed', bytes: observed({ content, signer }), ber: true },
];
const verify = (bytes: Uint8Array, ber: boolean) => verifySignedData(bytes, { trust, ber });
const refusal = (verified: Verified) => (verified.ok ? 'accepted' : verified.reason);

test.each(vectors)(
  'every single-bit flip of $what is refused, for a reason of the list',
  ({ bytes, ber }) => {
    expect(refusal(verify(bytes, ber))).toBe('accepted');
    const flipped = new Uint8Array(bytes);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      flipped[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const reason = refusal(verify(flipped, ber));
      flipped[bit >> 3] = bytes[bit >> 3] ?? 0;
      if (!Object.hasOwn(reasons, reason)) throw new Error(`The flip of bit ${bit} was ${reason}.`);
    }
  },
  120_000,
);

const mutation = fc.record({
  vector: fc.constantFrom(...vectors),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  remove: fc.nat(8),
  insert: fc.uint8Array({ maxLength: 8 }),
});

test('20,000 random mutations: no acceptance, no exception', () => {
  fc.assert(
    fc.property(mutation, ({ vector: { bytes, ber }, at, remove, insert }) => {
      const offset = Math.floor(at * bytes.length);
      const mutated = Buffer.concat([bytes.subarray(0, offset), insert, bytes.subarray(offset + remove)]);
      const verified = verify(mutated, ber);
      // BER can say one thing in several ways; whatever is accepted must be the very content that was signed.
      return !verified.ok || (ber ? content.equals(verified.content) : mutated.equals(bytes));
    }),
    { numRuns: 20_000 },
  );
}, 120_000);

test('20,000 mixtures of two good ones: parts of one never make the other good', () => {
  const parts = vectors.slice(0, 2).map(({ bytes }) => bytes);
  const cut = fc.nat(Math.max(...parts.map(({ length }) => length)));
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: 2 }), cut, cut, ([one, two], head, tail) => {
      const mixed = Buffer.concat([(one as Buffer).subarray(0, head), (two as Buffer).subarray(tail)]);
      return parts.some((part) => mixed.equals(part)) || !verify(mixed, false).ok;
    }),
    { numRuns: 20_000 },
  );
}, 120_000);

const repeated = (count: number, bytes: string) => Buffer.alloc((count * bytes.length) / 2, bytes, 'hex');
const nest = (tag: number, depth: number) =>
  Array.from({ length: depth }).reduce<Buffer>((inner) => tlv(tag, inner), Buffer.alloc(0));
/** A signedData whose content, in place of the signed one, is this. */
const around = (encapsulated: Buffer) => good({ encapsulated });
const inside = (bytes: Buffer) => around(seq(oid('1.2.840.113549.1.7.1'), context(0, bytes)));

const hostile: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from([0x30])],
  ['two zeros', Buffer.alloc(2)],
  ['noise', repeated(100, 'deadbeef')],
  ['0xff all over', Buffer.alloc(3000, 0xff)],
  ['a text', Buffer.from('hello')],
  ['its own base64url', Buffer.from(good().toString('base64url'))],
  ['PEM', Buffer.from(trust)],
  ['a certificate', signer.der],
  ['a length of 2^31', Buffer.from('3084800000000000', 'hex')],
  ['a length of 2^32 - 1', Buffer.from('3084ffffffff0000', 'hex')],
  ['a length of 8 bytes', Buffer.from('30880000000000000001', 'hex')],
  ['a length of 126 bytes', Buffer.from(`30fe${'01'.repeat(126)}`, 'hex')],
  ['the reserved length', Buffer.from('30ff00', 'hex')],
  ['a missing end of contents', Buffer.from('3080020101', 'hex')],
  ['ends of contents only', repeated(1500, '0000')],
  ['nesting 90 deep', nest(0x30, 90)],
  ['nesting 700 deep', nest(0x30, 700)],
  ['1,500 openings', repeated(1500, '3080')],
  ['200,000 openings', repeated(200_000, '3080')],
  ['strings in strings, 700 deep', Buffer.concat([repeated(700, '2480'), repeated(700, '0000')])],
  ['1,400 NULLs', seq(repeated(1400, '0500'))],
  ['1,400 NULLs as content', inside(repeated(1000, '0500'))],
  ['2,000,000 NULLs', repeated(2_000_000, '0500')],
  ['500 OCTET STRINGs in a string', open(0x24, repeated(500, '0400'))],
  ['a SET of a thousand', set(repeated(1000, '0500'))],
  ['a SET in the wrong order, a thousand', tlv(0x31, repeated(500, '0500'), repeated(500, '0400'))],
  ['an OID of 2,800 bytes', seq(tlv(0x06, Buffer.alloc(2800, 0x81), Buffer.from([1])))],
  ['an OID of 2,800 arcs', seq(tlv(0x06, Buffer.alloc(2800, 0x01)))],
  ['an INTEGER of 2,800 bytes', seq(tlv(0x02, Buffer.alloc(2800, 0x7f)))],
  ['a serial number of 1,500 bytes', good({ sid: seq(signer.issuer, tlv(0x02, Buffer.alloc(1500, 0x7f))) })],
  ['a signature of 2,000 bytes', good({ signature: Buffer.alloc(2000, 0x30) })],
  ['a text that is all but a consent', good({ content: Buffer.from(`${'|'.repeat(1900)}`) })],
  [
    'entities without end',
    good({ content: Buffer.from('\n\n\n|---|---|\n|회사명|'.concat('&#'.repeat(900))) }),
  ],
  ['zeros, megabytes', Buffer.alloc(4_000_000)],
  ['an OCTET STRING of megabytes', tlv(0x04, octets(Buffer.alloc(60_000)))],
];

test.each(hostile)('%s is refused by every door, and none takes long', (_, bytes) => {
  const started = performance.now();
  for (const ber of [false, true]) {
    const verified = verifySignedData(bytes, { trust, ber, at: NOON, expect: { token: 'x' } });
    expect(Object.keys(reasons)).toContain(refusal(verified));
  }
  for (const door of [toDer, parseSignedData, readTree]) {
    try {
      door(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(SignedDataError);
    }
  }
  checkEvidence(bytes);
  // Loose on purpose: the limits are counted in der.test.ts. Here nothing may hang.
  expect(performance.now() - started).toBeLessThan(500);
});

test('any text is answered', () => {
  fc.assert(
    fc.property(fc.oneof(fc.base64String(), fc.string({ unit: 'binary', maxLength: 5000 })), (text) => {
      expect(Object.keys(reasons)).toContain(refusal(verifySignedData(text, { trust })));
    }),
    { numRuns: 1000 },
  );
});
