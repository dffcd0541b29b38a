import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractCases, runContract } from '../../contracts/index.js';
import { requestCMS } from '../../fixtures/index.js';
import { holderOf } from '../../simulator/core/tenant.js';
import type { TenantHandle } from '../../simulator/index.js';
import { createWorld } from '../../simulator/world/world.js';
import { createCaller, NOON } from '../support/caller.js';
import { randomDelay, simulatorOver, slowWorld } from '../support/slow-store.js';
import { holdsModel } from './model.js';

// Every verb of the stores at any time: nothing is decided on what was true before a wait.

const seed = Number(process.env.KAKAOCERT_SEED ?? Date.now() % 2 ** 31);

test(`over stores that answer late the model still holds (seed ${seed})`, { timeout: 60_000 }, () =>
  holdsModel(async () => simulatorOver(slowWorld(createWorld({ now: () => NOON }), randomDelay(seed))), {
    numRuns: 60,
    seed,
  }),
);

test(`over stores that answer late the contract still holds, many cases at a time (seed ${seed})`, {
  timeout: 60_000,
}, async () => {
  const cases = contractCases.filter(({ id }) =>
    /^(token|status|verify|isolation|expiry|session)\./.test(id),
  );
  expect(cases.length).toBeGreaterThan(20);
  const { fetch } = simulatorOver(slowWorld(createWorld(), randomDelay(seed, 9)));
  const results = await runContract({ fetch }, { cases, parallel: 8 });
  expect(
    results.filter(({ verdict }) => verdict === 'broken').map(({ case: { id }, why }) => [id, why]),
  ).toEqual([]);
});

/** What may happen at any time to one tenant of a LinkID, and to the others. */
const steps = [
  'verify',
  'verify',
  'state',
  'sign',
  'request',
  'request',
  'window',
  'reset',
  'succeed',
  'sibling',
  'secret',
  'outcome',
] as const;
type Step = (typeof steps)[number];

const secretOf = (letter: string) => `${letter.repeat(43)}=`;
const LINK = 'RACING';

test("whatever happens at once, in any order: one verify, one secret, nothing of a tenant is its successor's", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom<Step>(...steps), { minLength: 2, maxLength: 8 }),
      async (scheduler, chosen) => {
        const world = createWorld({ now: () => NOON });
        const setup = simulatorOver(world);
        const racing = simulatorOver(slowWorld(world, (what) => scheduler.schedule(Promise.resolve(), what)));
        const tenant = await setup.tenant({ linkId: LINK, secretKey: secretOf('a') });
        const { clientCode, secretKey } = tenant;
        const caller = createCaller(racing.fetch as typeof fetch, { credentials: tenant });
        const quick = createCaller(setup.fetch as typeof fetch, { credentials: tenant });
        const token = await quick.authorization();
        const asked = await quick.post('/SignDirectDebit/Request', requestCMS());
        const id: string = asked.json.receiptId;
        await tenant.receipts.sign(id);
        const bearer = { authorization: token };
        const made: string[] = [];
        const its = await scheduler.waitFor(racing.control.tenant(clientCode));

        const run: Readonly<Record<Step, (handle: TenantHandle) => Promise<unknown>>> = {
          verify: () => caller.get(`/SignDirectDebit/Verify/${id}`, bearer),
          state: () => caller.get(`/SignDirectDebit/Status/${id}`, bearer),
          async request() {
            const answer = await caller.post('/SignDirectDebit/Request', requestCMS(), bearer);
            if (answer.status === 200) made.push(answer.json.receiptId);
            return answer;
          },
          sign: (handle) => handle.receipts.sign(id),
          window: (handle) => handle.clock.advance('PT31M'),
          reset: (handle) => handle.reset(),
          async succeed(handle) {
            await handle.delete();
            return racing.tenant({ clientCode, linkId: LINK });
          },
          sibling: () => racing.tenant({ linkId: LINK }),
          secret: (handle) => handle.change({ secretKey: secretOf('b') }),
          outcome: (handle) => handle.outcomes.add('verifyCMS', { error: 'verify.expired' }),
        };
        const answers = await scheduler.waitFor(
          Promise.all(
            chosen.map(async (step) => ({
              step,
              answer: await run[step](its).catch((error: Error) => error),
            })),
          ),
        );
        const ended = (step: Step) =>
          answers.filter((one) => one.step === step && !(one.answer instanceof Error));
        const verified = ended('verify').filter(({ answer }) => (answer as Response).status === 200);
        expect(verified.length).toBeLessThanOrEqual(1);

        // All tenants of the LinkID have one secret, and it is good.
        const alive = (await world.tenants.list(LINK, { limit: 99 })) ?? [];
        expect(new Set(alive.map((one) => one.secretKey)).size).toBeLessThanOrEqual(1);
        expect(alive.length).toBeGreaterThanOrEqual(ended('sibling').length);
        for (const one of alive) {
          const answer = await createCaller(setup.fetch as typeof fetch, { credentials: one }).token();
          expect(answer.status).toBe(200);
        }

        // What the tenant was asked for before it was replaced is not its successor's, and nothing of it is left.
        const now = await world.tenants.get(clientCode);
        const stored = (await world.receipts.list(null, { limit: 99 })) ?? [];
        const isFirst = now?.born === 1;
        for (const receipt of stored) expect(receipt.holder).toBe(now && holderOf(now));
        if (!isFirst) expect(stored).toEqual([]);
        else if (ended('reset').length === 0) {
          expect(stored.map(({ receiptId }) => receiptId).sort()).toEqual([id, ...made].sort());
        }
        // Its token and its secret are good as long as it is there, and only then.
        const after = await quick.get('/KAKAOCERT/Point', bearer);
        expect(after.status === 200).toBe(isFirst && now?.secretKey === secretKey);
      },
    ),
    { numRuns: 150 },
  );
});
