import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  DerError,
  decodeSignedData,
  parseConsent,
  SignedDataError,
  toDer,
  verifySignedData,
} from '../../../contracts/signed-data/index.js';
import { requestCMS, testCa } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { consentText } from '../../../simulator/world/signer/consent.js';
import { createCaller, NOON, requested } from '../../support/caller.js';

const trust = testCa.certificate;
const options = { trust, at: NOON + 1000 };
let vectors: Uint8Array[];
let texts: string[];

beforeAll(async () => {
  const { fetch } = await createSimulator({ now: () => NOON, sign: 'immediate' });
  const caller = createCaller(fetch as typeof globalThis.fetch);
  const signed = async (profile: string) => {
    const id = await requested(caller, requestCMS());
    await caller.control('POST', '/tenants/020040000001/outcomes', { operation: 'verifyCMS', profile });
    return (await caller.get(`/SignDirectDebit/Verify/${id}`)).json.signedData as string;
  };
  texts = [await signed('der'), await signed('cades'), await signed('observed')];
  vectors = texts.map(decodeSignedData);
  for (const vector of vectors) expect(verifySignedData(vector, { ...options, ber: true }).ok).toBe(true);
});

test('every single-bit flip is refused, in DER and with signed attributes, and none throws', () => {
  for (const vector of vectors.slice(0, 2)) {
    for (let bit = 0; bit < vector.length * 8; bit += 1) {
      const flipped = new Uint8Array(vector);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (verifySignedData(flipped, options).ok) throw new Error(`The flip of bit ${bit} was accepted.`);
    }
  }
}, 120_000);

const mutation = fc.record({
  vector: fc.nat(2),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  remove: fc.nat(8),
  insert: fc.uint8Array({ maxLength: 8 }),
});

test('20,000 random mutations: no acceptance, no exception', () => {
  fc.assert(
    fc.property(mutation, ({ vector: pick, at, remove, insert }) => {
      const vector = vectors[pick] ?? new Uint8Array();
      const offset = Math.floor(at * vector.length);
      const mutated = Buffer.concat([vector.subarray(0, offset), insert, vector.subarray(offset + remove)]);
      const verified = verifySignedData(mutated, { ...options, ber: pick === 2 });
      // BER can say one thing in several ways; whatever is accepted must be the very content that was signed.
      if (!verified.ok) return true;
      if (pick !== 2) return mutated.equals(vector);
      const honest = verifySignedData(vector, { ...options, ber: true });
      return honest.ok && Buffer.from(verified.content).equals(honest.content);
    }),
    { numRuns: 20_000 },
  );
}, 120_000);

const nest = (tag: number, depth: number) =>
  Buffer.concat([Buffer.alloc(depth, Buffer.from([tag, 0x80])), Buffer.alloc(depth * 2)]);
const sequenceOf = (...parts: Uint8Array[]) => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]), content]);
};

test.each([
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from([0x30])],
  ['random bytes', Buffer.from('deadbeef'.repeat(100), 'hex')],
  ['text', Buffer.from('hello')],
  ['PEM', Buffer.from(trust)],
  ['a length of 2^31', Buffer.from('3084800000000000', 'hex')],
  ['a length of 8 bytes', Buffer.from('30880000000000000001', 'hex')],
  ['a length of 126 bytes', Buffer.from(`30fe${'01'.repeat(126)}`, 'hex')],
  ['the reserved length', Buffer.from('30ff00', 'hex')],
  ['a missing end of contents', Buffer.from('3080020101', 'hex')],
  ['nesting 90 deep', nest(0x30, 90)],
  ['nesting 1,000 deep', nest(0x24, 700)],
  ['1,400 NULLs', sequenceOf(Buffer.alloc(2800, Buffer.from([0x05, 0x00])))],
  [
    'an OID of 3 kB',
    sequenceOf(Buffer.concat([Buffer.from([0x06, 0x82, 0x0b, 0x00]), Buffer.alloc(0xb00, 0x81)])),
  ],
  ['megabytes', Buffer.alloc(4_000_000, 0x05)],
])('hostile input is refused, strict and as BER: %s', (_, bytes) => {
  for (const ber of [false, true]) expect(verifySignedData(bytes, { ...options, ber }).ok).toBe(false);
  try {
    toDer(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
  }
});

test.each([
  ['', 'notBase64url'],
  [' ', 'notBase64url'],
  ['MII\n', 'notBase64url'],
  ['한글', 'notBase64url'],
  ['MIIB', undefined],
  ['MIIBx', 'notBase64url'],
  ['MIIBxx', 'notBase64url'],
  ['MI+B', 'plainBase64'],
  ['MI/B', 'plainBase64'],
  ['MIIBxw==', 'padded'],
  ['A'.repeat(4097), 'tooLong'],
])('a text is canonical base64url or is refused: %.10j', (text, code) => {
  if (code === undefined) expect(decodeSignedData(text)).toHaveLength(3);
  else {
    expect(() => decodeSignedData(text)).toThrow(SignedDataError);
    expect(verifySignedData(text, options)).toMatchObject({ ok: false, reason: code });
  }
});

test('a consent reads back as it was written, whatever its characters', () => {
  const text = (max: number) => fc.string({ unit: 'binary', minLength: 1, maxLength: max });
  const fields = fc.record({
    ClientUserID: text(40),
    BankAccountName: text(20),
    BankAccountNum: text(31),
    ReceiverName: text(20),
    BankCode: fc.constantFrom('004', '081', '999', '|&'),
  });
  fc.assert(
    fc.property(fields, text(80), (request, clientName) => {
      const receipt = {
        receiptId: '1',
        service: 'cms',
        request: { ...request, ReceiverBirthDay: '19991231' },
      };
      const tenant = { clientName, subClients: [] };
      const written = consentText(receipt as never, tenant as never, NOON + 999);
      expect(parseConsent(written)).toMatchObject({
        company: clientName,
        payerNumber: request.ClientUserID,
        accountHolder: request.BankAccountName,
        account: request.BankAccountNum,
        signer: request.ReceiverName,
        birthDate: '19991231',
        signedAt: NOON,
      });
      expect(parseConsent(`${written}\n`)).toBeUndefined();
      expect(parseConsent(written.slice(1))).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
