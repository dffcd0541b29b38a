import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { type Program, startProgram } from '../../support/program.js';
import { type Places, type Way, wayNames, ways } from '../../support/ways.js';

// Whoever hangs up in the middle of a call harms nobody: no door, no method, no byte of it ends the process.
// The command line as it is installed, because what must live is a process: dist/.
const cli = built('cli.js');
const STEP = 10;

let program: Program;
let ready: Places;

beforeAll(async () => {
  program = startProgram(process.execPath, [cli, 'start', '--port=0', '--proxy-port=0', '--json']);
  ready = JSON.parse(await program.line());
});

afterAll(async () => {
  await program.stop('SIGKILL');
});

/** A call whose body never comes whole: by its length, or in chunks with a size that is none. */
const calls = (method: string, target: string) => [
  `${method} ${target} HTTP/1.1\r\nhost: kakaocert-api.linkhub.co.kr\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a":1}`,
  `${method} ${target} HTTP/1.1\r\nhost: kakaocert-api.linkhub.co.kr\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n`,
];

/** Says the first bytes of a call and hangs up, once they are out. */
async function breakOff(door: Way, bytes: string): Promise<void> {
  const socket = await ways[door](ready);
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

test.each(wayNames)(
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
    // The log tells of bytes that are no HTTP, and of nothing that failed here.
    expect(program.stderr()).not.toMatch(/failed|Error:|Warning|^\s+at /m);
  },
);
