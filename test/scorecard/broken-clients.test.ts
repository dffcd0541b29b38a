import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { built } from '../support/built.js';
import { startProgram } from '../support/program.js';
import { plainEnvironment } from '../support/tools.js';
import { conformance, judged, pathTo } from './scorecards.js';

// A program that is no adapter gets a verdict that says why, within the time limit, and nothing of it stays behind.
const broken = (way: string, ...more: string[]) => [
  process.execPath,
  pathTo('clients/broken-client.mjs'),
  way,
  ...more,
];
/** Where nobody reaps orphans, as in a container, the dead keep their number. */
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
const cms = { services: ['cms'] } as const;

const ways: readonly (readonly [way: string, actual: RegExp])[] = [
  [
    'prose',
    /does not speak the adapter protocol .*--no-adapter.*it is not JSON: "Server listening on port 3000"/,
  ],
  ['array', /does not speak the adapter protocol .*it is no JSON object/],
  ['both', /exactly one of result, refusal, failure, unsupported is expected/],
  ['otherId', /answered call 99 again, too late, or unasked/],
  ['dies', /the client ended with exit code 3 before it answered/],
  ['signalled', /the client was ended by SIGSEGV before it answered/],
  ['flood', /the client floods stdout: over 1048576 bytes in a line or 16777216 in all/],
  ['chatter', /the client floods stdout/],
];

test.concurrent.each(ways)('%s', { timeout: 60_000 }, async (way, actual) => {
  const scorecard = await judged(broken(way), cms);
  const [first, ...rest] = scorecard.verdicts;
  expect(first).toMatchObject({
    scenario: { id: 'flow.plain' },
    result: 'wrong',
    actual: expect.stringMatching(actual),
  });
  // What can't be judged is not played seventy times.
  expect(new Set(rest.map(({ result }) => result))).toEqual(new Set(['skipped']));
  expect(scorecard.exitCode).toBe(1);
});

test('what would paint a terminal is shown, not obeyed', { timeout: 60_000 }, async () => {
  const card = await judged(broken('paints'), cms);
  expect(card.verdicts[0]?.stderr).toBe('\\u{1b}[2J\\u{1b}[31mred\\u{202e}');
  expect(JSON.stringify(card)).not.toMatch(/[\u001b\u202e]|\\u001b/);
});

test('one that leaves a daemon on its pipes is told by its own end, at once', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-test-'));
  const pids = join(folder, 'pids');
  try {
    const scorecard = await judged(broken('daemon', pids), cms);
    const [first] = scorecard.verdicts;
    expect(JSON.stringify(first)).toContain('the client ended with exit code 4 before it answered');
    expect(first?.duration).toBeLessThan(10_000);
  } finally {
    process.kill(Number(readFileSync(pids, 'utf8')), 'SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test('the end of its stderr is shown', { timeout: 60_000 }, async () => {
  const scorecard = await judged(broken('dies'), cms);
  expect(scorecard.verdicts[0]?.stderr).toBe('no such module');
});

test('one that answers a call twice is told so', { timeout: 60_000 }, async () => {
  const scorecard = await judged(broken('twice'), { ...cms, only: ['flow.names', 'error.json'] });
  expect(scorecard.verdicts.map(({ result }) => result)).toEqual(['wrong', 'wrong']);
});

test('one that hangs is ended within the time limit, and so is its child', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-test-'));
  try {
    const pids = join(folder, 'pids');
    const scorecard = await judged(broken('hangs', pids), { ...cms, timeout: 2000 });
    expect(scorecard.verdicts[0]).toMatchObject({
      result: 'wrong',
      actual: 'no answer to "request" within 2 s',
    });
    expect(scorecard.verdicts[0]?.duration).toBeLessThan(15_000);
    expect(scorecard.exitCode).toBe(1);
    const started = readFileSync(pids, 'utf8').split(' ').map(Number);
    expect(started).toHaveLength(2);
    expect(started.filter(isAlive)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends everything', { timeout: 60_000 }, async (signal) => {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-test-'));
  try {
    const pids = join(folder, 'pids');
    const program = startProgram(
      process.execPath,
      [built('cli.js'), 'conformance', '--service', 'cms', '--', ...broken('hangs', pids)],
      { env: { ...plainEnvironment, TMPDIR: folder } },
    );
    let started: number[] = [];
    await expect
      .poll(
        () => {
          try {
            started = readFileSync(pids, 'utf8').split(' ').map(Number);
          } catch {
            // Not yet.
          }
          return started;
        },
        { timeout: 20_000 },
      )
      .toHaveLength(2);
    expect(await program.stop(signal)).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(started.filter(isAlive)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['pids']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a command that is not there can’t be judged: one line, exit code 2', async () => {
  const { code, stdout, stderr } = await conformance([], ['no-such-command-here']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'kakaocert-simulator: conformance: "no-such-command-here" was not found. Try --help.\n',
  );
});
