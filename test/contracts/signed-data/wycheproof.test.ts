// Project Wycheproof's signatures, each wrapped as SignedData: the valid ones are accepted, the invalid ones refused for
// their signature. They come as a Go module (Apache-2.0), so Go fetches them; where it can't, they are skipped by name.
// A smaller set, made alike with keys of this run, is judged always.

import { spawnSync } from 'node:child_process';
import { constants, createHash, privateEncrypt, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifySignedData } from '../../../contracts/signed-data/index.js';
import { ca, content, trust } from './cases/stage.js';
import { type Certified, certify, ECDSA_SHA256, NOON, p256, RSA_SHA256, rsa, signedData } from './signing.js';
import { integer, nothing, octets, oid, seq, tlv } from './writer.js';

const MODULE = 'github.com/c2sp/wycheproof@v0.0.0-20260902155932-3fa63dd0344a';

/** The folder of the vectors; undefined where Go is missing or can't fetch them. */
function fetched(): string | undefined {
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  const { status, stdout } = spawnSync('go', ['mod', 'download', '-json', MODULE], {
    cwd: tmpdir(),
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return status === 0 ? join((JSON.parse(stdout) as { Dir: string }).Dir, 'testvectors_v1') : undefined;
}

interface Vectors {
  readonly testGroups: readonly {
    readonly publicKeyDer: string;
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: 'valid' | 'invalid' | 'acceptable';
    }[];
  }[];
}

interface Signed {
  readonly what: string;
  readonly message: Buffer;
  readonly signature: Buffer;
  readonly isValid: boolean;
}

/** Says nothing of what is judged rightly. */
function misjudged(
  signer: Certified,
  algorithm: Buffer,
  { what, message, signature, isValid }: Signed,
): string[] {
  const bytes = signedData({ content: message, signer, algorithm, signature });
  const token = message.toString('utf8');
  const verified = verifySignedData(bytes, { trust, at: NOON, expect: { token } });
  // A message that is no text is no Token either, which is asked after the signature.
  const isText = Buffer.from(token).equals(message);
  const verdict = verified.ok ? 'ok' : verified.reason;
  // Some are longer than any signedData, and refused before anything of theirs is read.
  const refusal = bytes.length > 3072 ? 'tooLong' : 'signature';
  const expected = !isValid ? refusal : isText ? 'ok' : 'expect.token';
  return verdict === expected ? [] : [`${what}: ${verdict}, not ${expected}`];
}

const folder = fetched();
const hex = (text: string) => Buffer.from(text, 'hex');

test.skipIf(folder === undefined).each([
  ['ecdsa_secp256r1_sha256_test.json', ECDSA_SHA256, true, 450],
  // The same numbers in the form of IEEE P1363, which CMS does not have.
  ['ecdsa_secp256r1_sha256_p1363_test.json', ECDSA_SHA256, false, 200],
  ['rsa_signature_2048_sha256_test.json', RSA_SHA256, true, 240],
  ['rsa_signature_3072_sha256_test.json', RSA_SHA256, true, 240],
  ['rsa_signature_4096_sha256_test.json', RSA_SHA256, true, 240],
])(
  'Wycheproof, %s',
  (file, algorithm, isOurForm, least) => {
    const { testGroups } = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as Vectors;
    const wrong: string[] = [];
    let count = 0;
    for (const { publicKeyDer, tests } of testGroups) {
      const person = certify({ spki: hex(publicKeyDer) }, ca);
      for (const { tcId, comment, msg, sig, result } of tests) {
        // "Acceptable" says that verifiers differ, and may.
        if (result === 'acceptable') continue;
        count += 1;
        const isValid = result === 'valid' && isOurForm;
        const signed = { what: `${tcId} ${comment}`, message: hex(msg), signature: hex(sig), isValid };
        wrong.push(...misjudged(person, algorithm, signed));
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(least);
  },
  120_000,
);

/** The order of P-256 (FIPS 186-5, SP 800-186). */
const N = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** An INTEGER of a number that is not negative. */
function int(value: bigint): Buffer {
  const digits = value.toString(16);
  const bytes = hex(digits.padStart(digits.length + (digits.length % 2), '0'));
  return integer((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

test('alike: ECDSA signatures, of which two are valid', () => {
  const person = certify({ keys: p256() }, ca);
  const raw = sign('sha256', content, { key: person.keys.privateKey, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [raw.subarray(0, 32), raw.subarray(32)].map((half) =>
    BigInt(`0x${half.toString('hex')}`),
  ) as [bigint, bigint];
  const zeros = (value: bigint) => Buffer.concat([Buffer.alloc(2), int(value).subarray(2)]);
  const valid = { 'as it is': seq(int(r), int(s)), 'the other s': seq(int(r), int(N - s)) };
  const invalid = {
    nothing: Buffer.alloc(0),
    'both zero': seq(int(0n), int(0n)),
    'r zero': seq(int(0n), int(s)),
    's zero': seq(int(r), int(0n)),
    'both one': seq(int(1n), int(1n)),
    'r of the order': seq(int(N), int(s)),
    's of the order': seq(int(r), int(N)),
    'r and the order': seq(int(r + N), int(s)),
    's and the order': seq(int(r), int(s + N)),
    exchanged: seq(int(s), int(r)),
    'r negative': seq(integer(hex(`ff${r.toString(16).padStart(64, '0')}`)), int(s)),
    'leading zeros': seq(integer(zeros(r)), int(s)),
    'a third number': seq(int(r), int(s), int(1n)),
    'one number': seq(int(r)),
    'a byte after it': Buffer.concat([seq(int(r), int(s)), Buffer.alloc(1)]),
    'a SET': tlv(0x31, int(r), int(s)),
    'indefinite length': Buffer.concat([hex('3080'), int(r), int(s), Buffer.alloc(2)]),
    'a longer length': Buffer.concat([hex('3081'), seq(int(r), int(s)).subarray(1)]),
    'IEEE P1363': raw,
  };
  const judged = (signatures: Readonly<Record<string, Buffer>>, isValid: boolean) =>
    Object.entries(signatures).flatMap(([what, signature]) =>
      misjudged(person, ECDSA_SHA256, { what, message: content, signature, isValid }),
    );
  expect(judged(valid, true)).toEqual([]);
  expect(judged(invalid, false)).toEqual([]);
});

test('alike: RSA signatures, of which one is valid', () => {
  const person = certify({ keys: rsa(2048) }, ca);
  const digest = (hash: string, type: string) =>
    seq(seq(oid(type), nothing), octets(createHash(hash).update(content).digest()));
  const sha256 = digest('sha256', '2.16.840.1.101.3.4.2.1');
  const filled = (info: Buffer, head = '0001', fill = 0xff, end = Buffer.alloc(0)) =>
    Buffer.concat([
      hex(head),
      Buffer.alloc(253 - info.length - end.length, fill),
      Buffer.alloc(1),
      info,
      end,
    ]);
  const encrypted = (encoded: Buffer) =>
    privateEncrypt({ key: person.keys.privateKey, padding: constants.RSA_NO_PADDING }, encoded);
  const short = Buffer.concat([hex('0001'), Buffer.alloc(8, 0xff), Buffer.alloc(1), sha256]);
  const encodings = {
    'as it is': filled(sha256),
    'another hash': filled(digest('sha1', '1.3.14.3.2.26')),
    'SHA-1 said, SHA-256 done': filled(seq(seq(oid('1.3.14.3.2.26'), nothing), sha256.subarray(-34))),
    'the digest alone': filled(sha256.subarray(-32)),
    'type 2': filled(sha256, '0002'),
    'type 0': filled(sha256, '0000', 0),
    'another fill': filled(sha256, '0001', 0xfe),
    'bytes after the digest': filled(sha256, '0001', 0xff, Buffer.alloc(16, 1)),
    'eight bytes of fill and rubbish after': Buffer.concat([short, Buffer.alloc(256 - short.length, 0x5a)]),
    'indefinite length': filled(Buffer.concat([hex('3080'), sha256.subarray(2), Buffer.alloc(2)])),
  };
  const judged = Object.entries(encodings).flatMap(([what, encoded], at) =>
    misjudged(person, RSA_SHA256, {
      what,
      message: content,
      signature: encrypted(encoded),
      isValid: at === 0,
    }),
  );
  const honest = encrypted(filled(sha256));
  const sizes = {
    'a byte more': Buffer.concat([Buffer.alloc(1), honest]),
    'a byte less': honest.subarray(1),
  };
  const sized = Object.entries({ nothing: Buffer.alloc(0), ...sizes }).flatMap(([what, signature]) =>
    misjudged(person, RSA_SHA256, { what, message: content, signature, isValid: false }),
  );
  expect([...judged, ...sized]).toEqual([]);
});
