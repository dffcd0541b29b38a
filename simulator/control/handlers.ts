// What the control plane does: one handler for each row of its table. Handlers return; `control.ts` sends.

import { type Operation, type OperationName, operations } from '../../contracts/protocol/index.js';
import { parseDuration } from '../core/duration.js';
import type { QueuedFault } from '../core/fault.js';
import { callView } from '../core/journal.js';
import type { QueuedOutcome } from '../core/outcome.js';
import { decide, type EventType, nextEvents, phaseOf, settle } from '../core/receipt.js';
import { parseSignPlan, SIGN_PLANS } from '../core/sign-plan.js';
import { tamperings } from '../core/tampering.js';
import { type ClockChange, changeClock, type SubClient, type Tenant, tenantNow } from '../core/tenant.js';
import { version } from '../version.js';
import type { Page } from '../world/journal.js';
import type { MaybePromise } from '../world/store/store.js';
import type { World } from '../world/world.js';
import { clockView, receiptView, tenantView } from './messages.js';
import { badRequest, conflict, isProblem, notFound, type Problem } from './problem.js';
import type { ControlName } from './routes.js';

/** What a call of the control plane carries, its body already checked against the table's schema. */
export interface ControlCall {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The base clock, ms. */
  readonly base: number;
}

export type ControlResult =
  | Problem
  | { readonly json: object; readonly created?: boolean }
  | { readonly pem: string }
  | { readonly empty: true };

type ControlHandler = (world: World, call: ControlCall) => MaybePromise<ControlResult>;

/** The settings a caller may give a tenant; the schema has checked their shapes. */
type TenantSettings = Partial<Pick<Tenant, 'clientName' | 'secretKey' | 'sign' | 'profile'>> & {
  subClients?: SubClient[];
};

const NOTHING = { empty: true } as const;

async function findTenant(world: World, { parameters }: ControlCall): Promise<Tenant | Problem> {
  const clientCode = parameters.clientCode ?? '';
  return (await world.tenants.get(clientCode)) ?? notFound(`tenant "${clientCode}"`);
}

/** Applies a change to a tenant by compare-and-set; on a lost race it is decided again. */
async function updateTenant(
  world: World,
  call: ControlCall,
  change: (tenant: Tenant) => MaybePromise<Tenant | Problem>,
): Promise<Tenant | Problem> {
  for (;;) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const changed = await change(tenant);
    if (isProblem(changed) || (await world.tenants.put(changed, tenant.version))) return changed;
  }
}

const badSignPlan = (sign: string | undefined): Problem | undefined =>
  sign === undefined || parseSignPlan(sign) !== undefined
    ? undefined
    : badRequest(`sign: "${sign}" is none of ${SIGN_PLANS}.`);

/** The person with the phone: one event on one receipt. */
const personDoes =
  (event: Exclude<EventType, 'verify' | 'poll'>): ControlHandler =>
  async (world, { parameters, base }) => {
    const receiptId = parameters.receiptId ?? '';
    for (;;) {
      const receipt = await world.receipts.get(receiptId);
      const tenant = receipt && (await world.tenants.get(receipt.clientCode));
      if (receipt === undefined || tenant === undefined) return notFound(`receipt "${receiptId}"`);
      world.journal.interrupt(tenant.clientCode);
      const now = tenantNow(tenant.clock, base);
      const decision = decide(receipt, { type: event }, now);
      if ('refused' in decision) {
        const phase = phaseOf(settle(receipt, now), now);
        return conflict(`The receipt is ${phase}: it can't take "${event}".`, nextEvents(phase));
      }
      if (!decision.changed || (await world.receipts.put(decision.receipt, receipt.version))) {
        return { json: receiptView(decision.receipt, now) };
      }
    }
  };

