// `signed-data` on the command line: what goes in, what comes out, and the exit code.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { signedDataCommand, signedDataHelp } from '../../cli/signed-data.js';
import { verifySignedData } from '../../contracts/signed-data/index.js';
import { requestCMS, testCa } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import {
  asText,
  attributesWithout,
  ca,
  cades,
  content,
  good,
  otherContent,
  signer,
  token,
  trust,
} from '../contracts/signed-data/cases/stage.js';
import {
  attribute,
  certify,
  commonName,
  consent,
  NOON,
  observed,
  signedData,
} from '../contracts/signed-data/signing.js';
import { nothing, seq } from '../contracts/signed-data/writer.js';
import { createCaller, requested } from '../support/caller.js';

const folder = mkdtempSync(join(tmpdir(), 'kakaocert-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pem = join(folder, 'ca.pem');
writeFileSync(pem, trust);

async function run(argv: readonly string[], stdin: Uint8Array | string = '') {
  const out: Uint8Array[] = [];
  let err = '';
  const code = await signedDataCommand(argv, {
    env: {},
    // In two pieces, that may part a character.
    stdin: (async function* () {
      const bytes = Buffer.from(stdin as string);
      yield bytes.subarray(0, 7);
      yield bytes.subarray(7);
    })(),
    stdout: { write: (chunk) => out.push(Buffer.from(chunk as string)) },
    stderr: {
      write: (chunk) => {
        err += chunk;
      },
    },
  });
  const bytes = Buffer.concat(out);
  return { code, bytes, out: bytes.toString('utf8'), err };
}

const saved = (name: string, bytes: Uint8Array | string) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const text = good().toString('base64url');
const answer = JSON.stringify({ receiptId: '020261123100000001', signedData: text });

test('text, DER and the JSON answer are read, from a file or from standard input, and verify', async () => {
  const forms = [
    text,
    `${text}\n`,
    `\ufeff${text}\r\n`,
    good(),
    answer,
    `${answer}\n`,
    JSON.stringify(text),
    `${JSON.stringify(text)}\n`,
    Buffer.from(text, 'utf16le'),
  ];
  for (const form of forms.slice(0, -1)) {
    expect(await run(['verify', '--ca', pem], form)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^valid\n/),
    });
    expect(await run(['verify', saved('form', form), `--ca=${pem}`])).toMatchObject({ code: 0 });
    expect(await run(['verify', '-', '--ca', pem], form)).toMatchObject({ code: 0, err: '' });
  }
  const powershell = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${text}\r\n`, 'utf16le')]);
  expect(await run(['verify', '--ca', pem], powershell)).toMatchObject({ code: 0 });
});

test('what is valid is shown in Korean, and as JSON', async () => {
  const { out } = await run(['verify', '--ca', pem], text);
  expect(out).toContain('signer     CN=홍시험\n');
  expect(out).toContain('  예금주(명의자)명: 홍시험\n');
  expect(out).toContain('signed     2026-11-23T01:00:00.000Z\n');
  const json = JSON.parse((await run(['verify', '--ca', pem, '--json'], text)).out);
  expect(json).toMatchObject({
    ok: true,
    signer: { commonName: '홍시험' },
    consent: { bank: '국민은행' },
    trust: [pem],
  });
});

test('what the simulator signs verifies without a word about trust, and the answer says whose word that is', async () => {
  const simulator = await createSimulator({ now: () => NOON, sign: 'immediate' });
  const caller = createCaller(simulator.fetch as typeof fetch);
  const id = await requested(caller, requestCMS());
  const verified = (await caller.get(`/SignDirectDebit/Verify/${id}`)).text;
  const { code, out } = await run(['verify', '--bank', '004', '--name', '홍시험'], verified);
  expect([code, out]).toEqual([0, expect.stringContaining('the published TEST CA, which proves nothing')]);
  expect(await run(['verify', '--ca', saved('test-ca.pem', testCa.certificate)], verified)).toMatchObject({
    code: 0,
  });
});

test.each([
  ['another account', ['--account', '1'], 'expect.account'],
  ['another name', ['--name', '김다른'], 'expect.name'],
  ['another holder', ['--account-holder', '김다른'], 'expect.accountHolder'],
  ['another bank', ['--bank', '081'], 'expect.bank'],
  ['another payer number', ['--payer-number', '1'], 'expect.payerNumber'],
  ['another birth date', ['--birth-date', '19700102'], 'expect.birthDate'],
  ['another institution', ['--company', '다른기관'], 'expect.company'],
  ['another Token', ['--token', '시험 토큰'], 'expect.token'],
  ['an older receipt', ['--requested-at', '2026-11-23T10:00:01+09:00'], 'replayed'],
  ['ten years later', ['--at', '2036-11-23T00:00:00Z'], 'expired'],
])('%s is invalid: exit 1 with the reason', async (_, flags, reason) => {
  const { code, out } = await run(['verify', '--ca', pem, ...flags], text);
  expect([code, out.split('\n')[0]]).toEqual([1, `invalid: ${reason}`]);
  const json = JSON.parse((await run(['verify', '--ca', pem, '--json', ...flags], text)).out);
  expect(json).toEqual({ ok: false, reason, detail: expect.stringMatching(/\S/) });
});

test.each<[string, Uint8Array | string, string, RegExp]>([
  ['padding', `${text}=`, 'padded', /without padding/],
  ['standard base64', 'MI+B', 'plainBase64', /base64url/],
  ['PEM', '-----BEGIN CMS-----\nMII=\n-----END CMS-----', 'notBase64url', /openssl cms -cmsout/],
  ['JSON without it', '{"receiptId":"1"}', 'notBase64url', /without a "signedData"/],
  ['half a JSON', '{"receiptId":', 'notBase64url', /starts like JSON/],
  ['nothing', '', 'notBase64url', /empty/],
  ['a byte too few', good().subarray(0, -1), 'truncated', /cut/],
  ['BER', observed({ content, signer }), 'indefiniteLength', /--ber, or convert it with signed-data to-der/],
  ['a Token', good({ content: token }), 'contentNotExpected', /--token/],
  ['another root', good({ signer: certify({}) }), 'untrustedRoot', /--ca/],
])('%s: the reason, and what to do', async (_, input, reason, next) => {
  const { code, out } = await run(['verify', '--ca', pem], input);
  expect([code, out]).toEqual([1, expect.stringMatching(next)]);
  expect(out.split('\n')[0]).toBe(`invalid: ${reason}`);
});

test('BER with --ber, and a Token with --token, are valid', async () => {
  expect(await run(['verify', '--ca', pem, '--ber'], observed({ content, signer }))).toMatchObject({
    code: 0,
  });
  const bare = signedData({ content: token, signer });
  const { code, out } = await run(
    ['verify', '--ca', pem, '--token', '시험 토큰', '--at', '2026-11-23T01:00:00Z'],
    bare,
  );
  expect([code, out]).toEqual([0, expect.stringContaining('content    시험 토큰\n')]);
});

test('several roots may be given', async () => {
  const other = saved('other.der', certify({ subject: commonName('TEST Other') }).der);
  expect(await run(['verify', '--ca', other, '--ca', pem], text)).toMatchObject({ code: 0 });
});

test('inspect shows names, consent and tree, and says that nothing is verified', async () => {
  const { code, out } = await run(['inspect'], answer);
  expect(code).toBe(0);
  expect(out).toMatch(/^DER, \d+ bytes, from json\n/);
  expect(out).toContain('  은행(카드사)명: 국민은행\n');
  expect(out).toMatch(
    /\n {5}0 {2}4\+\d+ +SEQUENCE\n {5}4 {2}2\+9 +OBJECT IDENTIFIER 1\.2\.840\.113549\.1\.7\.2 signedData\n/,
  );
  expect(out).toContain('Nothing of this is verified');
  const json = JSON.parse((await run(['inspect', '--json'], answer)).out);
  expect(json).toMatchObject({
    ok: true,
    encoding: 'DER',
    consent: { signer: '홍시험' },
    tree: expect.arrayContaining([expect.objectContaining({ offset: 0, type: 'SEQUENCE' })]),
  });
});

test('inspect reads BER as it stands, and shows the tree of what is no signedData', async () => {
  const ber = await run(['inspect'], observed({ content, signer }));
  expect(ber).toMatchObject({ code: 0, out: expect.stringMatching(/^BER/) });
  expect(ber.out).toMatch(/\n {5}0 {2}2\+∞/);
  const certificate = await run(['inspect'], ca.der);
  expect(certificate).toMatchObject({ code: 1, out: expect.stringMatching(/^invalid: notSignedData/) });
  expect(certificate.out).toContain('OBJECT IDENTIFIER 2.5.4.3 CN\n');
  expect(await run(['inspect'], Buffer.from([0xff]))).toMatchObject({ code: 1 });
});

test('inspect shows attributes, certificates and what it can not show, with Korean words', async () => {
  const attributes = [...attributesWithout(3), attribute('2.999.7', nothing)];
  const { code, out } = await run(['inspect'], JSON.stringify(asText(cades({ attributes, lists: [seq()] }))));
  expect(code).toBe(0);
  expect(out).toMatch(/^DER, \d+ bytes, from json\n/);
  expect(out).toMatch(
    /\nattribute {2}messageDigest \(digest of the content, 콘텐츠 다이제스트\): [0-9a-f]{64}\n/,
  );
  expect(out).toContain('\nattribute  2.999.7: 0500\n');
  expect(out).toMatch(
    /\nenclosed {3}CN=홍시험, the signer, serial 4a01, key P-256, issued by C=KR, CN=TEST Root\n/,
  );
  expect(out).toContain(
    '\nnot shown  revocation lists or answers: 1 (인증서 폐지 목록 또는 폐지 응답: 1개)\n',
  );
  const json = JSON.parse((await run(['inspect', '--json'], cades({ attributes }))).out);
  expect(json).toMatchObject({
    signedAttributes: expect.arrayContaining([expect.objectContaining({ oid: '2.999.7', words: null })]),
    enclosed: [{ isSigner: true }],
    notShown: [],
  });
});

test('attributes that do not name the certificate: refused with the way out, accepted with it', async () => {
  const unbound = cades({ attributes: attributesWithout(3) });
  const { code, out } = await run(['verify', '--ca', pem], unbound);
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(/^invalid: notBoundToCertificate\n.*\n.*--allow-unbound/),
  ]);
  expect(await run(['verify', '--ca', pem, '--allow-unbound'], unbound)).toMatchObject({ code: 0 });
});

test('names and consents can not move the cursor', async () => {
  const wild = good({
    content: consent({ account: '&#27;[2J' }),
    signer: certify({ subject: commonName('\u001b[31m\u202e') }, ca),
  });
  const { out } = await run(['inspect'], wild);
  expect(out).not.toMatch(/[\u001b\u202e]/);
  expect(out).toContain('계좌(카드)번호: \\u{1b}[2J\n');
  const json = await run(['inspect', '--json'], wild);
  expect(json.out).not.toMatch(/[\u001b\u202e]/);
  expect(JSON.parse(json.out)).toMatchObject({ signer: { commonName: '\u001b[31m\u202e' } });
});

test('to-der writes the bytes, to standard output or to a file', async () => {
  const { code, bytes } = await run(['to-der'], observed({ content, signer }).toString('base64url'));
  expect(code).toBe(0);
  expect(verifySignedData(bytes, { trust })).toMatchObject({ ok: true });
  const out = join(folder, 'out.der');
  expect(await run(['to-der', '--out', out], good())).toMatchObject({ code: 0, out: `written: ${out}\n` });
  expect(readFileSync(out).equals(good())).toBe(true);
  const json = JSON.parse((await run(['to-der', '--json'], good())).out);
  expect(json).toMatchObject({ ok: true, size: good().length, out: null });
  expect(await run(['to-der'], good().subarray(0, -1))).toMatchObject({
    code: 1,
    out: expect.stringMatching(/truncated/),
  });
});

test('evidence tells what KFTC would say: exit 1 where it would refuse', async () => {
  expect(await run(['evidence'], text)).toMatchObject({ code: 0, out: 'nothing is known against it\n' });
  const masked = good({ content: consent({ account: '000-***' }) });
  const refused = await run(['evidence'], masked);
  expect(refused).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^refused: account\.masked: .*\n {2}KFTC 0012; /),
  });
  const doubtful = await run(['evidence', '--date', '20261124', '--json'], text);
  expect([doubtful.code, JSON.parse(doubtful.out)]).toMatchObject([
    0,
    { ok: true, findings: [{ id: 'consent.day' }] },
  ]);
  expect(await run(['evidence', '--account', '1'], text)).toMatchObject({ code: 1 });
});

test('evidence writes the .der and the EI13 file into a folder', async () => {
  const out = join(folder, 'kftc');
  const flags = ['--institution', '9920000000', '--date', '20261123', '--out', out];
  expect(await run(['evidence', ...flags], observed({ content, signer }))).toEqual({
    code: 0,
    bytes: expect.anything(),
    out: `nothing is known against it\nwritten: ${join(out, '20261123-0000001-TEST-0001.der')}\nwritten: ${join(out, 'EI131123')}\n`,
    err: '',
  });
  const blocks = () => readFileSync(join(out, 'EI131123'));
  expect(blocks().length % 1024).toBe(0);
  expect(
    verifySignedData(readFileSync(join(out, '20261123-0000001-TEST-0001.der')), { trust }),
  ).toMatchObject({ ok: true });
  const total = () =>
    blocks()
      .subarray(-1024 + 42, -1024 + 52)
      .toString();
  expect(total()).toBe('0000000003');
  await run(['evidence', ...flags, '--block-count', 'data'], text);
  expect(total()).toBe('0000000001');
  const refused = await run(['evidence', ...flags], good({ content: consent({ account: '' }) }));
  expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/^refused: account\.missing/) });
});

test.each<[string, string[], RegExp]>([
  ['no sub-command', [], /Say what to do: inspect, verify, to-der, evidence/],
  ['an unknown one', ['check'], /"check" is none of inspect/],
  ['what every object has', ['toString'], /"toString" is none of/],
  ['an unknown flag', ['verify', '--sign'], /'--sign'/],
  ['a flag of another sub-command', ['inspect', '--ca', pem], /'--ca'/],
  ['a flag without its value', ['verify', '--ca'], /'--ca/],
  ['two files', ['verify', 'a', 'b'], /One file at a time, not also "b"/],
  ['a file that is not there', ['verify', join(folder, 'nowhere')], /Can't read ".*nowhere": ENOENT/],
  ['a root that is not there', ['verify', '--ca', join(folder, 'nowhere')], /Can't read ".*nowhere": ENOENT/],
  [
    'a root that is none',
    ['verify', '--ca', saved('none.pem', 'hello')],
    /trust: one that holds no certificate/,
  ],
  ['an instant that is none', ['verify', '--ca', pem, '--at', 'soon'], /at: "soon" is no instant/],
  [
    'a count that is none',
    ['evidence', '--block-count', 'some'],
    /--block-count: "some" is none of all, data/,
  ],
  ['files without an institution', ['evidence', '--out', folder], /give --institution and --date/],
  ['a folder that is none', ['to-der', '--out', join(pem, 'x')], /Can't write ".*ca\.pem.x": ENOTDIR/],
])('%s is a mistake on the line: one clear line, exit 2', async (_, argv, message) => {
  const { code, out, err } = await run(argv, text);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
  expect(err).toMatch(/^kakaocert-simulator signed-data: .*\. Try signed-data --help\.\n$/);
});

test('--help lists every sub-command with its flags', () => {
  const help = signedDataHelp('en');
  for (const word of [
    'inspect [file|-]',
    'verify [file|-]',
    'to-der',
    'evidence',
    '--requested-at',
    '--block-count',
  ]) {
    expect(help).toContain(word);
  }
});

test('the same person with another consent is told apart only by what was asked', async () => {
  const other = good({ content: otherContent });
  expect(await run(['verify', '--ca', pem], other)).toMatchObject({ code: 0 });
  expect(await run(['verify', '--ca', pem, '--account', '00000000000000'], other)).toMatchObject({ code: 1 });
});
