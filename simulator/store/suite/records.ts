// Promises about records: put, read, listed, dropped.

import type { Store } from '../store.js';
import { mark, overwrite, read, type StoreCase, same, thing, using } from './case.js';

/** All keys of an owner, or of all, page by page. */
async function walk(
  store: Store,
  owner: string | null,
  order: 'oldestFirst' | 'newestFirst',
  limit: number,
): Promise<readonly unknown[]> {
  const keys: string[] = [];
  for (;;) {
    const page = (await store.list('thing', owner, { limit, order, after: keys.at(-1) })) ?? [];
    keys.push(...page.map((record) => ('key' in record ? String(record.key) : '')));
    if (page.length < limit) return keys;
  }
}

const numbered = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`);

export const recordCases: readonly StoreCase[] = [
  {
    id: 'record.whole',
    promise: 'A record is read back as it was put, every member of it, and kinds are apart.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        const members = {
          text: '시험 "\\ \u2028 😀',
          list: [1, { deep: null }],
          no: false,
          number: 1.5,
          long: 'x'.repeat(9000),
        };
        same(await store.put(thing('a', members), 0, mark()), true, 'the first put');
        same((await read(store, 'a')).record, { key: 'a', ...members }, 'what is read');
        same(await store.get('other', 'a'), undefined, 'another kind');
        same(await store.get('thing', 'b'), undefined, 'another key');
      }),
  },
  {
    id: 'put.version',
    promise:
      'A record is put on the version that it has, and on no other; a put that is refused changes nothing.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        await store.put(thing('a', { n: 1 }), 0, mark());
        const first = await read(store, 'a');
        same(await store.put(thing('a', { n: 2 }), 0, mark()), false, 'put as new');
        same(
          await store.put(thing('a', { n: 2 }), first.version + 1, mark()),
          false,
          'put on another version',
        );
        same(await store.put(thing('b'), first.version, mark()), false, 'put on a version of nothing');
        same(await read(store, 'a'), first, 'after refusals');
        same(await store.put(thing('a', { n: 2 }), first.version, mark()), true, 'put on its version');
        same(await store.put(thing('a', { n: 3 }), first.version, mark()), false, 'the same version again');
        same((await read(store, 'a')).record, { key: 'a', n: 2 }, 'what is read');
      }),
  },
  {
    id: 'version.neverBack',
    promise: 'A version never comes back: what was read before a drop is good for nothing after it.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        const seen = new Set<number>();
        for (let life = 0; life < 20; life += 1) {
          await store.put(thing('a'), 0, mark());
          const { version } = await read(store, 'a');
          same(seen.has(version), false, 'a version that was there before');
          for (const stale of seen) same(await store.put(thing('a'), stale, mark()), false, 'a stale put');
          for (const stale of seen)
            same(await store.drop('thing', 'a', stale, mark()), false, 'a stale drop');
          seen.add(version);
          same(await store.drop('thing', 'a', version, mark()), true, 'the drop');
          same(await store.drop('thing', 'a', version, mark()), false, 'a second drop');
          same(await store.get('thing', 'a'), undefined, 'after the drop');
        }
      }),
  },
  {
    id: 'put.premise',
    promise: 'A put needs its premise as it was read; one that changed or is gone refuses it.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        await overwrite(store, thing('boss', { kind: 'boss' }));
        const premise = { kind: 'boss', key: 'boss', version: (await read(store, 'boss', 'boss')).version };
        same(await store.put(thing('a'), 0, mark(), premise), true, 'on a premise that stands');
        const { version } = await read(store, 'a');
        await overwrite(store, thing('boss', { kind: 'boss', changed: true }));
        same(await store.put(thing('b'), 0, mark(), premise), false, 'a new one, after a change');
        same(await store.put(thing('a'), version, mark(), premise), false, 'the same one, after a change');
        const now = { ...premise, version: (await read(store, 'boss', 'boss')).version };
        same(await store.put(thing('a'), version, mark(), now), true, 'on what it is now');
        same(await store.drop('boss', 'boss', now.version, mark()), true, 'the drop');
        same(await store.put(thing('c'), 0, mark(), now), false, 'after the drop');
        same(await store.get('thing', 'c'), undefined, 'what was refused');
      }),
  },
  {
    id: 'put.bond',
    promise: 'All records of one owner have the same bond; alone, one may change it.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        const put = (key: string, bond: string, owner = 'one') =>
          overwrite(store, thing(key, { owner, bond }));
        same(await put('a', 'x'), true, 'the first');
        same(await put('a', 'y'), true, 'alone');
        same(await put('b', 'x'), false, 'a second one with another');
        same(await put('b', 'y'), true, 'a second one with the same');
        same([await put('a', 'z'), await put('b', 'z')], [false, false], 'one of two');
        same(await put('c', 'x', 'two'), true, 'of another owner');
        await store.drop('thing', 'b', (await read(store, 'b')).version, mark());
        same(await put('a', 'z'), true, 'alone again');
      }),
  },
  {
    id: 'list.pages',
    promise: 'Pages of any size show what is there, in the order of its first put, of one owner or of all.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        for (const key of numbered(12, 'k')) {
          await store.put(
            thing(key, { owner: Number(key.slice(1)) % 3 === 0 ? 'third' : 'rest' }),
            0,
            mark(),
          );
        }
        await overwrite(store, thing('k1', { owner: 'rest', again: true }));
        await store.drop('thing', 'k5', (await read(store, 'k5')).version, mark());
        const all = numbered(12, 'k').filter((key) => key !== 'k5');
        for (const limit of [1, 2, 5, 50]) {
          same(await walk(store, null, 'oldestFirst', limit), all, `all, ${limit} at a time`);
          same(
            await walk(store, null, 'newestFirst', limit),
            [...all].reverse(),
            `all backwards, ${limit} at a time`,
          );
          same(
            await walk(store, 'third', 'oldestFirst', limit),
            ['k0', 'k3', 'k6', 'k9'],
            `of one, ${limit} at a time`,
          );
        }
        same(await store.list('thing', 'nobody', { limit: 9 }), [], 'of nobody');
        same(await store.list('thing', null, { limit: 9, after: 'k5' }), undefined, 'after one that is gone');
        same(await store.list('thing', 'third', { limit: 9, after: 'k1' }), undefined, "after another's");
      }),
  },
  {
    id: 'dropOwner',
    promise: 'All records of an owner go, those of others stay, and a key that is free again can be taken.',
    of: 'every',
    run: (open) =>
      using(open, async (store) => {
        for (const key of numbered(1500, 'k')) await store.put(thing(key, { owner: 'many' }), 0, mark());
        await store.put(thing('few', { owner: 'few' }), 0, mark());
        const { version } = await read(store, 'k7');
        await store.dropOwner('thing', 'many');
        await store.dropOwner('thing', 'nobody');
        same(await walk(store, null, 'oldestFirst', 100), ['few'], 'what is left');
        same(await store.get('thing', 'k7'), undefined, 'one of those');
        same(await store.put(thing('k7', { owner: 'many' }), version, mark()), false, 'a stale put');
        same(await store.put(thing('k7', { owner: 'other' }), 0, mark()), true, 'the key for another');
        same(await walk(store, 'other', 'oldestFirst', 100), ['k7'], 'of the other');
      }),
  },
];
