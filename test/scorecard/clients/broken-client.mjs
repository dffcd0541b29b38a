// A program that is no adapter at all, in the way that its argument names.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [way, file] = process.argv.slice(2);
const lines = () => createInterface({ input: process.stdin });
const stay = () => setInterval(() => {}, 1000);

const ways = {
  /** Says nothing, ignores the end of stdin and SIGTERM, and has a child that does too. */
  hangs() {
    const child = spawn(
      process.execPath,
      ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'],
      {
        stdio: 'inherit',
      },
    );
    if (file !== undefined) writeFileSync(file, `${process.pid} ${child.pid}`);
    process.on('SIGTERM', () => {});
    stay();
  },
  /** Ends at once, and leaves a daemon outside its process group that holds its pipes. It ends by itself. */
  daemon() {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20_000)'], {
      stdio: 'inherit',
      detached: true,
    });
    if (file !== undefined) writeFileSync(file, `${child.pid}`);
    child.unref();
    process.exit(4);
  },
  prose: () => console.log('Server listening on port 3000'),
  array: () => lines().on('line', () => console.log('[1, 2, 3]')),
  both: () => lines().on('line', () => console.log('{"id":1,"result":{},"unsupported":"x"}')),
  otherId: () => lines().on('line', () => console.log('{"id":99,"result":{}}')),
  twice: () =>
    lines().on('line', (line) => {
      const { id } = JSON.parse(line);
      console.log(
        `{"id":${id},"refusal":{"code":-1,"message":"no"}}\n{"id":${id},"refusal":{"code":-1,"message":"no"}}`,
      );
    }),
  /** Its last words would clear the screen and turn a line around. */
  paints() {
    console.error('\u001b[2J\u001b[31mred\u202e');
    process.exit(3);
  },
  dies() {
    console.error('no such module');
    process.exit(3);
  },
  signalled: () => process.kill(process.pid, 'SIGSEGV'),
  /** One line without an end. */
  flood: () => setInterval(() => process.stdout.write('x'.repeat(65_536)), 0),
  /** Lines that are right, without an end. */
  chatter: () => setInterval(() => process.stdout.write('\n'.repeat(65_536)), 0),
};

ways[way]();
