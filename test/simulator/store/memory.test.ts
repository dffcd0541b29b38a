import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../../simulator/store/memory.js';

interface Thing {
  readonly key: string;
  readonly owner: string;
  readonly version: number;
}

/** A store of things; `turns` counts how often it let others have their turn. */
function newStore(duringTurn: () => void = () => {}) {
  const count = { turns: 0 };
  const store = createMemoryStore<Thing>(
    ({ key }) => key,
    ({ owner }) => owner,
    async () => {
      count.turns += 1;
      duringTurn();
    },
  );
  return { store, count };
}

type Store = ReturnType<typeof newStore>['store'];

const fill = (store: Store, owner: string, many: number) => {
  for (let at = 0; at < many; at += 1) store.put({ key: `${owner}${at}`, owner, version: 0 }, 0);
};

/** All keys of an owner, or of all, page by page. */
function walk(store: Store, owner: string | null, order: 'oldestFirst' | 'newestFirst', limit: number) {
  const keys: string[] = [];
  for (;;) {
    const page = store.list(owner, { limit, order, after: keys.at(-1) }) ?? [];
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
            store.drop(String(one.drop), store.get(String(one.drop))?.version ?? 0);
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

test('a page after something that is not there, or is not of this owner, is none', () => {
  const { store } = newStore();
  fill(store, 'a', 3);
  fill(store, 'b', 1);
  expect(store.list('a', { limit: 9, after: 'a1' })?.map(({ key }) => key)).toEqual(['a2']);
  expect(store.list('a', { limit: 9, after: 'b0' })).toBeUndefined();
  expect(store.list('a', { limit: 9, after: 'a9' })).toBeUndefined();
  expect(store.list('nobody', { limit: 9 })).toEqual([]);
  store.drop('a1', store.get('a1')?.version ?? 0);
  expect(store.list('a', { limit: 9, after: 'a1' })).toBeUndefined();
});

test('100,000 records of an owner go in a hundred slices, and are unknown from the first moment on', async () => {
  const seen: unknown[] = [];
  const { store, count } = newStore(() => {
    if (count.turns > 1) return;
    seen.push(
      store.get('many99999'),
      store.list('many', { limit: 1 }),
      store.list(null, { limit: 9, order: 'newestFirst' })?.map(({ key }) => key),
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

test('a version never comes back: what was read before a drop is good for nothing after it', () => {
  const { store } = newStore();
  const thing = { key: 'a', owner: 'a', version: 0 };
  store.put(thing, 0);
  const before = store.get('a')?.version ?? 0;
  expect(store.drop('a', before + 1)).toBe(false);
  expect(store.drop('a', before)).toBe(true);
  expect(store.drop('a', before)).toBe(false);
  store.put(thing, 0);
  expect(store.put(thing, before)).toBe(false);
  expect(store.drop('a', before)).toBe(false);
});

test('a put needs its premise as it was read, and to agree with others of its owner', () => {
  const { store: bosses } = newStore();
  bosses.put({ key: 'boss', owner: '', version: 0 }, 0);
  const boss = bosses.get('boss') as Thing;
  const store = createMemoryStore<Thing & { readonly word: string }, [boss: Thing]>(
    ({ key }) => key,
    ({ owner }) => owner,
    undefined,
    {
      stands: ({ key, version }) => bosses.get(key)?.version === version,
      agrees: (one, other) => one.word === other.word,
    },
  );
  const put = (key: string, word: string, read = boss) =>
    store.put({ key, owner: 'boss', word, version: 0 }, store.get(key)?.version ?? 0, read);
  expect(put('a', 'one')).toBe(true);
  // Alone it may change; with another one it may not.
  expect(put('a', 'two')).toBe(true);
  expect(put('b', 'one')).toBe(false);
  expect(put('b', 'two')).toBe(true);
  expect([put('a', 'three'), put('b', 'three')]).toEqual([false, false]);
  bosses.put(boss, boss.version);
  expect(put('c', 'two')).toBe(false);
  expect(put('c', 'two', bosses.get('boss'))).toBe(true);
});
