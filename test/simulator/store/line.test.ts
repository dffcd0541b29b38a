import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLine } from '../../../simulator/store/line.js';

interface Entry {
  readonly serial: number;
  record: string | undefined;
}

// Blocks of four, so that a short run fills, closes up and empties many.

test('a line with many holes is read from anywhere in both directions, as a plain array is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant('add' as const), fc.constant('add' as const), fc.nat(120)), {
        maxLength: 300,
        size: 'max',
      }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(),
      (steps, limit, start) => {
        const line = createLine<Entry>(4);
        const entries: Entry[] = [];
        for (const step of steps) {
          if (step === 'add') {
            const entry = { serial: entries.length + 1, record: String(entries.length) };
            entries.push(entry);
            line.add(entry);
            continue;
          }
          const entry = entries[step];
          if (entry?.record === undefined) continue;
          entry.record = undefined;
          line.leave(entry);
        }
        const there = entries.filter(({ record }) => record !== undefined);
        const odd = ({ serial }: Entry) => serial % 2 === 1;
        expect(line.size()).toBe(there.length);
        expect(
          line
            .blocks()
            .flat()
            .filter(({ record }) => record !== undefined),
        ).toEqual(there);
        expect(line.blocks().every((block) => block.length <= 4)).toBe(true);
        // No more holes than entries, nor than one block's share.
        expect(line.blocks().flat().length).toBeLessThanOrEqual(there.length * 2);
        expect(line.read('oldestFirst', undefined, limit, () => true)).toEqual(there.slice(0, limit));
        const at = there.length === 0 ? 0 : start % there.length;
        const from = there[at];
        if (from === undefined) return;
        expect(line.read('oldestFirst', from, limit, odd)).toEqual(
          there
            .slice(at + 1)
            .filter(odd)
            .slice(0, limit),
        );
        expect(line.read('newestFirst', from, limit, odd)).toEqual(
          there.slice(0, at).reverse().filter(odd).slice(0, limit),
        );
      },
    ),
    { numRuns: 500 },
  );
});
