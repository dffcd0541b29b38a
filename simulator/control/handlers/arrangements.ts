// What the test author arranges for the next calls: outcomes, faults, race barriers.

import { actions, type OperationName, operations } from '../../../contracts/protocol/index.js';
import { type ArrangedFault, type FaultBody, refuseFault } from '../../core/arrangements.js';
import type { QueuedOutcome } from '../../core/outcome.js';
import { tamperingNames } from '../../core/tampering.js';
import type { World } from '../../world/world.js';
import { badRequest, isProblem, notFound, type Problem } from '../problem.js';
import { badSignPlan, type ControlHandler, findTenant, NOTHING, updateTenant } from './handler.js';

/** What was queued must exist: an error of the catalogue, a kind of tampering, a plan; exactly one of them. */
function badOutcome(
  world: World,
  { operation, error, tamper, form, sign }: { [Key in keyof QueuedOutcome]?: QueuedOutcome[Key] | undefined },
): Problem | undefined {
  if ([error, tamper ?? form, sign].filter((one) => one !== undefined).length !== 1) {
    return badRequest('Give exactly one of error, tamper (or form) and sign.');
  }
  if (typeof error === 'string' && !world.catalogue.has(error)) {
    return badRequest(
      `error: "${error}" is not in the catalogue; give an id of it, or {code, message, status} of your own.`,
    );
  }
  const { gives } = actions[operations[operation as OperationName].action];
  if ((tamper ?? form) !== undefined && gives !== 'signedData') {
    return badRequest('tamper, form: only a verify operation answers signedData.');
  }
  if (tamper !== undefined && !tamperingNames.includes(tamper)) {
    return badRequest(`tamper: "${tamper}" is none of ${tamperingNames.join(', ')}.`);
  }
  if (sign !== undefined && gives !== 'receipt')
    return badRequest('sign: only a request operation makes a receipt.');
  return badSignPlan(sign);
}

export const scriptHandlers = {
  async addOutcome(world, call) {
    const { operation, error, tamper, form, sign, times = 1 } = call.body as Partial<QueuedOutcome>;
    const bad = badOutcome(world, { operation, error, tamper, form, sign });
    if (bad !== undefined) return bad;
    const outcome = { ...(call.body as unknown as QueuedOutcome), times };
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      outcomes: [...current.outcomes, outcome],
    }));
    return isProblem(tenant) ? tenant : { json: outcome, created: true };
  },

  async addFault(world, call) {
    const given = call.body as unknown as FaultBody;
    const refused = refuseFault(given);
    if (refused !== undefined) return badRequest(refused);
    const fault: ArrangedFault = { ...given, times: given.times ?? 1, seed: given.seed ?? 1 };
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      faults: [...current.faults, fault],
    }));
    return isProblem(tenant) ? tenant : { json: fault, created: true };
  },

  async addBarrier(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const { operation, calls } = call.body as { operation: OperationName; calls: number };
    return { json: world.barriers.add(tenant.clientCode, operation, calls), created: true };
  },

  async awaitBarrier(world, { parameters }) {
    const view = await world.barriers.full(parameters.barrierId ?? '');
    return view === undefined ? notFound(`barrier "${parameters.barrierId}"`) : { json: view };
  },

  async releaseBarrier(world, { parameters, body }) {
    const released = await world.barriers.release(
      parameters.barrierId ?? '',
      body.order as number[] | undefined,
    );
    if (released === 'unknown') return notFound(`barrier "${parameters.barrierId}"`);
    return released === 'released' ? NOTHING : badRequest('order: list each waiting call once, from 0.');
  },
} satisfies Record<string, ControlHandler>;
