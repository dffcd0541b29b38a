import { expect, test } from 'vitest';
import { OWN_FAULT } from '../../../simulator/core/call.js';
import { createFetch } from '../../../simulator/doors/fetch.js';
import { createEngine } from '../../../simulator/engine.js';
import { createWorld, type World } from '../../../simulator/world/world.js';
import { createCaller, type FetchLike, NOON, TESTER } from '../../support/caller.js';

// What of ours throws is an answer like any other: of the provider's shape, and in the journal with what was thrown.

const access = { allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null };

function callerOf(changes: (world: World) => Partial<World>) {
  const world = createWorld({ now: () => NOON });
  const engine = createEngine({ ...world, ...changes(world) })(access);
  return createCaller(createFetch(engine) as FetchLike, { origin: 'http://localhost' });
}

const broken = new Error('the disk is full {"secretKey":"c2VjcmV0"}');
const throwing = () => {
  throw broken;
};

test('in a call of a tenant: it stands in the journal of the tenant, secrets masked', async () => {
  const caller = callerOf(({ receipts }) => ({ receipts: { ...receipts, get: throwing } }));
  const answer = await caller.get('/SignDirectDebit/Status/1');
  expect([answer.status, answer.text]).toEqual([500, OWN_FAULT.body]);
  const { calls } = (await caller.control('GET', `/tenants/${TESTER.clientCode}/calls`)).json;
  expect(calls.at(-1)).toMatchObject({
    operation: 'getCMSState',
    status: 500,
    outcome: 'failed',
    thrown: 'Error: the disk is full {"secretKey":"***"}',
  });
  expect(calls[0]).toMatchObject({ operation: 'token', outcome: 'ok', thrown: null });
});

test('before a tenant is known, and in the control plane: it stands among the calls without a name', async () => {
  const caller = callerOf(({ tenants }) => ({ tenants: { ...tenants, get: throwing, list: throwing } }));
  expect((await caller.token()).status).toBe(500);
  expect((await caller.control('GET', `/tenants/${TESTER.clientCode}`)).status).toBe(500);
  const { calls } = (await caller.control('GET', '/calls')).json;
  expect(calls).toMatchObject([
    { outcome: 'failed', request: { target: '/KAKAOCERT/Token' } },
    { outcome: 'failed', request: { target: `/_sim/v1/tenants/${TESTER.clientCode}` } },
  ]);
});
