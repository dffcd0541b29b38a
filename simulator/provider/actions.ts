// What is done: one handler for each action, whatever the service. Handlers gather, ask the core, commit and return;
// they never send. A lost race goes round again with what is stored now.

import { type Action, formatTime, type Route } from '../../contracts/protocol/index.js';
import { readTokenRequest, tokenExpiry } from '../core/authentication.js';
import { type Call, header, isRefusal, pathOf, type Refusal } from '../core/call.js';
import { hasAppToApp, requestMessage, stateMessage, tokenMessage } from '../core/messages.js';
import { type Decision, decide, type Receipt, settle } from '../core/receipt.js';
import { parseObject, type RequestCheck } from '../core/request-check.js';
import { parseSignPlan } from '../core/sign-plan.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import { writeToken } from '../core/token.js';
import type { MaybePromise } from '../world/store/store.js';
import type { World } from '../world/world.js';

/** A call that its gate let in, with what the gate found out. */
export interface Admitted {
  readonly call: Call;
  readonly route: Route;
  readonly body: Uint8Array;
  /** The base clock, ms. */
  readonly base: number;
  readonly tenants: readonly Tenant[];
  /** The check of the operation's body, where it has one. */
  readonly check: RequestCheck | undefined;
}

/** What a 200 carries: a JSON object or plain text. `clientCode` where only the body names the tenant. */
export interface Success {
  readonly json?: object;
  readonly text?: string;
  readonly clientCode?: string;
}

export type Handler = (world: World, admitted: Admitted) => MaybePromise<Success | Refusal>;

const ofTenant =
  (handler: (world: World, admitted: Admitted, tenant: Tenant) => MaybePromise<Success | Refusal>): Handler =>
  (world, admitted) => {
    const [tenant] = admitted.tenants;
    if (tenant === undefined) throw new Error(`"${admitted.route.name}" was admitted without a tenant.`);
    return handler(world, admitted, tenant);
  };

/** Points are not simulated; every institution has this many (assumed). */
const points = 1000;

/** The tenant's receipt of this id and service. A foreign one answers as an unknown one does. */
async function findReceipt(world: World, { route }: Admitted, tenant: Tenant): Promise<Receipt | Refusal> {
  const receipt = await world.receipts.get(route.receiptId ?? '');
  if (receipt === undefined || receipt.service !== route.operation.service)
    return { refused: 'receipt.unknown' };
  return receipt.clientCode === tenant.clientCode ? receipt : { refused: 'receipt.foreign' };
}

/** A decision on a wire event: the table has a cell for each of them in every phase, so there is no conflict. */
function outcomeOf(decision: Decision): Exclude<Decision, { refused: unknown }> | Refusal {
  if (!('refused' in decision)) return decision;
  if (decision.refused === 'state.conflict')
    throw new Error('The receipt table lacks a cell for a wire event.');
  return { refused: decision.refused };
}

export const handlers: Readonly<Record<Action, Handler>> = {
  time: (_world, { base }) => ({ text: formatTime(base) }),

  token(world, { call, body, base, tenants }) {
    const asked = readTokenRequest(parseObject(body));
    if (isRefusal(asked)) return asked;
    const tenant = tenants.find((one) => one.clientCode === asked.clientCode);
    if (tenant === undefined) return { refused: 'auth.clientCode' };
    const claims = {
      clientCode: tenant.clientCode,
      linkId: tenant.linkId,
      scope: asked.scope,
      address: header(call, 'x-lh-forwarded') ?? call.address,
      expiresAt: tokenExpiry(base),
      epoch: tenant.tokenEpoch,
    };
    const token = writeToken(claims, tenant.secretKey);
    world.tokens.set(token, { claims, secretKey: tenant.secretKey });
    return { json: tokenMessage(token, claims), clientCode: tenant.clientCode };
  },

  point: () => ({ json: { remainPoint: points } }),
  partnerPoint: () => ({ json: { remainPoint: points } }),
  totalPoint: () => ({ json: { totalPoint: points, chargePoint: points, bonusPoint: 0 } }),

  url(_world, { call }) {
    const target = new URLSearchParams(call.target.slice(pathOf(call.target).length)).get('TG');
    if (target === null || target === '') return { refused: 'field.TG.required' };
    // The two that SDKs ask for (protocol.md §1.4); the host is reserved and leads nowhere.
    if (target !== 'CHRG' && target !== 'LOGIN') return { refused: 'field.TG.format' };
    return { json: { url: `https://partner.kakaocert-simulator.test/?TG=${target}` } };
  },

  request: ofTenant(async (world, { route, body, base, check }, tenant) => {
    if (check === undefined) throw new Error(`"${route.name}" has no schema for its body.`);
    const checked = check(body);
    if (isRefusal(checked)) return checked;
    const { fields } = checked;
    const now = tenantNow(tenant.clock, base);
    const service = route.operation.service ?? 'cms';
    if (!world.signer.fits(service, fields)) return { refused: 'field.Token.length' };
    const appToApp = hasAppToApp(service) && fields.isAppUseYN === true;
    const receipt: Receipt = {
      receiptId: world.ids.receiptId(now),
      service,
      clientCode: tenant.clientCode,
      request: fields,
      requestedAt: now,
      expiresAt: now + Number(fields.Expires_in) * 1000,
      viewedAt: null,
      signedAt: null,
      verifiedAt: null,
      ...(parseSignPlan(tenant.sign)?.(now) ?? { signAt: null, pollsLeft: null }),
      txId: appToApp ? world.ids.txId() : null,
      signature: appToApp ? world.ids.appSignature() : null,
      version: 0,
    };
    if (!(await world.receipts.put(receipt, 0)))
      throw new Error(`Receipt id ${receipt.receiptId} was issued twice.`);
    return { json: requestMessage(receipt) };
  }),

  state: ofTenant(async (world, admitted, tenant) => {
    const now = tenantNow(tenant.clock, admitted.base);
    for (;;) {
      const found = await findReceipt(world, admitted, tenant);
      if (isRefusal(found)) return found;
      if (found.pollsLeft === null) return { json: stateMessage(settle(found, now), tenant, now) };
      const polled = outcomeOf(decide(found, { type: 'poll' }, now));
      if (isRefusal(polled)) return polled;
      if (!polled.changed || (await world.receipts.put(polled.receipt, found.version))) {
        return { json: stateMessage(polled.receipt, tenant, now) };
      }
    }
  }),

  verify: ofTenant(async (world, admitted, tenant) => {
    const now = tenantNow(tenant.clock, admitted.base);
    for (;;) {
      const found = await findReceipt(world, admitted, tenant);
      if (isRefusal(found)) return found;
      const decision = outcomeOf(decide(found, { type: 'verify', signature: admitted.route.signature }, now));
      if (isRefusal(decision)) return decision;
      const signedData = await world.signer.sign(decision.receipt, tenant);
      if (await world.receipts.put(decision.receipt, found.version)) {
        return { json: { receiptId: found.receiptId, signedData } };
      }
    }
  }),
};
