import { execFileSync, spawnSync } from 'node:child_process';
import { KeyObject, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificate } from 'pkijs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestCMS, testCa } from '../../../fixtures/index.js';
import type { Receipt } from '../../../simulator/core/receipt.js';
import type { Tenant } from '../../../simulator/core/tenant.js';
import { createSimulator } from '../../../simulator/index.js';
import { generateKeys } from '../../../simulator/pki/certificates.js';
import { certifying, loadAuthority } from '../../../simulator/signer/authority.js';
import { consentText } from '../../../simulator/signer/consent.js';
import { createLeafIssuer } from '../../../simulator/signer/leaf-issuer.js';
import { leafTemplate, publishedCa } from '../../../simulator/signer/leaf-template.js';
import {
  buildSignedData,
  issueLeaf,
  leafTemplateByPkijs,
  publishedCaByPkijs,
  signerParts,
} from '../../../simulator/signer/reference.js';
import { type SignerParts, spliceSignedData } from '../../../simulator/signer/splice.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';

const openssl = spawnSync('openssl', ['version']).status === 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function signedData(caller: Caller, request: object): Promise<Buffer> {
  const id = await requested(caller, request);
  await caller.control('POST', `/receipts/${id}/sign`);
  const { json } = await caller.get(`/SignDirectDebit/Verify/${id}`);
  expect(json.signedData).toMatch(/^[A-Za-z0-9_-]{1,4096}$/);
  return Buffer.from(json.signedData, 'base64url');
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const simulated = async () => createCaller((await createSimulator({ now: () => NOON })).fetch);

/** The person's certificate, which stands after the consent. */
const certificateIn = (der: Buffer) =>
  new X509Certificate(der.subarray(der.indexOf(Buffer.from('3082', 'hex'), der.indexOf('-->'))));

test('what stands ready of certificates and of the published CA is what pkijs writes', async () => {
  expect(leafTemplate).toEqual(await leafTemplateByPkijs());
  expect(publishedCa).toEqual(await publishedCaByPkijs());
});

test('the spliced bytes are those pkijs builds around the same signature', async () => {
  const leaf = await issueLeaf(await loadAuthority(testCa), {
    commonName: '홍시험',
    uid: 'ab'.repeat(32),
    serial: new Uint8Array(16).fill(0xff),
    notBefore: NOON,
    notAfter: NOON + 1000,
  });
  for (const length of [1, 100, 127, 128, 255, 256, 2000]) {
    const content = new Uint8Array(length).fill(0x41);
    const signature = new Uint8Array(length % 2 === 0 ? 70 : 72).fill(0x30);
    expect(Buffer.from(buildSignedData(leaf, content, signature)).toString('hex')).toBe(
      spliceSignedData(signerParts(leaf), content, signature).toString('hex'),
    );
  }
});

test.each(['keyIdentifiers', 'observed'] as const)(
  'a spliced certificate (%s) is the one pkijs issues from the same facts, but for its signature',
  async (extensions) => {
    const authority = await loadAuthority(testCa);
    const issue = createLeafIssuer(certifying(authority), extensions);
    const keys = await generateKeys();
    const publicKey = KeyObject.from(keys.publicKey).export({ type: 'spki', format: 'der' });
    const made = { publicKey, point: publicKey.subarray(-65), privateKey: KeyObject.from(keys.privateKey) };
    for (const [commonName, notAfter] of [
      ['김', Date.UTC(2027, 0, 1, 14, 59, 59)],
      ['🦁'.repeat(20), Date.UTC(2049, 11, 31, 23, 59, 59, 999)],
      ['a'.repeat(130), Date.UTC(2050, 0, 1)],
    ] as const) {
      const facts = {
        commonName,
        uid: 'cd'.repeat(32),
        serial: new Uint8Array(16).fill(0x80),
        notBefore: NOON,
        notAfter,
      };
      const ours = issue(facts, made);
      const theirs = await issueLeaf(authority, facts, keys, extensions);
      const tbs = theirs.certificate.tbsView;
      expect(hex(ours.certificate.subarray(4, 4 + tbs.length))).toBe(hex(tbs));
      // Then the algorithm (12 bytes) and the signature: each of the two draws its own.
      const rest = 4 + tbs.length;
      expect(hex(ours.certificate.subarray(rest, rest + 12))).toBe(hex(theirs.der.subarray(rest, rest + 12)));
      const certificate = new X509Certificate(ours.certificate);
      expect(certificate.verify(new X509Certificate(testCa.certificate).publicKey)).toBe(true);
      expect(certificate.raw.length).toBe(ours.certificate.length);
      const bytes = (parts: SignerParts) =>
        [parts.signerHead, parts.digestAlgorithms, parts.signatureAlgorithm].map((part) => hex(part));
      expect(bytes(ours)).toEqual(bytes(signerParts(theirs)));
    }
  },
);

test.each([
  ['observed', ['2.5.29.19', '2.5.29.15', '1.3.6.1.5.5.7.1.1']],
  ['der', ['2.5.29.35', '2.5.29.14', '2.5.29.19', '2.5.29.15', '1.3.6.1.5.5.7.1.1']],
] as const)('the certificate of the form %s has these extensions and no other', async (form, expected) => {
  const simulator = await createSimulator({ form, now: () => NOON });
  const der = await signedData(createCaller(simulator.fetch), requestCMS());
  const at = der.indexOf(Buffer.from('3082', 'hex'), der.indexOf('-->'));
  const length = der.readUInt16BE(at + 2) + 4;
  const certificate = Certificate.fromBER(new Uint8Array(der.subarray(at, at + length)).buffer);
  expect(certificate.extensions?.map(({ extnID }) => extnID)).toEqual(expected);
});

test('the comment of a consent holds a version-4 UUID without hyphens, the same for a receipt each time', () => {
  const transactions = Array.from({ length: 64 }, (_, n) => {
    const receipt = { receiptId: String(n), request: {} } as Receipt;
    const tenant = { clientName: '시험', subClients: [] as Tenant['subClients'] } as Tenant;
    const text = consentText(receipt, tenant, NOON);
    expect(consentText(receipt, tenant, NOON)).toBe(text);
    return /<!-- \|(\w+)\|\d{13}\| -->$/.exec(text)?.[1] ?? '';
  });
  for (const one of transactions) expect(one).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  expect(new Set(transactions).size).toBe(64);
});

test('the certificate is a person of a day, issued by the TEST root, and says so', async () => {
  const der = await signedData(await simulated(), requestCMS());
  const certificate = certificateIn(der);
  expect(certificate.subject).toMatch(/^CN=홍시험\nUID=[0-9a-f]{64}$/);
  expect(certificate.issuer).toContain('TEST Simulated Issuing CA');
  expect(certificate.verify(new X509Certificate(testCa.certificate).publicKey)).toBe(true);
  expect(certificate.validFrom).toBe('Nov 22 15:00:00 2025 GMT');
  expect(certificate.validTo).toBe('Nov 23 14:59:59 2027 GMT');
  expect(certificate.ca).toBe(false);
  expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
});

test("a person's certificate lasts its day on the tenant's clock; another day, and after a year, it is a new one", async () => {
  const caller = await simulated();
  const signedAfter = async (advance: string) => {
    await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance });
    return certificateIn(await signedData(caller, requestCMS()));
  };
  // From 10:00 in Seoul: the last second of the day, the first of the next, and then over a year on.
  const times = ['PT1S', 'PT13H59M58S', 'PT1S', 'P365DT23H59M59S'];
  const certificates: X509Certificate[] = [];
  for (const advance of times) certificates.push(await signedAfter(advance));
  expect(certificates.map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
    ['Nov 22 15:00:00 2025 GMT', 'Nov 23 14:59:59 2027 GMT'],
    ['Nov 22 15:00:00 2025 GMT', 'Nov 23 14:59:59 2027 GMT'],
    ['Nov 23 15:00:00 2025 GMT', 'Nov 24 14:59:59 2027 GMT'],
    ['Nov 23 15:00:00 2026 GMT', 'Nov 23 14:59:59 2028 GMT'],
  ]);
  const [first, same, next, later] = certificates.map(({ serialNumber }) => serialNumber);
  expect(same).toBe(first);
  expect(new Set([first, next, later]).size).toBe(3);
});

