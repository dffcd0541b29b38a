import { Value } from '@sinclair/typebox/value';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import * as shapes from '../../../simulator/control/shapes.js';
import { createSimulator, type Fault, type Simulator, type TenantHandle } from '../../../simulator/index.js';
import { type Caller, createCaller, type FetchLike, NOON, requested } from '../../support/caller.js';

// Every fault through both doors that can carry it: in process, and on a real socket.
const STATUS = (id: string) => `/SignDirectDebit/Status/${id}`;
let simulator: Simulator;
let tenant: TenantHandle;
let slept: number[];
let origin: string;

beforeEach(async () => {
  slept = [];
  simulator = await createSimulator({
    now: () => NOON,
    sleep: async (ms) => {
      slept.push(ms);
    },
  });
  tenant = await simulator.tenant();
  origin = (await simulator.listen()).url;
});
afterEach(() => simulator.close());

const doors = { fetch: () => simulator.fetch as FetchLike, fastify: () => globalThis.fetch as FetchLike };
const callerBy = (door: keyof typeof doors): Caller =>
  createCaller(doors[door](), { credentials: tenant, origin, now: () => NOON });

const bothDoors = test.each(['fetch', 'fastify'] as const);

bothDoors(
  '%s: drop does nothing, commitThenDrop and reset count, and the client sees a broken connection',
  async (door) => {
    const caller = callerBy(door);
    const id = await requested(caller, requestCMS());
    await tenant.receipts.sign(id);
    await tenant.faults.add('verifyCMS', { fault: 'drop' });
    await tenant.faults.add('verifyCMS', { fault: 'commitThenDrop' });
    const verify = () => caller.get(`/SignDirectDebit/Verify/${id}`);
    await expect(verify()).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'UND_ERR_SOCKET' } });
    expect((await tenant.receipts.get(id)).verifiedAt).toBeNull();
    await expect(verify()).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'UND_ERR_SOCKET' } });
    expect((await tenant.receipts.get(id)).verifiedAt).not.toBeNull();
    expect((await verify()).status).toBe(400);
    await tenant.faults.add('verifyCMS', { fault: 'reset' });
    await expect(verify()).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
    expect((await tenant.calls()).map(({ outcome, fault }) => [outcome, fault]).slice(-4)).toEqual([
      ['dropped', 'drop'],
      ['ok', 'commitThenDrop'],
      ['verify.already', null],
      ['verify.already', 'reset'],
    ]);
  },
);

bothDoors('%s: half a body breaks off while it is read', async (door) => {
  const caller = callerBy(door);
  const id = await requested(caller, requestCMS());
  await tenant.faults.add('getCMSState', { fault: 'halfBody' });
  await expect(caller.get(STATUS(id))).rejects.toMatchObject({ name: 'TypeError', message: 'terminated' });
});

bothDoors('%s: silence lasts until the client gives up', async (door) => {
  const caller = callerBy(door);
  await tenant.faults.add('getCMSState', { fault: 'silence' });
  const giveUp = new AbortController();
  const authorization = await caller.authorization();
  const pending = doors[door]()(`${origin}${STATUS('1')}`, {
    headers: { authorization },
    signal: giveUp.signal,
  });
  while ((await tenant.calls()).at(-1)?.operation !== 'getCMSState') await new Promise(setImmediate);
  giveUp.abort();
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
});

bothDoors('%s: a 5xx of something in between has its own body', async (door) => {
  const caller = callerBy(door);
  const bodies = { json: /^\{"error"/, html: /^<html>/, empty: /^$/ } as const;
  for (const [body, shape] of Object.entries(bodies)) {
    await tenant.faults.add('getCMSState', {
      fault: 'status',
      status: 503,
      body: body as keyof typeof bodies,
    });
    const answer = await caller.get(STATUS('1'));
    expect([answer.status, answer.text]).toEqual([503, expect.stringMatching(shape)]);
  }
});

test('on a socket, a gzip that lies breaks the reader; in process the header is there', async () => {
  await tenant.faults.add('getCMSState', { fault: 'gzipLie', times: 2 });
  await expect(callerBy('fastify').get(STATUS('1'))).rejects.toThrow(TypeError);
  expect((await callerBy('fetch').get(STATUS('1'))).headers.get('content-encoding')).toBe('gzip');
});

bothDoors('%s: delays are as long as arranged: fixed, uniform, lognormal', async (door) => {
  const caller = callerBy(door);
  await tenant.faults.add('getCMSState', { fault: 'delay', delay: { ms: 250 } });
  await tenant.faults.add('getCMSState', {
    fault: 'delay',
    delay: { distribution: 'uniform', min: 10, max: 20 },
    times: 50,
  });
  const lognormal = { distribution: 'lognormal', median: 100, sigma: 0.5 } as const;
  await tenant.faults.add('getCMSState', { fault: 'delay', delay: lognormal, times: 50 });
  for (let call = 0; call < 101; call += 1) expect((await caller.get(STATUS('1'))).status).toBe(400);
  const [fixed, ...rest] = slept;
  expect(fixed).toBe(250);
  const [uniform, normal] = [rest.slice(0, 50), rest.slice(50)];
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...uniform)).toBeLessThan(20);
  expect(new Set(uniform).size).toBeGreaterThan(40);
  const median = [...normal].sort((a, b) => a - b)[25] ?? 0;
  expect(median).toBeGreaterThan(60);
  expect(median).toBeLessThan(160);
});

