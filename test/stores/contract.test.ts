import { describe, expect, test } from 'vitest';
import { runContract } from '../../contracts/index.js';
import { openWorld } from '../../simulator/world/world.js';
import { holdsModel } from '../properties/model.js';
import { engines, type Place } from '../simulator/store/engines.js';
import { NOON } from '../support/caller.js';
import { simulatorOver } from '../support/slow-store.js';

// What a simulator promises it promises over every engine.

describe.each(engines)('over $name', ({ skip, newPlace }) => {
  test.skipIf(skip !== undefined)('the contract holds, whole', { timeout: 120_000 }, async () => {
    await using place = newPlace();
    const { fetch } = simulatorOver(await openWorld({}, await place.open()));
    const results = await runContract({ fetch }, { parallel: 4 });
    const broken = results.filter(({ verdict }) => verdict === 'broken');
    expect(broken.map(({ case: { id }, why }) => [id, why])).toEqual([]);
  });

  test.skipIf(skip !== undefined)('the model holds', { timeout: 120_000 }, async () => {
    const places: Place[] = [];
    await holdsModel(
      async () => {
        const place = newPlace();
        places.push(place);
        return simulatorOver(await openWorld({ now: () => NOON }, await place.open()));
      },
      { numRuns: 40 },
    );
    for (const place of places) await place[Symbol.asyncDispose]();
  });
});
