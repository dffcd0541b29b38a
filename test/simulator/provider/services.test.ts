import { beforeEach, expect, test } from 'vitest';
import { requestESign, requestVerifyAuth } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON } from '../../support/caller.js';
import { expectRefusal } from '../../support/refusal.js';

// What only the simulator has; what is promised of any provider stands in contracts/suite/cases.

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

test('VerifyAuth with --verify-auth-form cms gives a CMS around the Token', async () => {
  caller = createCaller((await createSimulator({ now: () => NOON, verifyAuthForm: 'cms' })).fetch);
  const { receiptId } = await requested('SignIdentity', requestVerifyAuth({ Token: 'identity token' }));
  await sign(receiptId);
  const { json } = await caller.get(`/SignIdentity/Verify/${receiptId}`);
  expect(Buffer.from(json.signedData, 'base64url').toString('latin1')).toContain('identity token');
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

test('the signature of App-to-App is there once the person has signed, and not before', async () => {
  const { receiptId, tx_id } = await requested('SignToken', { ...requestESign(), isAppUseYN: true });
  expect((await caller.control('GET', `/receipts/${receiptId}`)).json).toMatchObject({
    txId: tx_id,
    signature: null,
  });
  expect((await sign(receiptId)).json.signature).toMatch(/^[A-Za-z0-9_-]{20,}$/);
});
