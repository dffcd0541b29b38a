// What the handlers of the control plane share: what they are given, what they give back, and how tenants are found
// and changed.

import { parseSignPlan, SIGN_PLANS } from '../../core/sign-plan.js';
import type { Tenant } from '../../core/tenant.js';
import type { MaybePromise } from '../../store/store.js';
import type { World } from '../../world/world.js';
import { badRequest, isProblem, notFound, type Problem } from '../problem.js';

/** What a call of the control plane carries, its body already checked against the table's schema. */
export interface ControlCall {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The base clock, ms. */
  readonly base: number;
  /** The root of the TLS door, PEM; null without one. */
  readonly tlsCa: string | null;
  /** Where the call came to, e.g. `http://127.0.0.1:9080`. */
  readonly origin: string;
}

export type ControlResult =
  | Problem
  | { readonly json: object; readonly created?: boolean }
  | { readonly pem: string }
  | { readonly html: string }
  | { readonly empty: true };

export type ControlHandler = (world: World, call: ControlCall) => MaybePromise<ControlResult>;

export const NOTHING = { empty: true } as const;

export async function findTenant(world: World, { parameters, base }: ControlCall): Promise<Tenant | Problem> {
  const clientCode = parameters.clientCode ?? '';
  const tenant = await world.tenants.get(clientCode);
  if (tenant === undefined) return notFound(`tenant "${clientCode}"`);
  world.usage.touch(clientCode, base);
  return tenant;
}

/** Applies a change to a tenant by compare-and-set; on a lost race it is decided again. */
export async function updateTenant(
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

/** What is wrong with a plan of who signs, if anything. */
export const badSignPlan = (sign: string | undefined): Problem | undefined =>
  sign === undefined || parseSignPlan(sign) !== undefined
    ? undefined
    : badRequest(`sign: "${sign}" is none of ${SIGN_PLANS}.`);

export async function dropReceipts(world: World, clientCode: string): Promise<void> {
  for (const { receiptId } of await world.receipts.list(clientCode)) await world.receipts.drop(receiptId);
}
