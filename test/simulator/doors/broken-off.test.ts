import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { portOf } from '../../support/connections.js';
import { type Program, startProgram } from '../../support/program.js';

// Whoever hangs up in the middle of a call harms nobody: no door, no method, no byte of it ends the process.
// The command line as it is installed, because what must live is a process: dist/.
const cli = built('cli.js');
const STEP = 10;

let program: Program;
let ready: { url: string; tls: string; proxy: string; tlsCa: string };

beforeAll(async () => {
  program = startProgram(process.execPath, [cli, 'start', '--port=0', '--proxy-port=0', '--json']);
  ready = JSON.parse(await program.line());
});

afterAll(async () => {
  await program.stop('SIGKILL');
});

/** Ways to a door: what is said before the call, and a connection that says it. */
const doors = {
  plain: async () => connected(portOf(ready.url)),
  tls: async () => secured(await connected(portOf(ready.tls))),
  'proxy, plain': async () => connected(portOf(ready.proxy)),
  'proxy, tunnel to 80': () => tunnelled(80),
  'proxy, tunnel to 443': async () => secured(await tunnelled(443)),
} as const;

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function tunnelled(port: number): Promise<Socket> {
  const socket = await connected(portOf(ready.proxy));
  const authority = `kakaocert-api.linkhub.co.kr:${port}`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`);
  await once(socket, 'data');
  return socket;
}

async function secured(socket: Socket): Promise<Socket> {
  const { connect: connectTls } = await import('node:tls');
  const secure = connectTls({ socket, ca: ready.tlsCa, servername: 'kakaocert-api.linkhub.co.kr' });
  secure.on('error', () => {});
  await once(secure, 'secureConnect');
  return secure;
}

/** A call whose body never comes whole: by its length, or in chunks with a size that is none. */
const calls = (method: string, target: string) => [
  `${method} ${target} HTTP/1.1\r\nhost: kakaocert-api.linkhub.co.kr\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a":1}`,
  `${method} ${target} HTTP/1.1\r\nhost: kakaocert-api.linkhub.co.kr\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n`,
];

/** Says the first bytes of a call and hangs up, once they are out. */
async function breakOff(door: keyof typeof doors, bytes: string): Promise<void> {
  const socket = await doors[door]();
  socket.end(bytes);
  socket.resume();
  await once(socket, 'finish');
  socket.destroy();
}

/** Its door has taken in all that was said there: a call made after it is answered. */
async function isAlive(): Promise<boolean> {
  const { status } = await fetch(`${ready.url}/_sim/v1/health`);
  return status === 200 && program.child.exitCode === null;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'];
const targets = ['/SignIdentity/Request', '/%zz', '/_sim/v1/tenants'];

test.each(Object.keys(doors) as (keyof typeof doors)[])(
  'a call broken off after each tenth byte, of every method, at the door "%s", ends nothing',
  async (door) => {
    for (const method of methods) {
      const whole = targets.flatMap((target) => calls(method, target));
      await Promise.all(
        whole.flatMap((call) =>
          Array.from({ length: Math.ceil(call.length / STEP) + 1 }, (_, n) =>
            breakOff(door, call.slice(0, Math.min(n * STEP, call.length))),
          ),
        ),
      );
      expect(await isAlive(), `${method} ended it: ${program.stderr()}`).toBe(true);
    }
    expect(program.stderr()).toBe('');
  },
);
