// Worker: the flow on an engine with a journal or without, watching the garbage collector; or many tenants that fill
// their journals. Needs --expose-gc.

import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestCall, statusCall, tokenCall } from '../lib/calls.mjs';
import { createSubject, engineCall } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

const KEPT = 1_000;
const BIG = { body: 'x'.repeat(16 * 1024), calls: 300 };

serve(({ internals, walks, journalLimit, tenants }) =>
  walks === undefined ? fill(internals, tenants) : collect(internals, walks, journalLimit),
);

/** What the garbage collector pauses for a call of the flow, µs. */
async function collect(internals, walks, journalLimit) {
  const subject = await createSubject(internals, { journalLimit });
  const walk = async (n) => {
    const id = await subject.requester(n)();
    await subject.sign(id);
    await subject.poll(id);
    await subject.verify(id);
  };
  for (let n = 0; n < 300; n += 1) await walk(0);
  let paused = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) paused += duration;
  });
  observer.observe({ entryTypes: ['gc'] });
  for (let n = 0; n < walks; n += 1) {
    await walk(0);
    // The observer is told between turns only.
    if (n % 100 === 0) await sleep(0);
  }
  await sleep(50);
  observer.disconnect();
  return { gcACall: (paused * 1000) / (walks * 4), callsDone: walks * 4 };
}

/** What a kept poll takes, and what all journals hold once each tenant has sent more than its own may keep. */
async function fill(internals, tenants) {
  const { engine } = await createSubject(internals);
  const ask = async (call) => JSON.parse((await engine.answer(engineCall(call))).body);
  const callers = [];
  for (let n = 0; n < tenants; n += 1) {
    const who = await ask({ method: 'POST', path: '/_sim/v1/tenants', headers: {}, body: '' });
    const { session_token: token } = await ask(tokenCall(who));
    const { receiptId } = await ask(requestCall(token, n, who));
    callers.push({ token, receiptId });
  }
  const empty = memory();
  for (const { token, receiptId } of callers) {
    for (let n = 0; n < KEPT; n += 1) await ask(statusCall(token, receiptId));
  }
  const polled = memory();
  for (const { token } of callers) {
    const headers = { authorization: `Bearer ${token}` };
    const call = { method: 'POST', path: '/SignDirectDebit/Request', headers, body: BIG.body };
    for (let n = 0; n < BIG.calls; n += 1) await ask(call);
  }
  const full = memory();
  return {
    bytesACall: (polled.all - empty.all) / (tenants * KEPT),
    sent: tenants * BIG.calls * BIG.body.length,
    held: full.outside - empty.outside,
    heap: full.all - full.outside,
  };
}

function memory() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { all: heapUsed + external, outside: external };
}
