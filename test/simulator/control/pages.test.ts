import { beforeEach, expect, test } from 'vitest';
import { requestCMS, requestESign } from '../../../fixtures/index.js';
import type { ControlRoute } from '../../../simulator/control/route.js';
import { controlRoutes, fullPath, isData } from '../../../simulator/control/routes.js';
import type { Receipt } from '../../../simulator/core/receipt.js';
import { createFetch } from '../../../simulator/doors/fetch.js';
import { createEngine } from '../../../simulator/engine.js';
import { createControl } from '../../../simulator/tenant/control.js';
import { createWorld, type World } from '../../../simulator/world/world.js';
import { type Caller, createCaller, NOON, requested, TESTER } from '../../support/caller.js';

// Lists in pages, over a world that a test fills itself.

let world: World;
let caller: Caller;
let fetch: ReturnType<typeof createFetch>;
/** How often others got their turn. */
let turns: number;
const { clientCode } = TESTER;
const own = `/tenants/${clientCode}/receipts`;

beforeEach(() => {
  turns = 0;
  world = {
    ...createWorld({ now: () => NOON }),
    turn: async () => {
      turns += 1;
    },
  };
  fetch = createFetch(
    createEngine(world)({ allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null }),
  );
  caller = createCaller(fetch as typeof globalThis.fetch);
});

/** `count` receipts of a tenant that were never asked for, ids from `from` on. */
async function fill(count: number, from = 0, changes: Partial<Receipt> = {}): Promise<readonly string[]> {
  const [pattern] = (await world.receipts.list(null, { limit: 1 })) ?? [];
  if (pattern === undefined) throw new Error('A request must have been made.');
  const ids = Array.from({ length: count }, (_, at) => `0${String(from + at).padStart(17, '0')}`);
  const tenant = await world.tenants.get(pattern.clientCode);
  if (tenant === undefined) throw new Error('Its tenant must be there.');
  for (const receiptId of ids)
    await world.receipts.put({ ...pattern, ...changes, receiptId, version: 0 }, 0, tenant);
  return ids;
}

/** The same as `requested`, of ESign. */
const asked = async (request: object): Promise<string> =>
  (await caller.post('/SignToken/Request', request)).json.receiptId;

const idsOf = (receipts: readonly { readonly receiptId: string }[]) =>
  receipts.map(({ receiptId }) => receiptId);
const list = async (path: string) => {
  const { status, json } = await caller.control('GET', path);
  expect(status, JSON.stringify(json)).toBe(200);
  return { ids: idsOf(json.receipts), next: json.next as string | null };
};

test('a list ends with null, and its pages put together are the list', async () => {
  const first = await requested(caller, requestCMS());
  const ids = [first, ...(await fill(6))];
  expect(await list(own)).toEqual({ ids, next: null });
  expect(await list(`${own}?limit=7`)).toEqual({ ids, next: null });
  expect(await list(`${own}?limit=3`)).toEqual({ ids: ids.slice(0, 3), next: ids[2] });
  expect(await list(`${own}?limit=3&after=${ids[2]}`)).toEqual({ ids: ids.slice(3, 6), next: ids[5] });
  expect(await list(`${own}?limit=3&after=${ids[5]}`)).toEqual({ ids: ids.slice(6), next: null });
});

test('all receipts and all tenants come newest first', async () => {
  const first = await requested(caller, requestCMS());
  const made = (await caller.control('POST', '/tenants')).json;
  const theirs = await requested(
    createCaller(fetch as typeof globalThis.fetch, { credentials: made }),
    requestCMS(),
  );
  const last = await asked(requestESign());
  expect(await list('/receipts')).toEqual({ ids: [last, theirs, first], next: null });
  expect(await list('/receipts?limit=1')).toEqual({ ids: [last], next: last });
  expect(await list(`/receipts?limit=1&after=${last}`)).toEqual({ ids: [theirs], next: theirs });
  expect(await list(`/receipts?clientCode=${clientCode}`)).toEqual({ ids: [last, first], next: null });
  const codes = async (query: string) => {
    const { tenants, next } = (await caller.control('GET', `/tenants${query}`)).json;
    return [tenants.map((one: { clientCode: string }) => one.clientCode), next];
  };
  expect(await codes('')).toEqual([[made.clientCode, clientCode], null]);
  expect(await codes('?limit=1')).toEqual([[made.clientCode], made.clientCode]);
  expect(await codes(`?limit=1&after=${made.clientCode}`)).toEqual([[clientCode], null]);
  await caller.control('DELETE', `/tenants/${made.clientCode}`);
  expect(await list('/receipts')).toEqual({ ids: [last, first], next: null });
  expect(await codes('')).toEqual([[clientCode], null]);
});

