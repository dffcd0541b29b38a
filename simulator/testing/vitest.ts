// Public subpath `kakaocert-simulator/vitest`: a `test` whose every test has a tenant of its own. A test that fails
// shows what its client called.

import { test as base } from 'vitest';
import type { TenantHandle } from '../control/client.js';
import { callTable } from '../control/expect-calls.js';
import { createSimulator, type Simulator } from '../simulator.js';

export interface KakaocertFixtures {
  /** One for each test file, without a port; `simulator.fetch` reaches it. */
  readonly simulator: Simulator;
  /** A new institution for each test, removed after it. */
  readonly tenant: TenantHandle;
}

/** vitest's `test` with a simulator and a tenant. */
export const test = base.extend<KakaocertFixtures>({
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
