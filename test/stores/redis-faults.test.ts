import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { openRedis } from '../../simulator/store/redis/open.js';
import { type Store, StoreUnavailable } from '../../simulator/store/store.js';
import { mark, overwrite, read, thing } from '../../simulator/store/suite/case.js';
import { openWorld } from '../../simulator/world/world.js';
import { createCaller, NOON, requested, TESTER } from '../support/caller.js';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.js';
import { simulatorOver } from '../support/slow-store.js';

// What becomes of the store when the server, or the way to it, fails. A server of its own for each test.

const skip = !hasRedis();
const missing = skip ? ' (redis-server is not installed)' : '';
const load = () => import('@redis/client');

/** A store on a server of its own. */
async function newStore(more: readonly string[] = []) {
  const server = await startRedis('redis-server', more);
  const store = await openRedis(server.url, { load });
  return {
    server,
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Cuts the way once, at the next verb; connecting passes. */
function cutter(server: RedisServer) {
  let next: 'cutBefore' | 'cutBehind' | undefined;
  let cuts = 0;
  server.onSent((sent) => {
    if (next === undefined || !/EVAL|HMGET|X(REV)?RANGE/.test(sent.toString('latin1'))) return 'through';
    const passage = next;
    next = undefined;
    cuts += 1;
    return passage;
  });
  return {
    arm(passage: 'cutBefore' | 'cutBehind') {
      next = passage;
    },
    cuts: () => cuts,
  };
}

/** Asks until the store answers again. */
async function answered<T>(ask: () => T | Promise<T>): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** What a verb is refused with, and how long that took, ms. */
async function refusal(verb: () => unknown) {
  const begun = performance.now();
  const error = await Promise.resolve()
    .then(verb)
    .then(
      (answer) => new Error(`It answered ${JSON.stringify(answer)}.`),
      (thrown: unknown) => thrown,
    );
  return { error, took: performance.now() - begun };
}

const addition = (text: string) => ({ counter: 'call', entries: [{ log: 'log', text, keep: 100 }] });

test.skipIf(skip).each(['cutBefore', 'cutBehind'] as const)(
  `the way is cut (%s) at every verb, and all of them count exactly once${missing}`,
  async (passage) => {
    await using place = await newStore();
    const { store, server } = place;
    const cut = cutter(server);
    const asked = <T>(verb: () => T) => {
      cut.arm(passage);
      return verb();
    };
    for (let n = 1; n <= 10; n += 1) {
      const at = await asked(() => read(store, 'sum'));
      expect(at.record?.n).toBe(n === 1 ? undefined : n - 1);
      expect(await asked(() => store.put(thing('sum', { n }), at.version, mark()))).toBe(true);
      expect(await asked(() => store.next('counter'))).toBe(n);
      const added = await asked(() => store.append(addition(String(n)), mark()));
      expect(added).toMatchObject({ number: n });
      expect(await asked(() => store.entries('log', { limit: 100 }))).toHaveLength(n);
      expect(await asked(() => store.list('thing', 'somebody', { limit: 9 }))).toHaveLength(1);
    }
    const { version } = await read(store, 'sum');
    expect(await asked(() => store.drop('thing', 'sum', version, mark()))).toBe(true);
    await overwrite(store, thing('a', { owner: 'one' }));
    await asked(() => store.dropOwner('thing', 'one'));
    await asked(() => store.clear('log'));
    expect(await store.get('thing', 'a')).toBeUndefined();
    expect(await store.entries('log', { limit: 9 })).toEqual([]);
    expect(cut.cuts()).toBe(63);
  },
);

test.skipIf(skip)(`cut at random under many at once, the sum is exact${missing}`, async () => {
  await using place = await newStore();
  const { store, server } = place;
  let state = 7;
  let cuts = 0;
  server.onSent((sent) => {
    if (!/EVAL|HMGET/.test(sent.toString('latin1'))) return 'through';
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const chance = state % 16;
    if (chance > 1) return 'through';
    cuts += 1;
    return chance === 0 ? 'cutBefore' : 'cutBehind';
  });
  let refused = 0;
  const count = async () => {
    for (let done = 0; done < 20; ) {
      const { record, version } = await read(store, 'sum');
      if (await store.put(thing('sum', { n: Number(record?.n ?? 0) + 1 }), version, mark())) done += 1;
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, count));
  expect((await read(store, 'sum')).record?.n).toBe(160);
  expect(cuts).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(0);
});

test.skipIf(skip)(
  `a server that stands still: refused within two seconds, and nothing is done when it goes on${missing}`,
  async () => {
    await using place = await newStore();
    const { store, server } = place;
    await store.next('counter');
    await overwrite(store, thing('a', { n: 1 }));
    const { version } = await read(store, 'a');
    server.freeze();
    const refusals = await Promise.all([
      refusal(() => store.put(thing('a', { n: 2 }), version, mark())),
      refusal(() => store.put(thing('b'), 0, mark())),
      refusal(() => store.drop('thing', 'a', version, mark())),
      refusal(() => store.next('counter')),
      refusal(() => store.append(addition('late'), mark())),
      refusal(() => store.get('thing', 'a')),
    ]);
    for (const { error, took } of refusals) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(took).toBeLessThan(2000);
    }
    // Who comes later does not wait at all.
    const later = await refusal(() => store.get('thing', 'a'));
    expect(later.error).toBeInstanceOf(StoreUnavailable);
    expect(later.took).toBeLessThan(200);
    server.goOn();
    expect(await answered(() => read(store, 'a'))).toEqual({ record: { key: 'a', n: 1 }, version });
    expect(await store.get('thing', 'b')).toBeUndefined();
    expect(await store.next('counter')).toBe(2);
    expect(await store.entries('log', { limit: 9 })).toEqual([]);
  },
);

test.skipIf(skip)(
  `a server that goes and comes back: refused at once, then the same store goes on with all that was stored${missing}`,
  async () => {
    await using place = await newStore(['--appendonly', 'yes', '--appendfsync', 'always']);
    const { store, server } = place;
    await overwrite(store, thing('a', { n: 1 }));
    await server.stop();
    for (const verb of [
      () => store.get('thing', 'a'),
      () => store.put(thing('b'), 0, mark()),
      () => store.next('counter'),
    ]) {
      const { error, took } = await refusal(verb);
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect((error as Error).message).toMatch(
        /^The store at redis:\/\/127\.0\.0\.1:\d+: it can't be reached/,
      );
      expect(took).toBeLessThan(2000);
    }
    await server.start();
    expect((await answered(() => read(store, 'a'))).record).toEqual({ key: 'a', n: 1 });
    expect(await store.get('thing', 'b')).toBeUndefined();
    expect(await store.next('counter')).toBe(1);
  },
);

test.skipIf(skip)(
  `a server that lost everything: what was read before is good for nothing, and no version comes back${missing}`,
  async () => {
    await using place = await newStore();
    const { store, server } = place;
    await overwrite(store, thing('a', { n: 1 }));
    const { version } = await read(store, 'a');
    await server.say('FLUSHALL');
    await server.say('SCRIPT', 'FLUSH');
    expect(await store.put(thing('a', { n: 2 }), version, mark())).toBe(false);
    expect(await store.put(thing('a', { n: 3 }), 0, mark())).toBe(true);
    expect((await read(store, 'a')).version).toBeGreaterThan(version);
    expect(await store.put(thing('a', { n: 4 }), version, mark())).toBe(false);
  },
);

test.skipIf(skip)(
  `after FLUSHALL the tenant from the start comes back with the next call that misses it; the rest is gone${missing}`,
  async () => {
    await using place = await newStore();
    const { store, server } = place;
    const options = { now: () => NOON, sign: 'immediate' as const };
    const world = await openWorld(options, store);
    await world.agreement.agree('ca', () => 'the one that is in use');
    const { fetch, tenant } = simulatorOver(world);
    const caller = createCaller(fetch);
    const code = TESTER.clientCode;
    const bearer = { authorization: await caller.authorization() };
    const receiptId = await requested(caller, requestCMS());
    const other = await tenant();
    await caller.control('PUT', `/tenants/${code}/clock`, { advance: 'P3D' });
    const { json: clock } = await caller.control('GET', `/tenants/${code}/clock`);
    await caller.control('POST', `/tenants/${code}/outcomes`, {
      operation: 'requestCMS',
      error: 'person.notMember',
    });
    await server.say('FLUSHALL');
    // A token that was given is good still: its client need not know.
    const gone = await caller.get(`/SignDirectDebit/Status/${receiptId}`, bearer);
    expect(gone.json.code).toBe((await caller.get('/SignDirectDebit/Status/1', bearer)).json.code);
    expect((await caller.control('GET', `/tenants/${code}/clock`)).json).toEqual(clock);
    expect(await requested(caller, requestCMS())).toMatch(/^\d{18}$/);
    expect((await caller.control('GET', `/tenants/${other.clientCode}`)).status).toBe(404);
    // Whoever starts now has what those agreed on who went on.
    const later = await openWorld(options, store);
    expect(await later.agreement.agree('ca', () => 'another')).toBe('the one that is in use');

    await server.say('FLUSHALL');
    const anew = createCaller(fetch);
    expect((await anew.control('GET', '/tenants')).json.tenants).toEqual([]);
    expect(await anew.authorization()).toMatch(/^Bearer /);
    expect((await anew.control('GET', '/tenants')).json.tenants).toMatchObject([{ clientCode: code }]);
  },
);

test.skipIf(skip)(
  `the tenant from the start that somebody removed does not come back by itself${missing}`,
  async () => {
    await using place = await newStore();
    const { fetch } = simulatorOver(await openWorld({ now: () => NOON }, place.store));
    const caller = createCaller(fetch);
    const path = `/tenants/${TESTER.clientCode}`;
    expect((await caller.control('DELETE', path)).status).toBe(204);
    for (let at = 0; at < 2; at += 1) expect((await caller.control('GET', path)).status).toBe(404);
    expect(await caller.authorization()).toBe('Bearer undefined');
    expect((await caller.control('GET', path)).status).toBe(404);
  },
);

test.skipIf(skip)(
  `a server that is full, or has become a replica: writes are refused, reads go on${missing}`,
  async () => {
    await using place = await newStore();
    const { store, server } = place;
    await overwrite(store, thing('a', { n: 1 }));
    await server.say('CONFIG', 'SET', 'maxmemory', '1');
    const full = await refusal(() => store.put(thing('b'), 0, mark()));
    expect(full.error).toBeInstanceOf(StoreUnavailable);
    expect((full.error as Error).message).toMatch(/OOM/);
    expect((await read(store, 'a')).record).toEqual({ key: 'a', n: 1 });
    await server.say('CONFIG', 'SET', 'maxmemory', '0');
    expect(await store.put(thing('b'), 0, mark())).toBe(true);
    await server.say('REPLICAOF', '127.0.0.1', '1');
    const replica = await refusal(() => store.put(thing('c'), 0, mark()));
    expect(replica.error).toBeInstanceOf(StoreUnavailable);
    await server.say('REPLICAOF', 'NO', 'ONE');
    expect(await answered(() => store.put(thing('c'), 0, mark()))).toBe(true);
  },
);

test.skipIf(skip)(`a poll is two trips: tenant and receipt at once, then the journal${missing}`, async () => {
  await using place = await newStore();
  const { store, server } = place;
  const { fetch } = simulatorOver(await openWorld({ now: () => NOON }, store));
  const caller = createCaller(fetch);
  const receiptId = await requested(caller, requestCMS());
  const poll = async () => {
    let trips = 0;
    server.onSent(() => {
      trips += 1;
      return 'through';
    });
    expect((await caller.get(`/SignDirectDebit/Status/${receiptId}`)).status).toBe(200);
    return trips;
  };
  const trips: number[] = [];
  for (let polls = 0; polls < 10; polls += 1) trips.push(await poll());
  // Now and then one looks whether somebody listens.
  expect(Math.min(...trips)).toBe(2);
});

test.skipIf(skip)(`calls of one tenant at once are each written once${missing}`, async () => {
  await using place = await newStore();
  let appends = 0;
  const store: Store = {
    ...place.store,
    append(addition, name) {
      appends += 1;
      return place.store.append(addition, name);
    },
  };
  const caller = createCaller(simulatorOver(await openWorld({ now: () => NOON }, store)).fetch);
  const receiptId = await requested(caller, requestCMS());
  appends = 0;
  const polls = Array.from({ length: 30 }, () => caller.get(`/SignDirectDebit/Status/${receiptId}`));
  expect((await Promise.all(polls)).map(({ status }) => status)).toEqual(Array(30).fill(200));
  expect(appends).toBe(30);
});

test.skipIf(skip)(`the server's clock is set: a write finds out and is done${missing}`, async () => {
  await using server = await startRedis();
  const { createClient, ErrorReply } = await load();
  // Of a clock that is ten seconds behind the server's.
  const shifted = {
    ErrorReply,
    createClient(options: Parameters<typeof createClient>[0]) {
      const client = createClient(options);
      const { sendCommand } = client;
      client.sendCommand = async (words: string[], ...more: unknown[]) => {
        const answer = await Reflect.apply(sendCommand, client, [words, ...more]);
        if (words[0] !== 'TIME') return answer;
        const [seconds, us] = answer as readonly [string, string];
        return [String(Number(seconds) - 10), us] as never;
      };
      return client;
    },
  };
  const store: Store = await openRedis(server.url, { load: async () => shifted });
  expect(await store.put(thing('a'), 0, mark())).toBe(true);
  expect(await store.next('counter')).toBe(1);
  await store.close();
});

test.skipIf(skip)(`who can't open it is told why in one line, without the password${missing}`, async () => {
  await using server = await startRedis('redis-server', ['--requirepass', 'right-one']);
  const of = (password: string) => server.url.replace('redis://', `redis://:${password}@`);
  const wrong = await refusal(() => openRedis(of('wrong-one'), { load }));
  expect(wrong.error).toMatchObject({ name: 'StoreProblem', message: expect.stringMatching(/WRONGPASS/) });
  expect((wrong.error as Error).message).not.toMatch(/wrong-one/);
  expect((await refusal(() => openRedis(server.url, { load }))).error).toMatchObject({
    message: expect.stringMatching(/NOAUTH/),
  });
  const store = await openRedis(of('right-one'), { load });
  await store.close();
});

test('a server that is not there, an address that is none, and a package that is missing are told in one line', async () => {
  const gone = await refusal(() => openRedis('redis://127.0.0.1:1', { load }));
  expect(gone.error).toMatchObject({
    name: 'StoreProblem',
    message:
      "redis://127.0.0.1:1 can't be used (connect ECONNREFUSED 127.0.0.1:1); look at the address, the password and whether it runs",
  });
  expect((await refusal(() => openRedis('redis://', { load }))).error).toMatchObject({
    name: 'StoreProblem',
    message: expect.stringMatching(/redis:\/\/HOST:PORT/),
  });
  const lacking = await refusal(() =>
    openRedis('redis://127.0.0.1:1', { load: () => Promise.reject(new Error('not found')) }),
  );
  expect(lacking.error).toMatchObject({
    name: 'StoreProblem',
    message: 'it needs a package; run npm install @redis/client@6',
  });
});

test.skipIf(skip)(`what a newer version wrote is refused${missing}`, async () => {
  await using server = await startRedis();
  await server.say('SET', '{team}:schema', '2');
  const { error } = await refusal(() => openRedis(server.url, { load, prefix: 'team' }));
  expect(error).toMatchObject({
    name: 'StoreProblem',
    message: expect.stringMatching(/schema 2; this one knows 1/),
  });
  const other = await openRedis(server.url, { load, prefix: 'other' });
  await other.close();
});