/** What was queued must exist: an error of the catalogue, a kind of tampering, a plan; exactly one of them. */
function badOutcome(
  world: World,
  {
    operation,
    error,
    tamper,
    profile,
    sign,
  }: { [Key in keyof QueuedOutcome]?: QueuedOutcome[Key] | undefined },
): Problem | undefined {
  if ([error, tamper ?? profile, sign].filter((one) => one !== undefined).length !== 1) {
    return badRequest('Give exactly one of error, tamper (or profile) and sign.');
  }
  if (typeof error === 'string' && !world.catalogue.has(error)) {
    return badRequest(
      `error: "${error}" is not in the catalogue; give an id of it, or {code, message, status} of your own.`,
    );
  }
  const { action } = operations[operation as OperationName] as Operation;
  if ((tamper ?? profile) !== undefined && action !== 'verify') {
    return badRequest('tamper, profile: only a verify operation answers signedData.');
  }
  if (tamper !== undefined && !tamperings.includes(tamper)) {
    return badRequest(`tamper: "${tamper}" is none of ${tamperings.join(', ')}.`);
  }
  if (sign !== undefined && action !== 'request')
    return badRequest('sign: only a request operation makes a receipt.');
  return badSignPlan(sign);
}

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

async function dropReceipts(world: World, clientCode: string): Promise<void> {
  for (const { receiptId } of await world.receipts.list(clientCode)) await world.receipts.drop(receiptId);
}

