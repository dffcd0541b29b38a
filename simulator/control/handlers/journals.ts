// What happened, and what it shows of the client.

import { callView } from '../../core/journal.js';
import type { Page } from '../../world/journal.js';
import type { World } from '../../world/world.js';
import { isProblem } from '../problem.js';
import { type ControlCall, type ControlHandler, type ControlResult, findTenant, NOTHING } from './handler.js';

/** The journal's page of a tenant, alive or gone. */
async function ofPage(
  world: World,
  call: ControlCall,
  show: (page: Page) => ControlResult,
): Promise<ControlResult> {
  const clientCode = call.parameters.clientCode ?? '';
  const page = world.journal.find(clientCode);
  if (page !== undefined) return show(page);
  const tenant = await findTenant(world, call);
  return isProblem(tenant) ? tenant : show(world.journal.page(clientCode));
}

export const journalHandlers = {
  listCalls: (world, call) =>
    ofPage(world, call, (page) => ({ json: { calls: page.calls.items().map(callView) } })),

  clearCalls: (world, call) =>
    ofPage(world, call, (page) => {
      page.calls.clear();
      return NOTHING;
    }),

  listFindings: (world, call) =>
    ofPage(world, call, (page) => ({ json: { findings: page.findings.items() } })),

  clearFindings: (world, call) =>
    ofPage(world, call, (page) => {
      page.findings.clear();
      return NOTHING;
    }),

  listUnnamedCalls: (world) => ({ json: { calls: world.journal.unnamed.items().map(callView) } }),
} satisfies Record<string, ControlHandler>;
