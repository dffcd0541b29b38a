import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { requestCMS, requestESign, requestVerifyAuth } from '../../fixtures/index.js';
import { renderReport } from '../../scorecard/reports/index.js';
import { codeOf } from '../docs/fenced-code.js';
import { scorecards } from '../scorecard/reports/scorecards.js';
import { built } from '../support/built.js';
import { run } from '../support/tools.js';
import {
  browserPath,
  CLIENT_CODE,
  clientOf,
  inBrowser,
  later,
  listening,
  openPage,
  personOf,
} from './support.js';

// What docs/console.md shows: its example is run as it stands, its pictures are taken here (`npm run screenshots`), and
// those of the reports.

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = process.env.KAKAOCERT_SCREENSHOTS === '1' ? join(root, 'docs') : undefined;

/** The requests of a small shop. */
const asked = [
  {
    ReceiverHP: '01000000021',
    ReceiverName: '홍시험',
    TMSTitle: '정기결제 자동이체',
    TMSMessage: '시험쇼핑 정기구독 결제를 위한 출금동의입니다.',
  },
  {
    ReceiverHP: '01000000022',
    ReceiverName: '김예시',
    TMSTitle: '보험료 자동이체',
    TMSMessage: '매월 25일에 출금합니다.',
  },
  { ReceiverHP: '01000000023', ReceiverName: '박가상', TMSTitle: '기부금 자동이체' },
] as const;

async function shop() {
  const { sim, url } = await listening();
  const client = clientOf(sim);
  const person = await personOf(sim);
  const ids: string[] = [];
  for (const one of asked) {
    const message = { ...one, TMSMessage: '' };
    await client.requestVerifyAuth(CLIENT_CODE, requestVerifyAuth({ ...message, TMSTitle: '본인확인' }));
    await client.requestESign(CLIENT_CODE, requestESign({ ...message, TMSTitle: '약정서 서명' }));
    ids.push((await client.requestCMS(CLIENT_CODE, requestCMS({ ...one, Expires_in: 600 }))).receiptId);
  }
  const [first = '', second = '', third = ''] = ids;
  await person.sign(first);
  await client.verifyCMS(CLIENT_CODE, first);
  await client.verifyCMS(CLIENT_CODE, first).catch(() => {});
  await person.sign(second);
  await person.expire(third);
  const app = { ReceiverHP: '01000000024', ReceiverName: '최시험', TMSTitle: '앱 결제 동의' };
  const { tx_id = '' } = await client.requestCMS(CLIENT_CODE, requestCMS(app), { appUseYN: true });
  return { url, first, tx_id };
}

inBrowser('docs/console.md', () => {
  test('the example runs as it stands, in a project that has the package', async () => {
    built('index.js');
    const project = mkdtempSync(join(tmpdir(), 'kakaocert-console-'));
    later(async () => rmSync(project, { recursive: true, force: true }));
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(root, join(project, 'node_modules', 'kakaocert-simulator'));
    symlinkSync(
      join(root, 'node_modules', 'playwright-core'),
      join(project, 'node_modules', 'playwright-core'),
    );
    const [english, korean] = ['console.md', 'console.ko.md'].map(
      (name) =>
        codeOf(readFileSync(join(root, 'docs', name), 'utf8')).find(({ text }) => text.includes('chromium'))
          ?.text,
    );
    expect(korean).toBe(english);
    // As root a browser has no sandbox to be in.
    const text = english?.replace(
      'executablePath: process.env.CHROMIUM',
      "executablePath: process.env.CHROMIUM, args: ['--no-sandbox']",
    );
    writeFileSync(join(project, 'example.mjs'), text ?? '');
    const env = { ...process.env, CHROMIUM: browserPath() };
    const { code, stdout, stderr } = await run(process.execPath, [join(project, 'example.mjs')], { env });
    expect([code, stdout, stderr]).toEqual([0, 'signed by hand\n', '']);
  });

  test.skipIf(pictures === undefined)(
    pictures === undefined ? 'pictures (KAKAOCERT_SCREENSHOTS=1 takes them)' : 'pictures',
    async () => {
      const { url, first, tx_id } = await shop();
      const views = [
        { name: 'receipts', path: '/_sim/?lang=en', width: 1100, height: 620 },
        { name: 'receipt', path: `/_sim/?receipt=${first}&lang=ko`, width: 1100, height: 900 },
        { name: 'phone', path: '/_sim/phone/01000000022?lang=ko', width: 390, height: 780 },
        {
          name: 'app',
          path: `/_sim/app/sign?tx_id=${tx_id}&success=myapp://done&fail=myapp://failed&lang=ko`,
          width: 390,
          height: 780,
        },
      ] as const;
      for (const { name, path, width, height } of views) {
        const { page } = await openPage(url + path, { viewport: { width, height } });
        await page.locator('[data-receipt]').first().waitFor();
        if (name === 'receipt') await page.locator('.tree tr').first().waitFor();
        await page.locator('.live.open').waitFor();
        await page.evaluate('document.fonts.ready.then(() => undefined)');
        await page.screenshot({ path: join(pictures ?? '', 'console', `${name}.png`) });
      }
      const folder = mkdtempSync(join(tmpdir(), 'kakaocert-report-'));
      later(async () => rmSync(folder, { recursive: true, force: true }));
      const report = join(folder, 'report.html');
      writeFileSync(report, renderReport('html', scorecards.failing));
      for (const [colorScheme, language] of [
        ['light', 'en'],
        ['dark', 'ko'],
      ] as const) {
        const viewport = { width: 900, height: 1180 };
        const { page } = await openPage(`file://${report}#${language}`, { viewport, colorScheme });
        await page.screenshot({ path: join(pictures ?? '', 'conformance', `report-${colorScheme}.png`) });
      }
    },
  );
});
