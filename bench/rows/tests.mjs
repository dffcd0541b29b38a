// Rows of the test author's own measure: so many tests, each with a tenant of its own, a request, a person who signs, and
// a verify. Ours in process and over HTTP, against what a team would use otherwise.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordAnswers } from '../lib/flow.mjs';
import { expressFake, wireMock } from '../lib/peers.mjs';
import { freePort, startCommand, startWorker } from '../lib/processes.mjs';
import { startOurs } from '../lib/servers.mjs';
import { median, pairedRatio, short } from '../lib/stats.mjs';
import { firstLine, skippedRow } from '../lib/table.mjs';
import { ready } from './peers.mjs';

const TESTS = 1_000;
const ROUNDS = 10;

export async function tests({ bundles, smoke, log }) {
  const server = await startOurs(bundles);
  const up = [server];
  const skipped = [];
  try {
    const answers = await recordAnswers(server.port);
    const sides = { ours: {}, 'ours over HTTP': { port: server.port }, MSW: {} };
    for (const peer of [wireMock(''), expressFake]) {
      log(`${peer.name}: installing if need be`);
      try {
        const { port, started } = await startPeer(peer, bundles, peer === expressFake ? answers : undefined);
        up.push(started);
        sides[peer.name] = { port };
      } catch (error) {
        skipped.push(skippedRow(`tests with ${peer.name}`, firstLine(error)));
      }
    }
    const workers = {};
    for (const [name, { port }] of Object.entries(sides)) {
      workers[name] = startWorker('children/tests.mjs');
      up.push(workers[name]);
      await workers[name].ask({ index: bundles.index, name, port, answers, tests: smoke ? 2 : 50 });
    }
    const took = await inTurns(workers, smoke ? 2 : ROUNDS, smoke ? 5 : TESTS / ROUNDS, log);
    return [
      ...Object.keys(sides)
        .slice(1)
        .map((name) => rowOf(name, took)),
      ...skipped,
    ];
  } finally {
    for (const child of up.reverse()) await child.stop();
  }
}

async function startPeer(peer, bundles, answers) {
  const folder = join(bundles.folder, `tests-${peer.name.replace(/\W+/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const started = startCommand(...peer.command({ home: peer.prepare(), folder, port, answers }));
  await ready(started, () => fetch(`http://127.0.0.1:${port}/`));
  return { port, started };
}

/** ms a test, round by round. */
async function inTurns(workers, rounds, count, log) {
  const took = Object.fromEntries(Object.keys(workers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const names = Object.keys(workers);
    for (const name of round % 2 === 0 ? names : names.reverse())
      took[name].push(await workers[name].ask({ tests: count }));
    log(
      `round ${round + 1}/${rounds}: ${names.map((name) => `${name} ${short(took[name].at(-1))} ms`).join(', ')}`,
    );
  }
  return took;
}

const rowOf = (name, took) => ({
  what: `tests (tenant, request, sign, verify) in process / ${name}`,
  value: pairedRatio(took[name], took.ours),
  unit: '×',
  ours: `${short(median(took.ours))} ms a test`,
  reference: `${short(median(took[name]))} ms`,
});
