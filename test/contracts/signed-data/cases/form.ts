// Faults of the text, the encoding and the shape.

import type { Reason } from '../../../../contracts/signed-data/index.js';
import { certify, ID_DATA, observed } from '../signing.js';
import { bits, context, integer, nothing, octets, oid, seq, set, tlv } from '../writer.js';
import { asText, by, type Cases, ca, cades, content, good, signer } from './stage.js';

type FormReason = Extract<
  Reason,
  | ('notBase64url' | 'plainBase64' | 'padded' | 'tooLong' | 'truncated' | 'trailingBytes')
  | ('indefiniteLength' | 'notDer' | 'notSignedData' | 'wrongContentType' | 'signerCount')
>;

const text = asText(good());
const P256 = oid('1.2.840.10045.3.1.7');
const pointOf = (point: Uint8Array) =>
  certify({ spki: seq(seq(oid('1.2.840.10045.2.1'), P256), bits(point)) }, ca);

/** The element that a length says is longer than it is, or is written longer than it must be. */
const rewritten = (head: string) => Buffer.concat([Buffer.from(head, 'hex'), good().subarray(4)]);
const size = (good().length - 4).toString(16).padStart(4, '0');

export const form: Cases<FormReason> = {
  notBase64url: [
    { what: 'nothing', input: '' },
    { what: 'a line end', input: `${text}\n` },
    { what: 'a line end within', input: `${text.slice(0, 64)}\r\n${text.slice(64)}` },
    { what: 'both alphabets', input: 'MI+B-A' },
    { what: 'loose bits in the last character', input: 'MIIBxx' },
    { what: 'one character too many', input: 'MIIBA' },
  ],
  plainBase64: [
    { what: 'a plus', input: 'MI+B' },
    { what: 'a slash, padded', input: 'MI/BxQ==' },
  ],
  padded: [{ what: 'an equals sign', input: `${text}=` }],
  tooLong: [
    { what: '4,097 characters', input: 'A'.repeat(4097) },
    { what: '3,073 bytes', input: Buffer.alloc(3073, 0x30) },
    { what: 'megabytes', input: Buffer.alloc(4_000_000, 0x05) },
  ],
  truncated: [
    { what: 'the last byte is missing', input: good().subarray(0, -1) },
    { what: 'nothing', input: Buffer.alloc(0) },
    { what: 'one byte', input: Buffer.from([0x30]) },
    {
      what: 'BER without its end',
      input: observed({ content, signer }).subarray(0, -2),
      options: { ber: true },
    },
  ],
  trailingBytes: [
    { what: 'one byte', input: Buffer.concat([good(), Buffer.alloc(1)]) },
    { what: 'a kilobyte', input: Buffer.concat([good(), Buffer.alloc(1024, 0x41)]) },
    {
      what: 'one byte after BER',
      input: Buffer.concat([observed({ content, signer }), Buffer.alloc(1)]),
      options: { ber: true },
    },
  ],
  indefiniteLength: [
    { what: 'all through', input: observed({ content, signer }) },
    { what: 'outermost', input: Buffer.concat([rewritten('3080'), Buffer.alloc(2)]) },
  ],
  notDer: [
    { what: 'a length that is not minimal', input: rewritten(`308300${size}`) },
    {
      what: 'a string in pieces',
      input: good({ encapsulated: seq(oid(ID_DATA), context(0, tlv(0x24, octets(content)))) }),
    },
    { what: 'certificates out of order', input: unsorted() },
    {
      what: 'BER with a TRUE of its own',
      input: by(
        certify({ extensions: [seq(oid('2.5.29.19'), tlv(0x01, Buffer.from([1])), octets(seq()))] }, ca),
      ),
      options: { ber: true },
    },
  ],
  notSignedData: [
    { what: 'another structure', input: seq(oid(ID_DATA)) },
    { what: 'a SET', input: set(oid(ID_DATA)) },
    { what: 'id-data outside', input: seq(oid(ID_DATA), context(0, octets(content))) },
    { what: 'a third element', input: tlv(0x30, good().subarray(4), nothing) },
    { what: 'SignedData version 3', input: good({ version: 3 }) },
    { what: 'SignerInfo version 3', input: good({ signerVersion: 3 }) },
    { what: 'detached content', input: good({ encapsulated: seq(oid(ID_DATA)) }) },
    { what: 'an element too many', input: good({ more: [nothing] }) },
    { what: 'a certificate of version 1, said', input: by(certify({ version: context(0, integer(0)) }, ca)) },
    { what: 'a unique identifier', input: by(certify({ more: [tlv(0x81, Buffer.alloc(2))] }, ca)) },
    { what: 'a compressed point', input: by(pointOf(Buffer.alloc(33, 2))) },
    { what: 'a point beside the curve', input: by(pointOf(Buffer.alloc(65, 4))) },
  ],
  wrongContentType: [
    { what: 'content of another type', input: good({ contentType: '1.2.840.113549.1.9.16.1.4' }) },
    {
      what: 'another type inside than signed',
      input: cades({ contentType: '1.2.840.113549.1.9.16.1.4' }),
    },
  ],
  signerCount: [
    { what: 'two', input: good({ signerInfos: (one) => set(one, one) }) },
    { what: 'none', input: good({ signerInfos: () => set() }) },
  ],
};

/** Two certificates, the greater first: [0] IMPLICIT hides from the reader that they are a SET. */
function unsorted(): Buffer {
  const [lesser, greater] = [signer.der, ca.der].sort(Buffer.compare) as [Buffer, Buffer];
  const whole = good({ certificates: [lesser, greater] });
  const at = whole.indexOf(lesser);
  return Buffer.concat([
    whole.subarray(0, at),
    greater,
    lesser,
    whole.subarray(at + lesser.length + greater.length),
  ]);
}
