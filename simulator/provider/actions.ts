// What is done: one handler for each action, whatever the service. Handlers gather, ask the core, commit and return;
// they never send. A lost race goes round again with what is stored now.

import {
  type Action,
  type ErrorId,
  findMagicPerson,
  formatTime,
  type MagicPerson,
  queryFields,
  type Route,
  services,
} from '../../contracts/protocol/index.js';
import { tokenExpiry } from '../core/authentication.js';
import { type Call, header, isRefusal, pathOf, type Refusal } from '../core/call.js';
import type { Fault } from '../core/faults.js';
import { requestMessage, stateMessage, tokenMessage } from '../core/messages.js';
import type { QueuedOutcome } from '../core/outcome.js';
import { type Decision, decide, type Receipt, type RequestFields, settle } from '../core/receipt.js';
import type { RequestCheck } from '../core/request-check.js';
import { parseSignPlan } from '../core/sign-plan.js';
import { type Tenant, tenantNow } from '../core/tenant.js';
import { writeToken } from '../core/token.js';
import type { MaybePromise } from '../store/store.js';
import type { World } from '../world/world.js';

/** A call that its gate let in, with what is arranged for it. */
export interface Admitted {
  readonly call: Call;
  readonly route: Route;
  readonly body: Uint8Array;
  /** The base clock, ms. */
  readonly base: number;
  readonly tenant: Tenant | undefined;
  readonly scope: readonly string[];
  /** The check of the operation's body, where it has one. */
  readonly check: RequestCheck | undefined;
  /** What the test author queued for this call. */
  readonly queued: QueuedOutcome | undefined;
}

/** What a 200 carries, and what the journal wants to know of it. */
export interface Success {
  readonly json?: object;
  readonly text?: string;
  /** What happens to the answer on its way, by the person's magic. */
  readonly fault?: Fault | undefined;
  readonly receipt?: Receipt;
  readonly fields?: RequestFields;
  /** The JSON object that was sent. */
  readonly given?: Readonly<Record<string, unknown>>;
}

export type Handler = (world: World, admitted: Admitted) => MaybePromise<Success | Refusal>;

type TenantHandler = (world: World, admitted: Admitted, tenant: Tenant) => MaybePromise<Success | Refusal>;

const ofTenant =
  (handler: TenantHandler): Handler =>
  (world, admitted) => {
    if (admitted.tenant === undefined)
      throw new Error(`"${admitted.route.name}" was admitted without a tenant.`);
    return handler(world, admitted, admitted.tenant);
  };

const pages: readonly string[] = queryFields.TG.choices;

/** Points are not simulated; every institution has this many (assumed). */
const points = 1000;

/** The tenant's receipt of this id and service. A foreign one answers as an unknown one does. */
function findReceipt(world: World, { route }: Admitted, tenant: Tenant): MaybePromise<Receipt | Refusal> {
  const own = (receipt: Receipt | undefined): Receipt | Refusal => {
    if (receipt === undefined) return { refused: 'receipt.unknown' };
    if (receipt.clientCode !== tenant.clientCode) return { refused: 'receipt.foreign' };
    return receipt.service === route.operation.service ? receipt : { refused: 'receipt.unknown' };
  };
  const found = world.receipts.get(route.parameters.receiptId ?? '');
  return found instanceof Promise ? found.then(own) : own(found);
}

/** A decision on a wire event: the table has a cell for each of them in every phase, so there is no conflict. */
function outcomeOf(decision: Decision): Exclude<Decision, { refused: unknown }> | Refusal {
  if (!('refused' in decision)) return decision;
  if (decision.refused === 'state.conflict')
    throw new Error('The receipt table lacks a cell for a wire event.');
  return { refused: decision.refused };
}

const magicOf = (fields: RequestFields): MagicPerson | undefined =>
  findMagicPerson(fields.ReceiverHP, fields.ReceiverName);

/** The real name is compared only if the request asks for it (manual A.2 #14). */
function magicRefusal(person: MagicPerson | undefined, fields: RequestFields): ErrorId | undefined {
  const ignored = person?.refuses === 'person.nameMismatch' && fields.isVerifyNameYN !== true;
  return ignored ? undefined : person?.refuses;
}

