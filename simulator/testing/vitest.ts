// Public subpath `kakaocert-simulator/vitest`: a `test` whose every test has a tenant of its own, and a `globalSetup` for
// vitest 4 (vitest 3 ends a run whose set-up imports vitest; `kakaocert-simulator/vitest-setup` doesn't).
// A test that fails shows what its client called.

import { test as base } from 'vitest';
import { createSimulator, type Simulator } from '../simulator.js';
import type { TenantHandle } from '../tenant/control.js';
import { callTable } from '../tenant/expect-calls.js';

export { type ProvidedSimulator, setup } from './vitest-setup.js';

export interface KakaocertFixtures {
  /** One for each test file, without a port; `simulator.fetch` reaches it. */
  readonly simulator: Simulator;
  /** A new institution for each test, removed after it. */
  readonly tenant: TenantHandle;
}

const extended = () =>
  base.extend<KakaocertFixtures>({
    simulator: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from a pattern
      async ({}, use) => {
        const simulator = await createSimulator();
        await use(simulator);
        await simulator.close();
      },
      { scope: 'file' },
    ],
    tenant: async ({ simulator, task }, use) => {
      const tenant = await simulator.tenant();
      await use(tenant);
      if (task.result?.state === 'fail' || (task.result?.errors?.length ?? 0) > 0) {
        console.error(`kakaoCert calls of "${task.name}":\n${callTable(await tenant.calls())}`);
      }
      await tenant[Symbol.asyncDispose]();
    },
  });

/**
 * vitest's `test` with a `simulator` (one for each file, without a port) and a `tenant` (a new one for each test, removed
 * after it). When a test fails, the calls of its tenant are printed. Throws what vitest's `test` throws.
 *
 * As a `globalSetup` this module is loaded outside of any test, where vitest refuses to extend; only `setup` is asked for
 * there. Source: vitest's `test.extend`.
 *
 * @example
 * ```ts
 * import { test } from 'kakaocert-simulator/vitest';
 * import { expect } from 'vitest';
 *
 * test('nothing was called yet', async ({ tenant }) => {
 *   expect(await tenant.calls()).toEqual([]);
 * });
 * ```
 */
export const test: ReturnType<typeof extended> =
  '__vitest_worker__' in globalThis ? extended() : (base as ReturnType<typeof extended>);
