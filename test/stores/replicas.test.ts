import { expect, test } from 'vitest';
import { runContract } from '../../contracts/index.js';
import { requestCMS } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import { type Caller, createCaller, requested, TESTER } from '../support/caller.js';
import { hasRedis, startRedis } from '../support/redis-server.js';
import {
  hasHaproxy,
  type Replicas,
  startBalancer,
  startReplica,
  startReplicas,
} from '../support/replicas.js';

// Three processes with one Redis server are one simulator. A slice of it runs with all tests, the whole by
// `npm run test:stores`.

const isWhole = process.env.KAKAOCERT_STORES === 'whole';
const skip = !hasRedis();
const missing = skip ? ' (redis-server is not installed)' : '';
const now = () => Date.now();
const callerOf = (fetch: Replicas['fetch']) => createCaller(fetch, { now });

test.skipIf(skip || !hasHaproxy())(
  `the contract holds behind a balancer that sends each call elsewhere${missing}${hasHaproxy() ? '' : ' (haproxy is not installed)'}`,
  { timeout: 180_000 },
  async () => {
    await using redis = await startRedis();
    await using replicas = await startReplicas(redis.url);
    await using balancer = await startBalancer(replicas.running.map(({ url }) => url));
    const results = await runContract({ url: balancer.url }, { parallel: 4 });
    const broken = results.filter(({ verdict }) => verdict === 'broken');
    expect(broken.map(({ case: { id }, why }) => [id, why])).toEqual([]);
    expect(results.filter(({ verdict }) => verdict === 'kept').length).toBeGreaterThan(100);
  },
);

/** Calls of many kinds, one after another, in a tenant of their own: what is written of them. */
async function written(fetch: Replicas['fetch']) {
  const control = callerOf(fetch);
  const { json: tenant } = await control.control('POST', '/tenants', { sign: 'immediate' });
  const caller = createCaller(fetch, { credentials: tenant, now });
  const asked = requestCMS();
  const receiptId = await requested(caller, asked);
  // The same again, a poll after the end, a second verify: each shows something of the client.
  await requested(caller, asked);
  for (let polls = 0; polls < 3; polls += 1) await caller.get(`/SignDirectDebit/Status/${receiptId}`);
  for (let verifies = 0; verifies < 2; verifies += 1) {
    await caller.get(`/SignDirectDebit/Verify/${receiptId}`);
  }
  caller.forget();
  await caller.get(`/SignDirectDebit/Status/${receiptId}`);
  await caller.post('/SignDirectDebit/Request', { ...asked, Expires_in: '300' });
  const page = async (name: string) =>
    (await control.control('GET', `/tenants/${tenant.clientCode}/${name}`)).json[name];
  const calls = (await page('calls')) as readonly { number: number; operation: string; outcome: string }[];
  const [{ number: first } = { number: 0 }] = calls;
  const findings = (await page('findings')) as readonly { rule: string; field: string; call: number }[];
  return {
    calls: calls.map(({ number, operation, outcome }) => [number - first, operation, outcome]),
    findings: findings.map(({ rule, field, call }) => [rule, field, call - first]),
  };
}

test.skipIf(skip)(`journal, numbers and findings are those of one process${missing}`, async () => {
  await using redis = await startRedis();
  await using replicas = await startReplicas(redis.url);
  await using alone = await createSimulator();
  const expected = await written(alone.fetch);
  expect(expected.calls).toHaveLength(11);
  expect(expected.findings.length).toBeGreaterThan(2);
  expect(await written(replicas.fetch)).toEqual(expected);
});

/** So many receipts, signed by now. */
const signed = async (caller: Caller, count: number) => {
  await caller.authorization();
  return Promise.all(Array.from({ length: count }, () => requested(caller, requestCMS())));
};

/** Work by so many at once. */
async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const left = [...items];
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const [receipts, verifies] = isWhole ? [100, 10_000] : [10, 500];

test.skipIf(skip)(
  `of ${verifies} verifies of ${receipts} receipts, spread over three, each receipt has one that is let through${missing}`,
  { timeout: isWhole ? 900_000 : 120_000 },
  async () => {
    await using redis = await startRedis();
    await using replicas = await startReplicas(redis.url, 3, ['--sign', 'immediate']);
    const caller = callerOf(replicas.fetch);
    const ids = await signed(caller, receipts);
    expect(new Set(ids).size).toBe(receipts);
    const [first = ''] = await signed(caller, 1);
    const twice = [1, 2].map(() => caller.get(`/SignDirectDebit/Verify/${first}`));
    const already = (await Promise.all(twice)).find(({ status }) => status === 400)?.json.code;
    const answers = new Map<string, string[]>(ids.map((id) => [id, []]));
    const asked = Array.from({ length: verifies }, (_, at) => ids[at % receipts] ?? '');
    await eachOf(asked, 24, async (id) => {
      const { status, json } = await caller.get(`/SignDirectDebit/Verify/${id}`);
      answers.get(id)?.push(status === 200 ? 'verified' : String(json.code));
    });
    for (const all of answers.values()) {
      expect(all).toHaveLength(verifies / receipts);
      expect(all.filter((answer) => answer === 'verified')).toHaveLength(1);
      const others = new Set(all.filter((answer) => answer !== 'verified'));
      expect([...others]).toEqual([String(already)]);
    }
  },
);