test('a probability hits as its seed says, the same every time', async () => {
  const hits = async () => {
    const own = await simulator.tenant();
    const caller = createCaller(simulator.fetch as FetchLike, { credentials: own, now: () => NOON });
    const fault = { fault: 'status', body: 'empty', probability: 0.3, seed: 7, times: 1000 } as const;
    await own.faults.add('getCMSState', fault);
    const statuses: number[] = [];
    for (let call = 0; call < 200; call += 1) statuses.push((await caller.get(STATUS('1'))).status);
    return statuses;
  };
  const first = await hits();
  expect(await hits()).toEqual(first);
  const share = first.filter((status) => status === 502).length / first.length;
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.4);
});

test('a delayed call holds nobody else up', async () => {
  let release = () => {};
  const held = await createSimulator({
    now: () => NOON,
    sleep: () => new Promise((resolve) => (release = resolve)),
  });
  const own = await held.tenant();
  const caller = createCaller(held.fetch as FetchLike, { credentials: own, now: () => NOON });
  await caller.authorization();
  await own.faults.add('getCMSState', { fault: 'delay', delay: { ms: 600_000 } });
  const slow = caller.get(STATUS('1'));
  for (let call = 0; call < 100; call += 1) expect((await caller.get(STATUS('1'))).status).toBe(400);
  release();
  expect((await slow).status).toBe(400);
});

bothDoors('%s: a rewritten answer has other members, and the call counts as ever', async (door) => {
  const caller = callerBy(door);
  const id = await requested(caller, requestCMS());
  await tenant.faults.add('getCMSState', {
    fault: 'rewrite',
    put: { state: 1, later: { nested: [] } },
    omit: ['viewDT', 'payload'],
  });
  const rewritten = (await caller.get(STATUS(id))).json as Record<string, unknown>;
  expect(rewritten).toMatchObject({ receiptID: id, state: 1, later: { nested: [] } });
  expect(Object.keys(rewritten)).not.toContain('viewDT');
  expect((await caller.get(STATUS(id))).json).toMatchObject({ state: 0, viewDT: null });
  expect((await tenant.calls()).at(-2)).toMatchObject({ outcome: 'ok', fault: 'rewrite', status: 200 });
});

test.each([
  [{}, '/fault: it is missing; give one of delay, drop, '],
  [{ fault: 'explode' }, '/fault: "explode" is none of delay, drop, '],
  [{ fault: 'delay' }, '/delay: it is missing; give {ms}, or a distribution'],
  [
    { fault: 'delay', delay: { ms: 600_001 } },
    '/delay/ms: 600001 is not allowed; give a number (0 to 600000',
  ],
  [
    { fault: 'delay', delay: { distribution: 'uniform', min: 1 } },
    '/delay/max: it is missing; give a number (0 to 600000; milliseconds)',
  ],
  [
    { fault: 'delay', delay: { distribution: 'slow', ms: 1 } },
    '/delay/distribution: "slow" is none of fixed, ',
  ],
  [{ fault: 'delay', delay: { distribution: 'uniform', min: 20, max: 10 } }, 'min 20 is over max 10'],
  [{ fault: 'rewrite' }, 'Body /: it lacks put or omit'],
  [
    { fault: 'drop', omit: ['state'] },
    '/omit: there is no such member (given ["state"]); the members are operation, fault, times',
  ],
  [{ fault: 'drop', status: 502 }, '/status: there is no such member (given 502)'],
  [{ fault: 'status', status: 99 }, '/status: 99 is not allowed; give an integer (200 to'],
  [{ fault: 'status', body: 'xml' }, '/body: "xml" is none of json, html, empty'],
])('a fault that can not be is refused, and told why: %j', async (fault, why) => {
  const add = tenant.faults.add('getCMSState', fault as { fault: 'drop' });
  await expect(add).rejects.toMatchObject({ status: 400, message: expect.stringContaining(why) });
});

test('what a fault does not take is an error of the compiler, and of the shape', () => {
  const right: Fault[] = [
    { fault: 'delay', delay: { ms: 1 }, times: 2, probability: 0.5, seed: 7 },
    { fault: 'rewrite', omit: ['state'] },
    { fault: 'rewrite', put: { state: 1 } },
  ];
  const wrong: Fault[] = [
    // @ts-expect-error how long is not told
    { fault: 'delay' },
    // @ts-expect-error what is rewritten is not told
    { fault: 'rewrite' },
    // @ts-expect-error nothing is left out of an answer that is lost
    { fault: 'drop', omit: ['state'] },
    // @ts-expect-error there is no such fault
    { fault: 'explode' },
  ];
  const isTaken = (fault: Fault) => Value.Check(shapes.Fault, { operation: 'token', ...fault });
  expect([right.every(isTaken), wrong.some(isTaken)]).toEqual([true, false]);
});

test('a lognormal delay never passes the limit, past which a timer would not wait at all', async () => {
  const caller = callerBy('fetch');
  const delay = { distribution: 'lognormal', median: 600_000, sigma: 5 } as const;
  await tenant.faults.add('getCMSState', { fault: 'delay', delay, times: 50 });
  for (let call = 0; call < 50; call += 1) await caller.get(STATUS('1'));
  expect(slept).toHaveLength(50);
  expect(Math.max(...slept)).toBe(600_000);
});

test('the hits of a seed stay what they were in earlier versions', async () => {
  const caller = callerBy('fetch');
  await tenant.faults.add('getCMSState', {
    fault: 'delay',
    delay: { distribution: 'uniform', min: 0, max: 1000 },
    probability: 0.5,
    seed: 7,
    times: 100,
  });
  const hits: number[] = [];
  for (let call = 0; call < 12; call += 1) {
    const before = slept.length;
    await caller.get(STATUS('1'));
    hits.push(slept.length === before ? -1 : Math.round(slept.at(-1) ?? 0));
  }
  expect(hits).toEqual([62, -1, 240, -1, -1, 293, 978, -1, 291, -1, -1, -1]);
});
