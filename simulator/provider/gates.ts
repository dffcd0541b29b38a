// Who calls: one gate for each kind of authentication. A gate looks tenants up and asks the pure checks. Even when it
// refuses it tells whom the call named, for the journal alone.

import {
  type Authentication,
  actions,
  type ErrorId,
  type Operation,
} from '../../contracts/protocol/index.js';
import {
  checkCallSignature,
  checkClaims,
  isLinkSignature,
  isOwnToken,
  readBearer,
  readLinkCredentials,
  readTokenRequest,
} from '../core/authentication.js';
import { type Call, isRefusal } from '../core/call.js';
import { parseObject } from '../core/request-check.js';
import type { Tenant } from '../core/tenant.js';
import { readClaims, type TokenClaims } from '../core/token.js';
import type { World } from '../world/world.js';

export interface Admission {
  /** Who may act; undefined on an open operation. */
  readonly tenant?: Tenant | undefined;
  readonly refused?: ErrorId | undefined;
  /** Whom the call named, proven or not. */
  readonly named?: string | undefined;
  /** What a Token request asks for. */
  readonly scope?: readonly string[];
}

/** Decides on a call before its body is looked into. */
export type Gate = (world: World, call: Call, body: Uint8Array, operation: Operation) => Promise<Admission>;

async function bearer(world: World, call: Call, { action }: Operation): Promise<Admission> {
  const token = readBearer(call);
  if (typeof token !== 'string') return token;
  const proven = world.tokens.get(token);
  const claims = proven?.claims ?? readClaims(token);
  if (claims === undefined) return { refused: 'token.malformed' };
  const named = claims.clientCode;
  const tenant = await world.tenants.get(named);
  // A tenant that is gone takes its tokens along; to its clients they look expired.
  if (tenant === undefined) return { refused: 'token.expired', named };
  if (proven?.secretKey !== tenant.secretKey && !prove(world, token, claims, tenant)) {
    return { refused: 'token.malformed', named };
  }
  const { needsServiceScope } = actions[action];
  const refusal = checkClaims(claims, {
    tenant,
    now: world.now(),
    address: call.address,
    needsServiceScope,
  });
  return refusal === undefined ? { tenant, named } : { ...refusal, named };
}

function prove(world: World, token: string, claims: TokenClaims, tenant: Tenant): boolean {
  if (!isOwnToken(token, claims, tenant)) return false;
  world.tokens.set(token, { claims, secretKey: tenant.secretKey });
  return true;
}

/** Linkhub's own signature; the body then names one of the LinkID's institutions. */
async function link(world: World, call: Call, body: Uint8Array): Promise<Admission> {
  const given = readLinkCredentials(call, world.wall(), world.authWindow);
  const asked = readTokenRequest(parseObject(body));
  const named = isRefusal(asked) ? undefined : asked.clientCode;
  if (isRefusal(given)) return { ...given, named };
  // Two are enough to know whether there is one alone; a LinkID may hold very many.
  const tenants = (await world.tenants.list(given.linkId, { limit: 2 })) ?? [];
  const secretKey = tenants[0]?.secretKey;
  if (secretKey === undefined) return { refused: 'auth.linkId', named };
  if (!isLinkSignature(call, body, given, secretKey)) return { refused: 'auth.signature', named };
  if (isRefusal(asked)) return { ...asked, named: tenants.length === 1 ? tenants[0]?.clientCode : undefined };
  const tenant = named === undefined ? undefined : await world.tenants.get(named);
  // The secret is read again with the tenant: it may have been changed meanwhile.
  if (tenant?.linkId === given.linkId && tenant.secretKey !== secretKey) {
    return { refused: 'auth.signature', named };
  }
  return tenant?.linkId !== given.linkId
    ? { refused: 'auth.clientCode', named }
    : { tenant, named, scope: asked.scope };
}

async function signed(world: World, call: Call, body: Uint8Array, operation: Operation): Promise<Admission> {
  const admission = await bearer(world, call, operation);
  const { tenant } = admission;
  if (tenant === undefined) return admission;
  const refusal = checkCallSignature(call, body, { tenant, now: world.wall(), window: world.authWindow });
  return refusal === undefined ? admission : { ...refusal, named: admission.named };
}

export const gates: Readonly<Record<Authentication, Gate>> = {
  none: async () => ({}),
  link,
  bearer: (world, call, _body, operation) => bearer(world, call, operation),
  signed,
};
