import { afterEach, expect, test, vi } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import { createSimulator } from '../../../simulator/index.js';
import { createIds } from '../../../simulator/world/ids.js';
import { createUsage } from '../../../simulator/world/usage.js';
import { createCaller, NOON, requested } from '../../support/caller.js';

// The machine's clock is set, goes back, jumps forward, is faked; simulators are started again.

afterEach(() => vi.useRealTimers());

/** A simulator on a clock that the test sets. */
async function onClock(start = NOON) {
  const machine = { now: start };
  const simulator = await createSimulator({ now: () => machine.now });
  const caller = createCaller(simulator.fetch as typeof fetch, { now: () => machine.now });
  return { machine, simulator, caller };
}

test('the machine goes back an hour: nobody signs before they were asked, and tenants go on from where they are', async () => {
  const { machine, simulator, caller } = await onClock();
  const tenant = await simulator.control.tenant('020040000001');
  const before = await tenant.clock.now();
  const id = await requested(caller, requestCMS());
  machine.now -= 3_600_000;
  expect(await tenant.clock.now()).toEqual(before);
  await tenant.receipts.sign(id);
  const { json } = await caller.get(`/SignDirectDebit/Status/${id}`);
  expect(json).toMatchObject({ state: 1, requestDT: '20261123100000', completeDT: '20261123100000' });
  const instants = (await tenant.calls()).map(({ at }) => at);
  expect(instants).toEqual([...instants].sort());
  await tenant.clock.advance('PT1M');
  expect((await tenant.clock.now()).now).toBe('2026-11-23T01:01:00.000Z');
});

test('clients are judged by the clock that they sign by, before and after it was corrected', async () => {
  const { machine, simulator, caller } = await onClock();
  machine.now += 365 * 86_400_000;
  await simulator.tenant();
  machine.now = NOON;
  expect((await caller.send('GET', '/Time')).text).toBe('2026-11-23T01:00:00Z');
  expect((await caller.post('/SignDirectDebit/Request', requestCMS())).status).toBe(200);
  const tenant = await simulator.control.tenant('020040000001');
  expect(await tenant.findings()).toEqual([]);
});

test('a Date that is faked after the simulator was made is followed', async () => {
  const simulator = await createSimulator();
  const tenant = await simulator.tenant();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2040-01-01T00:00:00Z') });
  expect((await tenant.clock.now()).now).toBe('2040-01-01T00:00:00.000Z');
});

test('a machine that slept for a week has ended no tenant in use', async () => {
  const { machine, simulator } = await onClock();
  const tenant = await simulator.tenant();
  machine.now += 7 * 86_400_000;
  for (let at = 0; at < 8; at += 1) await simulator.tenant();
  expect((await tenant.clock.now()).frozen).toBe(false);
});

test('a tenant that nobody uses while others are used for its life is abandoned', () => {
  const usage = createUsage(1000);
  usage.watch('idle', 0);
  usage.watch('used', 0);
  for (const at of [250, 500, 750, 1000]) usage.touch('used', at);
  expect(usage.abandoned(1000)).toEqual([]);
  expect(usage.abandoned(1001)).toEqual(['idle']);
  expect([usage.isAbandoned('idle', 1001), usage.isAbandoned('used', 1001)]).toEqual([true, false]);
  usage.touch('idle', 1001);
  expect(usage.isAbandoned('idle', 1002)).toBe(false);
});

test.each([1, 20, 999, 1000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000])(
  'a simulator started %i ms after another one repeats none of its ids',
  (later) => {
    const [first, second] = [createIds(NOON), createIds(NOON + later)];
    // So many a run issues for each of its ms at most; the tenant's clock of both was set to one second.
    const count = Math.min(later * 90, 90);
    const issue = (ids: typeof first) =>
      Array.from({ length: count }, () => [ids.receiptId(NOON), ids.clientCode(NOON)]).flat();
    const issued = new Set([...issue(first), ...issue(second)]);
    expect(issued.size).toBe(4 * count);
    for (const id of issued) expect(id).toMatch(/^0(\d{17}|\d{11})$/);
  },
);

test('with an injected clock ids are the same in every run', async () => {
  const run = async () => {
    const { simulator, caller } = await onClock();
    return [(await simulator.tenant()).clientCode, await requested(caller, requestCMS())];
  };
  expect(await run()).toEqual(await run());
});
