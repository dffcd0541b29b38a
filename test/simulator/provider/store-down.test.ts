import { expect, test } from 'vitest';
import { createSimulator } from '../../../simulator/index.js';
import { createMemoryStore } from '../../../simulator/store/memory.js';
import { type Store, StoreUnavailable } from '../../../simulator/store/store.js';

/** A store that others share, and that can be away. */
function storeThatGoes() {
  const memory = createMemoryStore();
  let isAway = false;
  const verbs = Object.entries(memory).map(([name, verb]) => [
    name,
    typeof verb !== 'function'
      ? verb
      : async (...given: unknown[]) => {
          if (isAway) throw new StoreUnavailable('it is away');
          return (verb as (...all: unknown[]) => unknown)(...given);
        },
  ]);
  const store: Store = { ...memory, ...Object.fromEntries(verbs), shared: true };
  return {
    store,
    go: () => {
      isAway = true;
    },
    comeBack: () => {
      isAway = false;
    },
  };
}

test('without its store the time is told, all else is refused, and all goes on when it is back', async () => {
  const { store, go, comeBack } = storeThatGoes();
  await using simulator = await createSimulator({ store });
  const statusOf = async (path: string, init?: RequestInit) =>
    (await simulator.fetch(`http://simulator.test${path}`, init)).status;
  const token = () => statusOf('/KAKAOCERT/Token', { method: 'POST', body: '{}' });
  expect([await statusOf('/Time'), await token()]).toEqual([200, 401]);
  go();
  expect([await statusOf('/Time'), await token()]).toEqual([200, 503]);
  expect([await statusOf('/_sim/v1/live'), await statusOf('/_sim/v1/health')]).toEqual([200, 503]);
  comeBack();
  expect([await statusOf('/Time'), await token(), await statusOf('/_sim/v1/health')]).toEqual([
    200, 401, 200,
  ]);
});