test('filters: by state as the clock has it, by service, by phone however it is written', async () => {
  const ReceiverHP = '01000000042';
  const signed = await requested(caller, requestCMS());
  const other = await asked({ ...requestESign(), ReceiverHP });
  const third = await requested(caller, { ...requestCMS(), ReceiverHP });
  await caller.control('POST', `/receipts/${signed}/sign`);
  const ids = async (query: string) => (await list(`/receipts?${query}`)).ids;
  expect(await ids('service=cms')).toEqual([third, signed]);
  expect(await ids(`ReceiverHP=${ReceiverHP}`)).toEqual([third, other]);
  expect(await ids(`ReceiverHP=010-0000-0042&service=esign`)).toEqual([other]);
  expect(await ids(`ReceiverHP=%2B82+10-0000-0042&service=esign`)).toEqual([other]);
  expect(await ids('ReceiverHP=nobody')).toEqual([]);
  expect(await ids('state=waiting')).toEqual([third, other]);
  expect(await ids('state=signed')).toEqual([signed]);
  await caller.control('PUT', `/tenants/${clientCode}/clock`, { advance: 'PT1H' });
  expect(await ids('state=lapsed')).toEqual([signed]);
  expect(await ids('state=expired')).toEqual([third, other]);
  expect(await ids('state=verified')).toEqual([]);
  expect((await list(`${own}?state=expired`)).ids).toEqual([other, third]);
});

test('a filter that lets little through fills its page in slices, and others get their turn in between', async () => {
  await requested(caller, requestCMS());
  await fill(100_000);
  const [few] = await fill(2, 200_000, { service: 'esign' });
  expect(await list(`${own}?service=esign&limit=1`)).toEqual({ ids: [few], next: few });
  expect(turns).toBe(99);
  turns = 0;
  expect((await list(`/receipts?service=verifyAuth`)).ids).toEqual([]);
  expect(turns).toBe(99);
  turns = 0;
  expect((await list(own)).ids).toHaveLength(1000);
  expect(turns).toBe(0);
});

test('a reset of 100,000 receipts is over at once for everybody: what comes while they go stays', async () => {
  const first = await requested(caller, requestCMS());
  const [, second = ''] = await fill(100_000);
  const reset = caller.control('POST', `/tenants/${clientCode}/reset`);
  while ((await caller.control('GET', `/receipts/${first}`)).status === 200);
  const late = await requested(caller, requestCMS());
  expect((await caller.get(`/SignDirectDebit/Status/${second}`)).status).toBe(400);
  expect((await reset).status).toBe(204);
  expect(await list(own)).toEqual({ ids: [late], next: null });
  expect(await list('/receipts')).toEqual({ ids: [late], next: null });
});

test('the list of the library is whole, however many there are', async () => {
  const first = await requested(caller, requestCMS());
  const ids = [first, ...(await fill(2500))];
  const [last] = await fill(1, 9_999, { ...signedNow });
  const control = createControl({ url: 'http://sim.test', fetch });
  const tenant = await control.tenant(clientCode);
  expect(idsOf(await tenant.receipts.list())).toEqual([...ids, last]);
  expect(idsOf(await tenant.receipts.list({ state: 'signed' }))).toEqual([last]);
  expect(idsOf(await control.receipts())).toEqual([...ids, last].reverse());
  expect((await control.tenants()).map((one) => one.clientCode)).toEqual([clientCode]);
});

const signedNow = { signedAt: NOON, viewedAt: NOON };

test.each([
  ['limit=0', 'Query /limit: 0 is not allowed; give an integer (1 to 1000; how many at most).'],
  ['limit=1001', 'Query /limit: 1001 is not allowed'],
  ['limit=1e2', 'Query /limit: "1e2" is not allowed'],
  ['limit=', 'Query /limit: "" is not allowed'],
  ['limit=1&limit=2', 'Query /limit: it is given 2 times; give it once.'],
  ['state=open', 'Query /state: "open" is none of waiting, signed, verified, lapsed, expired.'],
  ['service=auth', 'Query /service: "auth" is none of cms, '],
  ['after=1', 'Query /after: "1" is not allowed'],
  ['after=026112310000099999', 'after: "026112310000099999" is not in this list'],
  [
    'limt=5',
    'Query /limt: there is no such member (given "5"); the members are limit, after, state, service, txId, ReceiverHP.',
  ],
  ['__proto__=1', 'Query /'],
  ['clientCode=020040000001', 'Query /clientCode: there is no such member'],
])('a query of %s is told what is allowed', async (query, detail) => {
  const answer = await caller.control('GET', `${own}?${query}`);
  expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining(detail)]);
});

// A page's query is its own: whatever stands there is for its script, or was put there by whoever linked to it.
const askable = Object.entries<ControlRoute>(controlRoutes).filter(([, { path }]) => isData(fullPath(path)));

test.each(askable)(
  '%s refuses what its query does not have, and says what it has',
  async (_, { method, path, query }) => {
    const target = fullPath(path).replaceAll(/\{\w+\}/g, clientCode);
    const answer = await caller.send(method, `${target}?nonsense=1`);
    expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining('Query /nonsense')]);
    for (const name of Object.keys(query?.properties ?? {})) expect(answer.json.detail).toContain(name);
  },
);
