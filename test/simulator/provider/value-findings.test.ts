import { beforeEach, expect, test } from 'vitest';
import { requestCMS, requestESign, requestVerifyAuth } from '../../../fixtures/index.js';
import { createSimulator, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, NOON } from '../../support/caller.js';

// What the manual forbids and the simulator takes, because nobody knows that the service refuses it.

const CMS = '/SignDirectDebit/Request';
const AUTH = '/SignIdentity/Request';
const ESIGN = '/SignToken/Request';
let tenant: TenantHandle;
let caller: Caller;

beforeEach(async () => {
  const simulator = await createSimulator({ now: () => NOON });
  tenant = await simulator.tenant();
  caller = createCaller(simulator.fetch as typeof fetch, { credentials: tenant, now: () => NOON });
});

const findings = async () => (await tenant.findings()).map(({ id, field }) => [id, field]);
const sent = async (path: string, body: object) => {
  const answer = await caller.post(path, body);
  expect(answer.status, answer.text).toBe(200);
  return findings();
};

test.each<[string, object]>([
  ['accountHolder.other', { BankAccountName: '김시험' }],
  ['accountHolder.other', { BankAccountName: '홍시험 외 1' }],
  ['phone.notMobile', { ReceiverHP: '010111222' }],
  ['phone.notMobile', { ReceiverHP: `010${'0'.repeat(7)}` }],
  ['phone.notMobile', { ReceiverHP: '0212345678' }],
  ['phone.notMobile', { ReceiverHP: `012${'0'.repeat(8)}` }],
  // It is 10:00 of 23 November in Korea.
  ['birthDay.future', { ReceiverBirthDay: '20261124' }],
  ['birthDay.future', { ReceiverBirthDay: '99991231' }],
  ['field.blank', { ClientUserID: ' ' }],
  ['field.blank', { TMSMessage: ' \t\n' }],
  ['field.blank', { PayLoad: '\u3000' }],
  ['account.maskedWhole', { BankAccountNum: '***-**-****' }],
  ['account.maskedWhole', { BankAccountNum: '계좌' }],
])('%s is found in a request that is taken: %j', async (id, changes) => {
  expect(await sent(CMS, { ...requestCMS(), ...changes })).toEqual([[id, Object.keys(changes)[0]]]);
});

test.each<[object]>([
  [{ BankAccountName: ' 홍시험 ' }],
  [{ BankAccountName: '홍시험'.normalize('NFD') }],
  [{ BankAccountName: '' }],
  [{ BankAccountName: null }],
  [{ ReceiverHP: '01000000000' }],
  [{ ReceiverHP: `011${'0'.repeat(7)}` }],
  [{ ReceiverHP: '01600000000' }],
  [{ ReceiverBirthDay: '20261123' }],
  [{ PayLoad: '' }],
  [{ TMSMessage: null }],
  [{ BankAccountNum: '9-4324-5**7-58' }],
  [{ BankAccountNum: '*******1' }],
])('what the manual allows is no finding: %j', async (changes) => {
  expect(await sent(CMS, { ...requestCMS(), ...changes })).toEqual([]);
});

test('the day of birth is compared with the day in Korea, by the clock of the tenant', async () => {
  const born = requestCMS({ ReceiverBirthDay: '20261124' });
  await tenant.clock.set('2026-11-23T15:00:00Z');
  expect(await sent(CMS, born)).toEqual([]);
});

test('each blank field is named', async () => {
  const blank = { ...requestCMS(), ReceiverName: ' ', BankAccountName: ' ', TMSTitle: '  ' };
  expect(await sent(CMS, blank)).toEqual([
    ['field.blank', 'ReceiverName'],
    ['field.blank', 'TMSTitle'],
    ['field.blank', 'BankAccountName'],
  ]);
});

test('a Token of VerifyAuth is for one use, also of another person, and not where it was refused', async () => {
  const first = requestVerifyAuth({ Token: '원문 1' });
  await caller.post(AUTH, { ...first, Expires_in: 0 });
  expect(await sent(AUTH, first)).toEqual([]);
  expect(await sent(AUTH, { ...first, Token: '원문 2' })).toEqual([]);
  expect(await sent(AUTH, { ...first, ReceiverHP: '01000000001' })).toEqual([
    ['signedToken.reused', 'Token'],
  ]);
});

test('nothing says that a Token of ESign is for one use: several people sign one document', async () => {
  await sent(ESIGN, requestESign());
  expect(await sent(ESIGN, requestESign({ ReceiverHP: '01000000001' }))).toEqual([]);
});

test('a reset forgets the Tokens', async () => {
  await sent(AUTH, requestVerifyAuth());
  await tenant.reset();
  expect(await sent(AUTH, requestVerifyAuth())).toEqual([]);
});
