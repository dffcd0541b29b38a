// Worker: what a call costs over a store, µs of CPU of this process and of the clock, in turns with the same call in memory;
// and what one `put` of the same store costs.

import { load, subjectOf } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

serve(async ({ internals, engine, address, rounds, calls }) => {
  const { createMemoryStore, createWorld, openFile, openRedis, openWorld } = await load(internals);
  const opened = {
    file: () => openFile(address, { peer: () => import('@photostructure/sqlite') }),
    redis: () => openRedis(address, { load: () => import('@redis/client') }),
  };
  const store = await opened[engine]();
  const subjects = {
    memory: await subjectOf(internals, createWorld()),
    stored: await subjectOf(internals, await openWorld({}, store)),
  };
  const puts = { memory: putter(createMemoryStore()), stored: putter(store) };
  const seen = { memory: {}, stored: {} };
  for (let round = -1; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? ['memory', 'stored'] : ['stored', 'memory']) {
      const costs = await costsOf(subjects[side], puts[side], calls);
      // The first round warms up.
      for (const [what, cost] of Object.entries(costs)) {
        seen[side][what] ??= [];
        if (round >= 0) seen[side][what].push(cost);
      }
    }
  }
  await store.close();
  return seen;
});

/** Puts records of the size of a receipt, each a new one. */
function putter(store) {
  const record = { text: 'x'.repeat(700), version: 0 };
  let puts = 0;
  return async () => {
    puts += 1;
    const key = `${process.pid}-${puts}`;
    const placed = { kind: 'bench', key, owner: 'bench', record };
    if (!(await store.put(placed, 0, key))) throw new Error('A put was lost.');
  };
}

async function costsOf(subject, put, calls) {
  const request = subject.requester(0);
  const id = await request();
  const poll = await costOf(() => subject.poll(id), calls);
  const ids = [];
  for (let at = 0; at < calls / 5; at += 1) {
    ids.push(await request());
    await subject.sign(ids.at(-1));
  }
  const verify = await costOf(() => subject.verify(ids.pop()), ids.length);
  return { poll, verify, put: await costOf(put, calls) };
}

/** Of one call, by so many: in a given time a busy machine does few, and most of what is measured then is the compiler. */
async function costOf(act, count) {
  const before = process.cpuUsage();
  const started = performance.now();
  for (let at = 0; at < count; at += 1) await act();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / count, wall: ((performance.now() - started) * 1000) / count };
}
