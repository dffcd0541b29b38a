// Who else answers such calls, and how its users start it. Versions are fixed, so that a number can be compared with last
// month's. WireMock keeps every request in its journal unless told not to, so it is shown both ways.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mockoonEnvironment, openApi, wireMockMappings } from './peer-definitions.mjs';
import { mavenJar, npmPackage } from './peer-tools.mjs';

const EXPRESS = '5.3.0';
const WIREMOCK = '3.13.2';
const HOST = '127.0.0.1';

const node = (file, ...argv) => [process.execPath, [file, ...argv.map(String)]];

function written(folder, name, value) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

export const expressFake = {
  name: `Express ${EXPRESS}, a fake written by hand`,
  plays: ['poll', 'flow'],
  prepare: () => npmPackage('express', EXPRESS),
  command({ home, folder, port, answers }) {
    const file = fileURLToPath(new URL('../children/express-fake.mjs', import.meta.url));
    return node(file, home, written(folder, 'answers.json', answers), port);
  },
};

export const wireMock = (note, ...flags) => ({
  name: `WireMock ${WIREMOCK}${note}`,
  plays: ['poll', 'flow'],
  prepare: () => mavenJar('org.wiremock', 'wiremock-standalone', WIREMOCK),
  command({ home, folder, port, answers }) {
    if (answers !== undefined) written(join(folder, 'mappings'), 'kakaocert.json', wireMockMappings(answers));
    const own = ['--port', String(port), '--bind-address', HOST, '--root-dir', folder];
    return ['java', ['-jar', home, ...own, ...flags]];
  },
});

/** `bar` is the peer's row in bars.mjs. `plays` is what it can answer: a fake of stored rows knows no actions. */
export const PEERS = [
  {
    name: 'Prism 5.14.2',
    bar: 'Prism',
    plays: ['poll', 'flow'],
    prepare: () => npmPackage('@stoplight/prism-cli', '5.14.2'),
    command: ({ home, folder, port, answers }) =>
      node(
        join(home, 'dist', 'index.js'),
        ...['mock', '-h', HOST, '-p', port, '-v', 'warn', written(folder, 'openapi.json', openApi(answers))],
      ),
  },
  {
    name: 'Mockoon 9.9.0',
    bar: 'Mockoon',
    plays: ['poll', 'flow'],
    prepare: () => npmPackage('@mockoon/cli', '9.9.0'),
    command({ home, folder, port, answers }) {
      const file = written(folder, 'mockoon.json', mockoonEnvironment(answers));
      const flags = ['--repair', '--disable-log-to-file', '--disable-admin-api'];
      return node(join(home, 'bin', 'run.js'), 'start', '-d', file, '-p', port, '-l', HOST, ...flags);
    },
  },
  { ...wireMock(''), bar: 'WireMock' },
  wireMock(', journal off', '--no-request-journal'),
  {
    name: 'json-server 0.17.4',
    plays: ['poll'],
    prepare: () => npmPackage('json-server', '0.17.4'),
    command({ home, folder, port, answers, ids }) {
      const file = written(folder, 'db.json', { status: ids.map((id) => ({ id, ...answers.waiting })) });
      const routes = written(folder, 'routes.json', { '/SignDirectDebit/Status/:id': '/status/:id' });
      const flags = ['--host', HOST, '--port', port, '--routes', routes, '--quiet'];
      return node(join(home, 'lib', 'cli', 'bin.js'), ...flags, file);
    },
  },
  expressFake,
];
