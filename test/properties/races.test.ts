import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import { createFetch } from '../../simulator/doors/fetch.js';
import { createEngine } from '../../simulator/engine.js';
import { createWorld } from '../../simulator/world/world.js';
import { createCaller, NOON, requested } from '../support/caller.js';

// The store answers when the scheduler says: every order in which concurrent calls can read and write is tried.

test('whatever the order of reads and writes, at most one verify succeeds, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('verify', 'verify', 'state', 'sign', 'expire', 'view'), {
        minLength: 2,
        maxLength: 8,
      }),
      fc.boolean(),
      async (scheduler, calls, signed) => {
        const world = createWorld({ now: () => NOON });
        const { receipts } = world;
        const slow = {
          ...receipts,
          get: scheduler.scheduleFunction(async (id: string) => receipts.get(id)),
          put: scheduler.scheduleFunction(async (...put: Parameters<typeof receipts.put>) =>
            receipts.put(...put),
          ),
        };
        const access = { allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null };
        const setup = createCaller(createFetch(createEngine(world)(access)) as typeof fetch);
        const racing = createCaller(
          createFetch(createEngine({ ...world, receipts: slow })(access)) as typeof fetch,
        );
        const id = await requested(setup, requestCMS());
        if (signed) await setup.control('POST', `/receipts/${id}/sign`);
        await racing.authorization();
        const run = (call: string) => {
          if (call === 'verify') return racing.get(`/SignDirectDebit/Verify/${id}`);
          if (call === 'state') return racing.get(`/SignDirectDebit/Status/${id}`);
          return racing.control('POST', `/receipts/${id}/${call}`);
        };
        const answers = await scheduler.waitFor(
          Promise.all(calls.map(async (call) => ({ call, ...(await run(call)) }))),
        );
        const succeeded = (name: string) =>
          answers.filter(({ call, status }) => call === name && status === 200).length;
        expect(succeeded('verify')).toBeLessThanOrEqual(1);
        expect(succeeded('sign') + succeeded('expire')).toBeLessThanOrEqual(signed ? 0 : 1);
        const { json } = await setup.control('GET', `/receipts/${id}`);
        expect(json.verifiedAt !== null).toBe(succeeded('verify') === 1);
        expect(json.signedAt !== null).toBe(signed || succeeded('sign') === 1);
        expect(json.state).toBe(json.signedAt !== null ? 1 : succeeded('expire') === 1 ? 2 : 0);
      },
    ),
    { numRuns: 300 },
  );
});
