// What happened, and what it shows of the client.

import type { MaybePromise } from '../../store/store.js';
import type { Page } from '../../world/journal.js';
import type { World } from '../../world/world.js';
import { keptCallView } from '../call-view.js';
import { openEvents } from '../events.js';
import { findingView } from '../messages.js';
import { noTenant, type Problem } from '../problem.js';
import { type ControlHandlers, NOTHING, type TenantCall } from './handler.js';

/** The journal's page of a tenant, alive or gone. */
async function ofPage<Result>(
  world: World,
  call: TenantCall,
  use: (page: Page) => MaybePromise<Result>,
): Promise<Result | Problem> {
  const { clientCode } = call.parameters;
  const page = await world.journal.find(clientCode, await world.tenants.get(clientCode));
  return page === undefined ? noTenant(clientCode) : use(page);
}

export const journalHandlers = {
  listCalls: (world, call) =>
    ofPage(world, call, async (page) => ({ json: { calls: (await page.calls()).map(keptCallView) } })),

  clearCalls: (world, call) =>
    ofPage(world, call, async (page) => {
      await page.clearCalls();
      return NOTHING;
    }),

  listFindings: (world, call) =>
    ofPage(world, call, async (page) => ({ json: { findings: (await page.findings()).map(findingView) } })),

  clearFindings: (world, call) =>
    ofPage(world, call, async (page) => {
      await page.clearFindings();
      return NOTHING;
    }),

  async events(world, { query: { clientCode }, lastEventId }) {
    await world.events.expect(lastEventId);
    return { stream: openEvents(world, { clientCode, lastEventId }) };
  },

  listUnnamedCalls: async (world) => ({
    json: { calls: (await world.journal.unnamed()).map(keptCallView) },
  }),
} satisfies Partial<ControlHandlers>;
