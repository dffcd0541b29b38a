import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Scorecard } from '../../scorecard/scorecard.js';
import { conformance, pathTo, results, scorecardOf } from './scorecards.js';

// The command line: what it takes, what it prints where, and how it ends.
const ours = [process.execPath, pathTo('../../examples/adapters/client.mjs')];
const wrong = [process.execPath, pathTo('clients/wrong-client.mjs'), '--fault', 'never-verifies'];
const quick = ['--service', 'cms', '--only', 'flow.names,signedData.signature'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('stdout is the report’s alone, progress goes to stderr, and one that is wrong gives exit code 1', async () => {
  const { stdout, stderr, code } = await conformance([...quick, '--report', 'junit'], wrong);
  expect(stdout).toMatch(/^<\?xml /);
  expect(stdout.trimEnd()).toMatch(/<\/testsuites>$/);
  expect(stderr).toMatch(/^right +cms +flow\.names \(\d+ ms\)$/m);
  expect(stderr).toMatch(/^wrong +cms +signedData\.signature \(\d+ ms\): it was handed over as a result/m);
  expect(code).toBe(1);
});

test('with --out the report goes into the file, and stdout tells the score', async () => {
  const out = join(folder, 'scorecard.html');
  const { stdout, code } = await conformance([...quick, '--report', 'html', '--out', out], ours);
  expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/i);
  expect(stdout).toMatch(/cms .*2\/2/);
  expect(code).toBe(0);
});

test('what is expected to be wrong passes; what is fixed fails', async () => {
  const expectFail = ['--expect-fail', 'signedData.signature'];
  const known = await scorecardOf([...quick, ...expectFail], wrong);
  expect(results(known.scorecard)).toEqual({
    'cms flow.names': 'right',
    'cms signedData.signature': 'expected',
  });
  expect(known.code).toBe(0);
  const fixed = await scorecardOf([...quick, ...expectFail], ours);
  expect(results(fixed.scorecard)).toMatchObject({ 'cms signedData.signature': 'fixed' });
  expect(fixed.scorecard.scores).toMatchObject([{ right: 1, fixed: 1, percent: 100 }]);
  expect(fixed.code).toBe(1);
});

test('a service that the client does not offer is skipped, and alone it can’t be judged', async () => {
  const partial = [...wrong, '--without', 'verifyAuth'];
  const both = await scorecardOf(['--service', 'cms,verifyAuth', '--only', 'flow.names'], partial);
  expect(results(both.scorecard)).toEqual({ 'cms flow.names': 'right', 'verifyAuth flow.names': 'skipped' });
  expect(both.code).toBe(0);
  const none = await scorecardOf(['--service', 'verifyAuth', '--only', 'flow.names'], partial);
  expect(none.scorecard.scores).toMatchObject([{ service: 'verifyAuth', percent: null }]);
  expect(none.code).toBe(2);
});

