// Worker: a new simulator in this process, its first Token and its first Request through `sim.fetch`, again and again.
// The clock runs over all of it, the caller's own signing too, as a test of a user would pay it.

import { requestCall, tokenCall } from '../lib/calls.mjs';
import { load } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

serve(async ({ index, times }) => {
  const { createSimulator } = await load(index);
  const took = [];
  for (let turn = 0; turn < times; turn += 1) {
    const before = performance.now();
    const sim = await createSimulator();
    const { session_token: token } = await send(sim, tokenCall());
    await send(sim, requestCall(token));
    took.push(performance.now() - before);
    await sim.close();
  }
  return took;
});

async function send(sim, { method, path, headers, body }) {
  const response = await sim.fetch(`http://localhost${path}`, { method, headers, body });
  if (response.status !== 200)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
