// What is done: one handler for each action, whatever the service. Handlers gather, ask the core, commit and return;
// they never send, and never try again: a lost race is told as LOST, and the provider gathers everything anew.

import {
  type Action,
  type ErrorId,
  formatTime,
  type Operation,
  type OperationName,
  operations,
  queryFields,
  type Route,
  type ServiceName,
  services,
} from '../../contracts/protocol/index.js';
import { tokenExpiry } from '../core/authentication.js';
import { header, isRefusal, pathOf, type Refusal, type Reply } from '../core/call.js';
import { requestMessage, stateMessage, tokenMessage } from '../core/messages.js';
import type { Behaviour } from '../core/people.js';
import { type Decision, decide, phaseOf, type Receipt, type RequestFields, settle } from '../core/receipt.js';
import { compileCheck, type RequestCheck } from '../core/request-check.js';
import { parseSignPlan } from '../core/sign-plan.js';
import { holderOf, type Tenant, tenantNow } from '../core/tenant.js';
import { writeToken } from '../core/token.js';
import { after, type MaybePromise } from '../store/store.js';
import type { World } from '../world/world.js';
import { type Decided, type Facts, jsonReply, LOST, type Lost, textReply } from './decided.js';

/** What a handler comes to. */
type Result = Decided | Refusal | Lost;

export type Handler = (world: World, facts: Facts) => MaybePromise<Result>;

type TenantHandler = (world: World, facts: Facts, tenant: Tenant) => MaybePromise<Result>;

const ofTenant =
  (handler: TenantHandler): Handler =>
  (world, facts) => {
    if (facts.tenant === undefined) throw new Error(`"${facts.route.name}" was admitted without a tenant.`);
    return handler(world, facts, facts.tenant);
  };

/** The check of each operation's body, where it has one. */
const checks: ReadonlyMap<OperationName, RequestCheck> = /* @__PURE__ */ new Map(
  (Object.entries(operations) as [OperationName, Operation][]).flatMap(([name, { input }]) =>
    input !== undefined ? [[name, compileCheck(input)]] : [],
  ),
);

const ok = (route: Route, message: object): Decided => ({ outcome: 'ok', reply: jsonReply(route, message) });

const pages: readonly string[] = queryFields.TG.choices;

/** Points are not simulated; every institution has this many (assumed). */
const points = 1000;

/** The tenant's receipt of this id and service. A foreign one answers as an unknown one does. */
function findReceipt(
  world: World,
  { route, sought }: Facts,
  tenant: Tenant,
): MaybePromise<Receipt | Refusal> {
  const own = (receipt: Receipt | undefined): Receipt | Refusal => {
    if (receipt === undefined) return { refused: 'receipt.unknown' };
    if (receipt.holder !== holderOf(tenant))
      return { refused: 'receipt.foreign', grounds: { owner: receipt.clientCode } };
    return receipt.service === route.operation.service
      ? receipt
      : { refused: 'receipt.unknown', grounds: { service: receipt.service } };
  };
  return after(
    sought === undefined ? world.receipts.get(route.parameters.receiptId ?? '') : sought.receipt,
    own,
  );
}

/** A decision on a wire event: the table has a cell for each of them in every phase, so there is no conflict. */
function outcomeOf(
  decision: Decision,
  found: Receipt,
  now: number,
): Exclude<Decision, { refused: unknown }> | Refusal {
  if (!('refused' in decision)) return decision;
  if (decision.refused === 'state.conflict')
    throw new Error('The receipt table lacks a cell for a wire event.');
  const { requestedAt, expiresAt, signedAt, verifiedAt } = settle(found, now);
  return {
    refused: decision.refused,
    grounds: { now, requestedAt, expiresAt, signedAt, verifiedAt },
  };
}

const behaviourOf = (world: World, fields: RequestFields) =>
  world.behaviourOf(fields.ReceiverHP, fields.ReceiverName);

/** The real name is compared only if the request asks for it (manual A.2 #14). */
function refusalOf(person: Behaviour | undefined, fields: RequestFields): ErrorId | undefined {
  const ignored = person?.refuses === 'person.nameMismatch' && fields.isVerifyNameYN !== true;
  return ignored ? undefined : person?.refuses;
}

/** A new receipt of these fields, not yet stored. */
function newReceipt(
  world: World,
  receiptId: string,
  { outcome, base }: Facts,
  tenant: Tenant,
  service: ServiceName,
  fields: RequestFields,
): Receipt {
  const now = tenantNow(tenant.clock, base);
  const person = behaviourOf(world, fields);
  const appToApp = services[service].appToApp && fields.isAppUseYN === true;
  const plan = parseSignPlan(outcome?.sign ?? person?.sign ?? tenant.sign)?.(now);
  return {
    receiptId,
    service,
    clientCode: tenant.clientCode,
    holder: holderOf(tenant),
    request: fields,
    madeAt: base,
    requestedAt: now,
    expiresAt: now + Number(fields.Expires_in) * 1000,
    viewedAt: person?.views === true ? now : null,
    signedAt: null,
    verifiedAt: null,
    signAt: plan?.signAt ?? null,
    pollsLeft: plan?.pollsLeft ?? null,
    txId: appToApp ? world.ids.txId() : null,
    signature: appToApp ? world.ids.appSignature() : null,
    appResult: null,
    version: 0,
  };
}

