// What the test author arranges for the next calls: outcomes, faults, race barriers.

import {
  type ArrangedFault,
  type ArrangedOutcome,
  arrangementLimits,
  refuseFault,
  refuseOutcome,
} from '../../core/arrangements.js';
import { arrange } from '../../core/queues.js';
import type { Barrier, BarrierEnd, OverLimit } from '../../world/barriers.js';
import type { World } from '../../world/world.js';
import { barrierView } from '../messages.js';
import { badRequest, conflict, isProblem, notFound, type Problem, unprocessable } from '../problem.js';
import { type ControlHandlers, findTenant, NOTHING, type TenantCall, updateTenant } from './handler.js';

/** Puts one more into the tenant's queues. */
async function add<One extends ArrangedOutcome | ArrangedFault>(world: World, call: TenantCall, one: One) {
  const kind = 'fault' in one ? 'faults' : 'outcomes';
  const tenant = await updateTenant(world, call, (current) => {
    const arranged = arrange(current.arranged, one);
    return arranged === undefined
      ? unprocessable(
          `Tenant "${current.clientCode}" has ${arrangementLimits[kind]} ${kind} waiting, and takes no more. Make the calls that use them up, give one with "times" instead of many, or reset the tenant.`,
        )
      : { ...current, arranged };
  });
  return isProblem(tenant) ? tenant : { json: one };
}

/** Why a barrier is not made. */
const overLimit: Readonly<Record<OverLimit, (clientCode: string) => Problem>> = {
  barriers: (clientCode) =>
    unprocessable(
      `Tenant "${clientCode}" has ${arrangementLimits.barriers} barriers, and takes no more. Release those that are done with, or reset the tenant.`,
    ),
  heldCalls: () =>
    unprocessable(
      `All barriers of this simulator together hold at most ${arrangementLimits.heldCalls} calls. Release those that are done with, or ask for fewer calls.`,
    ),
};

/** Why a barrier will never hold all its calls. */
const ended: Readonly<Record<Exclude<BarrierEnd, 'full'>, (barrier: Barrier) => Problem>> = {
  released: ({ id, calls, held }) =>
    conflict(
      `Barrier "${id}" was released when ${held.length} of ${calls} calls had come; make a new one to hold more.`,
    ),
  dropped: ({ id, calls, held, clientCode }) =>
    conflict(
      `Barrier "${id}" went with a reset or the end of tenant "${clientCode}" when ${held.length} of ${calls} calls had come; they went on.`,
    ),
};

/** Why there are none where others serve the same calls. */
const shared: Problem = {
  status: 501,
  title: 'Not implemented',
  detail:
    'A barrier holds calls of one process, and with --store others may answer them. Start without --store to arrange a race.',
};

export const scriptHandlers = {
  async addOutcome(world, call) {
    const refused = refuseOutcome(call.body);
    if (refused !== undefined) return badRequest(refused);
    const outcome: ArrangedOutcome = { ...call.body, times: call.body.times ?? 1 };
    return add(world, call, outcome);
  },

  async addFault(world, call) {
    const refused = refuseFault(call.body);
    if (refused !== undefined) return badRequest(refused);
    const { times = 1, seed = 1 } = call.body;
    const fault: ArrangedFault = { ...call.body, times, seed };
    return add(world, call, fault);
  },

  async addBarrier(world, call) {
    if (world.store.shared) return shared;
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const { operation, calls } = call.body;
    const barrier = world.barriers.add(tenant.clientCode, operation, calls);
    if (typeof barrier === 'string') return overLimit[barrier](tenant.clientCode);
    // The tenant may have gone, with its barriers, while it was read.
    const still = await findTenant(world, call);
    if (!isProblem(still) && still.born === tenant.born) return { json: barrierView(barrier) };
    await world.barriers.release(barrier.id, undefined);
    return notFound(`tenant "${tenant.clientCode}"`);
  },

  async listBarriers(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    return { json: { barriers: world.barriers.of(tenant.clientCode).map(barrierView) } };
  },

  async awaitBarrier(world, { parameters: { barrierId } }) {
    const barrier = world.barriers.find(barrierId);
    if (barrier === undefined) return notFound(`barrier "${barrierId}"`);
    const end = await barrier.end;
    return end === 'full' ? { json: barrierView(barrier) } : ended[end](barrier);
  },

  async releaseBarrier(world, { parameters: { barrierId }, body: { order } }) {
    const released = await world.barriers.release(barrierId, order);
    if (released === 'unknown') return notFound(`barrier "${barrierId}"`);
    return released === 'released' ? NOTHING : badRequest('order: list each waiting call once, from 0.');
  },
} satisfies Partial<ControlHandlers>;
