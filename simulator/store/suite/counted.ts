// Promises about counters, logs, and what several do at once.

import type { Store } from '../store.js';
import { mark, overwrite, read, type StoreCase, same, thing, using } from './case.js';

/** Adds one to a record so many times, each time on what is read; several may do so at once. */
async function count(store: Store, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const { record, version } = await read(store, 'sum');
    const n = Number(record?.n ?? 0) + 1;
    if (await store.put(thing('sum', { n }), version, mark())) done += 1;
  }
}

const texts = async (store: Store, log: string, limit = 100, after?: number) =>
  (await store.entries(log, after === undefined ? { limit } : { limit, after })).map(({ text }) => text);

const add = (store: Store, log: string, text: string, keep = 10) =>
  store.append({ counter: 'call', entries: [{ log, text, keep }] }, mark());

export const countedCases: readonly StoreCase[] = [
  {
    id: 'next.distinct',
    promise: 'A counter counts from 1, and nobody gets a number twice; counters are apart.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        const numbers = await Promise.all(Array.from({ length: 100 }, () => store.next('a')));
        const sorted = [...numbers].sort((one, other) => one - other);
        same(
          sorted,
          [...sorted.keys()].map((at) => at + 1),
          'the numbers',
        );
        same([await store.next('b'), await store.next('b', 60_000)], [1, 2], 'another counter');
      }),
  },
  {
    id: 'append.logs',
    promise: 'Entries of a log are read in their order, from any number on, and a log keeps its newest.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        for (let at = 1; at <= 25; at += 1) {
          same((await add(store, 'log', `text ${at}`))?.number, at, 'its number');
        }
        await store.append(
          {
            counter: 'call',
            entries: [
              { log: 'two', text: 'a', keep: 5 },
              { log: 'two', text: 'b', keep: 5 },
            ],
          },
          mark(),
        );
        const kept = await texts(store, 'log');
        same(kept.at(-1), 'text 25', 'the newest');
        same(kept.length >= 10, true, 'ten at least');
        same(await texts(store, 'log', 3), ['text 23', 'text 24', 'text 25'], 'the newest three');
        same(await texts(store, 'log', 2, 22), ['text 23', 'text 24'], 'two behind 22');
        same(
          await store.entries('two', { limit: 9 }),
          [
            { number: 26, text: 'a' },
            { number: 26, text: 'b' },
          ],
          'two at once',
        );
        await store.clear('log');
        same(await texts(store, 'log'), [], 'a log that was cleared');
        same((await texts(store, 'two')).length, 2, 'the other log');
        same((await add(store, 'log', 'more'))?.number, 27, 'the next number');
      }),
  },
  {
    id: 'append.bounded',
    promise: 'A log does not grow without end.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        for (let at = 0; at < 600; at += 1) await add(store, 'log', String(at), 100);
        const kept = await store.entries('log', { limit: 10_000 });
        same(
          kept.length >= 100 && kept.length <= 300,
          true,
          `${kept.length} of 600 are kept; at most three times 100`,
        );
        same(kept.at(-1)?.text, '599', 'the newest');
      }),
  },
  {
    id: 'append.puts',
    promise:
      'Records that come with entries are put all together or not at all, and have the version that is told.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        const both = (a: number, b: number, text: string) =>
          store.append(
            {
              counter: 'call',
              entries: [{ log: 'log', text, keep: 10 }],
              puts: [
                { placed: thing('a', { text }), expected: a },
                { placed: thing('b', { text }), expected: b },
              ],
            },
            mark(),
          );
        const first = await both(0, 0, 'one');
        const version = first?.version ?? 0;
        same(
          [(await read(store, 'a')).version, (await read(store, 'b')).version],
          [version, version],
          'the versions',
        );
        await overwrite(store, thing('b', { text: 'other' }));
        same(await both(version, version, 'two'), undefined, 'one of two changed');
        same((await read(store, 'a')).record, { key: 'a', text: 'one' }, 'what did not change');
        same(await texts(store, 'log'), ['one'], 'the log');
        const now = (await read(store, 'b')).version;
        same((await both(version, now, 'three')) !== undefined, true, 'on what they are now');
        same(await texts(store, 'log'), ['one', 'three'], 'the log');
      }),
  },
  {
    id: 'race.exact',
    promise: 'Many that add at once add exactly.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        await Promise.all(Array.from({ length: 8 }, () => count(store, 25)));
        same((await read(store, 'sum')).record?.n, 200, 'the sum');
      }),
  },
  {
    id: 'shared.race',
    promise: 'Several that have it open add exactly, and no two get the same number.',
    of: 'shared',
    run: (open) =>
      using(open, (one) =>
        using(open, async (other) => {
          await Promise.all([count(one, 50), count(other, 50)]);
          same((await read(one, 'sum')).record?.n, 100, 'the sum');
          const numbers: number[] = [];
          for (let at = 0; at < 20; at += 1) numbers.push(await one.next('a'), await other.next('a'));
          same(new Set(numbers).size, 40, 'different numbers');
          await add(one, 'log', 'of one');
          await add(other, 'log', 'of the other');
          same(await texts(one, 'log'), ['of one', 'of the other'], 'the log of both');
        }),
      ),
  },
  {
    id: 'shared.reopened',
    promise:
      'What was stored is there when the store is opened again, and nothing of before is good once more.',
    of: 'shared',
    async run(open) {
      let version = 0;
      await using(open, async (store) => {
        await store.put(thing('a', { n: 1 }), 0, mark());
        version = (await read(store, 'a')).version;
        await store.put(thing('gone'), 0, mark());
        await store.drop('thing', 'gone', (await read(store, 'gone')).version, mark());
        await store.next('counter');
        await add(store, 'log', 'entry');
        await store.close();
      });
      await using(open, async (store) => {
        same(await read(store, 'a'), { record: { key: 'a', n: 1 }, version }, 'the record');
        same(await store.next('counter'), 2, 'the counter');
        same((await add(store, 'log', 'another'))?.number, 2, 'the number');
        same(await texts(store, 'log'), ['entry', 'another'], 'the log');
      });
    },
  },
  {
    id: 'repeated.once',
    promise: 'A write that is given again under its mark is done once, whatever came between.',
    of: 'repeating',
    run: (open) =>
      using(open, async (store) => {
        const first = mark();
        same(await store.put(thing('a', { n: 1 }), 0, first), true, 'the put');
        const { version } = await read(store, 'a');
        same(await store.put(thing('a', { n: 1 }), 0, first), true, 'the same again');
        same(await read(store, 'a'), { record: { key: 'a', n: 1 }, version }, 'after it');
        await overwrite(store, thing('a', { n: 2 }));
        same(await store.put(thing('a', { n: 1 }), 0, first), true, 'again, after another put');
        same((await read(store, 'a')).record, { key: 'a', n: 2 }, 'after it');
        const added = { counter: 'call', entries: [{ log: 'log', text: 'x', keep: 9 }] };
        const second = mark();
        same(
          await store.append(added, second),
          await store.append(added, second),
          'two additions under one mark',
        );
        same(await texts(store, 'log'), ['x'], 'the log');
        const third = mark();
        const now = (await read(store, 'a')).version;
        same(
          [await store.drop('thing', 'a', now, third), await store.drop('thing', 'a', now, third)],
          [true, true],
          'two drops under one mark',
        );
      }),
  },
];
