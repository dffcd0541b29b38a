import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createControl, createSimulator, type Simulator } from '../../../simulator/index.js';
import { createCaller, TESTER } from '../../support/caller.js';
import { portOf } from '../../support/connections.js';

// Streams on sockets: they end when the door closes, and a reader that does not read is cut off.

let simulator: Simulator;
let url: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  simulator = await createSimulator();
  ({ url } = await simulator.listen());
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await simulator.close();
});

/** Asks for the events on a socket of its own, and hears until the first of it has come. */
async function listener(query = ''): Promise<Socket> {
  const socket = connect({ port: portOf(url), host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(`GET /_sim/v1/events${query} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
  const [first] = await once(socket, 'data');
  expect(String(first)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*text\/event-stream/);
  return socket;
}

test('closing ends a stream at once: the reader sees a whole answer', async () => {
  const response = await fetch(`${url}/_sim/v1/events`);
  const text = response.text();
  const began = performance.now();
  await simulator.close();
  expect(await text).toMatch(/^: kakaocert-simulator\n/);
  // What is in flight has five seconds; an open stream is not waited for.
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('a reader over HTTP comes back by itself where its connection broke, and misses nothing', async () => {
  const { control } = simulator;
  const broken = new Set<ReadableStreamDefaultReader<Uint8Array>>();
  let opened = 0;
  const remote = createControl({
    url,
    // The first connection breaks after its first event.
    async fetch(input, init) {
      const response = await fetch(input, init);
      opened += 1;
      if (opened > 1) return response;
      const reader = response.body?.getReader();
      if (reader === undefined) throw new Error('A stream has a body.');
      broken.add(reader);
      let events = 0;
      return new Response(
        new ReadableStream({
          async pull(controller) {
            if (events > 0) {
              controller.error(new TypeError('terminated'));
              await reader.cancel();
              return;
            }
            const { value } = await reader.read();
            if (value !== undefined && new TextDecoder().decode(value).includes('event: ')) events += 1;
            controller.enqueue(value);
          },
        }),
      );
    },
  });
  const here = control.events();
  const there = remote.events();
  // The first event comes once it listens.
  const first = there.next();
  let isThere = false;
  const told = first.finally(() => {
    isThere = true;
  });
  while (!isThere) await createCaller(fetch, { origin: url, now: Date.now }).send('GET', '/nowhere');
  await told;
  await (await control.tenant(TESTER.clientCode)).clock.advance('PT1S');
  for (;;) {
    const { value } = await there.next();
    if (value.event === 'clock') break;
    expect(value.event).toBe('call');
  }
  expect(opened).toBe(2);
  expect(broken.size).toBe(1);
  await there.return?.();
  await here.return?.();
});

test('of a hundred who listen one that does not read is cut off; the others and the calls go on', async () => {
  const slow = await listener();
  slow.pause();
  const cut = once(slow, 'close');
  // The others hear of one tenant alone, so that this test does not write a hundred times what one reader gets.
  const own = `?clientCode=${TESTER.clientCode}`;
  const readers = await Promise.all(Array.from({ length: 99 }, () => listener(own)));
  const caller = createCaller(fetch, { origin: url, now: Date.now });
  // More than what is kept and the system's buffers together; each character takes six as it is told.
  const body = '\u0001'.repeat(60_000);
  for (let count = 0; count < 600; count += 1) {
    expect((await caller.send('POST', '/nowhere', { body })).status).toBe(404);
  }
  slow.resume();
  await cut;
  const heard = readers.map(async (reader) => String(await once(reader, 'data')));
  await caller.control('PUT', `/tenants/${TESTER.clientCode}/clock`, { advance: 'PT1S' });
  expect((await Promise.all(heard)).every((text) => text.includes('event: clock'))).toBe(true);
}, 120_000);
