// Tenants and their time: made, changed, reset, removed; clocks that move forward only.

import { parseDuration } from '../../core/duration.js';
import { refuseSignPlan } from '../../core/sign-plan.js';
import {
  type ClockChange,
  changeClock,
  type Tenant,
  type TenantChange,
  tenantNow,
} from '../../core/tenant.js';
import type { World } from '../../world/world.js';
import { clockView, tenantView } from '../messages.js';
import { badRequest, conflict, isProblem, type Problem, unprocessable } from '../problem.js';
import type { ValueOf } from '../route.js';
import type { ClockChange as ClockChangeBody, NewTenant, TenantSettings } from '../shapes.js';
import { type ControlHandlers, findTenant, NOTHING, updateTenant } from './handler.js';
import { readPage } from './pages.js';

/**
 * Removes a tenant and all it holds; what comes late under its name is still remembered. False if it was changed since it
 * was read. From the moment of the drop on nothing can be put for it, and none with its name has anything of it.
 */
async function removeTenant(world: World, tenant: Tenant): Promise<boolean> {
  const { clientCode } = tenant;
  await world.leavings.announce(tenant);
  if (!(await world.tenants.drop(clientCode, tenant.version))) return false;
  const dropped = world.leavings.drop(tenant);
  world.barriers.drop(clientCode);
  await world.journal.bury(tenant);
  await world.usage.forget(clientCode);
  await tellOf(world, tenant, 'removed');
  await dropped;
  return true;
}

async function tellOf({ events }: World, tenant: Tenant, change: TenantChange): Promise<void> {
  if (events.wanted) await events.tell({ kind: 'tenant', clientCode: tenant.clientCode, tenant, change });
}

/** Removes some of those that nobody uses. */
async function removeAbandoned(world: World): Promise<void> {
  for (const clientCode of await world.usage.abandoned(world.now())) {
    const tenant = await world.tenants.get(clientCode);
    if (tenant === undefined) await world.usage.forget(clientCode);
    // It may have been used while another one went.
    else if (await world.usage.isAbandoned(clientCode, world.now())) await removeTenant(world, tenant);
  }
}

/** The first tenants of a LinkID. */
const siblingsOf = async (world: World, linkId: string, limit: number) =>
  (await world.tenants.list(linkId, { limit })) ?? [];

/** What is wrong with settings of the right shape, if anything. */
function badSettings({ sign, clientName = '', subClients = [] }: ValueOf<typeof TenantSettings>) {
  const wrong = sign === undefined ? undefined : refuseSignPlan(sign);
  if (wrong !== undefined) return badRequest(wrong);
  // People sign the names, and UTF-8 has no bytes for half a character.
  const isWhole = [clientName, ...subClients.flatMap(({ code, name }) => [code, name])].every((text) =>
    text.isWellFormed(),
  );
  return isWhole
    ? undefined
    : badRequest({
        en: 'A name has half of a surrogate pair in it; give whole characters.',
        ko: '이름에 서로게이트 쌍의 절반만 들어 있습니다. 온전한 문자로 보내십시오.',
      });
}

/** A tenant to be put: what is not given is made up, but for the secret of a LinkID that there is. */
async function newTenant(world: World, settings: ValueOf<typeof NewTenant>): Promise<Tenant | Problem> {
  const clientCode = settings.clientCode ?? (await world.ids.clientCode(world.now()));
  const linkId = settings.linkId ?? `SIM${clientCode}`;
  const shared = (await siblingsOf(world, linkId, 1))[0]?.secretKey;
  if (shared !== undefined && settings.secretKey !== undefined && settings.secretKey !== shared) {
    return conflict({
      en: `LinkID "${linkId}" has another secretKey; its tenants share one. Leave secretKey out.`,
      ko: `링크아이디 "${linkId}"에는 다른 secretKey가 있습니다. 같은 링크아이디의 이용기관은 secretKey가 같아야 하므로 secretKey를 빼고 요청하십시오.`,
    });
  }
  return {
    clientName: `시험이용기관 ${clientCode}`,
    secretKey: shared ?? Buffer.from(world.ids.bytes(32)).toString('base64'),
    subClients: [],
    ...world.tenantDefaults,
    ...settings,
    clientCode,
    linkId,
    born: await world.ids.born(),
    era: 0,
    clock: { offset: 0, frozenAt: null },
    tokenEpoch: 0,
    arranged: {},
    version: 0,
  };
}

