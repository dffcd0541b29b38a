// What the test author arranges for the next calls: outcomes, faults, race barriers.

import {
  type ArrangedFault,
  type ArrangedOutcome,
  refuseFault,
  refuseOutcome,
} from '../../core/arrangements.js';
import { barrierView } from '../messages.js';
import { badRequest, isProblem, notFound } from '../problem.js';
import { type ControlHandlers, findTenant, NOTHING, updateTenant } from './handler.js';

export const scriptHandlers = {
  async addOutcome(world, call) {
    const refused = refuseOutcome(call.body);
    if (refused !== undefined) return badRequest(refused);
    const outcome: ArrangedOutcome = { ...call.body, times: call.body.times ?? 1 };
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
