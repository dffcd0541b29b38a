// The provider plane: authenticate → parse → check → decide, in that order, always a reply of the provider's shape.
// Gates and actions are tables keyed by the operation's columns; there is no handler per path.

import {
  actions,
  createRouter,
  type ErrorId,
  type Operation,
  type OperationName,
  operations,
  type Route,
} from '../../contracts/protocol/index.js';
import { type ArrangedFault, takeFault } from '../core/arrangements.js';
import { type Call, isRefusal, pathOf, type Reply } from '../core/call.js';
import { type Fault, faultRows, faultyReply } from '../core/faults.js';
import { type CustomError, type QueuedOutcome, takeOutcome } from '../core/outcome.js';
import { compileCheck, type RequestCheck } from '../core/request-check.js';
import type { Tenant } from '../core/tenant.js';
import type { World } from '../world/world.js';
import { handlers, type Success } from './actions.js';
import { type Admission, gates } from './gates.js';
import { type Finished, observe } from './observe.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;
const COMPRESSIBLE = { compressible: true } as const;
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' } as const;

export interface Provider {
  /** The answer to a call. No client can make it throw. */
  answer(call: Call): Promise<Reply>;
  /** A refusal by its id, for what never became a call. */
  refuse(id: ErrorId): Reply;
}

/** What was decided for a call, before any fault. */
type Decided = Pick<Finished, 'outcome' | 'reply'> &
  Partial<Pick<Finished, 'receipt' | 'fields' | 'given'>> & {
    readonly fault?: Fault | undefined;
  };

/** Compiles the provider plane of a world. */
export function createProvider(world: World): Provider {
  const route = createRouter<OperationName, Operation>(operations);
  const checks = new Map<OperationName, RequestCheck>();
  for (const [name, { input }] of Object.entries(operations) as [OperationName, Operation][]) {
    if (input !== undefined) checks.set(name, compileCheck(input));
  }

  const refused = (id: ErrorId, headers: Readonly<Record<string, string>> = {}): Decided => {
    const entry = world.catalogue.get(id);
    if (entry === undefined) throw new Error(`"${id}" is missing in the error catalogue.`);
    return { outcome: id, reply: errorReply(entry, headers) };
  };

  const performed = async (
    call: Call,
    to: Route,
    base: number,
    admission: Admission,
    queued?: QueuedOutcome,
  ) => {
    const error = queued?.error;
    if (typeof error === 'string') return refused(error);
    if (error !== undefined) return customRefusal(error);
    const { tenant, scope = [] } = admission;
    const body = call.body === 'tooLarge' ? new Uint8Array(0) : call.body;
    const admitted = { call, route: to, body, base, tenant, scope, check: checks.get(to.name), queued };
    const result = await handlers[to.operation.action](world, admitted);
    return isRefusal(result)
      ? { ...refused(result.refused), given: result.given }
      : succeeded(result, actions[to.operation.action].compressible);
  };

  const answer = async (call: Call): Promise<Reply> => {
    const base = world.now();
    const finish = (decided: Decided, rest: Partial<Finished> = {}): Reply => {
      observe(world, {
        call,
        route: undefined,
        base,
        tenant: undefined,
        named: undefined,
        ...decided,
        fault: undefined,
        ...rest,
      });
      return decided.reply;
    };

    const routing = route(call.method, pathOf(call.target));
    if ('refused' in routing) {
      return finish(refused(routing.refused, 'allow' in routing ? { allow: routing.allow } : {}));
    }
    const to = routing;
    if (call.body === 'tooLarge') return finish(refused('body.tooLarge'), { route: to });
    const admission = await gates[to.operation.authentication](world, call, call.body, base, to.operation);
    const { tenant, named } = admission;
    if (admission.refused !== undefined) return finish(refused(admission.refused), { route: to, named });
    if (tenant === undefined) return finish(await performed(call, to, base, admission), { route: to });

    // Hardly ever is a call held or anything arranged for it, and an await costs even where there is nothing to wait for.
    const held = world.barriers.pass(tenant.clientCode, to.name);
    const through = held === undefined ? undefined : await held;
    try {
      const arranged = isArranged(tenant) ? await takeArranged(world, tenant, to.name) : NOTHING;
      const isDecided = arranged.fault === undefined || faultRows[arranged.fault.fault].when === 'after';
      const decided = isDecided ? await performed(call, to, base, admission, arranged.queued) : UNDECIDED;
      // What was arranged comes before what the magic person does.
      const fault = arranged.fault ?? decided.fault;
      if (fault === undefined) return finish(decided, { route: to, tenant });
      const reply = faultyReply(decided.reply, fault);
      return finish({ ...decided, reply }, { route: to, tenant, fault: fault.fault });
    } finally {
      through?.();
    }
  };

  return { answer, refuse: (id) => refused(id).reply };
}

function errorReply(
  { code, message, status }: { readonly code: number; readonly message: string; readonly status: number },
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ code, message }) };
}

/** Nothing was decided; what is said, if anything, is the fault's. */
const UNDECIDED: Decided = { outcome: 'dropped', reply: { status: 0, headers: {}, body: '' } };

const customRefusal = ({ code, message, status = 400 }: CustomError): Decided => ({
  outcome: 'custom',
  reply: errorReply({ code, message, status }),
});

const succeeded = (
  { json, text = '', fault, receipt, fields, given }: Success,
  compressible: boolean,
): Decided => ({
  outcome: 'ok',
  reply:
    json === undefined
      ? { status: 200, headers: TEXT_TYPE, body: text }
      : {
          status: 200,
          headers: JSON_TYPE,
          body: JSON.stringify(json),
          ...(compressible ? COMPRESSIBLE : {}),
        },
  fault,
  receipt,
  fields,
  given,
});

interface Arranged {
  readonly fault?: ArrangedFault | undefined;
  readonly queued?: QueuedOutcome;
}

const NOTHING: Arranged = {};
const isArranged = ({ outcomes, faults }: Tenant) => outcomes.length + faults.length > 0;

/** Takes what is queued for this call off the tenant's queues; on a lost race it looks again. */
async function takeArranged(world: World, admitted: Tenant, operation: OperationName): Promise<Arranged> {
  let tenant: Tenant | undefined = admitted;
  while (tenant !== undefined && isArranged(tenant)) {
    const outcome = takeOutcome(tenant.outcomes, operation);
    const fault = takeFault(tenant.faults, operation);
    if (outcome === undefined && fault === undefined) return NOTHING;
    const left: Tenant = {
      ...tenant,
      outcomes: outcome?.rest ?? tenant.outcomes,
      faults: fault?.rest ?? tenant.faults,
    };
    if (await world.tenants.put(left, tenant.version)) {
      return { fault: fault?.fault, ...(outcome === undefined ? {} : { queued: outcome.outcome }) };
    }
    tenant = await world.tenants.get(tenant.clientCode);
  }
  return NOTHING;
}
