import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallRecord } from '../../simulator/core/journal.js';
import { BODY_KEPT } from '../../simulator/core/why/grounds.js';
import { createTapes } from '../../simulator/world/journal.js';
import { createTape, type Tape } from '../../simulator/world/tape.js';

// The journal's tape against plain arrays: whatever is pushed, in whatever room, what it holds is an unchanged row of
// the newest calls; and all tapes together hold no more than their budget.

const latin1 = fc.string({ unit: fc.constantFrom('a', 'Z', ' ', 'é', 'ÿ', '"'), maxLength: 30 });
const texts = fc.string({ unit: fc.constantFrom('a', '한', '😀', '\n', '"', '\\'), maxLength: 400 });

const records = fc.record({
  headers: fc.dictionary(fc.constantFrom('host', 'x-lh-date', 'cookie', 'x-a'), latin1, { maxKeys: 4 }),
  body: fc.oneof(fc.constant<'tooLarge'>('tooLarge'), fc.uint8Array({ maxLength: 600 })),
  reply: texts,
});

const recordOf = (
  number: number,
  { headers, body, reply }: typeof records extends fc.Arbitrary<infer T> ? T : never,
): CallRecord => ({
  operation: 'verifyCMS',
  number,
  at: number,
  tenantAt: undefined,
  outcome: 'ok',
  fault: undefined,
  grounds: undefined,
  call: {
    method: 'GET',
    target: `/SignDirectDebit/Verify/${number}`,
    headers: { ...headers },
    body,
    address: '127.0.0.1',
    connection: number % 2 === 0 ? number : undefined,
  },
  reply: { status: 200, headers: { 'content-type': 'application/json' }, body: reply },
});

/** As arrays of numbers, so that a Buffer equals a Uint8Array. */
const plain = (record: CallRecord) => ({
  ...record,
  call: { ...record.call, body: record.call.body === 'tooLarge' ? 'tooLarge' : [...record.call.body] },
});

const seed = Number(process.env.KAKAOCERT_SEED ?? Date.now() % 2 ** 31);

test(`a tape holds an unbroken, unchanged row of the newest calls (seed ${seed})`, () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 20_000 }),
      fc.array(
        fc.oneof(
          { weight: 20, arbitrary: records },
          { weight: 1, arbitrary: fc.constantFrom('clear' as const, 'halve' as const) },
        ),
        { maxLength: 120 },
      ),
      (limit, room, steps) => {
        let held = 0;
        const tape = createTape(
          limit,
          (bytes) => {
            held += bytes;
          },
          room,
        );
        let pushed: CallRecord[] = [];
        let fits = true;
        steps.forEach((step, number) => {
          if (step === 'clear') {
            tape.clear();
            pushed = [];
          } else if (step === 'halve') tape.halve();
          else {
            const record = recordOf(number, step);
            tape.push(record);
            // One that fits into no room leaves a gap that the next one may follow.
            fits = tape.items().at(-1)?.number === number;
            if (fits) pushed.push(record);
          }
          const items = tape.items();
          expect(items.map(plain)).toEqual(pushed.slice(pushed.length - items.length).map(plain));
          expect(items.length).toBeLessThanOrEqual(limit);
          expect(held).toBeLessThanOrEqual(room);
        });
      },
    ),
    { seed, numRuns: 150 },
  );
});

test('of a long body the beginning is kept', () => {
  const tape = createTape(10, () => {});
  const long = { ...recordOf(1, { headers: {}, body: new Uint8Array(60_000).fill(65), reply: '' }) };
  tape.push(long);
  const [item] = tape.items();
  expect(item?.call.body).toHaveLength(BODY_KEPT);
});

test('a journal of no calls keeps none', () => {
  const tape = createTape(0, () => {});
  tape.push(recordOf(1, { headers: {}, body: new Uint8Array(0), reply: '{}' }));
  expect(tape.items()).toEqual([]);
});

test(`all tapes together keep to their budget, and the newest call of each growing one is there (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), records), { minLength: 1, maxLength: 400 }), (calls) => {
      const total = 256 * 1024;
      const tapes = createTapes(total);
      const all: Tape[] = Array.from({ length: 8 }, () => tapes.make(1000));
      calls.forEach(([who, step], number) => {
        all[who]?.push(recordOf(number, { ...step, body: new Uint8Array(9000).fill(number % 256) }));
        expect(tapes.size()).toBeLessThanOrEqual(total);
        expect(all[who]?.items().at(-1)?.number).toBe(number);
      });
      for (const tape of all) tapes.drop(tape);
      expect(tapes.size()).toBe(0);
    }),
    { seed, numRuns: 20 },
  );
});
