import { beforeEach, expect, test } from 'vitest';
import { createCatalogue, magicPeople } from '../../../contracts/protocol/index.js';
import { requestCMS } from '../../../fixtures/index.js';
import {
  ControlError,
  createSimulator,
  type Simulator,
  type TenantHandle,
} from '../../../simulator/index.js';
import { type Caller, createCaller, NOON, requested } from '../../support/caller.js';

const REQUEST = '/SignDirectDebit/Request';
const state = (id: string) => `/SignDirectDebit/Status/${id}`;
const verify = (id: string) => `/SignDirectDebit/Verify/${id}`;
const codeOf = (id: string) => createCatalogue().get(id)?.code;

let now: number;
let simulator: Simulator;
let tenant: TenantHandle;
let caller: Caller;
const callerOf = (credentials: TenantHandle) =>
  createCaller(simulator.fetch, { credentials, now: () => now });

beforeEach(async () => {
  now = NOON;
  simulator = await createSimulator({ now: () => now });
  tenant = await simulator.tenant();
  caller = callerOf(tenant);
});

test('a tenant is driven from the test: clock, person, receipts', async () => {
  const id = await requested(caller, requestCMS());
  expect(await tenant.clock.advance('PT4M59S')).toEqual({ now: '2026-11-23T01:04:59.000Z', frozen: false });
  expect((await tenant.receipts.view(id)).state).toBe(0);
  expect((await tenant.receipts.sign(id)).state).toBe(1);
  expect((await tenant.receipts.list()).map(({ receiptId }) => receiptId)).toEqual([id]);
  await expect(tenant.receipts.expire(id)).rejects.toThrow(ControlError);
  await expect(tenant.receipts.expire(id)).rejects.toMatchObject({ status: 409, next: ['verify'] });
  await expect(tenant.receipts.get('1')).rejects.toMatchObject({ status: 404 });
});

test('tenants with different numbers of receipts and calls never see each other', async () => {
  const tenants = await Promise.all(
    [1, 2, 3, 5, 8].map(async (count) => ({ count, own: await simulator.tenant() })),
  );
  await Promise.all(
    tenants.map(async ({ count, own }) => {
      const theirs = callerOf(own);
      for (let at = 0; at < count; at += 1) await requested(theirs, requestCMS({ ClientUserID: String(at) }));
      await own.clock.advance(`PT${count}S`);
    }),
  );
  for (const { count, own } of tenants) {
    expect(await own.receipts.list()).toHaveLength(count);
    await own.expect.calledTimes('requestCMS', count);
    expect((await own.clock.now()).now).toBe(new Date(NOON + count * 1000).toISOString());
  }
});

test('reset drops receipts, outcomes, faults and journal; credentials and clock stay', async () => {
  const id = await requested(caller, requestCMS());
  await tenant.clock.advance('PT1M');
  await tenant.outcomes.add('getCMSState', { error: 'token.expired' });
  await tenant.faults.add('getCMSState', { fault: 'drop' });
  await tenant.reset();
  expect(await tenant.calls()).toEqual([]);
  expect((await caller.get(state(id))).json.code).toBe(codeOf('receipt.unknown'));
  expect((await tenant.clock.now()).now).toBe('2026-11-23T01:01:00.000Z');
});

test('a call to a deleted tenant is refused as the provider would, and remembered under its name', async () => {
  await caller.authorization();
  await tenant.delete();
  expect((await caller.get(state('1'))).json.code).toBe(codeOf('token.expired'));
  expect((await caller.token()).json.code).toBe(codeOf('auth.linkId'));
  expect((await tenant.calls()).map(({ operation, outcome }) => [operation, outcome])).toEqual([
    ['getCMSState', 'late'],
    ['token', 'late'],
  ]);
  await tenant[Symbol.asyncDispose]();
});

test('an error of the catalogue, or of the user, is queued for the next calls of one operation', async () => {
  const id = await requested(caller, requestCMS());
  await tenant.outcomes.add('getCMSState', { error: 'receipt.unknown', times: 2 });
  await tenant.outcomes.add('getCMSState', { error: { code: -12345678, message: '내 오류', status: 418 } });
  await tenant.outcomes.add('token', { error: 'auth.ip' });
  expect((await caller.get(state(id))).json.code).toBe(codeOf('receipt.unknown'));
  expect((await caller.get(state(id))).json.code).toBe(codeOf('receipt.unknown'));
  const own = await caller.get(state(id));
  expect([own.status, own.json]).toEqual([418, { code: -12345678, message: '내 오류' }]);
  expect((await caller.get(state(id))).json.state).toBe(0);
  expect((await caller.token()).json.code).toBe(codeOf('auth.ip'));
  expect((await caller.token()).status).toBe(200);
});

