import { beforeEach, expect, test } from 'vitest';
import { createFetch } from '../../../simulator/doors/fetch.js';
import { createEngine } from '../../../simulator/engine.js';
import { createSimulator } from '../../../simulator/index.js';
import { createWorld, type World } from '../../../simulator/world/world.js';
import { type Caller, createCaller, NOON, TESTER } from '../../support/caller.js';

let caller: Caller;
let fetch: Awaited<ReturnType<typeof createSimulator>>['fetch'];
const { clientCode } = TESTER;

beforeEach(async () => {
  ({ fetch } = await createSimulator({ now: () => NOON }));
  caller = createCaller(fetch, { now: () => NOON });
});

const barrier = async (calls: number, of = clientCode) =>
  caller.control('POST', `/tenants/${of}/barriers`, { operation: 'getCMSState', calls });

test.each([
  [
    'a release before it is full',
    'POST',
    (id: string) => `/barriers/${id}/release`,
    'was released when 0 of 2',
  ],
  ['a reset', 'POST', () => `/tenants/${clientCode}/reset`, 'went with a reset or the end of tenant'],
  [
    'the end of its tenant',
    'DELETE',
    () => `/tenants/${clientCode}`,
    'went with a reset or the end of tenant',
  ],
])('whoever waits for a barrier hears of %s', async (_, method, path, detail) => {
  const { id } = (await barrier(2)).json;
  const waiting = caller.control('GET', `/barriers/${id}`);
  expect((await caller.control(method, path(id))).status).toBe(204);
  expect(await waiting).toMatchObject({ status: 409, json: { detail: expect.stringContaining(detail) } });
  expect((await caller.control('GET', `/barriers/${id}`)).status).toBe(404);
});

test('a tenant shows its barriers, and no others, until they are released', async () => {
  const shown = async (of = clientCode) => (await caller.control('GET', `/tenants/${of}/barriers`)).json;
  expect(await shown()).toEqual({ barriers: [] });
  const first = (await barrier(2)).json;
  const second = (await barrier(1)).json;
  const other = (await caller.control('POST', '/tenants')).json.clientCode;
  await barrier(1, other);
  expect(await shown()).toEqual({ barriers: [first, second] });
  await caller.control('POST', `/barriers/${first.id}/release`);
  expect(await shown()).toEqual({ barriers: [second] });
  await caller.control('POST', `/tenants/${clientCode}/reset`);
  expect(await shown()).toEqual({ barriers: [] });
  expect((await shown(other)).barriers).toHaveLength(1);
  expect((await caller.control('GET', '/tenants/020040000009/barriers')).status).toBe(404);
});

test('a tenant has at most 1,000 barriers, and all of them hold at most 20,000 calls', async () => {
  for (let at = 0; at < 1_000; at += 1) expect((await barrier(1)).status).toBe(201);
  expect(await barrier(1)).toMatchObject({
    status: 422,
    json: {
      detail: `Tenant "${clientCode}" has 1000 barriers, and takes no more. Release those that are done with, or reset the tenant.`,
    },
  });
  const other = (await caller.control('POST', '/tenants')).json.clientCode;
  expect((await barrier(10_000, other)).status).toBe(201);
  expect(await barrier(9_001, other)).toMatchObject({
    status: 422,
    json: { detail: expect.stringContaining('hold at most 20000 calls') },
  });
  expect((await caller.control('POST', `/tenants/${clientCode}/reset`)).status).toBe(204);
  expect((await barrier(9_001, other)).status).toBe(201);
  expect((await barrier(1)).status).toBe(201);
});

test('a barrier made while its tenant goes holds nothing of the next one with that clientCode', async () => {
  const world = createWorld({ now: () => NOON });
  const { tenants } = world;
  let isGoing = false;
  const going: World = {
    ...world,
    tenants: {
      ...tenants,
      async get(code) {
        const tenant = await tenants.get(code);
        if (isGoing && tenant !== undefined) {
          isGoing = false;
          await tenants.drop(code, tenant.version);
          world.barriers.drop(code);
        }
        return tenant;
      },
    },
  };
  const access = { allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null };
  caller = createCaller(createFetch(createEngine(going)(access)) as typeof globalThis.fetch);
  const made = (await caller.control('POST', '/tenants')).json.clientCode;
  isGoing = true;
  expect((await barrier(1, made)).status).toBe(404);
  expect(world.barriers.pass(made, 'getCMSState')).toBeUndefined();
});

test.each([
  ['outcomes', { error: 'auth.ip' }],
  ['faults', { fault: 'status' }],
])('a tenant has at most 1,000 %s waiting; the calls that use them up make room', async (what, one) => {
  const add = (operation: string) =>
    caller.control('POST', `/tenants/${clientCode}/${what}`, { operation, ...one });
  for (let at = 0; at < 999; at += 1) expect((await add('getCMSState')).status).toBe(201);
  expect((await add('point')).status).toBe(201);
  expect(await add('verifyCMS')).toMatchObject({
    status: 422,
    json: { detail: expect.stringContaining(`has 1000 ${what} waiting, and takes no more.`) },
  });
  expect((await caller.get('/KAKAOCERT/Point')).status).toBeGreaterThanOrEqual(400);
  expect((await add('verifyCMS')).status).toBe(201);
});
