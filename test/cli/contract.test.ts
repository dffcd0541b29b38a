import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contractCases } from '../../contracts/index.js';
import { built } from '../support/built.js';
import { TESTER } from '../support/caller.js';
import { startProgram } from '../support/program.js';
import { plainEnvironment, run } from '../support/tools.js';

const CLI = built('cli.js');

const contract = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  run(process.execPath, [CLI, 'contract', ...args], { env: { ...plainEnvironment, ...env } });

const credentials = {
  KAKAOCERT_LINK_ID: TESTER.linkId,
  KAKAOCERT_SECRET_KEY: TESTER.secretKey,
  KAKAOCERT_CLIENT_CODE: TESTER.clientCode,
};

test('a simulator of its own keeps every promise, and the answer is one document', async () => {
  const { code, stdout } = await contract(['--json', '--only', 'token.', '--only', 'cms.verify']);
  const { summary, cases } = JSON.parse(stdout);
  const chosen = contractCases.filter(({ id }) => id.includes('token.') || id.includes('cms.verify'));
  expect([code, summary]).toEqual([0, { kept: chosen.length, broken: 0, differs: 0, skipped: 0 }]);
  expect(cases.map(({ id }: { id: string }) => id)).toEqual(chosen.map(({ id }) => id));
});

test('a simulator in another process is judged by its address', { timeout: 90_000 }, async () => {
  const served = startProgram(process.execPath, [CLI, 'start', '--port', '0', '--json']);
  try {
    const { url } = JSON.parse(await served.line());
    const { code, stdout } = await contract(['--target', url, '--parallel', '4']);
    expect([code, stdout.trim()]).toEqual([
      0,
      `${contractCases.length} promises: ${contractCases.length} kept, 0 broken, 0 differ, 0 skipped`,
    ]);
  } finally {
    await served.stop();
  }
});

test('the cases are listed with what they need', async () => {
  const { code, stdout } = await contract(['--list', '--only', 'isolation']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^cms\.isolation\.status +assumed +.*\[receiver, secondTenant\]$/m);
});

test('live only lists what it would do, and shows no secret', async () => {
  const { code, stdout, stderr } = await contract(['--target', 'live', '--only', 'cms.'], credentials);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Nothing was called\. A run against https:\/\/auth\.linkhub\.co\.kr/);
  expect(stdout).toContain('cms.verify.once: needs a receiver who may be asked');
  expect(stdout + stderr).not.toContain(TESTER.secretKey);
});

test('whoever is not let in is told once what it means and what to do, exit 2, and nothing is played', async () => {
  const { code, stdout, stderr } = await run(
    process.execPath,
    [
      ...[CLI, 'exec', '--', 'env', 'KAKAOCERT_LINK_ID=NOBODY-AT-ALL'],
      ...[process.execPath, CLI, 'contract', '--target', 'live', '--call-real-hosts'],
    ],
    { env: { ...plainEnvironment, ...credentials } },
  );
  expect([code, stdout], stderr).toEqual([2, '']);
  expect(stderr).toContain('code -99004021: 링크아이디가 존재하지 않습니다.');
  expect(stderr).toContain('It means: Linkhub has no such LinkID');
  expect(stderr).toContain('To do:    check KAKAOCERT_LINK_ID');
  expect(stderr.match(/-99004021/g)).toHaveLength(1);
});

