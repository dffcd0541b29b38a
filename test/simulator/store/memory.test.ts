import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../../simulator/store/memory.js';
import { createRecords } from '../../../simulator/store/records.js';

interface Thing {
  readonly key: string;
  readonly owner: string;
  readonly version: number;
}

/** A store of things; `turns` counts how often it let others have their turn. */
function newStore(duringTurn: () => void = () => {}) {
  const count = { turns: 0 };
  const memory = createMemoryStore(async () => {
    count.turns += 1;
    duringTurn();
  });
  const store = createRecords<Thing>(
    memory,
    { kind: 'thing', keyOf: ({ key }) => key, ownerOf: ({ owner }) => owner },
    () => '',
  );
  return { store, count };
}

type Store = ReturnType<typeof newStore>['store'];

/** In memory a verb answers at once. */
const now = <T>(answer: T | Promise<T>): T => {
  if (answer instanceof Promise) throw new Error('The store in memory made somebody wait.');
  return answer;
};

const fill = (store: Store, owner: string, many: number) => {
  for (let at = 0; at < many; at += 1) now(store.put({ key: `${owner}${at}`, owner, version: 0 }, 0));
};

/** All keys of an owner, or of all, page by page. */
function walk(store: Store, owner: string | null, order: 'oldestFirst' | 'newestFirst', limit: number) {
  const keys: string[] = [];
  for (;;) {
    const page = now(store.list(owner, { limit, order, after: keys.at(-1) })) ?? [];
    keys.push(...page.map(({ key }) => key));
    if (page.length < limit) return keys;
  }
}

const owners = ['a', 'b'];
const step = fc.oneof(
  { weight: 60, arbitrary: fc.record({ put: fc.constantFrom(...owners) }) },
  { weight: 40, arbitrary: fc.record({ drop: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ dropOwner: fc.constantFrom(...owners) }) },
);

test('in whatever order things come and go, pages of any size show what is there, in the order of its coming', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 400, size: 'max' }),
      fc.integer({ min: 1, max: 30 }),
      async (steps, limit) => {
        const { store } = newStore();
        let model: Thing[] = [];
        let count = 0;
        for (const one of steps) {
          if ('put' in one) {
            const thing = { key: String(count++), owner: one.put, version: 0 };
            model.push(thing);
            expect(store.put(thing, 0)).toBe(true);
          } else if ('drop' in one) {
            now(store.drop(String(one.drop), now(store.get(String(one.drop)))?.version ?? 0));
            model = model.filter(({ key }) => key !== String(one.drop));
          } else {
            await store.dropOwner(one.dropOwner);
            model = model.filter(({ owner }) => owner !== one.dropOwner);
          }
        }
        for (const owner of [...owners, null]) {
          const keys = model.filter((thing) => owner === null || thing.owner === owner).map(({ key }) => key);
          expect(walk(store, owner, 'oldestFirst', limit)).toEqual(keys);
          expect(walk(store, owner, 'newestFirst', limit)).toEqual(keys.reverse());
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('100,000 records of an owner go in a hundred slices, and are unknown from the first moment on', async () => {
  const seen: unknown[] = [];
  const { store, count } = newStore(() => {
    if (count.turns > 1) return;
    seen.push(
      store.get('many99999'),
      store.list('many', { limit: 1 }),
      now(store.list(null, { limit: 9, order: 'newestFirst' }))?.map(({ key }) => key),
      store.put({ key: 'many99999', owner: 'many', version: 1 }, 1),
      // Comes again while the old one still waits for its slice, and stays.
      store.put({ key: 'many99998', owner: 'many', version: 0 }, 0),
    );
  });
  fill(store, 'few', 2);
  fill(store, 'many', 100_000);
  await store.dropOwner('many');
  expect(count.turns).toBe(99);
  expect(seen).toEqual([undefined, [], ['few1', 'few0'], false, true]);
  expect(walk(store, null, 'oldestFirst', 9)).toEqual(['few0', 'few1', 'many99998']);
  expect(store.get('many99998')).toMatchObject({ key: 'many99998' });
});
