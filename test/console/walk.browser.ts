import { expect, test } from 'vitest';
import { createClient } from '../../client/index.js';
import { requestCMS, requestESign } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import {
  CLIENT_CODE,
  clientOf,
  inBrowser,
  inState,
  later,
  listening,
  ofReceipt,
  openPage,
  personOf,
} from './support.js';

// What happens around somebody who looks at a page: values that are none of ours, many things at once, a tenant that goes,
// a simulator that is started anew.

/** Nothing of it may become an element; and it has no place to break at. */
const MARKUP = '<img src=x onerror="document.title=1"><b>굵게</b>';
const filled = (text: string, length: number) => text.repeat(length).slice(0, length);

async function furnishedWith(text: string) {
  const { sim, url } = await listening();
  const client = clientOf(sim);
  const tenant = await sim.tenant({
    clientName: filled(text, 80),
    subClients: [{ code: '020040000009', name: filled(text, 50) }],
  });
  const asked = requestCMS({
    TMSTitle: filled(text, 40),
    TMSMessage: filled(text, 500),
    ReceiverName: filled(text, 20),
    BankAccountName: filled(text, 20),
    ClientUserID: filled(text, 40),
    PayLoad: filled(text, 200),
  });
  const { receiptId } = await client.requestCMS(CLIENT_CODE, asked);
  const { tx_id = '' } = await client.requestCMS(CLIENT_CODE, asked, { appUseYN: true });
  const signed = await client.requestESign(CLIENT_CODE, requestESign({ Token: filled(text, 400) }));
  await (await personOf(sim)).sign(receiptId);
  await (await personOf(sim)).sign(signed.receiptId);
  const [call] = (await (await sim.control.tenant(CLIENT_CODE)).calls()).filter(
    ({ operation }) => operation === 'requestCMS',
  );
  const target = encodeURIComponent(`http://127.0.0.1:1/${filled(text, 300)}`);
  return {
    url,
    pages: {
      receipts: ['/_sim/?', '.row'],
      receipt: [`/_sim/?receipt=${receiptId}`, '.tree tr'],
      token: [`/_sim/?receipt=${signed.receiptId}`, '.tree tr'],
      phone: ['/_sim/phone?', '[data-action="sign"]'],
      app: [`/_sim/app/sign?tx_id=${tx_id}&success=${target}&fail=${target}`, '[data-action="cancel"]'],
      calls: [`/_sim/?view=calls&call=${call?.number}`, '.one-call'],
      tenants: [`/_sim/?view=tenants&clientCode=${tenant.clientCode}`, '.snippet'],
      nobody: [`/_sim/?view=clock&clientCode=${encodeURIComponent(filled(text, 80))}`, '.empty'],
    },
  } as const;
}

