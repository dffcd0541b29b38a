import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  decodeSignedData,
  parseSignedData,
  reasons,
  toDer,
  verifySignedData,
} from '../../../contracts/signed-data/index.js';
import { requestCMS, requestESign, testCa } from '../../../fixtures/index.js';
import { forms, tamperingNames, tamperings } from '../../../simulator/core/tampering.js';
import { createSimulator, type Outcome, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested } from '../../support/caller.js';

// The simulator writes with pkijs, the reader reads with a parser of its own: neither can hide the other's mistake.
const trust = testCa.certificate;
const openssl = spawnSync('openssl', ['version']).status === 0;
let tenant: TenantHandle;
let caller: Caller;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kakaocert-'));
  writeFileSync(join(folder, 'ca.pem'), trust);
  const simulator = await createSimulator({ now: () => NOON });
  tenant = await simulator.tenant({ clientName: '가나다 주식회사' });
  caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant });
});
afterAll(() => rmSync(folder, { recursive: true }));

const request = requestCMS({ ClientUserID: 'A|1&2', BankAccountName: '홍시험' });
const expected = {
  name: '홍시험',
  accountHolder: '홍시험',
  account: '000-00-0***00',
  bank: '004',
  payerNumber: 'A|1&2',
  birthDate: '19700101',
  company: '가나다 주식회사',
  requestedAt: NOON,
};

async function signed(outcome?: Outcome): Promise<string> {
  const id = await requested(caller, request);
  await tenant.receipts.sign(id);
  if (outcome !== undefined) await tenant.outcomes.add('verifyCMS', outcome);
  return (await caller.get(`/SignDirectDebit/Verify/${id}`)).json.signedData;
}

const opensslAccepts = (bytes: Uint8Array, ...more: string[]) => {
  writeFileSync(join(folder, 'x.der'), bytes);
  const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', join(folder, 'x.der')];
  return spawnSync('openssl', [...args, '-CAfile', join(folder, 'ca.pem'), ...more]).status === 0;
};

test.each(forms)(
  'form %s verifies, as sent or converted, and says who signed what and when',
  async (form) => {
    const text = await signed({ form });
    expect(text.length).toBeLessThanOrEqual(4096);
    const verified = verifySignedData(text, { trust, expect: expected, ber: form === 'observed' });
    expect(verified).toMatchObject({
      ok: true,
      signer: { commonName: '홍시험' },
      signedAt: '2026-11-23T01:00:00.000Z',
      consent: { payerNumber: 'A|1&2', bank: '국민은행', birthDate: '19700101', company: '가나다 주식회사' },
    });
    const der = toDer(decodeSignedData(text));
    expect(verifySignedData(der, { trust, expect: expected }).ok).toBe(true);
    expect(Buffer.from(toDer(der)).equals(der)).toBe(true);
    expect(parseSignedData(der)).toMatchObject({
      hasSignedAttributes: form === 'cades',
      signer: { commonName: '홍시험' },
    });
    if (openssl)
      expect(opensslAccepts(decodeSignedData(text), ...(form === 'cades' ? ['-cades'] : []))).toBe(true);
  },
);

test('the observed form is BER as recorded: strict reading tells, with a way out', async () => {
  const text = await signed({ form: 'observed' });
  expect(Buffer.from(decodeSignedData(text)).subarray(0, 2).toString('hex')).toBe('3080');
  expect(verifySignedData(text, { trust })).toMatchObject({
    ok: false,
    reason: 'indefiniteLength',
    detail: expect.stringContaining('toDer'),
  });
});

test.each(tamperingNames)('tampered with %s, it is refused for its own reason', async (tamper) => {
  const { reason } = tamperings[tamper];
  expect(Object.keys(reasons)).toContain(reason);
  for (const form of ['der', 'cades'] as const) {
    const verified = verifySignedData(await signed({ tamper, form }), { trust, expect: expected });
    expect(verified, form).toMatchObject({ ok: false, reason, detail: expect.stringMatching(/\S/) });
  }
});

test('the same bytes are accepted if the person, the account or the time asked for are another’s', async () => {
  const text = await signed();
  for (const [name, value] of Object.entries({ ...expected, requestedAt: undefined })) {
    if (value === undefined) continue;
    expect(verifySignedData(text, { trust, expect: { [name]: `${value}x` } })).toMatchObject({
      ok: false,
      reason: `expect.${name}`,
    });
  }
  expect(verifySignedData(text, { trust, expect: { requestedAt: NOON + 1000 } })).toMatchObject({
    ok: false,
    reason: 'replayed',
  });
  expect(verifySignedData(text, { trust, expect: { bank: '국민은행' } }).ok).toBe(true);
  expect(verifySignedData(text, { trust, expect: { bank: '081' } })).toMatchObject({ reason: 'expect.bank' });
});

test('a Token is content only where it is expected', async () => {
  const { json } = await caller.post('/SignToken/Request', requestESign({ Token: '원문' }));
  await tenant.receipts.sign(json.receiptId);
  const { signedData } = (await caller.get(`/SignToken/Verify/${json.receiptId}`)).json;
  expect(verifySignedData(signedData, { trust, at: NOON })).toMatchObject({
    ok: false,
    reason: 'contentNotExpected',
  });
  expect(verifySignedData(signedData, { trust, at: NOON, expect: { token: '다른 원문' } })).toMatchObject({
    reason: 'expect.token',
  });
  expect(
    verifySignedData(signedData, { trust, at: NOON, expect: { token: '원문', name: '홍시험' } }),
  ).toMatchObject({ ok: true, text: '원문', signedAt: null });
});

test('a private CA signs, and the published one does not vouch for it', async () => {
  const simulator = await createSimulator({ now: () => NOON, ephemeralCa: true });
  const own = createCaller(simulator.fetch as typeof fetch);
  const id = await requested(own, request);
  await own.control('POST', `/receipts/${id}/sign`);
  const { signedData } = (await own.get(`/SignDirectDebit/Verify/${id}`)).json;
  expect(verifySignedData(signedData, { trust: await simulator.control.caPem() }).ok).toBe(true);
  expect(verifySignedData(signedData, { trust })).toMatchObject({ ok: false, reason: 'issuerSignature' });
});

test('options that are none are the programmer’s mistake', async () => {
  const text = await signed();
  expect(() => verifySignedData(text, { trust: 'nothing' })).toThrow(TypeError);
  expect(() => verifySignedData(text, { trust, at: 'soon' })).toThrow('at: "soon" is no instant');
});
