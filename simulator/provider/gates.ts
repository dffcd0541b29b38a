// Who calls: one gate for each kind of authentication. A gate looks tenants up and asks the pure checks.

import type { Authentication } from '../../contracts/protocol/index.js';
import {
  checkCallSignature,
  checkClaims,
  isLinkSignature,
  isOwnToken,
  readBearer,
  readLinkCredentials,
} from '../core/authentication.js';
import { type Call, isRefusal, pathOf, type Refusal } from '../core/call.js';
import type { Tenant } from '../core/tenant.js';
import { readClaims } from '../core/token.js';
import type { World } from '../world/world.js';

/**
 * The tenants a call may act for: none on an open operation, the LinkID's on Token (its body will name one), else
 * exactly the token's. `base` is the base clock in ms.
 */
export type Gate = (
  world: World,
  call: Call,
  body: Uint8Array,
  base: number,
) => Promise<readonly Tenant[] | Refusal>;

const bearer = async (world: World, call: Call, base: number): Promise<readonly [Tenant] | Refusal> => {
  const token = readBearer(call);
  if (typeof token !== 'string') return token;
  const proven = world.tokens.get(token);
  const claims = proven?.claims ?? readClaims(token);
  if (claims === undefined) return { refused: 'token.malformed' };
  const tenant = await world.tenants.get(claims.clientCode);
  // A tenant that is gone takes its tokens along; to its clients they look expired.
  if (tenant === undefined) return { refused: 'token.expired' };
  if (proven?.secretKey !== tenant.secretKey) {
    if (!isOwnToken(token, claims, tenant)) return { refused: 'token.malformed' };
    world.tokens.set(token, { claims, secretKey: tenant.secretKey });
  }
  const host = pathOf(call.target).startsWith('/KAKAOCERT/') ? 'auth' : 'service';
  return checkClaims(claims, { tenant, now: base, address: call.address, host }) ?? [tenant];
};

export const gates: Readonly<Record<Authentication, Gate>> = {
  none: async () => [],

  link: async (world, call, body, base) => {
    const given = readLinkCredentials(call, base, world.authWindow);
    if (isRefusal(given)) return given;
    const tenants = await world.tenants.list(given.linkId);
    const secretKey = tenants[0]?.secretKey;
    if (secretKey === undefined) return { refused: 'auth.linkId' };
    return isLinkSignature(call, body, given, secretKey) ? tenants : { refused: 'auth.signature' };
  },

  bearer: (world, call, _body, base) => bearer(world, call, base),

  signed: async (world, call, body, base) => {
    const tenants = await bearer(world, call, base);
    if (isRefusal(tenants)) return tenants;
    return (
      checkCallSignature(call, body, { tenant: tenants[0], now: base, window: world.authWindow }) ?? tenants
    );
  },
};
