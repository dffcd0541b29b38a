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
import type { AnyOutcome } from '../core/outcomes.js';
import { take } from '../core/queues.js';
import type { Tenant } from '../core/tenant.js';
import { after, type MaybePromise } from '../store/store.js';
import type { World } from '../world/world.js';
import { handlers } from './actions.js';
import {
  arrangedError,
  type Decided,
  type Facts,
  failed,
  LOST,
  type Lost,
  refusal,
  UNDECIDED,
} from './decided.js';
import { type Admission, gates } from './gates.js';
import { observe, observeRefused } from './observe.js';

export interface Provider {
  /** The answer to a call. No client can make it throw. */
  answer(call: Call): MaybePromise<Reply>;
  /** The answer to a call on which something of ours threw; the journal tells what. */
  fail(call: Call, error: unknown): Promise<Reply>;
  /** A refusal by its id, for what never became a call. */
  refuse(id: ErrorId): Reply;
}

/** The provider plane of a world. */
export function createProvider(world: World): Provider {
  const routeOf = createRouter<OperationName, Operation>(operations);
  return {
    answer(call) {
      const base = world.now();
      const route = routeOf(call.method, pathOf(call.target));
      if ('refused' in route) {
        const headers = 'allow' in route ? { allow: route.allow } : {};
        return observeRefused(world, { call, base }, refusal(world, route, headers));
      }
      const { body } = call;
      if (body !== 'tooLarge') return answerRouted(world, call, body, route);
      return observeRefused(world, { call, base, route }, refusal(world, { refused: 'body.tooLarge' }));
    },
    fail(call, error) {
      const base = world.now();
      const route = routeOf(call.method, pathOf(call.target));
      const seen = 'refused' in route ? { call, base } : { call, base, route };
      // What threw may throw again, where it is looked up whom the call named.
      return observeRefused(world, seen, failed(error)).catch(() =>
        observe(world, { call, base }, failed(error)),
      );
    },
    refuse: (id) => refusal(world, { refused: id }).reply,
  };
}

/** What a call went through already, however often it is gathered again. */
interface Progress {
  /** Whether it was looked for a barrier. */
  passed: boolean;
  /** Lets the next one of a barrier go. */
  through?: () => void;
  /** What was taken off the queues for it. */
  arranged?: Arranged;
}

/**
 * The answer to a call that reached an operation. Whenever it had to wait, at a barrier or for another call that was
 * first, everything is gathered again: who calls, the tenant, its clock and the time.
 */
function answerRouted(world: World, call: Call, body: Uint8Array, route: Route): MaybePromise<Reply> {
  const progress: Progress = { passed: false };
  const reply = attempt(world, { call, body, route }, progress);
  // Without a wait it passed no barrier.
  return reply instanceof Promise ? reply.finally(() => progress.through?.()) : reply;
}

/** What came, and where to. */
type Routed = Pick<Facts, 'call' | 'body' | 'route'>;

function attempt(world: World, routed: Routed, progress: Progress): MaybePromise<Reply> {
  return after(gather(world, routed, progress.arranged?.outcome), (facts): MaybePromise<Reply> => {
    const { refused, grounds, tenant, route } = facts;
    if (refused !== undefined) return observeRefused(world, facts, refusal(world, { refused, grounds }));
    const waits = tenant && wait(world, tenant, route.name, progress);
    if (waits !== undefined) return waits.then(() => attempt(world, routed, progress));
    return after(decideOn(world, facts, progress.arranged?.fault), (decided) =>
      decided === LOST ? attempt(world, routed, progress) : observe(world, facts, decided),
    );
  });
}

/** Facts as they are now. They are good until the next wait. */
function gather(
  world: World,
  { call, body, route }: Routed,
  outcome: AnyOutcome | undefined,
): MaybePromise<Facts & Pick<Admission, 'refused' | 'grounds'>> {
  const sought = soughtAhead(world, route);
  const admitted = gates[route.operation.authentication](world, call, body, route.operation);
  return after(admitted, ({ tenant, scope = [], refused, grounds }) => {
    const base = world.now();
    return { call, body, base, route, tenant, scope, outcome, sought, refused, grounds };
  });
}

/** The receipt of a call, asked for along with its tenant where the store may be far away: both come in one trip. */
function soughtAhead({ store, receipts }: World, { parameters: { receiptId } }: Route): Facts['sought'] {
  if (!store.shared || receiptId === undefined) return undefined;
  const receipt = receipts.get(receiptId);
  // Whoever is refused before never asks what came of it.
  if (receipt instanceof Promise) receipt.catch(() => {});
  return { receipt };
}

/** What a call has to wait for before it is decided; undefined if there is nothing, or nothing more. */
function wait(
  world: World,
  tenant: Tenant,
  operation: OperationName,
  progress: Progress,
): Promise<void> | undefined {
  if (!progress.passed) {
    progress.passed = true;
    const held = world.barriers.pass(tenant.clientCode, operation);
    if (held !== undefined) {
      return held.then((through) => {
        progress.through = through;
      });
    }
  }
  const taken = progress.arranged === undefined ? take(tenant.arranged, operation) : undefined;
  return taken === undefined ? undefined : takeOff(world, tenant, taken, progress);
}

/** Takes what is arranged for this call off its operation's queues; on a lost race it is looked at again. */
async function takeOff(world: World, tenant: Tenant, taken: Taken, progress: Progress): Promise<void> {
  if (await world.tenants.put({ ...tenant, arranged: taken.left }, tenant.version)) progress.arranged = taken;
}

/** Asks the action's handler, unless an error was arranged. What was arranged comes before the magic person. */
function decideOn(world: World, facts: Facts, arranged: Fault | undefined): MaybePromise<Decided | Lost> {
  if (arranged !== undefined && faults[arranged.fault].when !== 'after') return faulty(UNDECIDED, arranged);
  return after(handle(world, facts), (decided) =>
    decided === LOST ? LOST : faulty(decided, arranged ?? decided.fault),
  );
}

function handle(world: World, facts: Facts): MaybePromise<Decided | Lost> {
  const error = facts.outcome?.error;
  if (error !== undefined) return arrangedError(world, error);
  return after(handlers[facts.route.operation.action](world, facts), (result) =>
    result !== LOST && isRefusal(result) ? refusal(world, result) : result,
  );
}

const faulty = (decided: Decided, fault: Fault | undefined): Decided =>
  fault === undefined ? decided : { ...decided, reply: faultyReply(decided.reply, fault), fault };

type Taken = NonNullable<ReturnType<typeof take>>;
type Arranged = Pick<Taken, 'fault' | 'outcome'>;