/** The answer of Status. Programs poll: as long as nothing of a receipt changes, its answer is that of the poll before. */
function stateReply(
  { stateReplies, formatDT }: World,
  route: Route,
  receipt: Receipt,
  tenant: Tenant,
  now: number,
): Reply {
  const phase = phaseOf(receipt, now);
  const known = stateReplies.get(receipt.receiptId);
  if (known?.receipt === receipt && known.tenant === tenant && known.phase === phase) return known.reply;
  const reply = jsonReply(route, stateMessage(receipt, tenant, now, formatDT));
  stateReplies.set(receipt.receiptId, { receipt, tenant, phase, reply });
  return reply;
}

export const handlers: Readonly<Record<Action, Handler>> = {
  time: (world) => ({ outcome: 'ok', reply: textReply(formatTime(world.wall())) }),

  token: ofTenant((world, { call, route, base, scope }, tenant) => {
    const claims = {
      clientCode: tenant.clientCode,
      linkId: tenant.linkId,
      scope,
      address: header(call, 'x-lh-forwarded') ?? call.address,
      expiresAt: tokenExpiry(base),
      born: tenant.born,
      epoch: tenant.tokenEpoch,
    };
    const token = writeToken(claims, tenant.secretKey);
    world.tokens.set(token, { claims, secretKey: tenant.secretKey });
    return ok(route, tokenMessage(token, claims));
  }),

  point: (_world, { route }) => ok(route, { remainPoint: points }),
  partnerPoint: (_world, { route }) => ok(route, { remainPoint: points }),
  totalPoint: (_world, { route }) => ok(route, { totalPoint: points, chargePoint: points, bonusPoint: 0 }),

  url(_world, { call, route }) {
    const target = new URLSearchParams(call.target.slice(pathOf(call.target).length)).get('TG');
    if (target === null || target === '') return { refused: 'field.TG.required' };
    if (!pages.includes(target)) return { refused: 'field.TG.format' };
    // The host is reserved and leads nowhere.
    return ok(route, { url: `https://partner.kakaocert-simulator.test/?TG=${target}` });
  },

  request: ofTenant((world, facts, tenant) => {
    const { route } = facts;
    const check = checks.get(route.name);
    if (check === undefined) throw new Error(`"${route.name}" has no schema for its body.`);
    const checked = check(facts.body);
    if (isRefusal(checked)) return checked;
    const { fields, given } = checked;
    const refused = refusalOf(behaviourOf(world, fields), fields);
    if (refused !== undefined) return { refused, given };
    const { service } = route.operation;
    if (service === undefined) throw new Error(`"${route.name}" asks for a service and names none.`);
    if (!world.signer.fits(service, fields, tenant.form)) return { refused: 'field.Token.length' };
    return after(world.ids.receiptId(tenantNow(tenant.clock, facts.base)), (receiptId) => {
      const receipt = newReceipt(world, receiptId, facts, tenant, service, fields);
      const reply = jsonReply(route, requestMessage(receipt));
      return after(world.receipts.put(receipt, 0, tenant), (isPut): MaybePromise<Result> => {
        if (!isPut) return LOST;
        return after(world.sweep?.(facts.base), () => ({ outcome: 'ok', reply, receipt, fields, given }));
      });
    });
  }),

  state: ofTenant((world, facts, tenant) => {
    const now = tenantNow(tenant.clock, facts.base);
    const shown = (receipt: Receipt): Decided => {
      const reply = stateReply(world, facts.route, receipt, tenant, now);
      return { outcome: 'ok', reply, receipt };
    };
    return after(findReceipt(world, facts, tenant), (found): MaybePromise<Result> => {
      if (isRefusal(found)) return found;
      if (found.pollsLeft === null) return shown(settle(found, now));
      const polled = outcomeOf(decide(found, { type: 'poll' }, now), found, now);
      if (isRefusal(polled)) return polled;
      if (!polled.changed) return shown(polled.receipt);
      return after(world.receipts.put(polled.receipt, found.version, tenant), (isPut) =>
        isPut ? shown(polled.receipt) : LOST,
      );
    });
  }),

  verify: ofTenant((world, facts, tenant) => {
    const now = tenantNow(tenant.clock, facts.base);
    const { signature } = facts.route.parameters;
    return after(findReceipt(world, facts, tenant), (found): MaybePromise<Result> => {
      if (isRefusal(found)) return found;
      const decision = outcomeOf(decide(found, { type: 'verify', signature }, now), found, now);
      if (isRefusal(decision)) return decision;
      const { receipt } = decision;
      const person = behaviourOf(world, found.request);
      const order = {
        form: facts.outcome?.form ?? tenant.form,
        tamper: facts.outcome?.tamper ?? person?.tamper,
      };
      return after(world.signer.sign(receipt, tenant, order), (signedData) => {
        const reply = jsonReply(facts.route, { receiptId: found.receiptId, signedData });
        return after(
          world.receipts.put(receipt, found.version, tenant),
          (isPut): Result => (isPut ? { outcome: 'ok', reply, receipt, fault: person?.verifyFault } : LOST),
        );
      });
    });
  }),
};
