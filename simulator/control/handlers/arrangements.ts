// What the test author arranges for the next calls: outcomes, faults, race barriers.

import type { Text } from '../../../contracts/protocol/index.js';
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
import {
  badRequest,
  conflict,
  isProblem,
  noTenant,
  notFound,
  type Problem,
  unprocessable,
} from '../problem.js';
import { type ControlHandlers, findTenant, NOTHING, type TenantCall, updateTenant } from './handler.js';

/** Puts one more into the tenant's queues. */
async function add<One extends ArrangedOutcome | ArrangedFault>(world: World, call: TenantCall, one: One) {
  const kind = 'fault' in one ? 'faults' : 'outcomes';
  const tenant = await updateTenant(world, call, (current) => {
    const arranged = arrange(current.arranged, one);
    return arranged === undefined
      ? unprocessable({
          en: `Tenant "${current.clientCode}" has ${arrangementLimits[kind]} ${kind} waiting, and takes no more. Make the calls that use them up, give one with "times" instead of many, or reset the tenant.`,
          ko: `이용기관 "${current.clientCode}"에 대기 중인 ${kind} 예약이 ${arrangementLimits[kind]}개라서 더 추가할 수 없습니다. 해당 호출을 해서 소진하거나, "times"로 하나에 합치거나, 이용기관을 초기화하십시오.`,
        })
      : { ...current, arranged };
  });
  return isProblem(tenant) ? tenant : { json: one };
}

/** Why a barrier is not made. */
const overLimit: Readonly<Record<OverLimit, (clientCode: string) => Problem>> = {
  barriers: (clientCode) =>
    unprocessable({
      en: `Tenant "${clientCode}" has ${arrangementLimits.barriers} barriers, and takes no more. Release those that are done with, or reset the tenant.`,
      ko: `이용기관 "${clientCode}"의 배리어가 ${arrangementLimits.barriers}개라서 더 만들 수 없습니다. 다 쓴 배리어를 해제하거나 이용기관을 초기화하십시오.`,
    }),
  heldCalls: () =>
    unprocessable({
      en: `All barriers of this simulator together hold at most ${arrangementLimits.heldCalls} calls. Release those that are done with, or ask for fewer calls.`,
      ko: `이 시뮬레이터의 배리어가 붙잡을 수 있는 호출은 모두 합쳐 ${arrangementLimits.heldCalls}개입니다. 다 쓴 배리어를 해제하거나 호출 수를 줄이십시오.`,
    }),
};

/** Why a barrier will never hold all its calls. */
const ended: Readonly<Record<Exclude<BarrierEnd, 'full'>, (barrier: Barrier) => Problem>> = {
  released: ({ id, calls, held }) =>
    conflict({
      en: `Barrier "${id}" was released when ${held.length} of ${calls} calls had come; make a new one to hold more.`,
      ko: `배리어 "${id}": 호출 ${calls}개 중 ${held.length}개가 온 시점에 해제되었습니다. 더 붙잡으려면 새로 만드십시오.`,
    }),
  dropped: ({ id, calls, held, clientCode }) =>
    conflict({
      en: `Barrier "${id}" went with a reset or the end of tenant "${clientCode}" when ${held.length} of ${calls} calls had come; they went on.`,
      ko: `배리어 "${id}": 호출 ${calls}개 중 ${held.length}개가 온 시점에 이용기관 "${clientCode}"의 초기화 또는 삭제로 없어졌고, 붙잡힌 호출은 계속 처리되었습니다.`,
    }),
};

/** Why there are none where others serve the same calls. */
const shared: Problem = {
  status: 501,
  title: 'Not implemented',
  detail: {
    en: 'A barrier holds calls of one process, and with --store others may answer them. Start without --store to arrange a race.',
    ko: '배리어는 한 프로세스의 호출만 붙잡을 수 있는데, --store를 쓰면 다른 프로세스가 응답할 수 있습니다. 경합을 시험하려면 --store 없이 시작하십시오.',
  },
};

const noBarrier = (barrierId: string): Problem => notFound({ en: 'barrier', ko: '배리어' }, barrierId);
const wrongOrder: Text = {
  en: 'order: list each waiting call once, from 0.',
  ko: 'order: 대기 중인 호출을 0부터 한 번씩 모두 나열하십시오.',
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
    return noTenant(tenant.clientCode);
  },

  async listBarriers(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    return { json: { barriers: world.barriers.of(tenant.clientCode).map(barrierView) } };
  },

  async awaitBarrier(world, { parameters: { barrierId } }) {
    const barrier = world.barriers.find(barrierId);
    if (barrier === undefined) return noBarrier(barrierId);
    const end = await barrier.end;
    return end === 'full' ? { json: barrierView(barrier) } : ended[end](barrier);
  },

  async releaseBarrier(world, { parameters: { barrierId }, body: { order } }) {
    const released = await world.barriers.release(barrierId, order);
    if (released === 'unknown') return noBarrier(barrierId);
    return released === 'released' ? NOTHING : badRequest(wrongOrder);
  },
} satisfies Partial<ControlHandlers>;
