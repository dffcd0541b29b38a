import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { type Caller, createCaller, NOON, TESTER } from '../support/caller.js';

// A receipt by its whole truth: when it ends, when it was signed, whether it was verified. Ten lines, no table.
interface Model {
  now: number;
  receipts: { id: string; deadline: number; signed?: number; verified?: boolean }[];
}
const stateOf = ({ deadline, signed }: Model['receipts'][number], now: number) =>
  signed !== undefined ? 1 : now < deadline ? 0 : 2;
const mayVerify = (receipt: Model['receipts'][number], now: number) =>
  receipt.signed !== undefined && receipt.verified !== true && now < receipt.signed + 30 * 60_000;

type Command = fc.AsyncCommand<Model, Caller>;

/** A step on one receipt of those requested so far. */
const onReceipt = (
  name: string,
  pick: number,
  step: (model: Model, caller: Caller, at: number) => Promise<void>,
): Command => ({
  check: ({ receipts }) => receipts.length > 0,
  run: (model, caller) => step(model, caller, pick % model.receipts.length),
  toString: () => `${name}(${pick})`,
});

const person = (event: 'view' | 'sign' | 'expire') => (pick: number) =>
  onReceipt(event, pick, async (model, caller, at) => {
    const receipt = model.receipts[at];
    if (receipt === undefined) return;
    const waiting = stateOf(receipt, model.now) === 0;
    const { status } = await caller.control('POST', `/receipts/${receipt.id}/${event}`);
    expect(status).toBe(waiting ? 200 : 409);
    if (waiting && event === 'sign') receipt.signed = model.now;
    if (waiting && event === 'expire') receipt.deadline = model.now;
  });

const commands = [
  fc.integer({ min: 1, max: 1000 }).map(
    (seconds): Command => ({
      check: () => true,
      async run(model, caller) {
        const { json } = await caller.post('/SignDirectDebit/Request', requestCMS({ Expires_in: seconds }));
        model.receipts.push({ id: json.receiptId, deadline: model.now + seconds * 1000 });
      },
      toString: () => `request(${seconds}s)`,
    }),
  ),
  fc.nat().map(person('view')),
  fc.nat().map(person('sign')),
  fc.nat().map(person('expire')),
  fc.integer({ min: 0, max: 2_000_000 }).map(
    (ms): Command => ({
      check: () => true,
      async run(model, caller) {
        const advance = `PT${ms / 1000}S`;
        expect((await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance })).status).toBe(
          200,
        );
        model.now += ms;
      },
      toString: () => `advance(${ms}ms)`,
    }),
  ),
  fc.nat().map((pick) =>
    onReceipt('state', pick, async (model, caller, at) => {
      const receipt = model.receipts[at];
      if (receipt === undefined) return;
      const { json } = await caller.get(`/SignDirectDebit/Status/${receipt.id}`);
      expect(json.state).toBe(stateOf(receipt, model.now));
      expect(json.verifyDT !== null).toBe(receipt.verified === true);
    }),
  ),
  fc.nat().map((pick) =>
    onReceipt('verify', pick, async (model, caller, at) => {
      const receipt = model.receipts[at];
      if (receipt === undefined) return;
      const due = mayVerify(receipt, model.now);
      const { status } = await caller.get(`/SignDirectDebit/Verify/${receipt.id}`);
      expect(status).toBe(due ? 200 : 400);
      if (due) receipt.verified = true;
    }),
  ),
];

test('any sequence of request, view, sign, expire, advance, state and verify agrees with the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (steps) => {
      const { fetch } = await createSimulator({ now: () => NOON });
      await fc.asyncModelRun(
        () => ({ model: { now: NOON, receipts: [] }, real: createCaller(fetch) }),
        steps,
      );
    }),
    { numRuns: 300 },
  );
});
