import fc from 'fast-check';
import { expect } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import type { Simulator, TenantHandle } from '../../simulator/index.js';
import { type Caller, createCaller, NOON } from '../support/caller.js';

// Two tenants of a simulator against a model of each, by any sequence of steps.

// A receipt by its whole truth: when it ends, when it was signed, whether it was verified. Ten lines, no table.
interface ModelReceipt {
  id: string;
  deadline: number;
  signed?: number;
  verified?: boolean;
}
/** Of each of two tenants: what its receipts are, and what will happen to its next verify. */
interface Model {
  now: number;
  receipts: ModelReceipt[];
  fault?: 'drop' | 'commitThenDrop';
}
const stateOf = ({ deadline, signed }: ModelReceipt, now: number) =>
  signed !== undefined ? 1 : now < deadline ? 0 : 2;
const mayVerify = (receipt: ModelReceipt, now: number) =>
  receipt.signed !== undefined && receipt.verified !== true && now < receipt.signed + 30 * 60_000;

interface Real {
  readonly tenant: TenantHandle;
  readonly caller: Caller;
}
type Command = fc.AsyncCommand<Model[], Real[]>;

/** A step of one of the two tenants; the other must not notice. */
const step = (name: string, who: number, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  async run(models, reals) {
    const [model, real] = [models[who % models.length], reals[who % reals.length]];
    if (model !== undefined && real !== undefined) await run(model, real);
  },
  toString: () => `${name} of tenant ${who % 2}`,
});

const onReceipt = (
  name: string,
  who: number,
  pick: number,
  run: (model: Model, real: Real, receipt: ModelReceipt) => Promise<void>,
) =>
  step(`${name}(${pick})`, who, async (model, real) => {
    const receipt = model.receipts[pick % Math.max(model.receipts.length, 1)];
    if (receipt !== undefined) await run(model, real, receipt);
  });

const who = fc.nat(1);
const picked = <T>(make: (who: number, pick: number) => T) =>
  fc.tuple(who, fc.nat(9)).map(([one, pick]) => make(one, pick));

const person = (event: 'view' | 'sign' | 'expire') =>
  picked((one, pick) =>
    onReceipt(event, one, pick, async (model, { caller }, receipt) => {
      const waiting = stateOf(receipt, model.now) === 0;
      const { status } = await caller.control('POST', `/receipts/${receipt.id}/${event}`);
      expect(status).toBe(waiting ? 200 : 409);
      if (waiting && event === 'sign') receipt.signed = model.now;
      if (waiting && event === 'expire') receipt.deadline = model.now;
    }),
  );

const commands = [
  fc.tuple(who, fc.integer({ min: 1, max: 1000 })).map(([one, seconds]) =>
    step(`request(${seconds}s)`, one, async (model, { caller }) => {
      const { json } = await caller.post('/SignDirectDebit/Request', requestCMS({ Expires_in: seconds }));
      model.receipts.push({ id: json.receiptId, deadline: model.now + seconds * 1000 });
    }),
  ),
  person('view'),
  person('sign'),
  person('sign'),
  person('expire'),
  fc.tuple(who, fc.integer({ min: 0, max: 2_000_000 })).map(([one, ms]) =>
    step(`advance(${ms}ms)`, one, async (model, { tenant }) => {
      await tenant.clock.advance(`PT${ms / 1000}S`);
      model.now += ms;
    }),
  ),
  picked((one, pick) =>
    onReceipt('state', one, pick, async (model, { caller }, receipt) => {
      const { json } = await caller.get(`/SignDirectDebit/Status/${receipt.id}`);
      expect(json.state).toBe(stateOf(receipt, model.now));
      expect(json.verifyDT !== null).toBe(receipt.verified === true);
    }),
  ),
  picked((one, pick) =>
    onReceipt('verify', one, pick, async (model, { caller }, receipt) => {
      const expected = mayVerify(receipt, model.now);
      const { fault } = model;
      delete model.fault;
      if (expected && fault !== 'drop') receipt.verified = true;
      const answer = caller.get(`/SignDirectDebit/Verify/${receipt.id}`);
      if (fault !== undefined) await expect(answer).rejects.toThrow(TypeError);
      else expect((await answer).status).toBe(expected ? 200 : 400);
    }),
  ),
  fc.tuple(who, fc.constantFrom('drop' as const, 'commitThenDrop' as const)).map(([one, fault]) =>
    step(fault, one, async (model, { tenant }) => {
      if (model.fault !== undefined) return;
      await tenant.faults.add('verifyCMS', { fault });
      model.fault = fault;
    }),
  ),
  who.map((one) =>
    step('reset', one, async (model, { tenant }) => {
      await tenant.reset();
      model.receipts = [];
      delete model.fault;
    }),
  ),
];

/** Fails where a sequence of steps, of `numRuns`, ends in another way than the model; its clock stands at NOON. */
export const holdsModel = (
  start: () => Promise<Pick<Simulator, 'fetch' | 'tenant'>>,
  options: fc.Parameters<unknown>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (steps) => {
      const simulator = await start();
      const reals = await Promise.all(
        [0, 1].map(async () => {
          const tenant = await simulator.tenant();
          return { tenant, caller: createCaller(simulator.fetch as typeof fetch, { credentials: tenant }) };
        }),
      );
      const models = reals.map((): Model => ({ now: NOON, receipts: [] }));
      await fc.asyncModelRun(() => ({ model: models, real: reals }), steps);
      for (const [at, { tenant }] of reals.entries()) {
        expect(await tenant.receipts.list()).toHaveLength(models[at]?.receipts.length ?? -1);
      }
    }),
    options as fc.Parameters<[Iterable<Command>]>,
  );