export const controlHandlers: Readonly<Record<ControlName, ControlHandler>> = {
  health: () => ({ json: { status: 'ok', version } }),
  caPem: async (world) => ({ pem: await world.signer.caPem() }),

  async createTenant(world, { body, base }) {
    const settings = body as TenantSettings & { clientCode?: string; linkId?: string };
    const bad = badSignPlan(settings.sign);
    if (bad !== undefined) return bad;
    const siblings = settings.linkId === undefined ? [] : await world.tenants.list(settings.linkId);
    const shared = siblings[0]?.secretKey;
    if (shared !== undefined && settings.secretKey !== undefined && settings.secretKey !== shared) {
      return conflict(
        `LinkID "${settings.linkId}" has another secretKey; its tenants share one. Leave secretKey out.`,
      );
    }
    const clientCode = settings.clientCode ?? world.ids.clientCode(base);
    const tenant: Tenant = {
      clientName: `시험이용기관 ${clientCode}`,
      linkId: `SIM${clientCode}`,
      secretKey: shared ?? Buffer.from(world.ids.bytes(32)).toString('base64'),
      subClients: [],
      sign: 'manual',
      profile: world.profile,
      ...settings,
      clientCode,
      clock: { offset: 0, frozenAt: null },
      tokenEpoch: 0,
      outcomes: [],
      faults: [],
      version: 0,
    };
    const stored = await world.tenants.put(tenant, 0);
    return stored
      ? { json: tenantView(tenant), created: true }
      : conflict(`clientCode "${clientCode}" is taken.`);
  },

  async getTenant(world, call) {
    const tenant = await findTenant(world, call);
    return isProblem(tenant) ? tenant : { json: tenantView(tenant) };
  },

  async changeTenant(world, call) {
    const settings = call.body as TenantSettings;
    const bad = badSignPlan(settings.sign);
    if (bad !== undefined) return bad;
    const tenant = await updateTenant(world, call, async (current) => {
      const siblings = await world.tenants.list(current.linkId);
      const splits = settings.secretKey !== undefined && siblings.length > 1;
      return splits
        ? conflict(
            `LinkID "${current.linkId}" has ${siblings.length} tenants with one secretKey; it can't change for one.`,
          )
        : { ...current, ...settings };
    });
    return isProblem(tenant) ? tenant : { json: tenantView(tenant) };
  },

  async deleteTenant(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    await world.tenants.drop(tenant.clientCode);
    await dropReceipts(world, tenant.clientCode);
    world.barriers.drop(tenant.clientCode);
    world.journal.bury(tenant.clientCode);
    return NOTHING;
  },

  async resetTenant(world, call) {
    const tenant = await updateTenant(world, call, (current) => ({ ...current, outcomes: [], faults: [] }));
    if (isProblem(tenant)) return tenant;
    await dropReceipts(world, tenant.clientCode);
    world.barriers.drop(tenant.clientCode);
    world.journal.forget(tenant.clientCode);
    return NOTHING;
  },

  async addOutcome(world, call) {
    const { operation, error, tamper, profile, sign, times = 1 } = call.body as Partial<QueuedOutcome>;
    const bad = badOutcome(world, { operation, error, tamper, profile, sign });
    if (bad !== undefined) return bad;
    const outcome = { ...(call.body as unknown as QueuedOutcome), times };
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      outcomes: [...current.outcomes, outcome],
    }));
    return isProblem(tenant) ? tenant : { json: outcome, created: true };
  },

  async addFault(world, call) {
    const given = call.body as unknown as Omit<QueuedFault, 'times' | 'seed'> & Partial<QueuedFault>;
    if (given.fault === 'delay' && given.delay === undefined) {
      return badRequest(
        'delay: give {"ms": …}, or a distribution "uniform" {min, max} or "lognormal" {median, sigma}.',
      );
    }
    const { times = 1, seed = 1 } = given;
    const fault: QueuedFault = { ...given, times, seed };
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

  async expireTokens(world, call) {
    const tenant = await updateTenant(world, call, (current) => ({
      ...current,
      tokenEpoch: current.tokenEpoch + 1,
    }));
    return isProblem(tenant) ? tenant : NOTHING;
  },

  async listReceipts(world, call) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const now = tenantNow(tenant.clock, call.base);
    const receipts = await world.receipts.list(tenant.clientCode);
    return { json: { receipts: receipts.map((receipt) => receiptView(receipt, now)) } };
  },

  async getReceipt(world, { parameters, base }) {
    const receipt = await world.receipts.get(parameters.receiptId ?? '');
    const tenant = receipt && (await world.tenants.get(receipt.clientCode));
    if (receipt === undefined || tenant === undefined) return notFound(`receipt "${parameters.receiptId}"`);
    return { json: receiptView(receipt, tenantNow(tenant.clock, base)) };
  },

  async getClock(world, call) {
    const tenant = await findTenant(world, call);
    return isProblem(tenant) ? tenant : { json: clockView(tenant, call.base) };
  },

  async putClock(world, call) {
    world.journal.interrupt(call.parameters.clientCode ?? '');
    const change = readClockChange(call.body);
    if (isProblem(change)) return change;
    const tenant = await updateTenant(world, call, (current) => {
      const clock = changeClock(current.clock, change, call.base);
      if (clock === 'backwards') {
        const { now } = clockView(current, call.base);
        return conflict(
          `The clock shows ${now} and moves forward only; make a new tenant for an earlier time.`,
        );
      }
      const limit = world.signer.clockLimit;
      return tenantNow(clock, call.base) > limit
        ? {
            status: 422,
            title: 'Unprocessable',
            detail: `Clocks stop at ${new Date(limit).toISOString()}, a year before the TEST root ends.`,
          }
        : { ...current, clock };
    });
    return isProblem(tenant) ? tenant : { json: clockView(tenant, call.base) };
  },

  viewReceipt: personDoes('view'),
  signReceipt: personDoes('sign'),
  expireReceipt: personDoes('expire'),
};

function readClockChange(body: ControlCall['body']): ClockChange | Problem {
  const { advance, set, freeze } = body as { advance?: string; set?: string; freeze?: boolean };
  if (advance !== undefined) {
    const ms = parseDuration(advance);
    return ms === undefined
      ? badRequest(
          `advance: "${advance}" is no ISO 8601 duration such as PT5M or P1D (years and months have no fixed length).`,
        )
      : { advance: ms };
  }
  if (set !== undefined) {
    const instant = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(set) ? Date.parse(set) : Number.NaN;
    return Number.isNaN(instant)
      ? badRequest(`set: "${set}" is no ISO 8601 instant with its zone, such as 2026-11-23T09:00:00+09:00.`)
      : { set: instant };
  }
  return { freeze: freeze === true };
}
