// Every candidate is tried, in no order that matters; the refusal says what the farthest one lacked.

import { sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCertificate } from '../../../contracts/signed-data/certificate.js';
import { findChain } from '../../../contracts/signed-data/chain.js';
import { createVerifier, type Trust, verifySignedData } from '../../../contracts/signed-data/index.js';
import { attributesWithout, by, cades, content, signer, trust } from './cases/stage.js';
import {
  authority,
  type Certified,
  certify,
  commonName,
  DAY,
  essCertificate,
  NOON,
  p256,
  root,
  signedData,
  usages,
} from './signing.js';

const CA = [authority(1), usages.keyCertSign];
const keys = p256();
const serial = (number: number) => Buffer.from([number]);
/** A root and its renewals: one name and key, other times. */
const rooted = (facts: Parameters<typeof root>[0] = {}) => root({ keys, extensions: CA, ...facts });
const current = rooted({ serial: serial(1) });
const ended = rooted({ serial: serial(2), notAfter: NOON - DAY });
const unusable = rooted({ serial: serial(3), extensions: [authority(1)] });
const rogue = root({ serial: serial(4), extensions: CA });
const stranger = root({ subject: commonName('TEST Other Root'), extensions: CA });
const person = certify({ serial: serial(5) }, current);

const outcome = (bytes: Uint8Array, roots: readonly Certified[], options = {}) => {
  const verified = verifySignedData(bytes, { trust: roots.map(({ der }) => der), ...options });
  return verified.ok ? 'ok' : verified.reason;
};
const bothWays = (bytes: Uint8Array, ...roots: readonly Certified[]) =>
  [roots, roots.toReversed()].map((order) => outcome(bytes, order));

test('a renewed root beside the old one, in either order, leads to the valid one', () => {
  expect(bothWays(by(person), ended, current)).toEqual(['ok', 'ok']);
  expect(bothWays(by(person), unusable, current)).toEqual(['ok', 'ok']);
  expect(bothWays(by(person), rogue, current)).toEqual(['ok', 'ok']);
});

test('the refusal is that of the path which came farthest', () => {
  expect(bothWays(by(person), rogue, ended)).toEqual(['expired', 'expired']);
  expect(bothWays(by(person), unusable, ended)).toEqual(['expired', 'expired']);
  expect(bothWays(by(person), unusable, rogue)).toEqual(['notAuthority', 'notAuthority']);
  expect(bothWays(by(person), rogue, stranger)).toEqual(['issuerSignature', 'issuerSignature']);
});

test('an issuer that two roots certified leads to whichever is trusted', () => {
  const middle = {
    subject: commonName('TEST ICA'),
    keys: p256(),
    extensions: [authority(0), usages.keyCertSign],
  };
  const one = certify({ ...middle, serial: serial(6) }, current);
  const other = certify({ ...middle, serial: serial(7) }, stranger);
  const bytes = by(certify({}, one), one, other);
  expect([current, stranger].map((anchor) => outcome(bytes, [anchor]))).toEqual(['ok', 'ok']);
  expect(outcome(bytes, [rogue])).toBe('issuerSignature');
});

test('self-issued authorities, by which a CA changes its key, do not count for pathLen', () => {
  const old = root({ extensions: [authority(0), usages.keyCertSign] });
  const facts = { subject: old.subject, extensions: [authority(0), usages.keyCertSign] };
  const renewed = certify({ ...facts, serial: serial(8) }, old);
  const bytes = by(certify({ serial: serial(9) }, renewed), renewed);
  expect(outcome(bytes, [old])).toBe('ok');
  const between = certify({ ...facts, subject: commonName('TEST ICA'), serial: serial(8) }, old);
  expect(outcome(by(certify({}, between), between), [old])).toBe('notAuthority');
});

test('two certificates of one issuer and serial are told apart by signingCertificateV2 alone', () => {
  const twin = certify({ keys: signer.keys }, { ...signer, subject: signer.issuer } as Certified);
  const certificates = [signer.der, twin.der];
  const verdict = (bytes: Uint8Array) => verifySignedData(bytes, { trust, allowUnbound: true });
  expect(verdict(cades({ certificates }))).toMatchObject({ ok: true });
  const unsaid = cades({ certificates, attributes: attributesWithout(3) });
  expect(verdict(unsaid)).toMatchObject({ reason: 'ambiguousSigner' });
  const neither = [...attributesWithout(3), essCertificate(Buffer.from('neither'))];
  expect(verdict(cades({ certificates, attributes: neither }))).toMatchObject({
    reason: 'signerCertificate',
  });
  expect(verdict(cades({ certificates: [signer.der, signer.der] }))).toMatchObject({ ok: true });
});

