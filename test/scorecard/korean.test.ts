import { expect, test } from 'vitest';
import { englishIn } from '../support/english.js';
import { conformance, pathTo } from './scorecards.js';

// What the client itself says, in the languages of its makers, stands behind these.
const ofTheClient = / *\|.*|(결과 전체|결과|거절|오류): .*/g;

const wrong = (fault: string) => [process.execPath, pathTo('clients/wrong-client.mjs'), '--fault', fault];

test.concurrent.each([
  [
    'that believes everything',
    wrong('never-verifies'),
    ['signedData.content,signedData.signature,flow.names'],
  ],
  ['that repeats Verify', wrong('retries-verify'), ['verify.answerLost,verify.once,verify.second']],
  ['that polls too fast', wrong('polls-fast'), ['poll.interval,poll.afterFinal']],
  [
    'that speaks no protocol',
    [process.execPath, '-e', 'process.stdin.on("data", () => console.log("!"))'],
    ['flow.plain,flow.names'],
  ],
  ['that ends at once', [process.execPath, '-e', ''], ['flow.plain,flow.names']],
  [
    'that never answers',
    [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
    ['flow.names', '--timeout', '1'],
  ],
] as const)(
  'the scorecard of a client %s is Korean where that is asked for',
  { timeout: 60_000 },
  async (_, command, [only, ...flags]) => {
    const { stdout, stderr } = await conformance(
      ['--language', 'ko', '--service', 'cms', '--only', only, ...flags],
      [...command],
    );
    expect(stdout).toMatch(/오류|건너뛴 항목/);
    expect(englishIn(`${stdout}\n${stderr}`.replaceAll(ofTheClient, '$1'))).toEqual([]);
  },
);

test('a program that is judged by its calls is told how it ended in Korean', async () => {
  const { stdout } = await conformance(
    ['--language', 'ko', '--no-adapter', '--sign', 'immediate'],
    [process.execPath, pathTo('clients/journal-program.mjs'), 'fails'],
  );
  expect(englishIn(stdout.replaceAll(ofTheClient, '$1'))).toEqual([]);
});