export const handlers: Readonly<Record<Action, Handler>> = {
  time: (_world, { base }) => ({ text: formatTime(base) }),

  token: ofTenant((world, { call, base, scope }, tenant) => {
    const claims = {
      clientCode: tenant.clientCode,
      linkId: tenant.linkId,
      scope,
      address: header(call, 'x-lh-forwarded') ?? call.address,
      expiresAt: tokenExpiry(base),
      epoch: tenant.tokenEpoch,
    };
    const token = writeToken(claims, tenant.secretKey);
    world.tokens.set(token, { claims, secretKey: tenant.secretKey });
    return { json: tokenMessage(token, claims) };
  }),

  point: () => ({ json: { remainPoint: points } }),
  partnerPoint: () => ({ json: { remainPoint: points } }),
  totalPoint: () => ({ json: { totalPoint: points, chargePoint: points, bonusPoint: 0 } }),

  url(_world, { call }) {
    const target = new URLSearchParams(call.target.slice(pathOf(call.target).length)).get('TG');
    if (target === null || target === '') return { refused: 'field.TG.required' };
    if (!pages.includes(target)) return { refused: 'field.TG.format' };
    // The host is reserved and leads nowhere.
    return { json: { url: `https://partner.kakaocert-simulator.test/?TG=${target}` } };
  },

  request: ofTenant(async (world, { route, body, base, check, queued }, tenant) => {
    if (check === undefined) throw new Error(`"${route.name}" has no schema for its body.`);
    const checked = check(body);
    if (isRefusal(checked)) return checked;
    const { fields, given } = checked;
    const person = magicOf(fields);
    const refused = magicRefusal(person, fields);
    if (refused !== undefined) return { refused, given };
    const { service } = route.operation;
    if (service === undefined) throw new Error(`"${route.name}" asks for a service and names none.`);
    if (!world.signer.fits(service, fields, tenant.form)) return { refused: 'field.Token.length' };
    const now = tenantNow(tenant.clock, base);
    const appToApp = services[service].appToApp && fields.isAppUseYN === true;
    const plan = parseSignPlan(queued?.sign ?? person?.sign ?? tenant.sign)?.(now);
    const receipt: Receipt = {
      receiptId: world.ids.receiptId(now),
      service,
      clientCode: tenant.clientCode,
      request: fields,
      requestedAt: now,
      expiresAt: now + Number(fields.Expires_in) * 1000,
      viewedAt: person?.views === true ? now : null,
      signedAt: null,
      verifiedAt: null,
      signAt: plan?.signAt ?? null,
      pollsLeft: plan?.pollsLeft ?? null,
      txId: appToApp ? world.ids.txId() : null,
      signature: appToApp ? world.ids.appSignature() : null,
      version: 0,
    };
    if (!(await world.receipts.put(receipt, 0))) {
      throw new Error(`Receipt id ${receipt.receiptId} was issued twice.`);
    }
    return { json: requestMessage(receipt), receipt, fields, given };
  }),

  state: ofTenant(async (world, admitted, tenant) => {
    const now = tenantNow(tenant.clock, admitted.base);
    for (;;) {
      const found = await findReceipt(world, admitted, tenant);
      if (isRefusal(found)) return found;
      if (found.pollsLeft === null) {
        const receipt = settle(found, now);
        return { json: stateMessage(receipt, tenant, now, world.formatDT), receipt };
      }
      const polled = outcomeOf(decide(found, { type: 'poll' }, now));
      if (isRefusal(polled)) return polled;
      if (!polled.changed || (await world.receipts.put(polled.receipt, found.version))) {
        return { json: stateMessage(polled.receipt, tenant, now, world.formatDT), receipt: polled.receipt };
      }
    }
  }),

  verify: ofTenant(async (world, admitted, tenant) => {
    const now = tenantNow(tenant.clock, admitted.base);
    for (;;) {
      const found = await findReceipt(world, admitted, tenant);
      if (isRefusal(found)) return found;
      const decision = outcomeOf(
        decide(found, { type: 'verify', signature: admitted.route.parameters.signature }, now),
      );
      if (isRefusal(decision)) return decision;
      const person = magicOf(found.request);
      const signedData = await world.signer.sign(decision.receipt, tenant, {
        form: admitted.queued?.form ?? tenant.form,
        tamper: admitted.queued?.tamper ?? person?.tamper,
      });
      if (await world.receipts.put(decision.receipt, found.version)) {
        return {
          json: { receiptId: found.receiptId, signedData },
          receipt: decision.receipt,
          fault: person?.verifyFault,
        };
      }
    }
  }),
};
