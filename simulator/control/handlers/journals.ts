// What happened, and what it shows of the client.

import type { Page } from '../../world/journal.js';
import type { World } from '../../world/world.js';
import { callViews } from '../call-view.js';
import { openEvents } from '../events.js';
import { findingView } from '../messages.js';
import { isProblem, type Problem } from '../problem.js';
import { type ControlHandlers, findTenant, NOTHING, type TenantCall } from './handler.js';

/** The journal's page of a tenant, alive or gone. */
async function ofPage<Shown>(
  world: World,
  call: TenantCall,
  show: (page: Page) => Shown,
): Promise<Shown | Problem> {
  const { clientCode } = call.parameters;
  const page = world.journal.find(clientCode);
  if (page !== undefined) return show(page);
  const tenant = await findTenant(world, call);
  return isProblem(tenant) ? tenant : show(world.journal.page(clientCode));
}

export const journalHandlers = {
  listCalls: (world, call) =>
    ofPage(world, call, (page) => ({
      json: { calls: callViews(page.calls.items(), world.journal.secrets) },
    })),

  clearCalls: (world, call) =>
    ofPage(world, call, (page) => {
      page.calls.clear();
      return NOTHING;
    }),

  listFindings: (world, call) =>
    ofPage(world, call, (page) => ({ json: { findings: page.findings.items().map(findingView) } })),

  clearFindings: (world, call) =>
    ofPage(world, call, (page) => {
      page.findings.clear();
      return NOTHING;
    }),

  events: (world, { query: { clientCode }, lastEventId }) => ({
    stream: openEvents(world, { clientCode, lastEventId }),
  }),

  listUnnamedCalls: (world) => ({
    json: { calls: callViews(world.journal.unnamed.items(), world.journal.secrets) },
  }),
} satisfies Partial<ControlHandlers>;