test('what a service taught is printed or written as settings, and a run goes on from them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-runs-'));
  try {
    const own = join(folder, 'own.json');
    writeFileSync(own, JSON.stringify({ errors: { 'receipt.unknown': { code: -31_077_777 } } }));
    const learned = join(folder, 'learned.json');
    const live = (args: readonly string[]) =>
      run(
        process.execPath,
        [
          ...[CLI, 'exec', '--config', own, '--', process.execPath, CLI, 'contract', '--target', 'live'],
          ...['--call-real-hosts', '--only', 'cms.verify.unknown', '--only', 'time.text', ...args],
        ],
        { env: plainEnvironment },
      );
    const printed = await live([]);
    expect([printed.code, printed.stderr]).toEqual([0, expect.not.stringContaining('learned')]);
    expect(printed.stdout).toContain('receipt.unknown: code -31077777, HTTP 400');
    expect(printed.stdout).toContain('by cms.verify.unknown #1');
    expect(printed.stdout).toContain('"code": -31077777');

    const written = await live(['--learned', learned]);
    expect(written.stderr).toContain(`learned, to be reviewed, in ${learned}`);
    const config = JSON.parse(readFileSync(learned, 'utf8'));
    expect(Object.keys(config.errors)).toEqual(['receipt.unknown', 'receipt.foreign']);
    // A simulator in the place of the service verifies no row of the ledger.
    expect(Object.keys(config.verified).sort()).toEqual(['case:cms.verify.unknown', 'case:time.text']);

    const again = await live(['--learned', learned]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
    const rest = await contract(['--list', '--only-unknown', '--config', learned]);
    expect(rest.stdout).toContain('cms.verify.once');
    expect(rest.stdout).not.toContain('cms.verify.unknown ');
    const simulated = await contract(['--config', learned, '--only', 'cms.verify.unknown', '--json']);
    expect(JSON.parse(simulated.stdout).summary).toMatchObject({ kept: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [['--target', 'live'], 'the live service needs KAKAOCERT_LINK_ID'],
  [['--target', 'https://auth.linkhub.co.kr'], 'is a host of the real service'],
  [['--target', 'http://127.0.0.1:1'], 'nobody answers at http://127.0.0.1:1'],
  [['--target', '사이트'], '"사이트" is none of sim, live, or an address'],
  [['--only', 'nothing.at.all'], 'no case has "nothing.at.all" in its id'],
  [['--parallel', '0'], '--parallel: "0" is no number'],
  [['--replay', '/dev/null'], '--replay: "/dev/null" is no recording'],
  [['--no-such-flag'], "Unknown option '--no-such-flag'"],
])('%j is one clear line and exit 2', async (args, message) => {
  const { code, stdout, stderr } = await contract(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('a run is recorded to a dated file, which no secret is in, and replayed without drift', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-recordings-'));
  try {
    const only = ['--only', 'token.', '--only', 'esign.verify.once'];
    const recorded = await contract([...only, '--record', folder]);
    expect(recorded.code, recorded.stderr).toBe(0);
    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(/^recording-\d{4}-\d\d-\d\d-sim\.json$/);
    const file = join(folder, name);
    expect(readFileSync(file, 'utf8')).not.toMatch(/홍시험|01000000000|TESTER/);
    const replayed = await contract(['--replay', file]);
    expect([replayed.code, replayed.stdout]).toEqual([0, expect.stringMatching(/: no drift\n$/)]);

    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"signedData"', '"signed_data"'));
    const drifted = await contract(['--replay', file]);
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain('verifyESign /signed_data');

    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('"target": "sim"', '"target": "\\u001b[2J\u202e"'),
    );
    const odd = await contract(['--replay', file]);
    expect(odd.stdout).toContain('at \\u{1b}[2J\\u{202e}, held');
    const json = await contract(['--replay', file, '--json']);
    expect(json.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(JSON.parse(json.stdout).length).toBeGreaterThan(0);

    const again = await contract([...only, '--record', file]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
    const nowhere = await contract([...only, '--record', join(folder, '없음', 'a.json')]);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('there is no folder')]);
    // Told before anything is called: a run may cost money.
    for (const place of [
      ['--record', join(file, 'a.json')],
      ['--report', 'json', '--out', join(file, 'a.json')],
      ['--reports', join(file, 'a')],
    ]) {
      const refused = await contract([...only, ...place]);
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toMatch(/^kakaocert-simulator: [^\n]*can't be written \(E\w+\)[^\n]*\n$/);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('our forms of signedData are held against those of a recording', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kakaocert-forms-'));
  try {
    const file = join(folder, 'recording.json');
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({ form: 'observed' }));
    const recorded = await contract(['--config', config, '--only', 'cms.verify.answered', '--record', file]);
    expect(recorded.code, recorded.stderr).toBe(0);
    const same = await contract(['--compare-form', file]);
    expect([same.code, same.stdout]).toEqual([0, expect.stringContaining('our form "observed" is the same')]);
    expect(same.stdout).toContain('our form "cades" differs in');

    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('2.5.29.15', '2.5.29.99'));
    const differs = await contract(['--compare-form', file]);
    expect([differs.code, differs.stdout]).toEqual([1, expect.stringContaining('only recorded')]);
    const nothing = await contract(['--compare-form', config]);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('--compare-form:')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('help names the flags and the variables of the live service', async () => {
  const { code, stdout } = await contract(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('--call-real-hosts');
  expect(stdout).toContain('KAKAOCERT_RECEIVER_HP');
});
