// What the handlers of the control plane share: what they are given, what they give back, and how tenants are found
// and changed.

import type { Tenant } from '../../core/tenant.js';
import type { MaybePromise } from '../../store/store.js';
import type { World } from '../../world/world.js';
import type { PageNeeds } from '../page-needs.js';
import { isProblem, noTenant, type Problem } from '../problem.js';
import type { BodyOf, ControlRoute, ParametersOf, QueryOf, SuccessOf } from '../route.js';
import type { ControlName, ControlRoutes } from '../routes.js';

/** A call of one route: what varies in its path, its query and its body, which the shapes of the route have checked. */
export interface ControlCall<Route extends ControlRoute = ControlRoute> {
  readonly parameters: ParametersOf<Route>;
  readonly query: QueryOf<Route>;
  readonly body: BodyOf<Route>;
  /** The root of the TLS door, PEM; null without one. */
  readonly tlsCa: string | null;
  /** Where the call came to, e.g. `http://127.0.0.1:9080`. */
  readonly origin: string;
  /** Whether the door asks for the control token. */
  readonly needsToken: boolean;
  /** What pages need besides the world. */
  readonly pages: PageNeeds;
  /** The last event that a reader of the stream has seen, as it says itself. */
  readonly lastEventId: string | undefined;
}

export type ControlResult<Route extends ControlRoute = ControlRoute> = Problem | SuccessOf<Route['answer']>;

/** What a route does; its types are those of its row in the table. */
export type ControlHandler<Route extends ControlRoute = ControlRoute> = (
  world: World,
  call: ControlCall<Route>,
) => MaybePromise<ControlResult<Route>>;

/** One for each row: a row without its handler is an error of the compiler. */
export type ControlHandlers = {
  readonly [Name in ControlName]: ControlHandler<ControlRoutes[Name]>;
};

export const NOTHING = { nothing: true } as const;

/** The part of a call that says which tenant it is about. */
export interface TenantCall {
  readonly parameters: { readonly clientCode: string };
}

export async function findTenant(
  world: World,
  { parameters: { clientCode } }: TenantCall,
): Promise<Tenant | Problem> {
  const tenant = await world.tenants.get(clientCode);
  if (tenant === undefined) return noTenant(clientCode);
  await world.usage.touch(clientCode, world.now());
  return tenant;
}

/**
 * Applies a change to a tenant by compare-and-set; on a lost race it is decided again. `change` is given the tenant as it
 * was just read; it reads the time itself, after whatever it waits for.
 */
export async function updateTenant(
  world: World,
  call: TenantCall,
  change: (tenant: Tenant) => MaybePromise<Tenant | Problem>,
): Promise<Tenant | Problem> {
  for (;;) {
    const tenant = await findTenant(world, call);
    if (isProblem(tenant)) return tenant;
    const changed = await change(tenant);
    if (isProblem(changed) || (await world.tenants.put(changed, tenant.version))) return changed;
  }
}
