// The provider plane: authenticate → parse → check → decide, in that order, always a reply of the provider's shape.
// Gates and actions are tables keyed by the operation's columns; there is no handler per path.

import {
  createRouter,
  type ErrorId,
  type Operation,
  type OperationName,
  operations,
} from '../../contracts/protocol/index.js';
import { type Answer, type Call, isRefusal, pathOf } from '../core/call.js';
import { compileCheck, type RequestCheck } from '../core/request-check.js';
import type { World } from '../world/world.js';
import { handlers } from './actions.js';
import { gates } from './gates.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;
const TEXT_TYPE = { 'content-type': 'text/plain; charset=utf-8' } as const;

/** What is known of a call so far, for the journal. */
type Whose = Pick<Answer, 'operation' | 'clientCode'>;

export interface Provider {
  /** The answer to a call. No client can make it throw. */
  answer(call: Call): Promise<Answer>;
  /** A refusal by its id, for what never became a call. */
  refuse(id: ErrorId): Answer;
}

/** Compiles the provider plane of a world. */
export function createProvider(world: World): Provider {
  const route = createRouter();
  const checks = new Map<OperationName, RequestCheck>();
  for (const [name, { action, input }] of Object.entries(operations) as [OperationName, Operation][]) {
    if (action === 'request' && input !== undefined) checks.set(name, compileCheck(input));
  }

  const answer: Provider['answer'] = async (call) => {
    const routing = route(call.method, pathOf(call.target));
    if ('refused' in routing) {
      return refusalAnswer(world, routing.refused, {}, 'allow' in routing ? { allow: routing.allow } : {});
    }
    const { name, operation } = routing.route;
    if (call.body === 'tooLarge') return refusalAnswer(world, 'body.tooLarge', { operation: name });

    const base = world.now();
    const tenants = await gates[operation.authentication](world, call, call.body, base);
    if (isRefusal(tenants)) return refusalAnswer(world, tenants.refused, { operation: name });
    const [tenant] = tenants;
    const whose: Whose =
      tenant === undefined || tenants.length > 1
        ? { operation: name }
        : { operation: name, clientCode: tenant.clientCode };

    const admitted = { call, route: routing.route, body: call.body, base, tenants, check: checks.get(name) };
    const result = await handlers[operation.action](world, admitted);
    if (isRefusal(result)) return refusalAnswer(world, result.refused, whose);
    return {
      status: 200,
      headers: result.json === undefined ? TEXT_TYPE : JSON_TYPE,
      body: result.json === undefined ? (result.text ?? '') : JSON.stringify(result.json),
      outcome: 'ok',
      ...whose,
      ...(result.clientCode === undefined ? {} : { clientCode: result.clientCode }),
    };
  };
  return { answer, refuse: (id) => refusalAnswer(world, id, {}) };
}

function refusalAnswer(
  world: World,
  id: ErrorId,
  whose: Whose,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const entry = world.catalogue.get(id);
  if (entry === undefined) throw new Error(`"${id}" is missing in the error catalogue.`);
  const body = JSON.stringify({ code: entry.code, message: entry.message });
  return { status: entry.status, headers: { ...JSON_TYPE, ...headers }, body, outcome: id, ...whose };
}
