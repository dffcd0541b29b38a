import { describe, expect, test } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../../simulator/store/memory.js';
import type { Store } from '../../../simulator/store/store.js';
import { storeCases } from '../../../simulator/store/suite/index.js';
import { engines } from './engines.js';

// The seam's suite over every engine.

describe.each(engines)('$name', ({ name, is, skip, newPlace }) => {
  const cases = storeCases.filter(({ of }) => of === 'every' || is.includes(of));
  test.skipIf(skip !== undefined).each(cases)(
    `$id: $promise${skip === undefined ? '' : ` (${name}: ${skip})`}`,
    async ({ run }) => {
      await using place = newPlace();
      await run(place.open);
    },
  );
});

/** What a store may get wrong: each is caught by the case of that id. */
const wrong: Readonly<Record<string, (store: MemoryStore) => Partial<Store>>> = {
  'record.whole': (store) => ({ get: (_kind, key) => store.get('thing', key) }),
  'put.version': (store) => ({
    put: (placed, _expected, mark, premise) =>
      store.put(placed, store.get(placed.kind, placed.key)?.version ?? 0, mark, premise),
  }),
  'version.neverBack': (store) => ({
    drop: (kind, key, expected) => store.drop(kind, key, expected) || true,
  }),
  'put.premise': (store) => ({ put: (placed, expected, mark) => store.put(placed, expected, mark) }),
  'put.bond': (store) => ({
    put: (placed, expected, mark, premise) =>
      store.put({ ...placed, bond: undefined }, expected, mark, premise),
  }),
  'list.pages': (store) => ({
    list: (kind, owner, page) => store.list(kind, owner, { ...page, order: 'oldestFirst' }),
  }),
  dropOwner: () => ({ dropOwner() {} }),
  'next.distinct': () => ({ next: () => 1 }),
  'append.logs': (store) => ({ entries: (log, { limit }) => store.entries(log, { limit }) }),
  'append.bounded': (store) => ({
    append: (addition) =>
      store.append({ ...addition, entries: addition.entries.map((entry) => ({ ...entry, keep: 9999 })) }),
  }),
  'append.puts': (store) => ({ append: (addition) => store.append({ ...addition, puts: [] }) }),
  'race.exact': (store) => ({
    put: (placed, _expected, mark) =>
      store.put(placed, store.get(placed.kind, placed.key)?.version ?? 0, mark),
  }),
};

test.each(Object.entries(wrong))('a store that is wrong there is noticed: %s', async (id, change) => {
  const one = storeCases.find((known) => known.id === id);
  const store = createMemoryStore();
  await expect(one?.run(() => ({ ...store, ...change(store) }))).rejects.toThrow();
});

test('every case that a store in memory must keep is proved by a wrong store', () => {
  expect(Object.keys(wrong).sort()).toEqual(
    storeCases
      .filter(({ of }) => of === 'every')
      .map(({ id }) => id)
      .sort(),
  );
});
