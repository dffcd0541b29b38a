import { expect, test } from 'vitest';
import { createBarriers } from '../../../simulator/world/barriers.js';

const TENANT = '020040000001';

test('calls go to the oldest barrier of their tenant and operation that is not full', async () => {
  const barriers = createBarriers();
  const made = [
    barriers.add(TENANT, 'verifyCMS', 2),
    barriers.add(TENANT, 'requestCMS', 1),
    barriers.add(TENANT, 'verifyCMS', 1),
  ].map((barrier) => (typeof barrier === 'string' ? undefined : barrier));
  for (let at = 0; at < 4; at += 1) {
    const held = barriers.pass(TENANT, 'verifyCMS');
    expect(held === undefined).toBe(at === 3);
  }
  expect(made.map((barrier) => barrier?.held.length)).toEqual([2, 0, 1]);
  expect(await made[0]?.end).toBe('full');
  expect(barriers.pass(TENANT, 'getCMSState')).toBeUndefined();
  expect(barriers.pass('020040000002', 'requestCMS')).toBeUndefined();
});

test('what is dropped lets its calls go, takes no more, and says so to who waits', async () => {
  const barriers = createBarriers();
  const barrier = barriers.add(TENANT, 'verifyCMS', 2);
  if (typeof barrier === 'string') throw new Error(barrier);
  const held = barriers.pass(TENANT, 'verifyCMS');
  barriers.drop('020040000002');
  expect(barriers.find(barrier.id)).toBe(barrier);
  barriers.drop(TENANT);
  expect(await held).toBeTypeOf('function');
  expect(await barrier.end).toBe('dropped');
  expect(barriers.find(barrier.id)).toBeUndefined();
  expect(barriers.pass(TENANT, 'verifyCMS')).toBeUndefined();
});

test('what is released early says so, and a later word does not count', async () => {
  const barriers = createBarriers();
  const barrier = barriers.add(TENANT, 'verifyCMS', 2);
  if (typeof barrier === 'string') throw new Error(barrier);
  expect(await barriers.release(barrier.id, undefined)).toBe('released');
  barrier.settle('full');
  expect(await barrier.end).toBe('released');
});
