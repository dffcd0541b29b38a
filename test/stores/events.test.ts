import { describe, expect, test } from 'vitest';
import { requestCMS } from '../../fixtures/index.js';
import type { ControlEvent } from '../../simulator/index.js';
import { createWorld, openWorld } from '../../simulator/world/world.js';
import { engines, type Place } from '../simulator/store/engines.js';
import { createCaller, NOON, requested, TESTER } from '../support/caller.js';
import { simulatorOver } from '../support/slow-store.js';

// What happens is told wherever somebody listens, whichever process it happened in.

type Events = AsyncIterator<ControlEvent>;

async function next(events: Events, count: number): Promise<readonly ControlEvent[]> {
  const seen: ControlEvent[] = [];
  while (seen.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    seen.push(value);
  }
  return seen;
}

/** A stream, once it is open; whatever happens from then on is in it. */
async function listening({ fetch }: ReturnType<typeof simulatorOver>, after?: string) {
  const headers = after === undefined ? {} : { 'Last-Event-ID': after };
  const response = await fetch('http://sim.test/_sim/v1/events', { headers });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    /** The kinds of the events up to one whose text has this in it. */
    async until(mark: string) {
      while (!text.includes(mark)) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) break;
        text += decoder.decode(value, { stream: true });
      }
      return text.split('\n\n').flatMap((block) => /^event: (\w+)$/m.exec(block)?.[1] ?? []);
    },
    lastId: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
    text: () => text,
    leave: () => reader?.cancel(),
  };
}

const now = () => NOON;

/** A simulator of its own on the place's store. */
const opened = async (place: Place) => simulatorOver(await openWorld({ now }, await place.open()));

/** A whole flow, each call to the next of these. */
async function flow(simulators: readonly Pick<ReturnType<typeof simulatorOver>, 'fetch'>[]) {
  let at = 0;
  const caller = createCaller(
    async (url, init) => {
      at += 1;
      const answer = simulators[at % simulators.length]?.fetch(url, init);
      return answer ?? Response.error();
    },
    { now },
  );
  const { clientCode } = TESTER;
  const receiptId = await requested(caller, requestCMS());
  await caller.control('POST', `/receipts/${receiptId}/sign`);
  await caller.get(`/SignDirectDebit/Verify/${receiptId}`);
  await caller.get(`/SignDirectDebit/Verify/${receiptId}`);
  await caller.control('PUT', `/tenants/${clientCode}/clock`, { advance: 'PT5M' });
  await caller.control('PATCH', `/tenants/${clientCode}`, { sign: 'immediate' });
  await caller.get('/SignDirectDebit/000000000000000000');
  await caller.get('/nowhere');
}

describe.each(engines.filter(({ is }) => is.includes('shared')))('over $name', ({ skip, newPlace }) => {
  test.skipIf(skip !== undefined)('a flow over three is told as one alone tells it', async () => {
    const alone = simulatorOver(createWorld({ now }));
    const own = await listening(alone);
    await flow([alone]);
    const expected = await own.until('/nowhere');
    expect(new Set(expected)).toEqual(new Set(['call', 'receipt', 'finding', 'clock', 'tenant']));
    await using place = newPlace();
    const all = [await opened(place), await opened(place), await opened(place)] as const;
    const readers = [await listening(all[0]), await listening(all[2])];
    await flow(all);
    for (const reader of readers) {
      expect(await reader.until('/nowhere')).toEqual(expected);
      expect(reader.text()).not.toContain(TESTER.secretKey);
      await reader.leave();
    }
  });

  test.skipIf(skip !== undefined)('who comes back to another one goes on where it was', async () => {
    await using place = newPlace();
    const all = [await opened(place), await opened(place)] as const;
    const first = await listening(all[0]);
    await createCaller(all[1].fetch, { now }).get('/one');
    expect(await first.until('/one')).toEqual(['call', 'call']);
    await first.leave();
    await createCaller(all[1].fetch, { now }).get('/two');
    const again = await listening(all[1], first.lastId());
    expect(await again.until('/two')).toEqual(['call', 'call']);
    expect(again.text()).toContain('/two');
    expect(again.text()).not.toContain('/one');
    await again.leave();
    const foreign = await listening(all[1], 'ffff-7');
    expect(await foreign.until('gap')).toEqual(['gap']);
    await foreign.leave();
  });

  test.skipIf(skip !== undefined)('while nobody listens nothing is written', async () => {
    await using place = newPlace();
    const store = await place.open();
    const one = simulatorOver(await openWorld({ now }, store));
    await flow([one]);
    expect(await store.entries('events', { limit: 9 })).toEqual([]);
    const events = one.control.events();
    await flow([one]);
    expect((await next(events, 3)).map(({ event }) => event)).toEqual(['call', 'receipt', 'call']);
    await events.return?.();
  });
});
