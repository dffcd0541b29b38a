// Worker: a simulator with many receipts behind a port. Half of them are signed and verified, all through the engine,
// so that the journal fills as it would. Needs --expose-gc: it tells what a receipt costs in memory.

import { createSubject } from '../lib/in-process.mjs';
import { serve } from '../lib/worker.mjs';

const IDS_KEPT = 20_000;

serve(async ({ internals, receipts }) => {
  const subject = await createSubject(internals);
  let request = subject.requester(0);
  const add = async (at) => {
    // Signatures age; a new one every so often.
    if (at % 50_000 === 0) request = subject.requester(0);
    const id = await request();
    if (at % 2 === 0) {
      await subject.sign(id);
      await subject.verify(id);
    }
    return id;
  };
  // What is made once (code, certificate, journal) must not be counted as a receipt's.
  for (let at = 1; at <= 2_000; at += 1) await add(at);

  const before = memory();
  const ids = [];
  const every = Math.max(1, Math.floor(receipts / IDS_KEPT));
  for (let at = 1; at <= receipts; at += 1) {
    const id = await add(at);
    if (at % every === 0) ids.push(id);
  }
  const bytes = (memory() - before) / receipts;
  const door = subject.createDoor();
  const url = await door.listen({ host: '127.0.0.1', port: 0 });
  return { bytes, ids, token: subject.token, port: Number(new URL(url).port) };
});

function memory() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
