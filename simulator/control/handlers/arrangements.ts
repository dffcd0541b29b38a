// What the test author arranges for the next calls: outcomes, faults, race barriers.

import { actions, operations } from '../../../contracts/protocol/index.js';
import { type ArrangedFault, refuseFault } from '../../core/arrangements.js';
import type { QueuedOutcome } from '../../core/outcome.js';
import type { World } from '../../world/world.js';
import { barrierView } from '../messages.js';
import { badRequest, isProblem, notFound, type Problem } from '../problem.js';
import type { ValueOf } from '../route.js';
import type { Outcome } from '../shapes.js';
import { badSignPlan, type ControlHandlers, findTenant, NOTHING, updateTenant } from './handler.js';

/** What was queued must exist: an error of the catalogue, a kind of tampering, a plan; exactly one of them. */
function badOutcome(
  world: World,
  { operation, error, tamper, form, sign }: ValueOf<typeof Outcome>,
): Problem | undefined {
  if ([error, tamper ?? form, sign].filter((one) => one !== undefined).length !== 1) {
    return badRequest('Give exactly one of error, tamper (or form) and sign.');
  }
  if (typeof error === 'string' && !world.catalogue.has(error)) {
    return badRequest(
      `error: "${error}" is not in the catalogue; give an id of it, or {code, message, status} of your own.`,
    );
  }
  const { gives } = actions[operations[operation].action];
  if ((tamper ?? form) !== undefined && gives !== 'signedData') {
    return badRequest('tamper, form: only a verify operation answers signedData.');
  }
  if (sign !== undefined && gives !== 'receipt')
    return badRequest('sign: only a request operation makes a receipt.');
  return badSignPlan(sign);
}

export const scriptHandlers = {
  async addOutcome(world, call) {
    const { times = 1 } = call.body;
    const bad = badOutcome(world, call.body);
    if (bad !== undefined) return bad;
    const outcome: QueuedOutcome = { ...call.body, times };
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      outcomes: [...current.outcomes, outcome],
    }));
    return isProblem(tenant) ? tenant : { json: outcome };
  },

  async addFault(world, call) {
    const refused = refuseFault(call.body);
    if (refused !== undefined) return badRequest(refused);
    const { times = 1, seed = 1 } = call.body;
    const fault: ArrangedFault = { ...call.body, times, seed };
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      faults: [...current.faults, fault],
    }));
    return isProblem(tenant) ? tenant : { json: fault };
  },

  async addBarrier(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const { operation, calls } = call.body;
    return { json: barrierView(world.barriers.add(tenant.clientCode, operation, calls)) };
  },

  async awaitBarrier(world, { parameters: { barrierId } }) {
    const barrier = await world.barriers.full(barrierId);
    return barrier === undefined ? notFound(`barrier "${barrierId}"`) : { json: barrierView(barrier) };
  },

  async releaseBarrier(world, { parameters: { barrierId }, body: { order } }) {
    const released = await world.barriers.release(barrierId, order);
    if (released === 'unknown') return notFound(`barrier "${barrierId}"`);
    return released === 'released' ? NOTHING : badRequest('order: list each waiting call once, from 0.');
  },
} satisfies Partial<ControlHandlers>;