test('--list tells every scenario with its services', async () => {
  const { stdout, code } = await conformance(['--list']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(70);
  expect(lines).toContainEqual(
    expect.stringMatching(/^fields\.banks +cms +Sends each of the \d+ bank codes/),
  );
  expect(code).toBe(0);
});

test.each([
  [[], /name your client after --/],
  [
    ['--only', 'flow.plane', '--', 'true'],
    /--only: there is no scenario "flow\.plane"; near it: flow\.plain, /,
  ],
  [
    ['--expect-fail', 'flow.plain,signedData.contents', '--', 'true'],
    /--expect-fail: .*near it: signedData\.content, /,
  ],
  [['--service', 'csm', '--', 'true'], /--service: "csm" is none of cms, verifyAuth, esign/],
  [['--profile', 'cms', '--', 'true'], /--profile is now called --service/],
  [['--report', 'pdf', '--', 'true'], /--report: "pdf" is none of junit, json, markdown, html/],
  [
    ['--service', 'verifyAuth', '--only', 'fields.banks', '--', 'true'],
    /none of these scenarios is of this service/,
  ],
  [['--out', 'x', '--', 'true'], /--out: say what to write with --report/],
  [['--baseline', 'nowhere.json', '--', 'true'], /--baseline: "nowhere.json" can't be read: ENOENT/],
  [['--jobs', '0', '--', 'true'], /--jobs: "0" is no number from 1 to/],
  [['--timeout', '1s', '--', 'true'], /--timeout: "1s" is no number/],
  [['--sign', 'immediate', '--', 'true'], /--sign: means something only with --no-adapter/],
  [['--no-adapter', '--only', 'x', '--', 'true'], /--only: means something only without --no-adapter/],
  [['--no-adapter', '--sign', 'perhaps', '--', 'true'], /--sign: "perhaps" is none of/],
])('conformance %j is a usage error: one line, exit code 2', async (args, message) => {
  const at = args.indexOf('--');
  const { code, stdout, stderr } = await conformance(
    at < 0 ? args : args.slice(0, at),
    at < 0 ? [] : ['true'],
  );
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect([code, stdout]).toEqual([2, '']);
});

describe('a program without an adapter is judged by the journal', () => {
  const program = (way: string) => [process.execPath, pathTo('clients/journal-program.mjs'), way];
  const judge = (way: string, ...flags: string[]) =>
    scorecardOf(
      ['--no-adapter', '--sign', way === 'polls-fast' ? 'polls:2' : 'immediate', ...flags],
      program(way),
    );
  const wrongOnes = (scorecard: Scorecard) =>
    scorecard.verdicts.filter(({ result }) => result === 'wrong').map(({ scenario }) => scenario.id);

  test('what it does right is right; what it prints does not get into the report', {
    timeout: 40_000,
  }, async () => {
    const { scorecard, code, stderr } = await judge('goes-well');
    expect(scorecard).toMatchObject({ mode: 'journal', exitCode: 0 });
    expect(wrongOnes(scorecard)).toEqual([]);
    expect(scorecard.verdicts[0]?.scenario.id).toBe('program.ends');
    expect(stderr).toContain('said on stdout');
    expect(code).toBe(0);
  });

  test('what it never did is not counted as right', { timeout: 40_000 }, async () => {
    const { scorecard } = await judge('goes-well');
    const results = new Map(scorecard.verdicts.map(({ scenario, result }) => [scenario.id, result]));
    expect(results.get('finding.verify.twice')).toBe('right');
    const tooFast = scorecard.verdicts.find(({ scenario }) => scenario.id === 'finding.poll.tooFast');
    expect(tooFast).toMatchObject({
      result: 'skipped',
      actual: 'not exercised: it made no 3 calls that could have shown it',
    });
    const { right, skipped } = scorecard.scores[0] ?? { right: 0, skipped: 0 };
    // It polled too seldom to poll too fast, and made no request with a Token.
    expect([right + skipped, skipped]).toEqual([scorecard.verdicts.length, 2]);
  });

  test('one that never gets a token is judged by how it asks for it', async () => {
    const { scorecard, code } = await judge('speaks-1.0');
    expect(wrongOnes(scorecard)).toEqual(['finding.version.missing']);
    const rest = scorecard.verdicts
      .filter(({ result }) => result === 'right')
      .map(({ scenario }) => scenario.id);
    expect(rest).toContain('finding.clock.skew');
    expect(rest).not.toContain('finding.bank.unknown');
    expect(code).toBe(1);
  });

  test('each finding is a verdict, with the calls that gave cause', async () => {
    const { scorecard, code } = await judge('polls-fast');
    expect(wrongOnes(scorecard)).toEqual(['finding.poll.tooFast']);
    const verdict = scorecard.verdicts.find(({ result }) => result === 'wrong');
    expect(verdict?.calls).toMatchObject([{ operation: 'getCMSState', status: 200 }]);
    expect(verdict?.scenario.practice.ko).toMatch(/3~5초/);
    expect(code).toBe(1);
    const expected = await judge('polls-fast', '--expect-fail', 'finding.poll.tooFast');
    expect(expected.code).toBe(0);
  });

  test('one that fails or hangs is told so', { timeout: 40_000 }, async () => {
    const sign = ['--no-adapter', '--sign', 'immediate'];
    const failed = await scorecardOf(sign, program('fails'));
    expect(wrongOnes(failed.scorecard)).toEqual(['program.ends']);
    expect(failed.scorecard.verdicts[0]).toMatchObject({
      actual: 'it ended with exit code 1',
      stderr: expect.stringContaining('a test that is red'),
    });
    const hung = await scorecardOf([...sign, '--timeout', '4'], program('hangs'));
    expect(hung.scorecard.verdicts[0]).toMatchObject({
      result: 'wrong',
      actual: 'it had not ended after 4 s',
    });
  });

  test('one that calls nobody can’t be judged', async () => {
    const { code, stdout, stderr } = await conformance(['--no-adapter'], program('calls-nobody'));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /nothing to judge\. Its address may be fixed in its code: .*KAKAOCERT_SERVICE_URL/,
    );
  });
});
