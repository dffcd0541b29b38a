// Forty users at a time, each with institutions of their own that come and go, each against a model of its own: requests,
// people, clocks, faults, barriers, outcomes, resets, tokens, verifies. Nothing may differ from a model, and nothing may hang.
// Usage: node tools/run.mjs test/soak/users.ts [seconds, 20 unless given] [seed].

import { strict as assert } from 'node:assert';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator, type TenantHandle } from '../../simulator/index.js';
import { type Caller, createCaller } from '../support/caller.js';

const SECONDS = Number(process.argv[2] ?? 20);
const SEED = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const USERS = 40;
/** A step that takes longer hangs, ms. */
const PATIENCE = 30_000;
const WINDOW = 30 * 60_000;

interface ModelReceipt {
  readonly id: string;
  deadline: number;
  signed?: number;
  verified?: boolean;
}

interface Model {
  /** The institution's clock, frozen, ms. */
  now: number;
  receipts: ModelReceipt[];
}

interface User {
  readonly random: () => number;
  readonly tenant: TenantHandle;
  readonly caller: Caller;
  readonly model: Model;
}

const stateOf = ({ deadline, signed }: ModelReceipt, now: number) =>
  signed !== undefined ? 1 : now < deadline ? 0 : 2;
const mayVerify = ({ signed, verified }: ModelReceipt, now: number) =>
  signed !== undefined && verified !== true && now < signed + WINDOW;

/** mulberry32: the same seed plays the same steps of each user, whatever the others do meanwhile. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const upTo = ({ random }: User, most: number) => Math.floor(random() * (most + 1));
const anyReceipt = (user: User) => user.model.receipts[upTo(user, user.model.receipts.length - 1)];
const verifyPath = (id: string) => `/SignDirectDebit/Verify/${id}`;

async function ask(user: User): Promise<ModelReceipt> {
  const seconds = 1 + upTo(user, 999);
  const { status, json, text } = await user.caller.post(
    '/SignDirectDebit/Request',
    requestCMS({ Expires_in: seconds, ClientUserID: `TEST-${user.model.receipts.length}` }),
  );
  assert.equal(status, 200, text);
  const receipt: ModelReceipt = { id: json.receiptId, deadline: user.model.now + seconds * 1000 };
  user.model.receipts.push(receipt);
  return receipt;
}

async function act(user: User, event: 'view' | 'sign' | 'expire', receipt: ModelReceipt): Promise<void> {
  const waiting = stateOf(receipt, user.model.now) === 0;
  const { status } = await user.caller.control('POST', `/receipts/${receipt.id}/${event}`);
  assert.equal(status, waiting ? 200 : 409, event);
  if (waiting && event === 'sign') receipt.signed = user.model.now;
  if (waiting && event === 'expire') receipt.deadline = user.model.now;
}

async function verify(user: User, receipt: ModelReceipt): Promise<void> {
  const expected = mayVerify(receipt, user.model.now);
  const { status, text } = await user.caller.get(verifyPath(receipt.id));
  assert.equal(status, expected ? 200 : 400, text);
  if (expected) receipt.verified = true;
}

/** The steps by name; one that needs a receipt does nothing without one. */
const steps: Readonly<Record<string, (user: User) => Promise<void>>> = {
  async request(user) {
    await ask(user);
  },
  async person(user) {
    const receipt = anyReceipt(user);
    if (receipt !== undefined)
      await act(user, (['view', 'sign', 'sign', 'expire'] as const)[upTo(user, 3)] ?? 'sign', receipt);
  },
  async state(user) {
    const receipt = anyReceipt(user);
    if (receipt === undefined) return;
    const { json } = await user.caller.get(`/SignDirectDebit/Status/${receipt.id}`);
    assert.equal(json.state, stateOf(receipt, user.model.now));
    assert.equal(json.verifyDT !== null, receipt.verified === true);
  },
  async verify(user) {
    const receipt = anyReceipt(user);
    if (receipt !== undefined) await verify(user, receipt);
  },
  async clock(user) {
    const ms = upTo(user, 2_000_000);
    const { now } = await user.tenant.clock.advance(`PT${ms / 1000}S`);
    user.model.now += ms;
    assert.equal(Date.parse(now), user.model.now);
  },
  async tokens(user) {
    await user.caller.authorization();
    await user.tenant.tokens.expire();
    assert.equal((await user.caller.get('/SignDirectDebit/Status/1')).status, 401);
    user.caller.forget();
  },
  async outcome(user) {
    await user.tenant.outcomes.add('requestCMS', { error: 'person.notMember' });
    const { status } = await user.caller.post('/SignDirectDebit/Request', requestCMS());
    assert.equal(status, 400);
  },
  async fault(user) {
    const receipt = anyReceipt(user);
    if (receipt === undefined) return;
    const fault = (['drop', 'commitThenDrop', 'reset'] as const)[upTo(user, 2)] ?? 'drop';
    await user.tenant.faults.add('verifyCMS', { fault });
    const expected = mayVerify(receipt, user.model.now);
    await assert.rejects(user.caller.get(verifyPath(receipt.id)), TypeError);
    if (expected && fault !== 'drop') receipt.verified = true;
  },
  /** Two verifies held at a line and let go in an order: one is answered. */
  async race(user) {
    const receipt = await ask(user);
    await act(user, 'sign', receipt);
    await user.caller.authorization();
    const barrier = await user.tenant.barrier('verifyCMS', 2);
    const calls = [1, 2].map(() => user.caller.get(verifyPath(receipt.id)));
    await barrier.full();
    await barrier.release(user.random() < 0.5 ? [1, 0] : [0, 1]);
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    assert.deepEqual([...statuses].sort(), [200, 400]);
    receipt.verified = true;
  },
  /** A call held at a line is decided on what is so when it goes, not when it came. */
  async held(user) {
    const receipt = await ask(user);
    await act(user, 'sign', receipt);
    await user.caller.authorization();
    const barrier = await user.tenant.barrier('verifyCMS', 1);
    const call = user.caller.get(verifyPath(receipt.id));
    await barrier.full();
    await user.tenant.clock.advance('PT31M');
    user.model.now += 31 * 60_000;
    await barrier.release();
    assert.equal((await call).status, 400, 'a verify after the window');
  },
  async reset(user) {
    await user.tenant.reset();
    user.model.receipts = [];
    assert.deepEqual(await user.tenant.receipts.list(), []);
  },
  async list(user) {
    const listed = await user.tenant.receipts.list();
    assert.deepEqual(
      listed.map(({ receiptId }) => receiptId),
      user.model.receipts.map(({ id }) => id),
    );
  },
};

