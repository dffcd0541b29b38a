// Two or more servers under the same load, in alternating rounds. Every number is the median of its rounds.

import { cpuOf } from './processes.mjs';
import { median } from './stats.mjs';

/**
 * `sides`: `{ name, port, pid, script() }[]`; a script is made anew for each round, because signatures age.
 * A side is warmed up for `warmup` ms, and until its script was walked `least` times; with `steady` again and again, until
 * it gets no faster: the JVM's compiler needs half a minute.
 * Gives `{ name → { rate, cpu, p50, p99, rates, p50s, busy } }`: calls per second, server CPU µs per call, latencies in ms.
 */
export async function compare(
  load,
  sides,
  { rounds, ms, warmup = ms, least = 0, connections = 16, latency = false, steady = false, log },
) {
  const seen = new Map(sides.map(({ name }) => [name, []]));
  for (const side of sides) await warm(load, side, { ms: warmup, least, connections }, steady);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    for (const side of order)
      seen.get(side.name).push(await runOnce(load, side, { ms, connections, latency }));
    log(
      `round ${round + 1}/${rounds}: ${sides.map(({ name }) => `${name} ${Math.round(seen.get(name).at(-1).rate)}/s`).join(', ')}`,
    );
  }
  return Object.fromEntries([...seen].map(([name, runs]) => [name, summary(runs)]));
}

/** A gain below this is none, and so many warm-ups are enough. */
const STEADY = 1.03;
const WARMUPS = 15;

async function warm(load, side, options, steady) {
  let best = (await runOnce(load, side, options)).rate;
  for (let tries = 1, idle = 0; steady && idle < 2 && tries < WARMUPS; tries += 1) {
    const { rate } = await runOnce(load, side, options);
    idle = rate > best * STEADY ? 0 : idle + 1;
    best = Math.max(best, rate);
  }
}

async function runOnce(load, { name, port, pid, script }, options) {
  const job = { port, script: await script(), ...options };
  const before = cpuOf(pid);
  const { calls, failures, sample, elapsed, busy, p50, p99 } = await load.ask(job, options.ms + 60_000);
  const after = cpuOf(pid);
  if (failures > 0) throw new Error(`${name}: ${failures} of ${calls} calls failed, e.g. ${sample}`);
  return { rate: calls / (elapsed / 1000), cpu: ((after - before) * 1000) / calls, busy, p50, p99 };
}

function summary(runs) {
  const all = (key) => runs.map((run) => run[key]);
  return {
    ...Object.fromEntries(['rate', 'cpu', 'p50', 'p99'].map((key) => [key, median(all(key))])),
    rates: all('rate'),
    p50s: all('p50'),
    busy: Math.max(...all('busy')),
  };
}
