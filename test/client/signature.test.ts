// Checking the signature with the answer: nothing wrong is let through, and nothing that came is lost.

import { afterAll, expect, test } from 'vitest';
import { createClient, MisuseError, SignatureError, type VerifyOptions } from '../../client/index.js';
import { decodeSignedData, parseSignedData } from '../../contracts/signed-data/index.js';
import { requestCMS, requestESign, requestVerifyAuth } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { CODE, CREDENTIALS, createProvider, failure, RECEIPT_ID, start } from './provider.js';

const simulator = await createSimulator();
afterAll(() => simulator.close());
const trust = await simulator.control.caPem();
const tenant = await simulator.tenant({ sign: 'immediate' });
const code = tenant.clientCode;
const client = createClient({ ...tenant, fetch: simulator.fetch, trust });

const asked = requestCMS();
const expectation = {
  name: asked.ReceiverName,
  account: asked.BankAccountNum,
  bank: asked.BankCode,
  payerNumber: asked.ClientUserID,
  birthDate: asked.ReceiverBirthDay,
};

test('a good signature over what was asked is returned', async () => {
  const { receiptId } = await client.requestCMS(code, asked);
  expect(await client.verifyCMS(code, receiptId, { expect: expectation })).toMatchObject({ receiptId });
});

test('without trust nothing is checked', async () => {
  const careless = createClient({ ...tenant, fetch: simulator.fetch });
  const { receiptId } = await careless.requestCMS(code, asked);
  expect(await careless.verifyCMS(code, receiptId)).toMatchObject({ receiptId });
});

test('another person’s signature is refused, and the error carries the result but shows no person', async () => {
  const { receiptId } = await client.requestCMS(code, asked);
  const error = await failure(client.verifyCMS(code, receiptId, { expect: { name: '김다른' } }));
  if (!(error instanceof SignatureError)) throw error;
  expect(error).toMatchObject({
    name: 'SignatureError',
    code: -99999999,
    reason: 'expect.name',
    operation: 'verifyCMS',
    maybeDelivered: true,
  });
  expect(error.result.receiptId).toBe(receiptId);
  expect(parseSignedData(decodeSignedData(error.result.signedData)).signer?.commonName).toBe(
    asked.ReceiverName,
  );
  expect(error.detail).toContain('김다른');
  const shown = `${error.stack} ${JSON.stringify(error)}`;
  for (const personal of ['김다른', asked.ReceiverName, error.result.signedData]) {
    expect(shown).not.toContain(personal);
  }
});

/** A client whose Verify answer is altered on its way. */
const meddled = (alter: (signedData: string) => string) =>
  createClient({
    ...tenant,
    trust,
    fetch: async (url, init) => {
      const response = await simulator.fetch(url, init);
      if (!url.includes('/Verify/')) return response;
      const answer = (await response.json()) as { signedData: string };
      return Response.json({ ...answer, signedData: alter(answer.signedData) });
    },
  });

test('an altered signedData is refused', async () => {
  const altered = meddled((signedData) => `${signedData.slice(0, -4)}AAAA`);
  const { receiptId } = await altered.requestCMS(code, asked);
  expect(await failure(altered.verifyCMS(code, receiptId))).toBeInstanceOf(SignatureError);
});

test('a signedData in plain base64 is checked as what it is', async () => {
  const padded = meddled((signedData) => Buffer.from(signedData, 'base64url').toString('base64'));
  const { receiptId } = await padded.requestCMS(code, asked);
  const result = await padded.verifyCMS(code, receiptId, { expect: expectation });
  expect(result.signedData).toMatch(/[+/=]/);
  expect(result.notice).toContain('base64');
});

test('trust given to one call wins over the client’s', async () => {
  const { receiptId } = await client.requestCMS(code, asked);
  const first = await createClient({ ...tenant, fetch: simulator.fetch }).verifyCMS(code, receiptId);
  const stranger = parseSignedData(decodeSignedData(first.signedData)).certificate;
  const { receiptId: second } = await client.requestCMS(code, asked);
  const error = await failure(client.verifyCMS(code, second, { trust: stranger ?? [] }));
  expect(error).toMatchObject({ reason: 'untrustedRoot' });
});

test('ESign is accepted for the Token that was sent, and for no other', async () => {
  const request = requestESign();
  const { receiptId } = await client.requestESign(code, request);
  await client.verifyESign(code, receiptId, { expect: { token: request.Token } });
  for (const check of [{}, { expect: { token: 'another' } }]) {
    const { receiptId } = await client.requestESign(code, request);
    expect(await failure(client.verifyESign(code, receiptId, check))).toBeInstanceOf(SignatureError);
  }
});

test('VerifyAuth returns the Token itself: trust is not asked of it, the Token may be compared', async () => {
  const request = requestVerifyAuth();
  const checks: VerifyOptions[] = [{}, { expect: { token: request.Token } }];
  for (const check of checks) {
    const { receiptId } = await client.requestVerifyAuth(code, request);
    expect((await client.verifyAuth(code, receiptId, check)).signedData).toBe(request.Token);
  }
  const { receiptId } = await client.requestVerifyAuth(code, request);
  const error = await failure(client.verifyAuth(code, receiptId, { expect: { token: 'another' } }));
  expect(error).toMatchObject({ name: 'SignatureError', reason: 'expect.token' });
});

test('VerifyAuth in the CMS form is checked where trust is given with the call', async () => {
  const cms = await createSimulator({ verifyAuthForm: 'cms' });
  const signing = await cms.tenant({ sign: 'immediate' });
  const its = createClient({ ...signing, fetch: cms.fetch });
  const request = requestVerifyAuth();
  const { receiptId } = await its.requestVerifyAuth(signing.clientCode, request);
  const check = { trust, expect: { token: request.Token } };
  expect(await its.verifyAuth(signing.clientCode, receiptId, check)).toMatchObject({ receiptId });
  await cms.close();
});

test.each<[string, object]>([
  ['roots that are none', { trust: 'not a certificate' }],
  ['an instant that is none', { trust, at: 'yesterday' }],
  ['an expectation without trust', { expect: { name: '홍길동' } }],
  ['a Token expected without trust', { expect: { token: 't' } }],
])('%s: found before Verify is called', async (_what, check) => {
  const { provider, client } = start();
  expect(await failure(client.verifyCMS(CODE, RECEIPT_ID, check))).toBeInstanceOf(MisuseError);
  expect(provider.seen).toEqual([]);
});

test('createClient refuses roots that are none', () => {
  const { fetch } = createProvider();
  expect(() => createClient({ ...CREDENTIALS, fetch, trust: 'not a certificate' })).toThrow(MisuseError);
});
