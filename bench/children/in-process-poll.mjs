// Worker: CPU of a status poll through `sim.fetch` against hono's `app.request` with the same answer, in turns. Both are
// asked by a URL and headers, and both answers are read to their end.

import { createRequire } from 'node:module';
import { requestCall, statusCall, tokenCall } from '../lib/calls.mjs';
import { load } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

const BATCH = 50;

serve(async ({ index, hono, rounds, ms }) => {
  const { createSimulator } = await load(index);
  const { Hono } = createRequire(import.meta.url)(hono);
  const sim = await createSimulator();
  const { session_token: token } = await read(sim.fetch, tokenCall());
  const { receiptId } = await read(sim.fetch, requestCall(token));
  const call = statusCall(token, receiptId);
  const answer = await read(sim.fetch, call);

  const app = new Hono();
  app.get('/SignDirectDebit/Status/:id', (context) => context.json(answer));
  const sides = {
    ours: () => read(sim.fetch, call),
    reference: () => read((url, init) => app.request(url, init), call),
  };
  const seen = { ours: [], reference: [] };
  for (const act of Object.values(sides)) await cpuOfEach(act, ms * 2);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? ['ours', 'reference'] : ['reference', 'ours'];
    for (const side of order) seen[side].push(await cpuOfEach(sides[side], ms));
  }
  await sim.close();
  return seen;
});

async function read(fetch, { method, path, headers, body }) {
  const init = { method, headers, ...(body === '' ? {} : { body }) };
  const response = await fetch(`http://localhost${path}`, init);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** µs of this process, user and system, for each of the calls made in `ms`. */
async function cpuOfEach(act, ms) {
  const before = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < ms) {
    for (let at = 0; at < BATCH; at += 1) await act();
    count += BATCH;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