const names = Object.keys(steps);

/** Fails with the step's name if it takes too long. */
async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const simulator = await createSimulator();
const fetch = simulator.fetch as typeof globalThis.fetch;
const until = performance.now() + SECONDS * 1000;
let played = 0;
let tenants = 0;

async function live(number: number): Promise<void> {
  const random = sequence(SEED + number);
  while (performance.now() < until) {
    const tenant = await simulator.tenant();
    tenants += 1;
    const { now } = await tenant.clock.freeze();
    const caller = createCaller(fetch, { credentials: tenant, now: () => Date.now() });
    const user: User = { random, tenant, caller, model: { now: Date.parse(now), receipts: [] } };
    const history: string[] = [];
    for (let left = 5 + upTo(user, 40); left > 0 && performance.now() < until; left -= 1) {
      const name = names[upTo(user, names.length - 1)] ?? 'request';
      history.push(name);
      try {
        await within(name, (steps[name] as (user: User) => Promise<void>)(user));
      } catch (error) {
        throw new Error(`user ${number}, seed ${SEED}, ${history.join(' ')}: ${(error as Error).message}`, {
          cause: error,
        });
      }
      played += 1;
    }
    await within('delete', tenant.delete());
    assert.equal(
      (await caller.get('/SignDirectDebit/Status/1')).status,
      401,
      'a token of a tenant that is gone',
    );
  }
}

const results = await Promise.allSettled(Array.from({ length: USERS }, (_, number) => live(number)));
await within('close', simulator.close());
const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
for (const { message } of failed.slice(0, 5)) console.error(message);
console.log(
  `${USERS} users, ${tenants} tenants, ${played} steps in ${SECONDS} s, ${failed.length} users found a difference, seed ${SEED}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
