import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeSignedData, parseSignedData } from '../../contracts/signed-data/index.js';
import { requestCMS, requestESign } from '../../fixtures/index.js';
import { createSimulator } from '../../simulator/index.js';
import {
  CLIENT_CODE,
  clientOf,
  inBrowser,
  inState,
  later,
  listening,
  officialSdk,
  ofReceipt,
  openPage,
  personOf,
} from './support.js';

inBrowser('the console', () => {
  test('receipts appear as they come; filters stand in the address', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const { page, complaints, requests } = await openPage(`${url}/_sim/`);
    await page.getByText('No request yet').waitFor();
    const first = await client.requestCMS(CLIENT_CODE, requestCMS());
    await inState(page, first.receiptId, 'waiting');
    const second = await client.requestESign(CLIENT_CODE, requestESign());
    await inState(page, second.receiptId, 'waiting');
    // Newest first.
    expect(await page.locator('a[data-receipt]').first().getAttribute('data-receipt')).toBe(second.receiptId);

    await page.getByLabel('State').selectOption('signed');
    await page.getByText('Nothing fits').waitFor();
    expect(new URL(page.url()).searchParams.get('state')).toBe('signed');
    await (await personOf(sim)).sign(first.receiptId);
    await inState(page, first.receiptId, 'signed');
    expect(await ofReceipt(page, second.receiptId).count()).toBe(0);
    await page.reload();
    await inState(page, first.receiptId, 'signed');
    expect(complaints).toEqual([]);
    // Nothing of anybody else's, and no secret in an address.
    expect(requests.filter((address) => !address.startsWith(url) && !address.startsWith('data:'))).toEqual(
      [],
    );
  });

  test('text is searched in the rows loaded, and the page says how many', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    await client.requestCMS(CLIENT_CODE, requestCMS({ ReceiverName: '김찾기' }));
    await client.requestCMS(CLIENT_CODE, requestCMS());
    const { page } = await openPage(`${url}/_sim/`);
    await page.getByText('2 receipts loaded.').waitFor();
    await page.getByLabel('Search').fill('김찾기');
    await page.getByText('1 found among the 2 receipts loaded.').waitFor();
  });

  test('one receipt: timeline, fields, calls, finding, and what was signed, judged and to be had as .der', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const { receiptId } = await client.requestCMS(CLIENT_CODE, requestCMS({ BankCode: '004' }));
    const { page, complaints } = await openPage(`${url}/_sim/`);
    await ofReceipt(page, receiptId).click();
    await page.locator('article [data-action="sign"]').click();
    await inState(page, receiptId, 'signed');
    await page.getByText('made now, as Verify would make it').waitFor();
    const { signedData } = await client.verifyCMS(CLIENT_CODE, receiptId);
    await client.verifyCMS(CLIENT_CODE, receiptId).catch(() => {});
    await inState(page, receiptId, 'verified');
    await page.getByText('What Verify gave to the client.').waitFor();
    await page.getByText('국민은행').waitFor();
    await page.locator('.verdict.good').waitFor();
    await page.getByText('verify.twice').waitFor();
    await page.getByText('SEQUENCE').first().waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByText('Download .der').click();
    const path = await (await downloading).path();
    expect(readFileSync(path).equals(decodeSignedData(signedData))).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('calls are live, with why, both sides and a line for curl', async () => {
    const { sim, url } = await listening();
    const { page } = await openPage(`${url}/_sim/?view=calls`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByText('No call yet.').waitFor();
    await clientOf(sim)
      .requestCMS(CLIENT_CODE, requestCMS({ TMSTitle: '긴'.repeat(41) }))
      .catch(() => {});
    await page.getByRole('button', { name: 'requestCMS' }).click();
    await page.getByText('field.TMSTitle.length').first().waitFor();
    // What the limit is, and what came.
    expect(await page.locator('.why').innerText()).toMatch(/TMSTitle.*40/s);
    await page.getByText('Copy as curl').click();
    const line: string = await page.evaluate('navigator.clipboard.readText()');
    expect(line).toMatch(new RegExp(`^curl -X POST '${url}/SignDirectDebit/Request'`));
    expect(line).not.toContain('eyJ');
  });

  test('an arranged error is what the official SDK gets', async () => {
    const { url } = await listening();
    const call = officialSdk(url);
    const { page } = await openPage(`${url}/_sim/?view=arrange`);
    await page.getByLabel('Operation').selectOption('requestCMS');
    await page.getByLabel('an error', { exact: true }).selectOption('person.notMember');
    await page.locator('form').getByRole('button', { name: 'Arrange' }).click();
    await page.getByText('"times":1').waitFor();
    const { error } = await call('requestCMS', CLIENT_CODE, requestCMS());
    expect(error.code).toBeLessThan(0);
    expect((await call('requestCMS', CLIENT_CODE, requestCMS())).success.receiptId).toMatch(/^\d{18}$/);
  });

  test('an arranged form is what Verify gives; only calls that give a signedData can have it', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const signed = async () => {
      const { receiptId } = await client.requestCMS(CLIENT_CODE, requestCMS());
      await (await personOf(sim)).sign(receiptId);
      return receiptId;
    };
    const { page, complaints } = await openPage(`${url}/_sim/?view=arrange&lang=ko`);
    await page.getByLabel('종류').selectOption('form');
    const operations = await page.getByLabel('오퍼레이션').locator('option').allInnerTexts();
    expect(operations).toEqual(['verifyCMS', 'verifyAuth', 'verifyESign']);
    const forms = await page.getByLabel('signedData 형식').locator('option').allInnerTexts();
    expect(forms.map((text) => text.split(' · ')[0])).toEqual(['der', 'observed', 'cades']);
    await page.getByLabel('signedData 형식').selectOption('cades');
    await page.getByRole('button', { name: '지정', exact: true }).click();
    await page.getByText('"form":"cades"').waitFor();
    const isCades = async () => {
      const { signedData } = await client.verifyCMS(CLIENT_CODE, await signed());
      return parseSignedData(decodeSignedData(signedData)).hasSignedAttributes;
    };
    expect([await isCades(), await isCades()]).toEqual([true, false]);
    expect(complaints).toEqual([]);
  });

  test('calls wait at a barrier until they are released, in the order that is chosen, after a reload too', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const { page, complaints } = await openPage(`${url}/_sim/?view=arrange`);
    const panel = page.getByRole('region', { name: 'Hold the next calls' });
    await panel.getByLabel('Calls of').selectOption('requestCMS');
    await panel.getByLabel('How many calls').fill('2');
    await panel.getByRole('button', { name: 'Hold' }).click();
    await panel.getByText('0 of 2 calls waiting').waitFor();
    const order: string[] = [];
    const ask = async (name: string) => {
      await client.requestCMS(CLIENT_CODE, requestCMS({ ReceiverName: name }));
      order.push(name);
    };
    const first = ask('김하나');
    await panel.getByText('1 of 2 calls waiting').waitFor();
    const second = ask('김둘');
    await panel.getByText('2 of 2 calls waiting').waitFor();
    expect(order).toEqual([]);
    await page.reload();
    await panel.getByText('2 of 2 calls waiting').waitFor();
    await panel.getByRole('button', { name: 'Release, last one first' }).click();
    await Promise.all([first, second]);
    expect(order).toEqual(['김둘', '김하나']);
    await panel.locator('[data-barrier]').waitFor({ state: 'detached' });
    // Whoever went there by the keyboard goes on from the form.
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Hold');
    expect(complaints).toEqual([]);
  });

  test('a barrier that is refused says why; a reset takes those that are there away', async () => {
    const { sim, url } = await listening();
    const { page } = await openPage(`${url}/_sim/?view=arrange`);
    const panel = page.getByRole('region', { name: 'Hold the next calls' });
    await panel.getByLabel('How many calls').fill('0');
    await panel.getByRole('button', { name: 'Hold' }).click();
    await panel.getByRole('alert').getByText('/calls').waitFor();
    await panel.getByLabel('How many calls').fill('1');
    await panel.getByRole('button', { name: 'Hold' }).click();
    await panel.getByText('0 of 1 call waiting').waitFor();
    expect(await panel.getByRole('alert').count()).toBe(0);
    await (await sim.control.tenant(CLIENT_CODE)).reset();
    await panel.locator('[data-barrier]').waitFor({ state: 'detached' });
  });

  test('the clock goes to the expiry of a receipt, and to the end of its verify window', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const expiring = await client.requestCMS(CLIENT_CODE, requestCMS({ Expires_in: 60 }));
    const signed = await client.requestCMS(CLIENT_CODE, requestCMS());
    await (await personOf(sim)).sign(signed.receiptId);
    const { page } = await openPage(`${url}/_sim/?view=clock`);
    await page.getByRole('button', { name: /Go to expiry/ }).click();
    await expect
      .poll(async () => (await (await personOf(sim)).get(expiring.receiptId)).state, { timeout: 10_000 })
      .toBe(2);
    await page.getByRole('button', { name: /end of the verify window/ }).click();
    await page.goto(`${url}/_sim/?state=lapsed`);
    await inState(page, signed.receiptId, 'lapsed');
    await page.goto(`${url}/_sim/?view=clock`);
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByRole('button', { name: 'Let it run' }).waitFor();
  });

  test.each([
    ['2030-12-31', '2030-12-30T15:00:00.000Z'],
    ['2030-12-31 09:00', '2030-12-31T00:00:00.000Z'],
    ['2030-12-31T09:00:01Z', '2030-12-31T09:00:01.000Z'],
  ])('the clock is set to %s, in the time of Korea unless a zone says otherwise', async (typed, instant) => {
    const { sim, url } = await listening();
    const { clock } = await sim.control.tenant(CLIENT_CODE);
    await clock.freeze();
    const { page, complaints } = await openPage(`${url}/_sim/?view=clock`);
    await page.getByLabel('Set to').fill('내일');
    await page.keyboard.press('Enter');
    await page.getByText('"내일" is no time. Write it as 2026-12-01 09:00.').waitFor();
    await page.getByLabel('Set to').fill(typed);
    await page.keyboard.press('Enter');
    await page.locator(`[data-clock="${instant}"]`).waitFor();
    expect((await clock.now()).now).toBe(instant);
    expect(complaints).toEqual([]);
  });

  test('a tenant is made, its credentials are shown for each language, and it is reset', async () => {
    const { sim, url } = await listening();
    const { page } = await openPage(`${url}/_sim/?view=tenants`);
    await page.getByLabel('Name').fill('시험캐피탈');
    await page.getByRole('button', { name: 'Make' }).click();
    await page.getByRole('heading', { name: '시험캐피탈' }).waitFor();
    const [tenant] = (await sim.control.tenants()).filter(({ clientName }) => clientName === '시험캐피탈');
    for (const language of ['Node.js', 'Java', 'Python', 'PHP', 'Ruby', '.NET', 'TypeScript']) {
      await page.locator('summary', { hasText: language }).first().click();
    }
    expect(await page.getByText(String(tenant?.secretKey)).count()).toBeGreaterThan(6);
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await page.getByText('Reset.', { exact: true }).waitFor();
  });

  test('a lost stream goes on where it was: no list is asked again', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const { page, requests } = await openPage(`${url}/_sim/`);
    await page.locator('.live.open').waitFor();
    await page.getByText('No request yet').waitFor();
    const lists = () => requests.filter((address) => /\/receipts(\?|$)/.test(address)).length;
    const before = lists();
    await sim.close();
    await page.locator('.live.lost').waitFor();
    const { receiptId } = await client.requestCMS(CLIENT_CODE, requestCMS());
    await sim.listen({ port: Number(new URL(url).port) });
    await inState(page, receiptId, 'waiting');
    expect(lists()).toBe(before);
  });

  test('a stream with a gap asks the lists again', async () => {
    const { sim, url } = await listening();
    const { receiptId } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
    const { page } = await openPage(`${url}/_sim/`);
    await inState(page, receiptId, 'waiting');
    await page.locator('.live.open').waitFor();
    await sim.close();
    await page.locator('.live.lost').waitFor();
    // Another simulator at the same address: it knows nothing of the one before.
    const other = await createSimulator();
    later(() => other.close());
    const { receiptId: new_ } = await clientOf(other).requestCMS(CLIENT_CODE, requestCMS());
    await other.listen({ port: Number(new URL(url).port) });
    await inState(page, new_, 'waiting');
    if (new_ !== receiptId) expect(await ofReceipt(page, receiptId).count()).toBe(0);
  });

  test('a tab out of sight lets go of its stream, and goes on where it was when it is seen', async () => {
    const { sim, url } = await listening();
    const { page, requests } = await openPage('about:blank');
    await page.clock.install();
    await page.goto(`${url}/_sim/`);
    await page.locator('.live.open').waitFor();
    const streams = () => requests.filter((address) => address.endsWith('/_sim/v1/events')).length;
    const lists = () => requests.filter((address) => /\/receipts(\?|$)/.test(address)).length;
    const shows = (how: string) =>
      page.evaluate(
        `Object.defineProperty(document, 'visibilityState', { configurable: true, value: '${how}' });
         document.dispatchEvent(new Event('visibilitychange'));`,
      );
    const left = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
    await shows('hidden');
    await page.clock.fastForward(21_000);
    await left;
    const { receiptId } = await clientOf(sim).requestCMS(CLIENT_CODE, requestCMS());
    const before = lists();
    expect(streams()).toBe(1);
    await shows('visible');
    await inState(page, receiptId, 'waiting');
    expect([streams(), lists()]).toEqual([2, before]);
  });

  test('an open console does not delay the end', async () => {
    const sim = await createSimulator();
    const { url } = await sim.listen();
    const { page } = await openPage(`${url}/_sim/`);
    await page.locator('.live.open').waitFor();
    const start = performance.now();
    await sim.close();
    // Five seconds is what calls in flight are given.
    expect(performance.now() - start).toBeLessThan(4000);
  });

  test('10,000 receipts: all can be scrolled to, and few are in the page', async () => {
    const { sim, url } = await listening();
    const client = clientOf(sim);
    const ids: string[] = [];
    for (let batch = 0; batch < 100; batch += 1) {
      const made = await Promise.all(
        Array.from({ length: 100 }, () => client.requestCMS(CLIENT_CODE, requestCMS())),
      );
      ids.push(...made.map(({ receiptId }) => receiptId));
    }
    const { page } = await openPage(`${url}/_sim/`);
    await page.locator('a[data-receipt]').first().waitFor();
    const rows = page.locator('.row');
    for (let turn = 0; turn < 40; turn += 1) {
      await page.evaluate("document.querySelector('.scroll').scrollTop = 1e9");
      if (await page.getByText('10,000 receipts loaded.').isVisible()) break;
      await page.waitForTimeout(100);
    }
    await page.getByText('10,000 receipts loaded.').waitFor();
    await page.evaluate("document.querySelector('.scroll').scrollTop = 1e9");
    const oldest = ids.toSorted()[0] ?? '';
    await ofReceipt(page, oldest).waitFor();
    expect(await rows.count()).toBeLessThan(80);
    // The keyboard goes all the way too.
    await ofReceipt(page, oldest).focus();
    await page.keyboard.press('Home');
    await expect
      .poll(() => page.evaluate('document.activeElement.closest("[aria-rowindex]")?.ariaRowIndex'))
      .toBe('2');
    await page.keyboard.press('Enter');
    await page.locator('article[data-receipt]').waitFor();
  });
});
