// A world whose stores take their time, as one on disk or behind a network does: every verb reaches the store late, and
// its answer comes late.

import { createFetch, type Fetch } from '../../simulator/doors/fetch.js';
import { createEngine } from '../../simulator/engine.js';
import type { Records } from '../../simulator/store/records.js';
import type { Versioned } from '../../simulator/store/store.js';
import { type Control, createControl } from '../../simulator/tenant/control.js';
import type { World } from '../../simulator/world/world.js';

/** Resolves when the store may go on. */
export type Delay = (what: string) => Promise<unknown>;

/** The same store behind a delay. A verb that is added is an error of the compiler here. */
function slowStore<T extends Versioned, Premise extends readonly Versioned[]>(
  name: string,
  store: Records<T, Premise>,
  delay: Delay,
): Records<T, Premise> {
  const slow =
    <Given extends readonly unknown[], Answer>(verb: string, run: (...given: Given) => Answer) =>
    async (...given: Given): Promise<Awaited<Answer>> => {
      await delay(`to ${name}.${verb}`);
      const answer = await run(...given);
      await delay(`from ${name}.${verb}`);
      return answer;
    };
  return {
    get: slow('get', store.get),
    put: slow('put', store.put),
    list: slow('list', store.list),
    drop: slow('drop', store.drop),
    dropOwner: slow('dropOwner', store.dropOwner),
  };
}

/** A world with both of its stores behind a delay. */
export const slowWorld = (world: World, delay: Delay): World => ({
  ...world,
  receipts: slowStore('receipts', world.receipts, delay),
  tenants: slowStore('tenants', world.tenants, delay),
});

export interface SimulatorOver {
  readonly fetch: Fetch;
  readonly control: Control;
  readonly tenant: Control['createTenant'];
}

/** The doors in process to a world. */
export function simulatorOver(world: World): SimulatorOver {
  const fetch = createFetch(
    createEngine(world)({ allowHosts: [], allowOrigins: [], token: null, tlsCa: () => null }),
  );
  const control = createControl({ url: 'http://sim.test', fetch });
  return { fetch, control, tenant: control.createTenant };
}

/** Lets up to `most` other things happen first, as many as chance says; the same seed says the same. */
export function randomDelay(seed: number, most = 4): Delay {
  let state = seed >>> 0;
  return async () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let left = state % (most + 1); left > 0; left -= 1) await undefined;
  };
}
