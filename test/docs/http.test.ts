import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { operations } from '../../contracts/protocol/index.js';
import { createSimulator, type Simulator } from '../../simulator/index.js';
import { collection } from '../../tools/docs/collection.js';
import { embed, vectorList } from '../../tools/docs/http.js';
import { TESTER } from '../support/caller.js';
import { has, plainEnvironment, run, type Tool } from '../support/tools.js';

// docs/sdk/http.md: its programs run as they stand, and its test vectors are those that two independent implementations
// gave (protocol.md §0).

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = ['docs/sdk/http.md', 'docs/sdk/http.ko.md'];

let simulator: Simulator | undefined;
const folders: string[] = [];
afterEach(async () => {
  await simulator?.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test.each(pages)('%s shows the programs as they stand: node tools/docs/generate.mjs', (page) => {
  expect(embed(read(page), read)).toBe(read(page));
  for (const file of ['flow.sh', 'flow.py', 'flow.go', 'Flow.java', 'Flow.kt']) {
    expect(read(page)).toContain(read(`examples/http/${file}`).trimEnd());
  }
});

test('the collection is that of the table of operations: node tools/docs/generate.mjs', () => {
  expect(read('examples/http/kakaocert.http')).toBe(collection());
  for (const name of Object.keys(operations)) expect(collection()).toContain(`\n# @name ${name}\n`);
});

test('the test vectors are those that others computed', () => {
  for (const known of [
    'bjV3lbLKhiyFkwrvq2m4wAgkfQPQnoHjtIHPLhIby5w=',
    'Authorization: LINKHUB TESTER t+BvtH0Z7Fs6/B93qUHJJizLspbZj64PTWbomi55kRg=',
    'Authorization: LINKHUB TESTER h0xxcx/PxrdXBIQWrNZk6KdOdUlF5HIhkx4K1YqKabw=',
    'Tmbit+L+gAEQFlXIZXFe7qV4b93AaLcRRB0cfiK4Ty8=',
    'x-kc-auth: TESTER EyigQu63n4+YiH+ZhnAeWhohX1jgSkaS1U0oxUGKpdM=',
  ]) {
    expect(vectorList('en')).toContain(known);
    expect(vectorList('ko')).toContain(known);
  }
});

/** A compiler, or an interpreter that is cold, takes its time on a busy machine, ms. */
const TIMEOUT = 240_000;

const programs: readonly (readonly [Tool, (folder: string) => readonly (readonly string[])[]])[] = [
  ['bash', () => [['bash', 'flow.sh']]],
  ['python3', () => [['python3', 'flow.py']]],
  ['go', () => [['go', 'run', 'flow.go']]],
  ['java', () => [['java', 'Flow.java']]],
  [
    'kotlinc',
    (folder) => [
      ['kotlinc', 'Flow.kt', '-include-runtime', '-d', join(folder, 'flow.jar')],
      ['java', '-jar', join(folder, 'flow.jar')],
    ],
  ],
];

for (const [tool, commands] of programs) {
  test.skipIf(!has(tool))(
    `the program for ${tool} runs, and does nothing wrong`,
    { timeout: TIMEOUT },
    async () => {
      // The service compresses long answers whether or not they were asked for so.
      simulator = await createSimulator({ gzip: 'always' });
      const { url } = await simulator.listen();
      const folder = mkdtempSync(join(tmpdir(), 'http-'));
      folders.push(folder);
      const env = { ...plainEnvironment, KAKAOCERT_AUTH_URL: url, KAKAOCERT_SERVICE_URL: url };
      let printed = '';
      for (const [command = '', ...args] of commands(folder)) {
        const { code, stdout, stderr } = await run(command, args, {
          env,
          cwd: join(root, 'examples', 'http'),
        });
        expect(code, stderr).toBe(0);
        printed = stdout;
      }
      expect(printed).toMatch(/^receiptId 0\d{17}\nstate 1\nsignedData 1[5-9]\d\d characters\n$/);
      const tenant = await simulator.control.tenant(TESTER.clientCode);
      expect((await tenant.calls()).map(({ operation }) => operation)).toEqual([
        'token',
        'requestCMS',
        'getCMSState',
        'verifyCMS',
      ]);
      expect(await tenant.findings()).toEqual([]);
    },
  );
}
