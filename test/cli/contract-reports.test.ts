import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putReports, readReportFlags } from '../../cli/contract-reports.js';
import type { CaseResult, Verdict } from '../../contracts/index.js';
import { type Browser, browserHere, startBrowser } from '../support/browser.js';
import { built } from '../support/built.js';
import { has, plainEnvironment, run } from '../support/tools.js';

// A run of the contract as files: JUnit for a CI, Markdown for a pull request, a page for anybody.

const facts = { target: 'http://127.0.0.1:9080', at: Date.parse('2026-11-23T01:00:00Z'), version: '0.1.0' };
const hostile = '<script>alert(1)</script> ]]> | @everyone \u202eevil\u001b[31m "quoted" [x](y)';

const resultOf = (id: string, verdict: Verdict, why: string): CaseResult => ({
  case: { id, promise: `The promise of ${id}.`, source: 'manual 3.1', fidelity: 'manual' },
  verdict,
  why,
  notes: [],
  refusals: [],
  exchanges: [
    {
      operation: 'verifyCMS',
      method: 'GET',
      target: '/SignDirectDebit/Verify/1',
      sent: { headers: {}, body: '' },
      answered: { status: 200, headers: {}, body: '{"signedData":"somebody"}' },
    },
  ],
  witnessed: { rows: new Set(), arranged: new Set() },
});

const runs = {
  mixed: [
    resultOf('token.issued', 'kept', ''),
    resultOf('cms.verify.once', 'broken', hostile),
    resultOf('cms.status.waiting', 'differs', 'The code is -1.'),
    resultOf('esign.flow', 'skipped', 'needs a person who signs'),
  ],
  good: [resultOf('token.issued', 'kept', '')],
  empty: [],
} as const satisfies Readonly<Record<string, readonly CaseResult[]>>;
const names = Object.keys(runs) as readonly (keyof typeof runs)[];
const folder = mkdtempSync(join(tmpdir(), 'kakaocert-contract-'));
const fileOf = (name: string, file: string) => join(folder, name, file);
const read = (name: string, file: string) => readFileSync(fileOf(name, file), 'utf8');

beforeAll(() => {
  for (const name of names) putReports(readReportFlags({ reports: join(folder, name) }), runs[name], facts);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder gets every kind, the same bytes each time', () => {
  expect(readdirSync(join(folder, 'mixed')).sort()).toEqual([
    'contract.json',
    'junit.xml',
    'report.html',
    'summary.md',
  ]);
  const again = putReports(readReportFlags({ report: 'markdown' }), runs.mixed, facts);
  expect(again).toBe(read('mixed', 'summary.md'));
});

test('JUnit: what is broken fails, what differs or was not played is skipped', () => {
  const xml = read('mixed', 'junit.xml');
  expect(xml).toContain('tests="4" failures="1" errors="0"');
  expect(xml).toMatch(/<testsuite name="cms" tests="2" failures="1" errors="0" .*skipped="1"/);
  expect(xml).toContain('<skipped message="differs, only assumed: The code is -1."/>');
});

const schema = fileURLToPath(new URL('../scorecard/reports/junit.xsd', import.meta.url));
test.skipIf(!has('xmllint')).each(names)(
  'JUnit of the %s run holds to the schema (needs xmllint)',
  async (name) => {
    const { stderr } = await run('xmllint', [
      '--noout',
      '--nonet',
      '--schema',
      schema,
      fileOf(name, 'junit.xml'),
    ]);
    expect(stderr).toMatch(/validates\n$/);
  },
);

test.each(['junit.xml', 'summary.md', 'report.html'])(
  '%s: what was answered is text, and nothing that travelled is shown',
  (file) => {
    const text = read('mixed', file);
    expect(text).not.toMatch(/<script>alert|\u202e|\u001b|somebody/);
    if (file === 'summary.md') expect(text).not.toMatch(/(?<!\\)\]\(y\)|@everyone/);
  },
);

test('Markdown: the broken first, then what differs, the rest folded', () => {
  const text = read('mixed', 'summary.md');
  expect(text).toMatch(/^## kakaoCert contract: 1\/4\n\nBroken\\: 1 of 4 promises/);
  expect(text.indexOf('### Broken (1)')).toBeLessThan(text.indexOf('### Differs from what is assumed (1)'));
  expect(text).toContain('<summary>Not played (1)</summary>');
  expect(read('good', 'summary.md')).toContain('None of 1 promises is broken');
});

test.each<[object, string]>([
  [{ report: 'pdf' }, '--report: "pdf" is none of junit, json, markdown, html'],
  [{ out: 'x' }, '--out: say what to write with --report'],
])('%j is a mistake on the command line', (flags, message) => {
  expect(() => readReportFlags({ ...flags })).toThrow(message);
});

test('the command writes them, and prints the one that was asked for', async () => {
  const place = join(folder, 'command');
  const args = ['contract', '--only', 'time.text', '--reports', place, '--report', 'junit'];
  const { code, stdout } = await run(process.execPath, [built('cli.js'), ...args], { env: plainEnvironment });
  expect([code, stdout]).toEqual([0, read('command', 'junit.xml')]);
  expect(stdout).toContain('tests="1" failures="0"');
});

describe.skipIf(browserHere === undefined)('in a browser (needs chromium)', () => {
  let browser: Browser;
  beforeAll(() => {
    browser = startBrowser(browserHere ?? '');
  });
  afterAll(() => browser.close());

  test.each(names)(
    'axe-core finds nothing on the page of the %s run, and it asks for nothing',
    async (name) => {
      const page = await browser.open();
      const address = pathToFileURL(fileOf(name, 'report.html')).href;
      await page.goTo(address);
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
      await page.evaluate(axe.source);
      const { violations }: axe.AxeResults = await page.evaluate('axe.run()');
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(page.complaints).toEqual([]);
      expect(page.requests.filter((url) => !url.startsWith('data:'))).toEqual([address]);
    },
  );
});
