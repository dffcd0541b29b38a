// Whether a test notices a deliberate fault: vitest runs that one test, with one file's text changed as it is read.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import { root } from '../../tools/esbuild.mjs';

const exactly = (title) => new RegExp(`^ *${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/** One run of one test file: its tests that ran, by their title. Where `fault` is given, the source has it. */
async function play(file, title, fault) {
  let made = fault === undefined;
  const changed = fault && resolve(root, fault.file);
  const vitest = await startVitest(
    'test',
    [file],
    {
      root,
      watch: false,
      reporters: [{}],
      coverage: { enabled: false },
      ...(title === undefined ? {} : { testNamePattern: exactly(title) }),
    },
    {
      plugins: [
        {
          name: 'deliberate-fault',
          enforce: 'pre',
          load(id) {
            if (id !== changed) return undefined;
            const text = readFileSync(id, 'utf8');
            const contents = text.replace(fault.find, () => fault.replace);
            made = contents !== text;
            return contents;
          },
        },
      ],
    },
  );
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  await vitest.close();
  // A run that failed leaves its exit code; here that is what is wanted.
  process.exitCode = 0;
  if (!made) throw new Error(`${fault.file} holds no ${fault.find}`);
  return tests;
}

const saysOf = (one) => one.result().errors?.[0]?.message.split('\n')[0] ?? '';

/** Whether the test meant for a fault notices it, and what it says. One that can't run here is skipped by name. */
export async function judgeByTest({ test: file, title, ...fault }) {
  const one = (await play(file, title, fault)).find(({ name }) => name === title);
  if (one === undefined) return { noticed: false, says: `${file} has no test "${title}"` };
  const { state } = one.result();
  if (state === 'skipped') return { noticed: true, isSkipped: true, says: `skipped: ${title}` };
  // What merely crashes has not been caught at being wrong.
  const isCaught = state === 'failed' && one.result().errors?.[0]?.name === 'AssertionError';
  return { noticed: isCaught, says: `${title}: ${saysOf(one) || state}` };
}

/** The tests of these files that fail without any fault. */
export async function failingTests(files) {
  const tests = [];
  for (const file of files) tests.push(...(await play(file)));
  return tests.filter((one) => one.result().state === 'failed').map((one) => `${one.name}: ${saysOf(one)}`);
}
