// The engine: every door hands its calls here and gets a reply, and nothing else answers anybody.

import type { ErrorId, Text } from '../contracts/protocol/index.js';
import { createControlPlane, isControl } from './control/control.js';
import type { ControlAccess } from './control/guard.js';
import { NO_PAGES, type PageNeeds } from './control/page-needs.js';
import { problemReply, storeDown } from './control/problem.js';
import type { Answered, Call, Reply } from './core/call.js';
import { createProvider } from './provider/provider.js';
import type { MaybePromise } from './store/store.js';
import type { World } from './world/world.js';

export interface Engine {
  /** The reply to a call, of either plane. Never rejects: where something of ours threw, it is our own 500. */
  answer(call: Call): MaybePromise<Answered>;
  /** The provider's refusal of what never became a call, by error id. */
  refuse(id: ErrorId): Reply;
  /** Tells people what never became a call. */
  notice(text: Text): void;
}

/** Compiles both planes of a world, once; each door gets an engine with what it asks of control calls. */
export function createEngine(world: World, pages: PageNeeds = NO_PAGES): (access: ControlAccess) => Engine {
  const provider = createProvider(world);
  const control = createControlPlane(world, pages);
  const failed = (call: Call, error: unknown): MaybePromise<Reply> => {
    const why = world.storeHealth.failed(error);
    if (why === undefined) return provider.fail(call, error);
    return isControl(call.target) ? problemReply(storeDown(why), call) : provider.refuse('store.unavailable');
  };
  return (access) => ({
    answer(call) {
      try {
        const reply = isControl(call.target) ? control(call, access) : provider.answer(call);
        return reply instanceof Promise ? reply.catch((error: unknown) => failed(call, error)) : reply;
      } catch (error) {
        return failed(call, error);
      }
    },
    refuse: provider.refuse,
    notice: world.events.notice,
  });
}
