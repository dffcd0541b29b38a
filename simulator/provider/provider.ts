// The provider plane: authenticate → parse → check → decide, in that order, always a reply of the provider's shape.
// Gates and actions are tables keyed by the operation's columns; there is no handler per path.

import {
  createRouter,
  type ErrorId,
  type Operation,
  type OperationName,
  operations,
  type Route,
} from '../../contracts/protocol/index.js';
import { type Call, isRefusal, pathOf, type Reply } from '../core/call.js';
import { type Fault, faults, faultyReply } from '../core/faults.js';
import { maskSecrets } from '../core/journal.js';
import type { AnyOutcome } from '../core/outcomes.js';
import { take } from '../core/queues.js';
import type { Tenant } from '../core/tenant.js';
import type { World } from '../world/world.js';
import { handlers } from './actions.js';
import { arrangedError, type Decided, type Facts, refusal, UNDECIDED } from './decided.js';
import { gates } from './gates.js';
import { observe } from './observe.js';

export interface Provider {
  /** The answer to a call. No client can make it throw. */
  answer(call: Call): Promise<Reply>;
  /** A refusal by its id, for what never became a call. */
  refuse(id: ErrorId): Reply;
  /** A text for a log, without the secrets of tenants. */
  mask(text: string): string;
}

/** The provider plane of a world. */
export function createProvider(world: World): Provider {
  const routeOf = createRouter<OperationName, Operation>(operations);
  return {
    async answer(call) {
      const base = world.now();
      const route = routeOf(call.method, pathOf(call.target));
      if ('refused' in route) {
        const headers = 'allow' in route ? { allow: route.allow } : {};
        return observe(world, { call, base }, refusal(world, route, headers));
      }
      const { body } = call;
      if (body !== 'tooLarge') return answerRouted(world, call, body, base, route);
      return observe(world, { call, base, route }, refusal(world, { refused: 'body.tooLarge' }));
    },
    refuse: (id) => refusal(world, { refused: id }).reply,
    mask: (text) => maskSecrets(text, world.journal.secrets),
  };
}

/** The answer to a call that reached an operation. */
async function answerRouted(world: World, call: Call, body: Uint8Array, base: number, route: Route) {
  const admission = await gates[route.operation.authentication](world, call, body, base, route.operation);
  const { tenant, named, scope = [], refused } = admission;
  const facts: Facts = { call, body, base, route, tenant, named, scope, outcome: undefined };
  if (refused !== undefined) return observe(world, facts, refusal(world, { refused }));
  if (tenant === undefined) return observe(world, facts, await decideOn(world, facts));

  // Hardly ever is a call held or anything arranged for it, and an await costs even where there is nothing to wait for.
  const held = world.barriers.pass(tenant.clientCode, route.name);
  const through = held === undefined ? undefined : await held;
  try {
    if (tenant.arranged[route.name] !== undefined) return await answerArranged(world, facts, tenant);
    const decided = await decideOn(world, facts);
    return observe(world, facts, faulty(decided, decided.fault));
  } finally {
    through?.();
  }
}

/** The same where the test author arranged something for the operation. What was arranged comes before the magic person. */
async function answerArranged(world: World, facts: Facts, tenant: Tenant): Promise<Reply> {
  const { fault, outcome } = await takeArranged(world, tenant, facts.route.name);
  const isDecided = fault === undefined || faults[fault.fault].when === 'after';
  const decided = isDecided ? await decideOn(world, { ...facts, outcome }) : UNDECIDED;
  return observe(world, facts, faulty(decided, fault ?? decided.fault));
}

/** Asks the action's handler, unless an error was arranged. */
async function decideOn(world: World, facts: Facts): Promise<Decided> {
  const error = facts.outcome?.error;
  if (error !== undefined) return arrangedError(world, error);
  const result = await handlers[facts.route.operation.action](world, facts);
  return isRefusal(result) ? refusal(world, result) : result;
}

const faulty = (decided: Decided, fault: Fault | undefined): Decided =>
  fault === undefined ? decided : { ...decided, reply: faultyReply(decided.reply, fault), fault };

interface Arranged {
  readonly fault?: Fault | undefined;
  readonly outcome?: AnyOutcome | undefined;
}

const NOTHING: Arranged = {};

/** Takes what is arranged for this call off its operation's queues; on a lost race it looks again. */
async function takeArranged(world: World, admitted: Tenant, operation: OperationName): Promise<Arranged> {
  let tenant: Tenant | undefined = admitted;
  while (tenant !== undefined) {
    const taken = take(tenant.arranged, operation);
    if (taken === undefined) return NOTHING;
    if (await world.tenants.put({ ...tenant, arranged: taken.left }, tenant.version)) return taken;
    tenant = await world.tenants.get(tenant.clientCode);
  }
  return NOTHING;
}
