import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { requestCMS, requestESign } from '../../fixtures/index.js';
import { CLIENT_CODE, clientOf, inBrowser, inState, listening, openPage, personOf } from './support.js';

/** Something of everything. */
async function furnished() {
  const { sim, url } = await listening();
  const client = clientOf(sim);
  const { receiptId } = await client.requestCMS(CLIENT_CODE, requestCMS());
  await (await personOf(sim)).sign(receiptId);
  await client.verifyCMS(CLIENT_CODE, receiptId);
  await client.verifyCMS(CLIENT_CODE, receiptId).catch(() => {});
  await client.requestESign(CLIENT_CODE, requestESign());
  const { tx_id = '' } = await client.requestCMS(CLIENT_CODE, requestCMS(), { appUseYN: true });
  const tenant = await sim.control.tenant(CLIENT_CODE);
  await tenant.barrier('token', 1);
  const calls = await tenant.calls();
  const refused = calls.find(({ status }) => status >= 400)?.number;
  return {
    url,
    pages: {
      receipts: '/_sim/',
      nothing: '/_sim/?state=lapsed',
      receipt: `/_sim/?receipt=${receiptId}`,
      phone: '/_sim/phone',
      app: `/_sim/app/sign?tx_id=${tx_id}&success=https://elsewhere.test/x`,
      calls: '/_sim/?view=calls',
      call: `/_sim/?view=calls&call=${refused}`,
      clock: '/_sim/?view=clock',
      arrange: '/_sim/?view=arrange',
      tenants: '/_sim/?view=tenants',
      gone: '/_sim/?view=clock&clientCode=020040000099',
    },
  };
}

/** What each page shows once it is whole, whatever the language. */
const whole = {
  receipts: '.row',
  nothing: '.empty',
  receipt: '.tree tr',
  phone: '[data-action="sign"]',
  app: '[data-action="cancel"]',
  calls: '.row',
  call: '.one-call',
  clock: '.now',
  arrange: '.barriers li',
  tenants: '.snippet',
  gone: '.empty',
} as const;

/** What axe-core finds. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations }: axe.AxeResults = await page.evaluate('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

inBrowser('how it looks', () => {
  test.each([
    ['ko', 'light', 1280],
    ['en', 'dark', 1280],
    ['ko', 'dark', 360],
    ['en', 'light', 360],
  ] as const)(
    'in %s, %s, %i px wide: axe-core finds nothing, and nothing stands out of the page',
    async (lang, colorScheme, width) => {
      const { url, pages } = await furnished();
      const { page, complaints } = await openPage('about:blank', {
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(`${url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        await page
          .locator(whole[name as keyof typeof whole])
          .first()
          .waitFor();
        expect(await page.getAttribute('html', 'lang')).toBe(lang);
        expect(await violationsOf(page), name).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
        expect(complaints, name).toEqual([]);
      }
    },
  );

  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('the documents too, in %s, %i px wide', async (colorScheme, width) => {
    const { url } = await listening();
    const { page, complaints } = await openPage(`${url}/_sim/docs/`, {
      colorScheme,
      viewport: { width, height: 800 },
    });
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
  });

  test.each(['opening', 'open'])('on a phone the head of a page is as high while it is %s', async (state) => {
    const { sim, url } = await listening();
    const { page } = await openPage('about:blank', { viewport: { width: 360, height: 740 } });
    if (state === 'opening') await page.route('**/events', () => {});
    await page.goto(`${url}/_sim/`);
    await page.locator(`.live.${state}`).waitFor();
    expect((await page.locator('.top').boundingBox())?.height).toBeLessThan(95);
    await sim.close();
  });

  test('the language is chosen by a button, and kept', async () => {
    const { url } = await listening();
    const { page } = await openPage(`${url}/_sim/`);
    await page.getByRole('button', { name: '한국어' }).click();
    await page.getByText('아직 요청이 없습니다').waitFor();
    await page.goto(`${url}/_sim/phone`);
    await page.getByText('모든 메시지').waitFor();
  });

  test("a Korean browser's page is Korean", async () => {
    const { url } = await listening();
    const { page } = await openPage(`${url}/_sim/`, { locale: 'ko-KR' });
    await page.getByText('아직 요청이 없습니다').waitFor();
  });

  test('everything can be reached by the keyboard, and the focus is seen', async () => {
    const { url } = await furnished();
    const { page } = await openPage(`${url}/_sim/phone`);
    await page.locator('[data-action="sign"]').first().waitFor();
    const reached = new Set<string>();
    for (let turn = 0; turn < 60; turn += 1) {
      await page.keyboard.press('Tab');
      const [action, outline]: [string | null, string] = await page.evaluate(
        '[document.activeElement.getAttribute("data-action"), getComputedStyle(document.activeElement).outlineStyle]',
      );
      expect(outline).not.toBe('none');
      if (action !== null) reached.add(action);
      if (reached.size === 4) break;
    }
    expect([...reached].sort()).toEqual(['cancel', 'expire', 'sign', 'view']);
  });

  test('what a button copies is in its name', async () => {
    const { url } = await listening();
    const { page, complaints } = await openPage(`${url}/_sim/?view=tenants`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const names = ['LinkID', 'SecretKey', 'ClientCode'].map((name) => `Copy ${name}`);
    for (const name of names) await page.getByRole('button', { name, exact: true }).waitFor();
    const button = page.getByRole('button', { name: 'LinkID' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied LinkID' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('TESTER');
    await page.goto(`${url}/_sim/?view=arrange`);
    await page.getByRole('button', { name: 'Copy number 01000000001' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the focus stays where it was, or with what held it, whatever a key did', async () => {
    const { sim, url } = await listening();
    const { receiptId } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
    const { page } = await openPage(`${url}/_sim/phone`);
    const message = page.locator(`[data-receipt="${receiptId}"]`);
    const focused = () =>
      page.evaluate<[string | null, string | null]>(
        `[document.activeElement.getAttribute('data-action'), document.activeElement.closest('[data-receipt]')?.getAttribute('data-receipt') ?? null]`,
      );
    await message.locator('[data-action="view"]').focus();
    await page.keyboard.press('Enter');
    await message.getByText('viewed').waitFor();
    expect(await focused()).toEqual(['view', receiptId]);
    await message.locator('[data-action="sign"]').focus();
    await page.keyboard.press('Space');
    await inState(page, receiptId, 'signed');
    // Its button is gone: one goes on within the message.
    expect(await focused()).toEqual([null, receiptId]);
    await page.keyboard.press('Tab');
    expect((await focused())[1]).toBe(receiptId);

    await page.goto(`${url}/_sim/?view=calls`);
    await page.getByRole('button', { name: 'requestCMS' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.one-call').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.innerText')).toBe('requestCMS');
  });
});
