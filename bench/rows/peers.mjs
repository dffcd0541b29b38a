// Rows of the peers: the same calls against Prism, Mockoon and WireMock with canned answers, each as its users start it.
// Ours checks, remembers and signs; theirs find a ready answer.
// WireMock keeps every request in its journal unless told not to, so it is shown both ways.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callJson, tokenCall } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { flowScript, pollScript, recordAnswers, tokenOf, waitingReceipts } from '../lib/flow.mjs';
import { mockoonEnvironment, openApi, wireMockMappings } from '../lib/peer-definitions.mjs';
import { mavenJar, npmPackage } from '../lib/peer-tools.mjs';
import { freePort, sleep, startCommand } from '../lib/processes.mjs';
import { startOurs } from '../lib/servers.mjs';
import { pairedRatio } from '../lib/stats.mjs';
import { rateRow, skippedRow } from '../lib/table.mjs';

const READY_LIMIT = 60_000;
/** The JVM needs longer than Node until its compiler has settled. */
const WARMUP = 6_000;

const node = (file, ...argv) => [process.execPath, [file, ...argv]];
const wireMock = (...flags) => ({
  prepare: () => mavenJar('org.wiremock', 'wiremock-standalone', '3.13.2'),
  command(jar, folder, port, answers) {
    mkdirSync(join(folder, 'mappings'), { recursive: true });
    writeFileSync(join(folder, 'mappings', 'kakaocert.json'), JSON.stringify(wireMockMappings(answers)));
    return [
      'java',
      ['-jar', jar, '--port', String(port), '--bind-address', '127.0.0.1', '--root-dir', folder, ...flags],
    ];
  },
});

const PEERS = {
  'Prism 5.14.2': {
    prepare: () => npmPackage('@stoplight/prism-cli', '5.14.2'),
    command(home, folder, port, answers) {
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(openApi(answers)));
      return node(
        join(home, 'dist', 'index.js'),
        'mock',
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-v',
        'warn',
        file,
      );
    },
  },
  'Mockoon 9.9.0': {
    prepare: () => npmPackage('@mockoon/cli', '9.9.0'),
    command(home, folder, port, answers) {
      const file = join(folder, 'mockoon.json');
      writeFileSync(file, JSON.stringify(mockoonEnvironment(answers)));
      const flags = ['--repair', '--disable-log-to-file', '--disable-admin-api'];
      return node(
        join(home, 'bin', 'run.js'),
        'start',
        '-d',
        file,
        '-p',
        String(port),
        '-l',
        '127.0.0.1',
        ...flags,
      );
    },
  },
  'WireMock 3.13.2': wireMock(),
  'WireMock 3.13.2, journal off': wireMock('--no-request-journal'),
};

export async function peers({ bundles, load, smoke, rounds, ms, log }) {
  const ours = await startOurs(bundles);
  try {
    const answers = await recordAnswers(ours.port);
    const token = await tokenOf(ours.port);
    const ids = await waitingReceipts(ours.port, token, 1_000);
    const rows = [];
    for (const [name, peer] of Object.entries(PEERS)) {
      rows.push(...(await against(name, peer).catch((error) => [skippedRow(name, firstLine(error))])));
    }
    return rows;

    async function against(name, { prepare, command }) {
      log(`${name}: installing if need be`);
      const home = prepare();
      const folder = join(bundles.folder, name.replace(/\W+/g, '-'));
      mkdirSync(folder, { recursive: true });
      const port = await freePort();
      const server = startCommand(...command(home, folder, port, answers));
      try {
        await ready(server, port);
        const scripts = {
          'status poll': () => pollScript(token, ids),
          'flow per call': () => flowScript(token, 1),
        };
        const rows = [];
        for (const [what, script] of Object.entries(scripts)) {
          const sides = [
            { name: 'ours', ...ours, script },
            { name, pid: server.pid, port, script },
          ];
          const warmup = smoke ? ms : WARMUP;
          const { ours: a, [name]: b } = await compare(load, sides, { rounds, ms, warmup, log });
          rows.push(rateRow(`${what} / ${name}`, pairedRatio(a.rates, b.rates), 5, a, b));
        }
        return rows;
      } finally {
        await server.stop();
      }
    }
  } finally {
    await ours.stop();
  }
}

async function ready(server, port) {
  const deadline = performance.now() + READY_LIMIT;
  for (;;) {
    const fault = server.fault();
    if (fault !== undefined) throw fault;
    try {
      return await callJson(port, tokenCall());
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`not ready after ${READY_LIMIT / 1000} s: ${error.message}`);
      await sleep(200);
    }
  }
}

const firstLine = (error) => String(error.stderr?.toString().trim() || error.message).split('\n')[0];