inBrowser('a walk through the pages', () => {
  test.each([
    ['markup', MARKUP, 360],
    ['wide letters without a break', 'W', 1280],
    ['Korean without a break', '긴', 360],
  ] as const)('%s (%#) stays text and within the page', async (_, text, width) => {
    const { url, pages } = await furnishedWith(text);
    const { page, complaints } = await openPage('about:blank', { viewport: { width, height: 740 } });
    for (const [name, [path, whole]] of Object.entries(pages)) {
      await page.goto(`${url}${path}&lang=ko`);
      await page.locator(whole).first().waitFor();
      if (name === 'phone') {
        for (const button of await page.locator('[data-action="view"]').all()) await button.click();
      }
      expect(await page.locator('img, main b b, [onerror]').count(), name).toBe(0);
      expect(await page.title(), name).toContain('kakaocert-simulator');
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      expect(complaints, name).toEqual([]);
    }
  });

  test('what is looked at stays in its place while 200 requests come at once; coming back goes on from there', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const many = (count: number) =>
      Promise.all(Array.from({ length: count }, () => client.requestCMS(CLIENT_CODE, requestCMS())));
    const [{ receiptId } = { receiptId: '' }] = await many(1);
    const { page, complaints } = await openPage(`${url}/_sim/`);
    await page.getByText('1 receipt loaded.').waitFor();
    // By the keyboard: the row keeps the focus.
    await page.keyboard.press('Tab');
    await ofReceipt(page, receiptId).focus();
    await many(200);
    await page.getByText('201 receipts loaded.').waitFor();
    expect(await page.evaluate('document.activeElement.dataset.receipt')).toBe(receiptId);

    // By the mouse: what is in sight stays in sight.
    await page.evaluate("document.activeElement.blur(); document.querySelector('.scroll').scrollTop = 2000");
    // The row that had the focus may stay for a moment, far below.
    const inSight = () =>
      page.evaluate<[string, number] | undefined>(
        "[...document.querySelectorAll('.row a')].map((one) => [one.dataset.receipt, one.getBoundingClientRect().top]).find(([, top]) => top > 300 && top < 700)",
      );
    await expect.poll(inSight).toBeDefined();
    const [seen, top] = (await inSight()) ?? ['', 0];
    await many(20);
    await page.getByText('221 receipts loaded.').waitFor();
    const topNow = () =>
      page.evaluate(`document.querySelector('a[data-receipt="${seen}"]')?.getBoundingClientRect().top`);
    await expect.poll(topNow).toBe(top);

    await ofReceipt(page, seen).click();
    await page.locator('article[data-receipt]').waitFor();
    await page.goBack();
    await ofReceipt(page, seen).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(['', '&view=calls', '&view=clock', '&view=arrange'])(
    'a tenant that goes while it is shown (%j) is told to be gone, and nothing of it is shown',
    async (view) => {
      const { sim, url } = await listening();
      const tenant = await sim.tenant({ clientName: '사라질기관' });
      const client = createClient({ ...tenant, fetch: sim.fetch });
      await client.requestCMS(tenant.clientCode, requestCMS());
      const { page, complaints } = await openPage(`${url}/_sim/?clientCode=${tenant.clientCode}${view}`);
      await page.getByText('사라질기관').first().waitFor({ state: 'attached' });
      await page.locator('.live.open').waitFor();
      await tenant.delete();
      await page.getByText(`There is no tenant ${tenant.clientCode}`).waitFor();
      await expect.poll(() => page.locator('.row, .panel').count()).toBe(0);
      expect(await page.getByLabel('Tenant').inputValue()).toBe(tenant.clientCode);
      await page.getByLabel('Tenant').selectOption(CLIENT_CODE);
      await page.getByText('There is no tenant').waitFor({ state: 'detached' });
      // What was on its way when the tenant went is a 404, and the browser itself says so.
      expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
    },
  );

  test('a receipt goes with its tenant while it is shown', async () => {
    const { sim, url } = await listening();
    const tenant = await sim.tenant();
    const client = createClient({ ...tenant, fetch: sim.fetch });
    const { receiptId } = await client.requestCMS(tenant.clientCode, requestCMS());
    const { page } = await openPage(`${url}/_sim/?receipt=${receiptId}`);
    await inState(page, receiptId, 'waiting');
    await page.locator('.live.open').waitFor();
    await tenant.delete();
    await page.getByText(`There is no receipt "${receiptId}"`).waitFor();
    expect(await page.locator('[data-action]').count()).toBe(0);
  });

  test.each([
    ['en', '+1 min', 'does not answer. Is it running?'],
    ['ko', '+1분', '응답하지 않습니다. 실행 중인지 확인하십시오.'],
  ])(
    'while nobody answers a button says so in words (%s), and works when it is back',
    async (lang, name, words) => {
      const { sim, url } = await listening();
      const { page } = await openPage(`${url}/_sim/?view=clock&lang=${lang}`);
      await page.locator('.live.open').waitFor();
      await sim.close();
      await page.locator('.live.lost').waitFor();
      await page.getByRole('button', { name }).click();
      await page.getByRole('alert').getByText(words).waitFor();
      const other = await createSimulator();
      later(() => other.close());
      await other.listen({ port: Number(new URL(url).port) });
      await page.locator('.live.open').waitFor();
      await page.getByRole('button', { name }).click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
    },
  );

  test.each([
    ['/_sim/?', 'Receipts', '홍시험'],
    ['/_sim/?view=calls', 'Calls', 'requestCMS'],
  ])(
    'what is searched for stands in the address (%s): after a reload, and not after the view is opened anew',
    async (path, name, text) => {
      const { sim, url } = await listening();
      await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
      const { page, complaints } = await openPage(`${url}${path}`);
      const search = page.getByLabel('Search');
      await page.locator('.row').first().waitFor();
      await search.pressSequentially(text);
      await page.locator('.row').first().waitFor();
      await search.pressSequentially(' nowhere');
      await page.getByText('Nothing fits').waitFor();
      await page.reload();
      await page.getByText('Nothing fits').waitFor();
      expect(await search.inputValue()).toBe(`${text} nowhere`);
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
      await page.locator('.row').first().waitFor();
      expect(await search.inputValue()).toBe('');
      expect(complaints).toEqual([]);
    },
  );

  test('a form keeps what was typed while the language changes', async () => {
    const { url } = await listening();
    const { page } = await openPage(`${url}/_sim/?view=arrange`);
    await page.getByLabel('Times').fill('7');
    await page.getByLabel('What').selectOption('form');
    await page.getByRole('button', { name: '한국어' }).click();
    expect(await page.getByLabel('횟수').inputValue()).toBe('7');
    expect(await page.getByLabel('종류').inputValue()).toBe('form');
  });

  test.each(['/_sim/?view=tenants', '/_sim/phone'])(
    'on a phone the view that is open (%s) is in sight',
    async (path) => {
      const { url } = await listening();
      const { page } = await openPage(`${url}${path}`, { viewport: { width: 360, height: 740 } });
      const current = page.locator('.top [aria-current]');
      await current.waitFor();
      await expect
        .poll(async () => {
          const box = await current.boundingBox();
          return box !== null && box.x >= 0 && box.x + box.width <= 360;
        })
        .toBe(true);
    },
  );
});