export const tenantHandlers = {
  async createTenant(world, { body: settings }) {
    const bad = badSettings(settings);
    if (bad !== undefined) return bad;
    await removeAbandoned(world);
    for (;;) {
      if (settings.clientCode !== undefined && (await world.tenants.get(settings.clientCode)) !== undefined) {
        return conflict({
          en: `clientCode "${settings.clientCode}" is taken.`,
          ko: `clientCode "${settings.clientCode}": 이미 사용 중입니다.`,
        });
      }
      const tenant = await newTenant(world, settings);
      if (isProblem(tenant)) return tenant;
      // Refused where the code is taken, by the user or by another call, or the LinkID got a secret meanwhile.
      if (!(await world.tenants.put(tenant, 0))) continue;
      await world.usage.watch(tenant.clientCode, world.now());
      await world.journal.open(tenant);
      await tellOf(world, tenant, 'made');
      return { json: tenantView(tenant) };
    }
  },

  async listTenants(world, { query }) {
    const page = await readPage(
      world,
      {
        store: world.tenants,
        owner: null,
        order: 'newestFirst',
        keyOf: ({ clientCode }) => clientCode,
        newShow: () => tenantView,
      },
      query,
    );
    return isProblem(page) ? page : { json: { tenants: page.items, next: page.next } };
  },

  async getTenant(world, call) {
    const tenant = await findTenant(world, call);
    return isProblem(tenant) ? tenant : { json: tenantView(tenant) };
  },

  async changeTenant(world, call) {
    const settings = call.body;
    const bad = badSettings(settings);
    if (bad !== undefined) return bad;
    const tenant = await updateTenant(world, call, async (current) => {
      const siblings = await siblingsOf(world, current.linkId, 2);
      const splits = settings.secretKey !== undefined && siblings.length > 1;
      return splits
        ? conflict({
            en: `LinkID "${current.linkId}" has several tenants with one secretKey; it can't change for one.`,
            ko: `링크아이디 "${current.linkId}"의 여러 이용기관이 같은 secretKey를 쓰므로 하나만 바꿀 수 없습니다.`,
          })
        : { ...current, ...settings };
    });
    if (isProblem(tenant)) return tenant;
    world.journal.keepSecret(tenant);
    await tellOf(world, tenant, 'changed');
    return { json: tenantView(tenant) };
  },

  async deleteTenant(world, call) {
    for (;;) {
      const tenant = await findTenant(world, call);
      if (isProblem(tenant)) return tenant;
      if (await removeTenant(world, tenant)) return NOTHING;
    }
  },

  async resetTenant(world, call) {
    const tenant = await updateTenant(world, call, async (current) => {
      await world.leavings.announce(current);
      return { ...current, arranged: {}, era: current.era + 1 };
    });
    if (isProblem(tenant)) return tenant;
    // The moment decides: what was there has another holder from now on, what comes from now on stays.
    const before = { ...tenant, era: tenant.era - 1 };
    const dropped = world.leavings.drop(before);
    world.barriers.drop(tenant.clientCode);
    await world.journal.forget(before);
    await tellOf(world, tenant, 'reset');
    await dropped;
    return NOTHING;
  },

  async expireTokens(world, call) {
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      tokenEpoch: current.tokenEpoch + 1,
    }));
    return isProblem(tenant) ? tenant : NOTHING;
  },

  async getClock(world, call) {
    const tenant = await findTenant(world, call);
    return isProblem(tenant) ? tenant : { json: clockView(tenant, world.now()) };
  },

  async putClock(world, call) {
    const change = readClockChange(call.body);
    if (isProblem(change)) return change;
    const tenant = await updateTenant(world, call, (current) => {
      const base = world.now();
      const clock = changeClock(current.clock, change, base);
      if (clock === 'backwards') {
        const { now } = clockView(current, base);
        return conflict({
          en: `The clock shows ${now} and moves forward only; make a new tenant for an earlier time.`,
          ko: `현재 시각은 ${now}이고 앞으로만 옮길 수 있습니다. 더 이른 시각이 필요하면 이용기관을 새로 만드십시오.`,
        });
      }
      const limit = world.signer.clockLimit;
      return tenantNow(clock, base) > limit
        ? unprocessable({
            en: `Clocks stop at ${new Date(limit).toISOString()}, a year before the TEST root ends.`,
            ko: `시각은 ${new Date(limit).toISOString()}까지만 옮길 수 있습니다(TEST 루트 인증서 만료 1년 전).`,
          })
        : { ...current, clock };
    });
    if (isProblem(tenant)) return tenant;
    await world.journal.interrupt(tenant);
    const base = world.now();
    const { clientCode } = tenant;
    if (world.events.wanted) await world.events.tell({ kind: 'clock', clientCode, tenant, base });
    return { json: clockView(tenant, base) };
  },
} satisfies Partial<ControlHandlers>;

function readClockChange(body: ValueOf<typeof ClockChangeBody>): ClockChange | Problem {
  if ('advance' in body) {
    const ms = parseDuration(body.advance);
    return ms === undefined
      ? badRequest({
          en: `advance: "${body.advance}" is no ISO 8601 duration such as PT5M or P1D (years and months have no fixed length).`,
          ko: `advance: "${body.advance}" 값은 쓸 수 없습니다. PT5M, P1D 같은 ISO 8601 기간으로 지정하십시오(연, 월은 길이가 일정하지 않아 쓸 수 없음).`,
        })
      : { advance: ms };
  }
  if ('freeze' in body) return body;
  const { set } = body;
  const instant = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(set) ? Date.parse(set) : Number.NaN;
  return Number.isNaN(instant)
    ? badRequest({
        en: `set: "${set}" is no ISO 8601 instant with its zone, such as 2026-11-23T09:00:00+09:00.`,
        ko: `set: "${set}" 값은 쓸 수 없습니다. 2026-11-23T09:00:00+09:00처럼 시간대가 있는 ISO 8601 시각으로 지정하십시오.`,
      })
    : { set: instant };
}