test('queued comes before magic, magic before the tenant', async () => {
  await tenant.change({ sign: 'never' });
  const magic = requestCMS({ ReceiverHP: '01000000002' });
  await tenant.outcomes.add('requestCMS', { sign: 'immediate' });
  expect((await caller.get(state(await requested(caller, magic)))).json.state).toBe(1);
  const polled = await requested(caller, magic);
  const answers = [
    await caller.get(state(polled)),
    await caller.get(state(polled)),
    await caller.get(state(polled)),
  ];
  expect(answers.map(({ json }) => json.state)).toEqual([0, 0, 1]);
});

test.each([
  [{}, 'Body /: it lacks error or tamper or form or sign; give exactly one of error, tamper'],
  [{ error: 'no.such' }, 'Body /error: "no.such" is not allowed; give an id of the error catalogue'],
  [{ error: 7 }, 'Body /error: 7 is not allowed; give an id of the error catalogue'],
  [{ error: { code: 1 } }, 'Body /error/message: it is missing; give a string'],
  [{ error: 'auth.ip', sign: 'manual' }, 'is not allowed; give exactly one of error, tamper '],
  [{ tamper: 'content' }, 'Body /operation: "requestCMS" is none of verifyCMS, verifyAuth, verifyESign.'],
  [{ form: 'der' }, 'Body /operation: "requestCMS" is none of verifyCMS, verifyAuth, verifyESign.'],
  [{ sign: 'sometimes' }, 'is none of manual'],
])('an outcome that can not be is told: %j', async (outcome, message) => {
  await expect(tenant.outcomes.add('requestCMS', outcome as { sign: string })).rejects.toThrow(message);
});

test.each(magicPeople.map((person) => [person.words.en, person] as const))(
  'the magic person who %s',
  async (_, person) => {
    for (const identity of [{ ReceiverHP: person.phone }, { ReceiverName: person.name }]) {
      const answer = await caller.post(
        REQUEST,
        requestCMS({ ...identity, ClientUserID: JSON.stringify(identity) }),
      );
      if (person.refuses !== undefined) {
        expect(answer.json.code).toBe(codeOf(person.refuses));
        continue;
      }
      const id = answer.json.receiptId;
      const poll = async () => (await caller.get(state(id))).json;
      const first = await poll();
      if (person.sign === 'immediate') expect(first.state).toBe(1);
      if (person.sign === 'polls:2')
        expect([first.state, (await poll()).state, (await poll()).state]).toEqual([0, 0, 1]);
      if (person.sign === 'after:PT3S') {
        await tenant.clock.advance('PT3S');
        expect((await poll()).state).toBe(1);
      }
      if (person.sign === 'never') {
        expect(first.viewDT === null).toBe(person.views !== true);
        await tenant.clock.advance('PT5M');
        expect((await poll()).state).toBe(2);
      }
      if (person.verifyFault !== undefined) {
        await expect(caller.get(verify(id))).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
        expect((await caller.get(verify(id))).json.code).toBe(codeOf('verify.already'));
      }
    }
  },
);

test('a real name is only compared where the request asks for it', async () => {
  const request = requestCMS({ ReceiverHP: '01000000007', isVerifyNameYN: false });
  expect((await caller.post(REQUEST, request)).status).toBe(200);
});

test('a barrier holds calls and lets them go in the chosen order: exactly one verify wins, the one chosen', async () => {
  const id = await requested(caller, requestCMS());
  await tenant.receipts.sign(id);
  await caller.authorization();
  const barrier = await tenant.barrier('verifyCMS', 3);
  const answers: number[] = [];
  const race = [0, 1, 2].map(async (at) => {
    const { status } = await caller.get(verify(id));
    if (status === 200) answers.push(at);
  });
  expect(await barrier.full()).toMatchObject({ waiting: 3, calls: 3 });
  await expect(barrier.release([2, 2, 0])).rejects.toThrow('each waiting call once');
  await barrier.release([2, 0, 1]);
  await Promise.all(race);
  const calls = (await tenant.calls()).filter(({ operation }) => operation === 'verifyCMS');
  expect(calls.map(({ outcome }) => outcome)).toEqual(['ok', 'verify.already', 'verify.already']);
  expect(answers).toHaveLength(1);
  expect((await caller.get(verify(id))).status).toBe(400);
});

test('a name with half of a character is refused, wherever it is given: nobody could sign it', async () => {
  const half = '\ud83d';
  const subClients = [{ code: '020040000001', name: half }];
  await expect(simulator.tenant({ clientName: half })).rejects.toMatchObject({ status: 400 });
  await expect(simulator.tenant({ subClients })).rejects.toMatchObject({ status: 400 });
  await expect(tenant.change({ clientName: half })).rejects.toMatchObject({ status: 400 });
  await expect(createSimulator({ subClients })).rejects.toThrow(TypeError);
  expect((await simulator.tenant({ clientName: '시험😀' })).clientName).toBe('시험😀');
});
