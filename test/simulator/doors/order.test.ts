import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestCMS } from '../../../fixtures/index.js';
import {
  createSimulator,
  type FaultKind,
  type Simulator,
  type TenantHandle,
} from '../../../simulator/index.js';
import { type Caller, createCaller, type FetchLike, requested, TESTER } from '../../support/caller.js';
import { portOf } from '../../support/connections.js';
import { connected, HOST, type Places, type Way, wayNames, ways } from '../../support/ways.js';

// Answers of a connection go out in the order of its calls, whatever a door writes by itself or breaks.

let simulator: Simulator;
let tenant: TenantHandle;
let places: Places;
let caller: Caller;
/** Lets go of the answers that a delay holds. */
let release: () => void;
const sockets: Socket[] = [];

beforeEach(async () => {
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  simulator = await createSimulator({ sleep: () => held });
  places = await simulator.listen({ tlsPort: 0, proxyPort: 0 });
  tenant = await simulator.control.tenant(TESTER.clientCode);
  caller = createCaller(simulator.fetch as FetchLike, { now: Date.now });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await simulator.close();
});

const GARBAGE = 'THIS IS NO HTTP\r\n\r\n';
const CUT = 'HTTP/1.1 200 OK\r\ncontent-type: appl';

async function open(way: Way): Promise<Socket> {
  const socket = await ways[way](places);
  sockets.push(socket);
  return socket;
}

/** A receipt that is signed, and the bytes of calls about it. */
async function signedReceipt() {
  const id = await requested(caller, requestCMS());
  await tenant.receipts.sign(id);
  const authorization = await caller.authorization();
  const get = (action: string) =>
    `GET /SignDirectDebit/${action}/${id} HTTP/1.1\r\nhost: ${HOST}\r\nauthorization: ${authorization}\r\n\r\n`;
  return { id, status: get('Status'), verify: get('Verify') };
}

/** The answers in a text, by status. */
const statusesIn = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));

/** Waits until the simulator has taken in so many calls. */
async function came(count: number): Promise<void> {
  while ((await tenant.calls()).length < count) await new Promise(setImmediate);
}

test.each(wayNames)('%s: garbage behind a Verify is refused after its answer', async (way) => {
  const { id, verify } = await signedReceipt();
  const socket = await open(way);
  socket.write(verify + GARBAGE);
  const said = await text(socket);
  expect(statusesIn(said)).toEqual([200, 400]);
  expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*"signedData":"MII[\s\S]*HTTP\/1\.1 400 Bad Request/);
  expect((await tenant.receipts.get(id)).verifiedAt).not.toBeNull();
});

test.each(wayNames)(
  '%s: a length counted in characters is refused for the signature of what came',
  async (way) => {
    const body = JSON.stringify(requestCMS());
    let head = '';
    const writer = createCaller(async (url, { headers } = {}) => {
      const lines = [...new Headers(headers)].map(([name, value]) => `${name}: ${value}\r\n`);
      head = `POST ${new URL(url).pathname} HTTP/1.1\r\nhost: ${HOST}\r\n${lines.join('')}`;
      return Response.json({ session_token: 'none' });
    });
    const authorization = await caller.authorization();
    await writer.post('/SignDirectDebit/Request', body, {
      authorization,
      'x-lh-date': new Date().toISOString(),
    });
    const socket = await open(way);
    socket.write(`${head}content-length: ${[...body].length}\r\n\r\n${body}`);
    const said = await text(socket);
    expect(statusesIn(said)).toEqual([400, 400]);
    expect((await tenant.calls()).map(({ outcome }) => outcome)).toEqual(['ok', 'call.signature']);
  },
);

/** What is left on the wire after the first answer. */
const broken: readonly (readonly [FaultKind, RegExp])[] = [
  ['drop', /^$/],
  ['reset', /^$/],
  ['halfBody', /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n\{"[^}]+$/],
  ['silence', new RegExp(`^${CUT}$`)],
];

test.each(wayNames.flatMap((way) => broken.map(([fault, rest]) => [way, fault, rest] as const)))(
  '%s: the fault "%s" of a call waits for the answer to the one before it',
  async (way, fault, rest) => {
    const { status, verify } = await signedReceipt();
    await tenant.clearCalls();
    await tenant.faults.add('getCMSState', { fault: 'delay', delay: { ms: 1000 } });
    await tenant.faults.add('verifyCMS', { fault } as { fault: 'drop' });
    const socket = await open(way);
    let said = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      said += chunk;
      // Whoever hears no more hangs up, and the door does too.
      if (said.endsWith(CUT)) socket.end();
    });
    socket.write(status + verify);
    await came(2);
    expect(said).toBe('');
    release();
    // A reset is an error too.
    await new Promise((resolve) => socket.once('close', resolve));
    const [, first = '', second = ''] =
      /^(HTTP\/1\.1 200 OK\r\n[\s\S]*?\r\n\r\n\{[^}]*\})([\s\S]*)$/.exec(said) ?? [];
    expect(JSON.parse(first.slice(first.indexOf('\r\n\r\n'))).state).toBe(1);
    expect(second).toMatch(rest);
  },
);

test.each(wayNames)(
  '%s: garbage behind a call that is held waits for its answer, then the connection ends',
  async (way) => {
    const { status } = await signedReceipt();
    await tenant.clearCalls();
    await tenant.faults.add('getCMSState', { fault: 'delay', delay: { ms: 1000 } });
    const socket = await open(way);
    socket.write(status + GARBAGE);
    await came(1);
    release();
    expect(statusesIn(await text(socket))).toEqual([200, 400]);
  },
);

test.each(wayNames)('%s: whoever closes his direction after the call still hears the answer', async (way) => {
  const { status, verify } = await signedReceipt();
  const socket = await open(way);
  socket.end(status + verify);
  expect(statusesIn(await text(socket))).toEqual([200, 200]);
});

test.each(wayNames)(
  '%s: of a flood behind a call that is held, only a few are decided ahead',
  async (way) => {
    const { status } = await signedReceipt();
    await tenant.clearCalls();
    await tenant.faults.add('getCMSState', { fault: 'delay', delay: { ms: 1000 } });
    const socket = await open(way);
    const flood = 200;
    socket.end(status.repeat(flood));
    await came(9);
    // Whoever came later was answered by now, on a connection of its own.
    await fetch(`${places.url}/Time`);
    expect(await tenant.calls()).toHaveLength(9);
    release();
    expect(statusesIn(await text(socket))).toEqual(Array(flood).fill(200));
  },
);

test('a chunk that is none is refused in place of its call, after the answer before it', async () => {
  const { status } = await signedReceipt();
  const socket = await open('plain');
  socket.write(
    `${status}POST /SignDirectDebit/Request HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n`,
  );
  expect(statusesIn(await text(socket))).toEqual([200, 400]);
});

test.each([
  [`${HOST}:80`, 200],
  ['example.org:443', 403],
])('a CONNECT to %s behind a call is answered after it', async (to, status) => {
  const get = `GET http://${HOST}/Time HTTP/1.1\r\nhost: ${HOST}\r\n\r\n`;
  const socket = await connected(portOf(places.proxy));
  sockets.push(socket);
  socket.write(`${get}CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n\r\n`);
  let said = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    said += chunk;
    if (statusesIn(said).length === 2) break;
  }
  expect(statusesIn(said)).toEqual([200, status]);
});