test.skipIf(skip)(
  `replicas end as by a power cut under ${verifies} verifies: what was answered is there, nothing was verified twice${missing}`,
  { timeout: isWhole ? 900_000 : 120_000 },
  async () => {
    await using redis = await startRedis();
    await using replicas = await startReplicas(redis.url, 3, ['--sign', 'immediate']);
    const caller = callerOf(replicas.fetch);
    const ids = await signed(caller, receipts);
    const through = new Map<string, number>();
    const lost = new Set<string>();
    const made: string[] = [];
    let isOver = false;
    let replaced = 0;
    const killer = (async () => {
      for (; !isOver; replaced += 1) await replicas.replace(replaced % 3);
    })();
    const asked = Array.from({ length: verifies }, (_, at) => ids[at % receipts] ?? '');
    const answered = async <T>(call: Promise<T>) => call.catch(() => undefined);
    await eachOf(asked, 12, async (id) => {
      const answer = await answered(caller.get(`/SignDirectDebit/Verify/${id}`));
      if (answer?.status === 200) through.set(id, (through.get(id) ?? 0) + 1);
      else if (answer === undefined) lost.add(id);
      if (made.length < 100) {
        const request = await answered(caller.post('/SignDirectDebit/Request', requestCMS()));
        if (request?.status === 200) made.push(request.json.receiptId);
      }
    });
    isOver = true;
    await killer;
    expect(replaced).toBeGreaterThan(1);
    for (const id of ids) {
      const { json } = await caller.get(`/SignDirectDebit/Status/${id}`);
      expect(json.verifyDT, `the verify of ${id}`).toMatch(/^\d{14}$/);
      const count = through.get(id) ?? 0;
      expect(count).toBeLessThanOrEqual(1);
      // None was told so: then the answer that said so was lost with its process.
      if (count === 0) expect(lost).toContain(id);
    }
    expect(made.length).toBeGreaterThan(0);
    for (const id of made) expect((await caller.get(`/SignDirectDebit/Status/${id}`)).status).toBe(200);
  },
);

test.skipIf(skip)(
  `a server that stands still, goes, comes back, forgets: 503 in time, then on without a restart; SIGTERM ends it${missing}`,
  async () => {
    await using redis = await startRedis('redis-server', ['--appendonly', 'yes']);
    const { url, program } = await startReplica(redis.url, ['--sign', 'immediate']);
    const caller = createCaller((target, init) => fetch(target, init), { now, origin: url });
    const receiptId = await requested(caller, requestCMS());
    const timed = async (target: string) => {
      const begun = performance.now();
      const answer = await caller.get(target);
      expect(performance.now() - begun).toBeLessThan(2000);
      return answer;
    };
    const gone = async () => {
      const verify = await timed(`/SignDirectDebit/Verify/${receiptId}`);
      expect([verify.status, verify.json]).toEqual([
        503,
        { code: expect.any(Number), message: expect.any(String) },
      ]);
      expect((await caller.control('GET', '/health')).status).toBe(503);
      expect((await caller.control('GET', '/live')).status).toBe(200);
    };
    const back = async () => {
      while ((await caller.control('GET', '/health')).status !== 200)
        await new Promise((resolve) => setTimeout(resolve, 50));
    };
    redis.freeze();
    await gone();
    redis.goOn();
    await back();
    await redis.stop();
    await gone();
    await redis.start();
    await back();
    // Nothing of what was refused was done late: the one verify is still to be had.
    expect((await timed(`/SignDirectDebit/Verify/${receiptId}`)).status).toBe(200);
    expect((await timed(`/SignDirectDebit/Verify/${receiptId}`)).status).toBe(400);
    await redis.say('FLUSHALL');
    expect((await timed(`/SignDirectDebit/Verify/${receiptId}`)).status).toBeGreaterThanOrEqual(400);
    expect((await caller.control('GET', '/live')).status).toBe(200);
    expect(await program.stop('SIGTERM')).toBe(0);
  },
);

test.skipIf(skip)(`what three can't do together is refused with the reason${missing}`, async () => {
  await using redis = await startRedis();
  const { url, program } = await startReplica(redis.url);
  const caller = createCaller((target, init) => fetch(target, init), { now, origin: url });
  const refused = await caller.control('POST', `/tenants/${TESTER.clientCode}/barriers`, {
    operation: 'verifyCMS',
    calls: 2,
  });
  expect([refused.status, refused.json.detail]).toEqual([501, expect.stringMatching(/store/)]);
  await program.stop();
  await expect(startReplica(redis.url, ['--host', '0.0.0.0'])).rejects.toThrow(
    /ended with 2: .*--control-token/s,
  );
});
