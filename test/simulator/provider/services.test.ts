import { X509Certificate } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { fieldsOf } from '../../../contracts/protocol/field.js';
import { schema } from '../../../contracts/protocol/index.js';
import { requestCMS, requestESign, requestVerifyAuth } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

let caller: Caller;

beforeEach(async () => {
  caller = createCaller((await createSimulator({ now: () => NOON })).fetch);
});

const requested = async (path: string, request: object) => {
  const answer = await caller.post(`/${path}/Request`, request);
  expect(answer.status, answer.text).toBe(200);
  return answer.json as { receiptId: string; tx_id?: string };
};
const sign = (id: string) => caller.control('POST', `/receipts/${id}/sign`);

test('VerifyAuth: request, state, sign, verify gives the Token itself, once', async () => {
  const request = requestVerifyAuth({ Token: '본인인증 원문 🦁' });
  const answer = await requested('SignIdentity', request);
  expect(Object.keys(answer)).toEqual(['receiptId']);
  const { json: state } = await caller.get(`/SignIdentity/Status/${answer.receiptId}`);
  expect(Object.keys(state)).toEqual(fieldsOf(schema.ResultVerifyAuth).map(([name]) => name));
  expectRefusal(await caller.get(`/SignIdentity/Verify/${answer.receiptId}`), 'verify.notSigned');
  await sign(answer.receiptId);
  const verified = await caller.get(`/SignIdentity/Verify/${answer.receiptId}`);
  expect(verified.json).toEqual({ receiptId: answer.receiptId, signedData: request.Token });
  expectRefusal(await caller.get(`/SignIdentity/Verify/${answer.receiptId}`), 'verify.already');
});

test('VerifyAuth with --verify-auth-form cms gives a CMS around the Token', async () => {
  caller = createCaller((await createSimulator({ now: () => NOON, verifyAuthForm: 'cms' })).fetch);
  const { receiptId } = await requested('SignIdentity', requestVerifyAuth({ Token: 'identity token' }));
  await sign(receiptId);
  const { json } = await caller.get(`/SignIdentity/Verify/${receiptId}`);
  expect(Buffer.from(json.signedData, 'base64url').toString('latin1')).toContain('identity token');
});

test('VerifyAuth has no App-to-App mode: isAppUseYN is an unknown field there', async () => {
  const answer = await requested('SignIdentity', { ...requestVerifyAuth(), isAppUseYN: true });
  expect(answer).toEqual({ receiptId: expect.any(String) });
});

test('ESign signs the Token text', async () => {
  const { receiptId } = await requested('SignToken', requestESign({ Token: '전자서명 원문' }));
  const { json: state } = await caller.get(`/SignToken/Status/${receiptId}`);
  expect(Object.keys(state)).toEqual(fieldsOf(schema.ResultESign).map(([name]) => name));
  await sign(receiptId);
  const { json } = await caller.get(`/SignToken/Verify/${receiptId}`);
  const der = Buffer.from(json.signedData, 'base64url');
  const at = der.indexOf('전자서명 원문');
  expect(der.subarray(at - 2, at)).toEqual(Buffer.from([0x04, Buffer.byteLength('전자서명 원문')]));
  const certificate = new X509Certificate(der.subarray(der.indexOf(Buffer.from('3082', 'hex'), at)));
  expect(certificate.subject).toMatch(/^CN=홍시험\n/);
});

test.each(['SignIdentity', 'SignToken'])('%s wants a Token', async (path) => {
  const { Token: _, ...rest } = requestESign();
  expectRefusal(await caller.post(`/${path}/Request`, rest), 'field.Token.required');
  expectRefusal(await caller.post(`/${path}/Request`, { ...rest, Token: 1 }), 'field.Token.format');
});

test('a Token whose signedData would pass 4,096 characters is refused at Request, and not a byte sooner', async () => {
  const name = '홍시험';
  const largest = 3072 - 916 - Buffer.byteLength(name);
  const request = (bytes: number) => requestESign({ ReceiverName: name, Token: 'x'.repeat(bytes) });
  expectRefusal(await caller.post('/SignToken/Request', request(largest + 1)), 'field.Token.length');
  const lengths: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const { receiptId } = await requested('SignToken', request(largest));
    await sign(receiptId);
    lengths.push((await caller.get(`/SignToken/Verify/${receiptId}`)).json.signedData.length);
  }
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4096);
  // ECDSA signatures vary by a few bytes, so the bound is at most that many characters too careful.
  expect(Math.max(...lengths)).toBeGreaterThan(4096 - 12);
  expectRefusal(
    await caller.post('/SignIdentity/Request', requestVerifyAuth({ Token: 'x'.repeat(4097) })),
    'field.Token.length',
  );
});

test('a receipt belongs to its service: another service does not know it', async () => {
  const { receiptId } = await requested('SignToken', requestESign());
  for (const path of ['SignDirectDebit', 'SignIdentity']) {
    expectRefusal(await caller.get(`/${path}/Status/${receiptId}`), 'receipt.unknown');
    expectRefusal(await caller.get(`/${path}/Verify/${receiptId}`), 'receipt.unknown');
  }
});

test.each([
  ['SignDirectDebit', requestCMS],
  ['SignToken', requestESign],
] as const)(
  '%s App-to-App: tx_id in the answers, and verify wants the value the app got',
  async (path, request) => {
    const { receiptId, tx_id } = await requested(path, { ...request(), isAppUseYN: true });
    expect(tx_id).toMatch(/^\S+$/);
    expect((await caller.get(`/${path}/Status/${receiptId}`)).json).toMatchObject({ appUseYN: true, tx_id });
    expect((await caller.control('GET', `/receipts/${receiptId}`)).json).toMatchObject({
      txId: tx_id,
      signature: null,
    });

    const { signature } = (await sign(receiptId)).json;
    expect(signature).toMatch(/^[A-Za-z0-9_-]{20,}$/);
    const verify = (rest: string) => caller.get(`/${path}/Verify/${receiptId}${rest}`);
    for (const wrong of [
      '',
      '/',
      '/null',
      '/undefined',
      `/${signature}/`,
      `/${signature}x`,
      '/a/b/c',
      '/%2F',
    ]) {
      expectRefusal(await verify(wrong), 'verify.signature');
    }
    const verified = await verify(`/${signature}`);
    expect(verified.json).toEqual({ receiptId, signedData: expect.any(String) });
    expectRefusal(await verify(`/${signature}`), 'verify.already');
  },
);

test('on a Talk receipt a signature is ignored, and the trailing slash too', async () => {
  for (const rest of ['/', '/anything/at/all']) {
    const { receiptId } = await requested('SignToken', requestESign());
    await sign(receiptId);
    expect((await caller.get(`/SignToken/Verify/${receiptId}${rest}`)).status).toBe(200);
  }
});