test('the signature is over the content itself: no signed attributes', async () => {
  const der = await signedData(await simulated(), requestCMS());
  const start = der.indexOf('\n\n\n|---|');
  const content = der.subarray(start, der.indexOf('-->', start) + 3);
  const certificate = new X509Certificate(der.subarray(der.indexOf(Buffer.from('3082', 'hex'), start)));
  // The signature algorithm (10 bytes), then the OCTET STRING's head (2 bytes), then the signature until the end.
  const algorithm = der.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex'));
  expect(verify('sha256', content, certificate.publicKey, der.subarray(algorithm + 12))).toBe(true);
});

test('the consent escapes its own marks and control characters, and compares banks by name', async () => {
  const der = await signedData(
    await simulated(),
    requestCMS({
      ClientUserID: 'a|b&c\n\u0085',
      BankCode: '005',
      BankAccountName: '김🦁',
      SubClientID: '020040000001',
    }),
  );
  const text = der.toString('utf8');
  expect(text).toContain('|납부자번호|a&#124;b&#38;c&#10;&#133;|\n');
  expect(text).toContain('|은행(카드사)명|하나은행|\n');
  expect(text).toContain('|예금주(명의자)명|김🦁|\n|생년월일|1970-01-01|\n');
  expect(text).toContain('|회사명|시험별칭|\n');
  expect(text).toMatch(/\|서명자\|홍시험\|\n\n {4}\n\n<!-- \|[0-9a-f]{32}\|1795395600000\| -->/);
});

test.skipIf(!openssl)(
  'openssl cms -verify accepts it and prints the consent; -cmsout gives the same bytes back',
  async () => {
    const caller = await simulated();
    const der = await signedData(caller, requestCMS());
    const [file, ca, again] = ['e.der', 'ca.pem', 'again.der'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, der);
    writeFileSync(ca, (await caller.control('GET', '/ca.pem')).text);
    const consent = execFileSync(
      'openssl',
      ['cms', '-verify', '-inform', 'DER', '-in', file, '-CAfile', ca, '-binary'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    ).toString('utf8');
    expect(consent).toMatch(/^\n\n\n\|---\|---\|\n\|회사명\|시험이용기관\|\n/);
    execFileSync('openssl', [
      'cms',
      '-cmsout',
      '-inform',
      'DER',
      '-in',
      file,
      '-outform',
      'DER',
      '-out',
      again,
    ]);
    expect(readFileSync(again).equals(der)).toBe(true);
    // A TLS stack must refuse the root: its only purpose is e-mail protection.
    const tls = spawnSync('openssl', ['verify', '-purpose', 'sslserver', '-CAfile', ca, ca]);
    expect(tls.status).not.toBe(0);
  },
);

test("the longest request the manual allows stays within the manual's 4,096 characters", async () => {
  const worst = '\u0085';
  await signedData(
    await simulated(),
    requestCMS({
      BankAccountName: worst.repeat(20),
      BankAccountNum: worst.repeat(31),
      ClientUserID: worst.repeat(40),
      ReceiverName: '🦁'.repeat(20),
      BankCode: worst.repeat(10),
    }),
  );
});
