// Rows of who hears what happens: what the log costs, and what a hundred listeners to the events cost. Ours against ours,
// with nobody listening. The log goes to nowhere, as to a file: what a terminal takes is the terminal's.

import { get } from 'node:http';
import * as bars from '../bars.mjs';
import { compare } from '../lib/compare.mjs';
import { pollScript, tokenOf, waitingReceipts } from '../lib/flow.mjs';
import { startServer } from '../lib/processes.mjs';
import { startArguments } from '../lib/servers.mjs';
import { pairedRatio } from '../lib/stats.mjs';
import { rateRow } from '../lib/table.mjs';

/** Until the optimising compiler has settled, ms. */
const WARMUP = 3_000;
const QUIET = 'quiet';

/** Reads the events of a server; they are of another tenant, so that the reader's own work is not measured. */
const listen = (port) =>
  new Promise((resolve, reject) => {
    get({ port, path: '/_sim/v1/events?clientCode=020049999999' }, (response) => {
      response.once('data', () => resolve(response));
      response.resume();
    }).once('error', reject);
  });

async function sideOf(name, server) {
  const token = await tokenOf(server.port);
  const ids = await waitingReceipts(server.port, token, 1_000);
  return { name, ...server, script: () => pollScript(token, ids) };
}

export async function log({ bundles, load, smoke, rounds, ms, log: say }) {
  const quiet = startArguments(bundles);
  const withLog = (mode) => [...quiet.filter((flag) => flag !== '--quiet'), `--log=${mode}`];
  const servers = {
    [QUIET]: await startServer(quiet),
    calls: await startServer(withLog('calls')),
    json: await startServer(withLog('json')),
    listeners: await startServer(quiet),
  };
  try {
    const readers = await Promise.all(Array.from({ length: 100 }, () => listen(servers.listeners.port)));
    const sides = [];
    for (const [name, server] of Object.entries(servers)) sides.push(await sideOf(name, server));
    const seen = await compare(load, sides, { rounds, ms, warmup: smoke ? ms : WARMUP, log: say });
    for (const reader of readers) reader.destroy();
    return [
      ['status poll with --log calls / --quiet', 'calls', bars.log],
      ['status poll with --log json / --quiet', 'json', undefined],
      ['status poll with 100 who listen to others / --quiet', 'listeners', undefined],
    ].map(([what, name, bar]) =>
      rateRow(what, pairedRatio(seen[name].rates, seen[QUIET].rates), bar, seen[name], seen[QUIET]),
    );
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
}