test('work is bounded: authorities that all certified one another cost no more than 64 signatures', () => {
  let checked = 0;
  const counted = ({ der }: Certified) => {
    const certificate = readCertificate(der);
    return {
      ...certificate,
      get signature() {
        checked += 1;
        return certificate.signature;
      },
    };
  };
  const enclosed = Array.from({ length: 12 }, (_, at) => counted(rooted({ serial: serial(20 + at) })));
  const roots = [counted(rogue), counted(stranger)];
  const found = findChain(counted(person), { enclosed, roots, instants: [NOON] });
  expect(found).toMatchObject({ error: { code: 'issuerSignature' } });
  expect(checked).toBeGreaterThan(12);
  expect(checked).toBeLessThanOrEqual(64);
});

test('a root without keyUsage is told as that, by its name', () => {
  const plain = rooted({ extensions: [authority(1)] });
  const verified = verifySignedData(by(person), { trust: plain.der });
  expect(verified).toMatchObject({ reason: 'notAuthority' });
  expect(!verified.ok && verified.detail).toContain('CN=TEST Root: it has no keyUsage');
});

const renewedMiddle = { subject: commonName('TEST ICA'), keys: p256() };
const ICA = { ...renewedMiddle, extensions: [authority(0), usages.keyCertSign] };
const middles = {
  good: certify({ ...ICA, serial: serial(10) }, current),
  ended: certify({ ...ICA, serial: serial(11), notAfter: NOON - DAY }, current),
  crossed: certify({ ...ICA, serial: serial(12) }, stranger),
  powerless: certify({ ...ICA, serial: serial(13), extensions: [authority(0)] }, current),
};
const leaves = [person, certify({ serial: serial(14) }, middles.good)] as const;
const others = [...Object.values(middles), current, ended, certify({ serial: serial(5) }, current)];

/** One signature for a person: ECDSA makes another one each time. */
const signatures = new Map(leaves.map((leaf) => [leaf, sign('sha256', content, leaf.keys.privateKey)]));
const seed = Number(process.env.KAKAOCERT_SEED ?? Date.now() % 2 ** 31);

test(`the verdict does not depend on the order of roots or of enclosed certificates (seed ${seed})`, () => {
  const some = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: 1 });
  const stage = fc
    .record({
      leaf: fc.constantFrom(...leaves),
      roots: some([current, ended, unusable, rogue, stranger]),
      enclosed: fc.shuffledSubarray(others, { maxLength: 4 }),
    })
    .chain(({ leaf, roots, enclosed }) =>
      fc.record({
        leaf: fc.constant(leaf),
        roots: fc.constant(roots),
        enclosed: fc.constant([leaf, ...enclosed]),
        otherRoots: fc.shuffledSubarray(roots, { minLength: roots.length }),
        otherEnclosed: fc.shuffledSubarray([leaf, ...enclosed], { minLength: enclosed.length + 1 }),
      }),
    );
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(stage, ({ leaf, roots, enclosed, otherRoots, otherEnclosed }) => {
      const signature = signatures.get(leaf) ?? Buffer.alloc(0);
      const judged = (anchors: readonly Certified[], around: readonly Certified[]) => {
        const certificates = around.map(({ der }) => der);
        const bytes = signedData({
          content,
          signer: leaf,
          certificates,
          certificatesAsGiven: true,
          signature,
        });
        return createVerifier({ trust: anchors.map(({ der }) => der) as Trust, ber: true })(bytes);
      };
      const one = judged(roots, enclosed);
      expect(judged(otherRoots, otherEnclosed)).toEqual(one);
      verdicts.add(one.ok ? 'ok' : one.reason);
    }),
    { seed, numRuns: 200 },
  );
  // Not all alike, or it would say nothing.
  expect(verdicts.size).toBeGreaterThanOrEqual(4);
}, 60_000);
