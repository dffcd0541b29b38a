import { once } from 'node:events';
import { Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { Server as TlsServer } from 'node:tls';
import { afterEach, expect, test, vi } from 'vitest';
import { createSimulator, type Simulator } from '../../../simulator/index.js';
import { portOf } from '../../support/connections.js';
import { connected } from '../../support/ways.js';

const simulators: Simulator[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(simulators.splice(0).map(({ close }) => close()));
});

async function made(): Promise<Simulator> {
  const simulator = await createSimulator();
  simulators.push(simulator);
  return simulator;
}

const TIME = 'GET /Time HTTP/1.1\r\nhost: x\r\n\r\n';
const ANSWER = /^HTTP\/1\.1 200 OK\r\n[\s\S]*Z$/;

test('what is opening while it is closed does not open, and says so; then it may listen again', async () => {
  const simulator = await made();
  const { port } = await simulator.listen();
  await simulator.close();
  const opening = simulator.listen({ port, tlsPort: 0, proxyPort: 0 });
  const closed = [simulator.close(), simulator.close()];
  await expect(opening).rejects.toThrow('listen: the simulator was closed before it listened');
  await Promise.all(closed);
  // The port is free for anybody.
  const other = await made();
  expect((await other.listen({ port })).port).toBe(port);
  await other.close();
  expect((await simulator.listen({ port })).port).toBe(port);
});

test('what listens after a close waits for its end: the port is free by then', async () => {
  const simulator = await made();
  const { port } = await simulator.listen();
  const closed = simulator.close();
  const [again] = await Promise.all([simulator.listen({ port }), closed]);
  expect(again.port).toBe(port);
  expect((await fetch(`${again.url}/Time`)).status).toBe(200);
});

test('closing again, before and after, is nothing new', async () => {
  const simulator = await made();
  await simulator.close();
  await simulator.listen();
  await Promise.all([simulator.close(), simulator.close()]);
  await simulator.close();
});

test('calls that had been sent when it closes are answered, the last ones of all connections', async () => {
  const simulator = await made();
  const { port } = await simulator.listen();
  const sockets = await Promise.all(Array.from({ length: 64 }, () => connected(port)));
  for (const socket of sockets) {
    socket.write(TIME);
    expect(String((await once(socket, 'data'))[0])).toMatch(ANSWER);
  }
  const answers = sockets.map((socket) => text(socket));
  await Promise.all(sockets.map((socket) => new Promise((sent) => socket.write(TIME, sent))));
  const closed = simulator.close();
  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatch(ANSWER);
    expect(answer.toLowerCase()).toContain('connection: close');
  }
  await closed;
});

test('a listening simulator answers, and closes, while the timers of a test stand still', async () => {
  const simulator = await made();
  vi.useFakeTimers();
  const { url, port } = await simulator.listen();
  expect((await fetch(`${url}/Time`)).status).toBe(200);
  const idle = await connected(port);
  await simulator.close();
  idle.destroy();
});

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

test.skipIf(!hasIPv6)('at localhost every address has a door of ours, at one port', async () => {
  const simulator = await made();
  const { url, tls, proxy } = await simulator.listen({ host: 'localhost', tlsPort: 0, proxyPort: 0 });
  for (const [place, status] of [
    [url, 400],
    [proxy, 400],
  ] as const) {
    const said = await Promise.all(
      ['127.0.0.1', '::1'].map(async (address) => {
        const socket = await connected(portOf(place), address);
        socket.write('GARBAGE\r\n\r\n');
        return text(socket);
      }),
    );
    expect(said[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\\{"code":-\\d+,"message":`));
    expect(said[1]).toBe(said[0]);
  }
  (await connected(portOf(tls), '::1')).destroy();
});

test('the plain port opens last: whoever gets an answer there finds TLS and the proxy open', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  try {
    await (await made()).listen({ tlsPort: 0 });
    const opened = listen.mock.contexts.map((server) => (server instanceof TlsServer ? 'TLS' : 'plain'));
    expect(opened).toEqual(['TLS', 'plain']);
  } finally {
    listen.mockRestore();
  }
});
