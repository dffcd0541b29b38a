import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../simulator/index.js';
import { createCaller } from '../support/caller.js';
import { type Program, startProgram } from '../support/program.js';

// The witness from outside: the official SDK in its own process, over loopback, unmodified.
const CLIENT_CODE = '020040000001';
let simulator: Simulator;
let sdk: Program;
let url: string;

beforeEach(async () => {
  simulator = await createSimulator();
  ({ url } = await simulator.listen());
  const driver = fileURLToPath(new URL('drivers/npm-kakaocert.cjs', import.meta.url));
  sdk = startProgram(process.execPath, ['--no-deprecation', driver, url]);
});
afterEach(async () => {
  await sdk.stop();
  await simulator.close();
});

async function call(method: string, ...args: unknown[]) {
  sdk.say(JSON.stringify({ method, args }));
  return JSON.parse(await sdk.line());
}

const sign = (receiptId: string) => fetch(`${url}/_sim/v1/receipts/${receiptId}/sign`, { method: 'POST' });

/** The values of the official sample program: 9-digit phone number, masked account, bank 004, empty sub-client. */
const sample = {
  CallCenterNum: '1600-8536',
  CallCenterName: '테스트',
  Expires_in: 60,
  ReceiverBirthDay: '19700101',
  ReceiverHP: '010111222',
  ReceiverName: '테스트',
  BankAccountName: '테스트',
  BankAccountNum: '9-4324-5**7-58',
  BankCode: '004',
  ClientUserID: '20200504-001',
  SubClientID: '',
  TMSMessage: '부가메시지 내용',
  TMSTitle: '메시지 제목',
  isAllowSimpleRegistYN: false,
  isVerifyNameYN: true,
  PayLoad: 'memo info',
};

test('the manual: requestCMS → state 0 → sign → state 1 → verify → verify refused', async () => {
  const { success: requested } = await call('requestCMS', CLIENT_CODE, sample);
  expect(requested).toEqual({ receiptId: expect.stringMatching(/^0\d{17}$/) });
  const { receiptId } = requested;

  const { success: waiting } = await call('getCMSState', CLIENT_CODE, receiptId);
  expect(waiting).toMatchObject({
    receiptID: receiptId,
    state: 0,
    expires_in: 60,
    verifyNameYN: true,
    completeDT: null,
  });
  expect(waiting).toMatchObject({
    allowSimpleRegistYN: false,
    subClientCode: null,
    tmstitle: sample.TMSTitle,
  });
  expect(await call('verifyCMS', CLIENT_CODE, receiptId)).toEqual({
    error: { code: expect.any(Number), message: expect.any(String) },
  });

  expect((await sign(receiptId)).status).toBe(200);
  expect((await call('getCMSState', CLIENT_CODE, receiptId)).success).toMatchObject({ state: 1 });

  const { success: verified } = await call('verifyCMS', CLIENT_CODE, receiptId);
  expect(verified).toEqual({ receiptId, signedData: expect.stringMatching(/^MII[A-Za-z0-9_-]{100,4093}$/) });
  const { error } = await call('verifyCMS', CLIENT_CODE, receiptId);
  expect(error.code).toBe(-31010023);
});

test('a refusal of the auth server arrives as the SDK knows it', async () => {
  expect((await call('getCMSState', '020040000009', '1')).error).toEqual({
    code: -99003008,
    message: expect.any(String),
  });
});

test('a token that ends early reaches the caller as a refusal', async () => {
  const { success } = await call('requestCMS', CLIENT_CODE, sample);
  const caller = createCaller(fetch, { origin: url, now: Date.now });
  await caller.control('POST', `/tenants/${CLIENT_CODE}/tokens/expire`);
  // The SDK looks at `expiration` alone, so an early end reaches its caller as a refusal.
  expect((await call('getCMSState', CLIENT_CODE, success.receiptId)).error.code).toBe(-99000026);
});
