// Who calls: one gate for each kind of authentication. A gate looks tenants up and asks the pure checks.

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
  signatureGrounds,
  tokenGrounds,
} from '../core/authentication.js';
import { type Call, isRefusal } from '../core/call.js';
import { parseObject } from '../core/request-check.js';
import type { Tenant } from '../core/tenant.js';
import { readClaims, type TokenClaims } from '../core/token.js';
import type { Grounds } from '../core/why/grounds.js';
import { after, type MaybePromise } from '../store/store.js';
import type { World } from '../world/world.js';

export interface Admission {
  /** Who may act; undefined on an open operation. */
  readonly tenant?: Tenant | undefined;
  readonly refused?: ErrorId | undefined;
  /** What a refusal was decided on. */
  readonly grounds?: Grounds | undefined;
  /** What a Token request asks for. */
  readonly scope?: readonly string[];
}

/** Decides on a call before its body is looked into. */
export type Gate = (
  world: World,
  call: Call,
  body: Uint8Array,
  operation: Operation,
) => MaybePromise<Admission>;

function bearer(world: World, call: Call, { action }: Operation): MaybePromise<Admission> {
  const token = readBearer(call);
  if (typeof token !== 'string') return token;
  const proven = world.tokens.get(token);
  const claims = proven?.claims ?? readClaims(token);
  if (claims === undefined) return { refused: 'token.malformed' };
  return after(world.tenants.get(claims.clientCode), (tenant): Admission => {
    // A tenant that is gone takes its tokens along; to its clients they look expired.
    if (tenant === undefined) return { refused: 'token.expired', grounds: tokenGrounds(claims, 'gone') };
    if (proven?.secretKey !== tenant.secretKey && !prove(world, token, claims, tenant)) {
      return { refused: 'token.malformed', grounds: tokenGrounds(claims, 'sealed') };
    }
    const { needsServiceScope } = actions[action];
    const { address } = call;
    return checkClaims(claims, { tenant, now: world.now(), address, needsServiceScope }) ?? { tenant };
  });
}

function prove(world: World, token: string, claims: TokenClaims, tenant: Tenant): boolean {
  if (!isOwnToken(token, claims, tenant)) return false;
  world.tokens.set(token, { claims, secretKey: tenant.secretKey });
  return true;
}

/** Linkhub's own signature; the body then names one of the LinkID's institutions. */
async function link(world: World, call: Call, body: Uint8Array): Promise<Admission> {
  const given = readLinkCredentials(call, world.wall(), world.authWindow);
  if (isRefusal(given)) return given;
  // All institutions of a LinkID share its secret, and there may be very many.
  const [any] = (await world.tenants.list(given.linkId, { limit: 1 })) ?? [];
  if (any === undefined) return { refused: 'auth.linkId' };
  const { secretKey } = any;
  if (!isLinkSignature(call, body, given, secretKey))
    return { refused: 'auth.signature', grounds: signatureGrounds(any, body) };
  const asked = readTokenRequest(parseObject(body));
  if (isRefusal(asked)) return asked;
  const tenant = await world.tenants.get(asked.clientCode);
  if (tenant?.linkId !== given.linkId)
    return tenant === undefined
      ? { refused: 'auth.clientCode' }
      : { refused: 'auth.clientCode', grounds: { owner: tenant.linkId } };
  // The secret is read again with the tenant: it may have been changed meanwhile.
  return tenant.secretKey === secretKey
    ? { tenant, scope: asked.scope }
    : { refused: 'auth.signature', grounds: signatureGrounds(tenant, body) };
}

const signed: Gate = (world, call, body, operation) =>
  after(bearer(world, call, operation), (admission): Admission => {
    const { tenant } = admission;
    if (tenant === undefined) return admission;
    const now = world.wall();
    return checkCallSignature(call, body, { tenant, now, window: world.authWindow }) ?? admission;
  });

export const gates: Readonly<Record<Authentication, Gate>> = {
  none: () => ({}),
  link,
  bearer: (world, call, _body, operation) => bearer(world, call, operation),
  signed,
};
