// The load generator, a process of its own: raw sockets, keep-alive, no pipelining, nothing computed on the way.
// A script is a list of steps that each connection walks again and again until the time is up and it was walked
// `least` times in all. A step holds either
// whole requests (used in turn) or a head and a tail around an id: ids in turn, or the id that the first answer gave.

import { connect } from 'node:net';
import { createReader } from './lib/http.mjs';
import { serve } from './lib/worker.mjs';

const ID = Buffer.from('"receiptId":"');
const LATENCIES_KEPT = 400_000;

serve(async ({ port, script, connections = 16, ms, least = 0, latency = false }) => {
  const tally = {
    calls: 0,
    walks: 0,
    least,
    failures: 0,
    sample: undefined,
    turn: 0,
    latencies: latency ? [] : undefined,
  };
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => walk(port, script, started + ms, tally)));
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const sorted = tally.latencies?.sort((a, b) => a - b);
  return {
    calls: tally.calls,
    failures: tally.failures,
    sample: tally.sample,
    elapsed,
    busy: (user + system) / 1000 / elapsed,
    p50: sorted?.[sorted.length >> 1],
    p99: sorted?.[Math.floor(sorted.length * 0.99)],
    max: sorted?.at(-1),
  };
});

/** One connection, from its first request to the end of the script after `deadline`. */
function walk(port, script, deadline, tally) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const read = createReader();
    let step = 0;
    let id = '';
    let sent = 0;

    const write = () => {
      const { whole, around, ids } = script[step];
      if (tally.latencies !== undefined) sent = performance.now();
      if (whole !== undefined) socket.write(whole[tally.turn++ % whole.length]);
      else
        socket.write(
          around[0] + (ids === undefined ? id : ids[tally.turn++ % ids.length]) + around[1],
          'latin1',
        );
    };
    const done = () => {
      socket.removeAllListeners().destroy();
      resolve();
    };

    socket.once('connect', write);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed a kept connection')));
    socket.on('data', (chunk) => {
      const answer = read(chunk);
      if (answer === undefined) return;
      tally.calls += 1;
      if (sent !== 0 && tally.latencies.length < LATENCIES_KEPT)
        tally.latencies.push(performance.now() - sent);
      if (answer.status !== 200) {
        tally.failures += 1;
        tally.sample ??= `${answer.status} ${answer.body.toString('utf8').slice(0, 200)}`;
      }
      if (step === 0 && script.length > 1) id = idOf(answer.body);
      step = (step + 1) % script.length;
      if (step === 0) tally.walks += 1;
      if (step === 0 && tally.walks >= tally.least && performance.now() >= deadline) done();
      else write();
    });
  });
}

function idOf(body) {
  const at = body.indexOf(ID) + ID.length;
  return body.latin1Slice(at, body.indexOf(0x22, at));
}
